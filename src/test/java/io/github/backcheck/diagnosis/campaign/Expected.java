package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an examination should say of a fault, and where and when it is put to the test.
 *
 * @param causes any of which names the cause, and not a mere symptom: the id of a finding, or the id of a finding, a colon
 *     and the id of a defect
 * @param bench the programs that can have the fault
 * @param layers where the fault is
 * @param moment when a user would ask
 */
record Expected(List<String> causes, Bench bench, Layers layers, Moment moment) {

    /** When a user would ask what is wrong. */
    enum Moment {
        /** The first figure that the program prints is nonsense, or it prints none: nobody waits for the end. */
        BEFORE_TRAINING,
        /**
         * The program runs to its end and the result is poor. A run that ended in NaN or infinity leaves nothing to look at and
         * is asked about anew, before training.
         */
        AFTER_TRAINING
    }

    /** The layers that a fault is in. */
    enum Layers {
        /** It is not a matter of layers, or all have it alike. */
        NONE {
            @Override
            boolean contain(int layer, int depth) {
                return true;
            }
        },
        FIRST {
            @Override
            boolean contain(int layer, int depth) {
                return layer == 0;
            }
        },
        LAST {
            @Override
            boolean contain(int layer, int depth) {
                return layer == depth - 1;
            }
        },
        ABOVE_FIRST {
            @Override
            boolean contain(int layer, int depth) {
                return layer > 0;
            }
        },
        BELOW_LAST {
            @Override
            boolean contain(int layer, int depth) {
                return layer < depth - 1;
            }
        },
        /** Neither the first nor the last. */
        BETWEEN {
            @Override
            boolean contain(int layer, int depth) {
                return layer > 0 && layer < depth - 1;
            }
        };

        abstract boolean contain(int layer, int depth);
    }

    Expected {
        causes = List.copyOf(causes);
    }

    static Expected anyOf(String... causes) {
        return new Expected(Arrays.asList(causes), Bench.ALL, Layers.NONE, Moment.AFTER_TRAINING);
    }

    /** It only looks like a fault. */
    static Expected nothing() {
        return anyOf();
    }

    Expected at(Bench other) {
        return new Expected(causes, other, layers, moment);
    }

    Expected in(Layers others) {
        return new Expected(causes, bench, others, moment);
    }

    Expected beforeTraining() {
        return new Expected(causes, bench, layers, Moment.BEFORE_TRAINING);
    }

    boolean isNothing() {
        return causes.isEmpty();
    }

    boolean hasLayer() {
        return layers != Layers.NONE;
    }

    /** Whether a finding is the cause. */
    boolean isNamedBy(Finding finding) {
        return names(finding).anyMatch(causes::contains);
    }

    /** All that a finding may be called. */
    static Stream<String> names(Finding finding) {
        String id = finding.id().toString();
        Stream<String> defects = finding.evidence().stream()
                .filter(fact -> fact.key().equals("defect") || fact.key().equals("or else"))
                .map(fact -> id + ":" + fact.value().replaceFirst("^.* \\(([a-z0-9-]+)\\)$", "$1"));
        return Stream.concat(Stream.of(id), defects);
    }

    /** Whether the layer that a finding names first has the fault. */
    boolean isPlacedBy(Finding finding, Model model) {
        return finding.where().stream()
                .findFirst()
                .filter(place -> model.layers().stream()
                        .filter(layer -> isAt(layer, place))
                        .anyMatch(layer ->
                                layers.contain(layer.index(), model.layers().size())))
                .isPresent();
    }

    private static boolean isAt(ModelLayer layer, String place) {
        return layer.name().equals(place)
                || layer.parameters().stream().map(Parameter::name).anyMatch(place::equals);
    }

    /** The findings of a diagnosis that are more than advice. */
    static List<Finding> alarms(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> switch (finding.severity().name()) {
                    case "BREAKS", "HURTS", "MILD" -> true;
                    default -> false;
                })
                .toList();
    }
}
