package io.github.backcheck.testing;

import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.monitor.ParameterChange;
import io.github.backcheck.monitor.WeightChangeReport;
import io.github.backcheck.monitor.WeightChangeTracker;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.Course;
import io.github.backcheck.trial.OverfitCheck;
import io.github.backcheck.trial.Setting;
import io.github.backcheck.trial.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What training steps do. */
final class StepChecks {

    private static final int STEPS = 5;
    private static final int NAMES_SHOWN = 6;

    /** Shares of a step that are tried, the smallest first: 4⁻⁸ = 1.5e-5. */
    private static final int SMALLEST = -8;

    /** A step that is too short to be felt is tried at up to 4²⁴ = 2.8e14 times its length, */
    private static final int LARGEST = 24;

    /** and up to this share of the parameters: farther away, the loss may climb after the best of steps. */
    private static final double NEAR = 1e-3;

    private static final double FACTOR = 4;

    /** What a loss moves by beyond this share of itself is no rounding. */
    private static final double CLEAR = 1e-10;

    private static final double CLEAR_OF_FLOATS = 1e-4;

    /** A step four times as long moves the loss four times as far where the loss is straight, and 16 times at a minimum. */
    private static final double STRAIGHTEST = 2.5;

    private static final double BENT = 8;

    private static final double MUCH_LONGER = 100;

    private StepChecks() {}

    static Outcome smallStepDescends(Specimen specimen) {
        Model model = specimen.model();
        if (!model.can(Capability.TRAIN_STEP)) {
            return Outcome.notJudged("needs " + Capability.TRAIN_STEP);
        }
        return specimen.missing(Capability.LOSS).orElseGet(() -> {
            try (ParameterSnapshot before = model.snapshot()) {
                double start = model.loss(specimen.batch());
                before.restore();
                if (!Double.isFinite(start)) {
                    return Outcome.wrong(new FailureText("the loss, at the start: is " + start));
                }
                if (Math.abs(model.loss(specimen.batch()) - start) > specimen.rounding() * Math.abs(start)) {
                    return Outcome.notJudged("the loss is another one when asked again");
                }
                before.restore();
                double[] from = specimen.parameters();
                model.trainStep(specimen.batch());
                double[] step = specimen.parameters();
                Arrays.setAll(step, i -> step[i] - from[i]);
                return descends(specimen, start, from, step);
            }
        });
    }

    private static Outcome descends(Specimen specimen, double start, double[] from, double[] step) {
        if (Arrays.stream(step).allMatch(change -> change == 0)) {
            return Outcome.wrong(new FailureText("all parameters, training step: it changes nothing; the loss stays at "
                            + Figures.precise(start))
                    .fact("look for", "a gradient that is computed and not applied, or applied to a copy"));
        }
        OptionalInt unknown = IntStream.range(0, step.length)
                .filter(i -> !Double.isFinite(step[i]))
                .findFirst();
        if (unknown.isPresent()) {
            String entry = specimen.entryName(unknown.getAsInt());
            return Outcome.wrong(new FailureText(entry + ", training step: makes it NaN or infinite")
                    .fact(
                            "look for",
                            "a division by 0, a root or a logarithm of something below 0, far too long a step"));
        }
        double clear = Math.abs(start) * (specimen.hasFloats() ? CLEAR_OF_FLOATS : CLEAR);
        double shorter = 0;
        for (int power = SMALLEST; power <= LARGEST; power++) {
            double share = Math.pow(FACTOR, power);
            if (share > Math.max(1, NEAR * norm(from) / norm(step))) {
                break;
            }
            double change = lossAfter(specimen, from, step, share) - start;
            boolean straight = change / shorter > STRAIGHTEST && change / shorter < BENT;
            if (!(Math.abs(change) <= clear) && Math.abs(shorter) > 0 && straight) {
                return change < 0 ? Outcome.right("a step, and parts of it") : climbs(start, change, share);
            }
            shorter = change;
        }
        return Outcome.notJudged("the loss hardly changes along the step, as at a minimum, where neither way is down");
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    private static double lossAfter(Specimen specimen, double[] from, double[] step, double share) {
        double[] to = new double[from.length];
        Arrays.setAll(to, i -> from[i] + share * step[i]);
        specimen.assign(to);
        return specimen.model().loss(specimen.batch());
    }

    private static Outcome climbs(double start, double change, double share) {
        String part = share > 1
                ? Figures.count(Math.round(share)) + " times it"
                : "1/" + Figures.count(Math.round(1 / share)) + " of it";
        return Outcome.wrong(new FailureText(
                        "all parameters, training step: climbs; " + part + " raises the loss of its own batch by "
                                + Figures.of(change) + ", from " + Figures.precise(start))
                .fact(
                        "look for",
                        "a sign: the gradient is added where it should be subtracted, or has its sign flipped"));
    }

    static Outcome everyParameterMoves(Specimen specimen) {
        return specimen.missing(Capability.TRAIN_STEP).orElseGet(() -> {
            WeightChangeReport report;
            try (ParameterSnapshot before = specimen.model().snapshot()) {
                WeightChangeTracker tracker = WeightChangeTracker.of(specimen.model());
                for (int step = 0; step < STEPS; step++) {
                    specimen.model().trainStep(specimen.batch());
                    tracker.record();
                }
                report = tracker.report();
                before.restore();
            }
            List<String> still =
                    report.neverChanged().stream().map(ParameterChange::name).toList();
            List<String> moved = report.parameters().stream()
                    .filter(change -> !change.neverChanged())
                    .map(ParameterChange::name)
                    .toList();
            return still.isEmpty()
                    ? Outcome.right(Figures.count(report.parameters().size(), "parameter"))
                    : Outcome.wrong(new FailureText(String.join(", ", still) + ", training step: never changed in "
                                    + Figures.count(STEPS, "step") + ", bit for bit")
                            .fact("moved", moved.isEmpty() ? "none" : FailureText.some(moved, NAMES_SHOWN))
                            .fact(
                                    "look for",
                                    "a loop over the layers that ends one too early, a gradient that is exactly 0,"
                                            + " an update that is applied to a copy"));
        });
    }

    static Outcome eightSamplesLearned(Specimen specimen) {
        return specimen.missing(Capability.TRAIN_STEP, Capability.LOSS).orElseGet(() -> {
            OverfitCheck check = learning(specimen);
            if (check.isReached()) {
                return Outcome.right(Figures.count(check.best().samples(), "sample"));
            }
            Course best = check.best();
            FailureText text = new FailureText("all parameters, training: does not learn "
                    + Figures.count(best.samples(), "sample") + " by heart; " + inWords(best));
            text.bullets(check.attempts().stream()
                    .map(course -> course.setting() + ": " + inWords(course))
                    .toList());
            return Outcome.wrong(text.fact(
                    "look for",
                    "a wrong gradient or update (assertGradients, assertUpdates), a learning rate that is far off, hidden"
                            + " layers of too few units, inputs or targets that are very large or small, samples that are"
                            + " alike with different targets; assertHealthy says which"));
        });
    }

    /** Where the longest steps got farthest, the network may be right and its learning rate low: longer ones tell. */
    private static OverfitCheck learning(Specimen specimen) {
        Trial trial = Trial.of(specimen.model()).on(specimen.data()).seed(specimen.seed());
        OverfitCheck check = OverfitCheck.of(trial, Setting.asGiven());
        boolean longest = check.best().setting().stepsTimes() > 1;
        if (check.isReached() || !longest) {
            return check;
        }
        OverfitCheck longer = OverfitCheck.of(trial, Setting.asGiven().stepsTimes(MUCH_LONGER));
        return longer.isReached() ? longer : check;
    }

    private static String inWords(Course course) {
        return "the loss is " + Figures.of(course.lossAfter()) + " after " + Figures.count(course.steps(), "step")
                + ", from " + Figures.of(course.lossBefore())
                + course.score()
                        .map(score -> ", " + score.after() + " of " + score.samples() + " right")
                        .orElse("");
    }
}
