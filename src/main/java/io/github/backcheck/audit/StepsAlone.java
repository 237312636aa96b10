package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What steps say about each other where no gradient is known: whether anything changes, whether a step remembers earlier ones,
 * whether it depends on where it starts, and whether the loss rises along it. A step that passes all of that is not judged.
 */
final class StepsAlone {

    /** Steps of {@link StepTaker#takeAll} from the first parameters on the first batch, each after another step. */
    private static final List<Integer> REPEATED = List.of(1, 3, 9, 14);

    /** Defects that show in how a step follows from the one before, whatever the gradient is. */
    static final List<String> MEMORY = List.of(
            "update-never-reset", "momentum-without-decay", "momentum-wrong-sign", "update-accumulator-rescaled");

    private static final double EQUAL = 1e-6;
    private static final double CLEAR = 1e3;

    private final Model model;
    private final List<Series> all;
    private final LossSlope slope;
    private final Expected expected;

    StepsAlone(Model model, List<TakenStep> taken, Batch batch, Expected expected) {
        this.model = model;
        this.all = SeriesBuilder.of(
                model, taken, new double[taken.size()][model.parameters().size()][0]);
        this.slope = new LossSlope(model, batch, taken.get(0).before());
        this.expected = expected;
    }

    List<ParameterUpdate> judge() {
        List<ParameterUpdate> updates = new ArrayList<>();
        for (Series series : all) {
            updates.add(judge(series));
        }
        return updates;
    }

    private ParameterUpdate judge(Series series) {
        String name = series.parameter().name();
        if (series.steps() <= REPEATED.get(REPEATED.size() - 1)) {
            return ParameterUpdate.notJudged(name, "the numbers did not stay finite");
        }
        if (series.isStill()) {
            return still(series);
        }
        Optional<Boolean> redrawn = Independence.of(series);
        if (redrawn.isPresent()) {
            return named(
                    name,
                    "where a step ends does not depend on where it starts",
                    List.of(redrawn.get() ? "update-redrawn" : "update-overwrites"));
        }
        OptionalDouble memory = memory(series);
        if (memory.isEmpty()) {
            return ParameterUpdate.notJudged(
                    name, "no gradient is known, and the steps do not follow from each other in a simple way");
        }
        double root = memory.getAsDouble();
        if (root == 0) {
            return slope.sign(changes(0)) > 0
                    ? named(name, "a step that raises the loss, without memory", List.of("update-ascent"))
                    : ParameterUpdate.notJudged(
                            name,
                            "no gradient is known; the step depends on parameters and batch alone and does not raise the"
                                    + " loss");
        }
        String rule = Figures.precise(root) + " of the last change is in each step";
        if (Math.abs(root - 1) <= EQUAL) {
            return named(name, rule, List.of("update-never-reset", "momentum-without-decay"));
        }
        if (root > 1) {
            return named(name, rule, List.of("momentum-without-decay"));
        }
        if (root < 0) {
            return named(name, rule, List.of("momentum-wrong-sign"));
        }
        if (expected.rate().isPresent() && Math.abs(expected.rate().getAsDouble() - root) <= EQUAL) {
            return named(name, rule + ", exactly the learning rate", List.of("update-accumulator-rescaled"));
        }
        return ParameterUpdate.notJudged(
                name,
                "no gradient is known; the step has a momentum of " + Figures.precise(root)
                        + ". If that is the learning rate, sums of gradients are multiplied by it instead of being reset");
    }

    private ParameterUpdate still(Series series) {
        Parameter parameter = series.parameter();
        int at = model.parameters().indexOf(parameter);
        double[][] direction = new double[all.size()][0];
        direction[at] = new double[series.entries()];
        for (int i = 0; i < direction[at].length; i++) {
            direction[at][i] = 1 + i % 3;
        }
        return slope.sign(direction) == 0
                ? ParameterUpdate.notJudged(
                        parameter.name(), "it did not change, and the loss does not show that it should")
                : named(
                        parameter.name(),
                        "θ ← θ, although the loss depends on it",
                        List.of("update-to-a-copy", "update-integer-rate", "update-gradient-cleared"));
    }

    /** Whether the same step after different ones is the same, bit for bit. */
    static boolean isMemoryless(Series series) {
        int first = REPEATED.get(0);
        return series.steps() > REPEATED.get(REPEATED.size() - 1)
                && Arrays.stream(series.considered())
                        .allMatch(entry -> REPEATED.stream()
                                .allMatch(step -> series.theta(step, entry) == series.theta(first, entry)
                                        && series.change(step, entry) == series.change(first, entry)));
    }

    private double[][] changes(int step) {
        double[][] changes = new double[all.size()][];
        for (int p = 0; p < changes.length; p++) {
            changes[p] = new double[all.get(p).entries()];
            for (int i = 0; i < changes[p].length; i++) {
                changes[p][i] = all.get(p).change(step, i);
            }
        }
        return changes;
    }

    /** The same step after different ones: the difference is what is left of those. 0 for no memory, empty if it is no multiple. */
    private static OptionalDouble memory(Series series) {
        double products = 0;
        double squares = 0;
        double largest = 0;
        int first = REPEATED.get(0);
        for (int step : REPEATED.subList(1, REPEATED.size())) {
            for (int i = 0; i < series.entries(); i++) {
                double weight = 1 / rounding(series, step, i);
                double now = weight * (series.change(step, i) - series.change(first, i));
                double before = weight * (series.change(step - 1, i) - series.change(first - 1, i));
                products += now * before;
                squares += before * before;
                largest = Math.max(largest, Math.abs(now));
            }
        }
        if (largest <= 1) {
            return OptionalDouble.of(0);
        }
        double root = products / squares;
        for (int step : REPEATED.subList(1, REPEATED.size())) {
            for (int i = 0; i < series.entries(); i++) {
                double now = series.change(step, i) - series.change(first, i);
                double before = series.change(step - 1, i) - series.change(first - 1, i);
                double allowed = (1 + Math.abs(root)) * rounding(series, step, i) + 1e-9 * Math.abs(now);
                if (!(Math.abs(now - root * before) <= allowed)) {
                    return OptionalDouble.empty();
                }
            }
        }
        return largest > CLEAR ? OptionalDouble.of(root) : OptionalDouble.empty();
    }

    private static double rounding(Series series, int step, int entry) {
        int first = REPEATED.get(0);
        return series.rounding(step, entry)
                + series.rounding(step - 1, entry)
                + series.rounding(first, entry)
                + series.rounding(first - 1, entry)
                + Double.MIN_NORMAL;
    }

    private static ParameterUpdate named(String name, String rule, List<String> ids) {
        return new ParameterUpdate(
                name, rule, List.of(), new StepVerdict.Named(Judge.defects(ids), 0, Optional.empty()));
    }
}
