package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.model.Precision;
import io.github.backcheck.probe.RepeatReport.Answer;
import io.github.backcheck.probe.RepeatReport.Question;
import io.github.backcheck.probe.RepeatReport.Sameness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Asks a program the same question several times. Differences in the last digits come from sums whose order changes; larger
 * ones from dropout, noise, or something kept from the call before. Only outputs that differ are held against a program: a
 * loss may have dropout in it, and an optimiser may remember its steps.
 *
 * <pre>{@code
 * Repeatability.of(model, batch).of(RepeatReport.Question.PREDICT);   // different from call to call: dropout ...
 * }</pre>
 *
 * <p>Costs 6 calls of predict(inputs), of loss(batch) and of gradient(batch), and 5 steps, 13 where they differ, each undone.
 */
public final class Repeatability {

    private static final int TIMES = 5;
    private static final int TIMES_OF_RANDOM = 12;

    private final Model model;
    private final Batch batch;
    private final ParameterSnapshot before;
    private final Rounding rounding;
    private final List<Answer> answers = new ArrayList<>();

    private Repeatability(Model model, Batch batch, ParameterSnapshot before) {
        this.model = model;
        this.batch = batch;
        this.before = before;
        this.rounding = Rounding.of(model, batch);
    }

    /**
     * Asks a program everything that it can be asked, again and again.
     *
     * @param model anything. Its parameters are modified and restored.
     * @param batch samples with their targets
     * @return what was seen; not judged where only a loss, a gradient or a step differs, or if the program throws
     * @throws NullPointerException if something is null
     */
    public static RepeatReport of(Model model, Batch batch) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        try (ParameterSnapshot before = model.snapshot()) {
            return new Repeatability(model, batch, before).look();
        } catch (ModelException e) {
            return new RepeatReport(Judgement.notJudged(String.valueOf(e.getMessage())), List.of());
        }
    }

    private RepeatReport look() {
        if (model.can(Capability.PREDICT)) {
            ask(
                    Question.PREDICT,
                    () -> Arrays.stream(model.predict(batch))
                            .flatMapToDouble(Arrays::stream)
                            .toArray());
        }
        if (model.can(Capability.LOSS)) {
            ask(Question.LOSS, () -> new double[] {model.loss(batch)});
        }
        if (model.can(Capability.GRADIENT)) {
            ask(Question.GRADIENT, () -> entries(model.gradient(batch)));
        }
        if (model.can(Capability.TRAIN_STEP)) {
            steps();
        }
        return new RepeatReport(judgement(), answers);
    }

    private double[] entries(Gradient gradient) {
        return model.parameters().stream()
                .flatMapToDouble(p -> gradient.of(p).map(Arrays::stream).orElse(DoubleStream.empty()))
                .toArray();
    }

    private void ask(Question question, Supplier<double[]> answer) {
        // The first call clears what calls with other data left behind.
        List<double[]> given = Stream.generate(answer).limit(TIMES + 1L).skip(1).toList();
        double[] first = given.get(0);
        double largest = 0;
        boolean identical = true;
        for (double[] again : given) {
            identical &= Arrays.equals(first, again);
            largest = Math.max(largest, distance(first, again));
        }
        double magnitude = largest(first);
        Sameness sameness = identical
                ? Sameness.IDENTICAL
                : largest <= rounding.ofOutputs(magnitude) ? Sameness.ROUNDING : Sameness.DIFFERENT;
        answers.add(new Answer(question, TIMES, sameness, magnitude == 0 ? largest : largest / magnitude));
    }

    private void steps() {
        double[] start = values();
        step();
        List<double[]> ends = new ArrayList<>(List.of(step()));
        double[] first = ends.get(0);
        double largest = 0;
        boolean identical = true;
        for (int time = 2; time < TIMES; time++) {
            double[] again = step();
            ends.add(again);
            identical &= Arrays.equals(first, again);
            largest = Math.max(largest, distance(first, again));
        }
        double moved = distance(first, start);
        double allowed = rounding.relative() * moved + 4 * unit() * largest(start);
        Sameness sameness = identical ? Sameness.IDENTICAL : ofSteps(largest, allowed);
        if (largest > allowed && (sameness == Sameness.MEMORY || sameness == Sameness.DIFFERENT)) {
            while (ends.size() < TIMES_OF_RANDOM) {
                ends.add(step());
            }
            sameness = ToAndFro.are(ends) ? Sameness.RANDOM : sameness;
        }
        answers.add(new Answer(Question.TRAIN_STEP, ends.size(), sameness, moved == 0 ? largest : largest / moved));
    }

    /** Sums in a changing order would show in the gradient; an optimiser that remembers may move by the last digits only. */
    private Sameness ofSteps(double largest, double allowed) {
        boolean gradientRepeats =
                answers.stream().anyMatch(a -> a.question() == Question.GRADIENT && a.sameness() == Sameness.IDENTICAL);
        if (largest <= allowed && !gradientRepeats) {
            return Sameness.ROUNDING;
        }
        boolean allRepeat = isExact(Question.GRADIENT) && isExact(Question.LOSS) && isExact(Question.PREDICT);
        return allRepeat ? Sameness.MEMORY : Sameness.DIFFERENT;
    }

    private double[] step() {
        model.trainStep(batch);
        double[] after = values();
        before.restore();
        return after;
    }

    private double unit() {
        return model.parameters().stream()
                .mapToDouble(p -> p.precision().unitRoundOff())
                .max()
                .orElse(Precision.DOUBLE.unitRoundOff());
    }

    private double[] values() {
        return model.parameters().stream()
                .map(Parameter::values)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /** Also where it was not asked: what is not known explains nothing. */
    private boolean isExact(Question question) {
        return answers.stream().noneMatch(a -> a.question() == question && a.sameness() == Sameness.DIFFERENT);
    }

    private static double distance(double[] one, double[] other) {
        double largest = 0;
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            largest = Math.max(largest, Double.compare(one[i], other[i]) == 0 ? 0 : Math.abs(one[i] - other[i]));
        }
        return largest;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private Judgement judgement() {
        if (answers.isEmpty()) {
            return Judgement.notJudged("needs something to ask, such as predict(inputs)");
        }
        if (!isExact(Question.PREDICT)) {
            return Judgement.noticed();
        }
        return isExact(Question.LOSS) && isExact(Question.GRADIENT) && isExact(Question.TRAIN_STEP)
                ? Judgement.asExpected()
                : Judgement.notJudged(
                        "loss, gradient or step differ from call to call, the outputs do not: there may be"
                                + " dropout in training; reseed would tell");
    }
}
