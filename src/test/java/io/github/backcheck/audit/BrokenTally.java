package io.github.backcheck.audit;

import io.github.backcheck.mlp.BackwardStepName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Programs with mistakes made by hand: how many are found in the step and in all the layers where they are. */
final class BrokenTally {

    private final StringBuilder lines = new StringBuilder();
    private int total;
    private int backward;
    private int placed;
    private int accused;
    private int named;
    private int exact;

    /** What was said of a program. */
    record Verdict(Styles.Broken program, BackwardTrail trail) {

        /** Empty if the mistake is not in the backward pass. */
        Optional<BackwardStepName> step() {
            return Arrays.stream(BackwardStepName.values())
                    .filter(step -> step.toString().equals(program.step()))
                    .findFirst();
        }

        boolean isPlaced() {
            return step().isPresent()
                    && program.layers().stream()
                            .allMatch(layer -> trail.wrong().stream()
                                    .anyMatch(one -> one.layer() == layer && one.step() == step().orElseThrow()));
        }

        /** Whether a step is accused that is not among the mistakes of the program. */
        boolean accusesOthers() {
            return trail.wrong().stream().anyMatch(one -> !isMistake(one));
        }

        private boolean isMistake(StepJudgement one) {
            String step = one.step().toString();
            return (step.equals(program.step()) && program.layers().contains(one.layer()))
                    || program.details().others().stream()
                            .anyMatch(other -> step.equals(other.step())
                                    && other.layers()
                                            .apply(program.details().depth())
                                            .contains(one.layer()));
        }

        boolean isNamed() {
            return trail.wrong().stream().anyMatch(one -> one.verdict() instanceof StepVerdict.Named);
        }
    }

    void add(Verdict verdict) {
        total++;
        boolean isBackward = verdict.step().isPresent();
        backward += isBackward ? 1 : 0;
        placed += verdict.isPlaced() ? 1 : 0;
        exact += verdict.isPlaced() && !verdict.accusesOthers() ? 1 : 0;
        accused += isBackward && !verdict.trail().wrong().isEmpty() ? 1 : 0;
        named += isBackward && verdict.isNamed() ? 1 : 0;
        lines.append(String.format(
                Locale.ROOT,
                "%-8s %-48s %-24s %s%n         %s%n",
                verdict.isPlaced() ? verdict.accusesOthers() ? "and more" : "placed" : isBackward ? "-" : "",
                verdict.program().name(),
                verdict.program().step(),
                verdict.program().layers(),
                Said.text(verdict.trail())));
    }

    int total() {
        return total;
    }

    double placed() {
        return backward == 0 ? 1 : (double) placed / backward;
    }

    String table() {
        return String.format(
                Locale.ROOT,
                "G. Mistakes by hand%n%d programs, %d of them wrong in the backward pass: %d with the step in all its layers"
                        + " (%.1f %%), %d of them with nothing else, %d with something named, %d with something wrong%n",
                total,
                backward,
                placed,
                100 * placed(),
                exact,
                named,
                accused);
    }

    @Override
    public String toString() {
        return lines + table();
    }

    static BrokenTally of(List<Verdict> all) {
        BrokenTally tally = new BrokenTally();
        all.forEach(tally::add);
        return tally;
    }
}
