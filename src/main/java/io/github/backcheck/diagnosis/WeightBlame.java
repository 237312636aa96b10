package io.github.backcheck.diagnosis;

import io.github.backcheck.probe.WeightReport;
import io.github.backcheck.probe.WeightReport.LayerWeights;
import io.github.backcheck.probe.WeightReport.Trait;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.Course;
import io.github.backcheck.trial.Setting;
import io.github.backcheck.trial.StartForm;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the weights at the start are to blame, by their size or their sign. */
final class WeightBlame {

    /** Root mean square of the weights times the root of the number of inputs; usual are 0.5 to 1.5. */
    private static final double LARGE_SPREAD = 5;

    private static final double SMALL_SPREAD = 0.05;
    private static final double TINY_SPREAD = 0.01;

    /** Nobody draws larger ones of one sign: training made them, where the outputs had better all be near 0. */
    private static final double LARGEST_DRAWN = 2;

    private static final Setting FRESH = Setting.asGiven().start(StartForm.FRESH);

    private final Trials trials;
    private final Evidence evidence;
    private final TrialFacts facts;

    WeightBlame(Trials trials, Evidence evidence) {
        this.trials = trials;
        this.evidence = evidence;
        this.facts = new TrialFacts(trials);
    }

    /** In what way weights are odd. That fresh ones help is the proof, so that the limits need not be far out. */
    private enum Oddity {
        ONE_SIGN,
        LARGE,
        SMALL;

        boolean is(LayerWeights layer) {
            return switch (this) {
                case ONE_SIGN -> layer.has(Trait.ONE_SIGN);
                case LARGE -> layer.relativeSpread() > LARGE_SPREAD;
                case SMALL -> layer.relativeSpread() < SMALL_SPREAD;
            };
        }

        /** So far out, in a network whose units are shut, that it needs no cure to be seen; there may be more that is wrong. */
        boolean isPlain(List<LayerWeights> layers, Evidence evidence) {
            boolean isShut = !new SaturationRule().judge(evidence).isEmpty()
                    || !new DeadUnitRule().judge(evidence).isEmpty();
            return isShut
                    && switch (this) {
                        case ONE_SIGN ->
                            layers.stream()
                                    .allMatch(layer -> Math.max(
                                                    Math.abs(layer.weights().smallest()),
                                                    Math.abs(layer.weights().largest()))
                                            <= LARGEST_DRAWN);
                        case LARGE -> false; // may be what training made of them
                        case SMALL -> layers.stream().allMatch(layer -> layer.relativeSpread() < TINY_SPREAD);
                    };
        }
    }

    /** What is odd about weights, and what helps, if it does by itself. */
    private record Odd(Oddity oddity, Optional<Course> cure) {}

    /** Weights of an odd size or sign, and fresh ones help. */
    Optional<Finding> oddOnes() {
        List<LayerWeights> layers = layers(evidence);
        return Stream.of(Oddity.values())
                .flatMap(oddity -> {
                    List<LayerWeights> odd = layers.stream().filter(oddity::is).toList();
                    Optional<Course> cure = cure(oddity);
                    return !odd.isEmpty() && (cure.isPresent() || oddity.isPlain(odd, evidence))
                            ? Stream.of(finding(odd, new Odd(oddity, cure)))
                            : Stream.<Finding>of();
                })
                .findFirst();
    }

    /** Layers whose weights are far larger than usual. */
    static List<LayerWeights> large(Evidence evidence) {
        return layers(evidence).stream().filter(Oddity.LARGE::is).toList();
    }

    /** The network learns, and would do so far better from weights that are not as large. */
    Optional<Finding> freshAreBetter() {
        List<LayerWeights> large = large(evidence);
        return trials.changed().stream()
                .filter(course -> !large.isEmpty() && course.setting().equals(FRESH))
                .filter(trials::isMuchBetter)
                .map(course -> finding(large, new Odd(Oddity.LARGE, Optional.of(course))))
                .findFirst();
    }

    private static List<LayerWeights> layers(Evidence evidence) {
        return evidence.reports()
                .find(WeightReport.class)
                .map(WeightReport::layers)
                .orElse(List.of());
    }

    /** Large weights may be what too long steps made of them; small ones may need longer steps besides. */
    private Optional<Course> cure(Oddity oddity) {
        return trials.firstCure(
                oddity == Oddity.LARGE
                        ? Stream.of(FRESH)
                        : Stream.of(FRESH, FRESH.stepsTimes(10), FRESH.stepsTimes(100)));
    }

    private Finding finding(List<LayerWeights> layers, Odd odd) {
        LayerWeights worst = layers.get(0);
        List<String> names = layers.stream().map(LayerWeights::layer).toList();
        boolean oneSign = odd.oddity() == Oddity.ONE_SIGN;
        boolean large = odd.oddity() == Oddity.LARGE;
        List<Fact> seen = layers.stream()
                .map(layer ->
                        new Fact("weights of " + layer.layer(), layer.weights().toString()))
                .toList();
        String of = "The weights of " + Texts.joined(names);
        return new Finding(
                oneSign
                        ? FindingId.WEIGHTS_ONE_SIDED
                        : large ? FindingId.WEIGHTS_TOO_LARGE : FindingId.WEIGHTS_TOO_SMALL,
                Severity.HURTS,
                names,
                oneSign
                        ? of + " all have the same sign, so that the units say nearly the same whatever the sample."
                        : of + (large ? " are too large" : " are too small") + " for the number of inputs: "
                                + Figures.of(worst.relativeSpread()) + " / sqrt(" + Figures.count(worst.inputs())
                                + ") where about 1 / sqrt(" + Figures.count(worst.inputs()) + ") is usual.",
                odd.cure().map(cure -> facts.changed(seen, cure)).orElseGet(() -> facts.asItIs(seen)),
                oneSign
                        ? "Draw weights around 0: Math.random() gives 0 to 1, so take 2 * Math.random() - 1 or nextGaussian(),"
                                + " times 1 / sqrt(number of inputs)."
                        : "Start from random weights of about 1 / sqrt(number of inputs), sqrt(2 / number of inputs) for ReLU,"
                                + " and biases of 0. If they were of that size at the start, training made them what they are.");
    }
}
