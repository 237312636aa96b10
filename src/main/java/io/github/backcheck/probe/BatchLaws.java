package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.LawsReport.Check;
import io.github.backcheck.probe.LawsReport.Combination;
import io.github.backcheck.probe.LawsReport.Law;
import io.github.backcheck.probe.MeasuredRounding.Deviation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Asks for the loss and the gradient of batches that are related: every sample twice, another order, the samples alone. No
 * right answer need be known, only how the answers must go together.
 *
 * <pre>{@code
 * BatchLaws.of(model, batch).of(LawsReport.Law.GRADIENT_OF_SINGLES);   // broken: off by 0.8 ...
 * }</pre>
 *
 * <p>Costs at most 25 calls of loss(batch) and of gradient(batch) with 36 samples or fewer. {@link Laws} asks more.
 */
public final class BatchLaws {

    static final int MOST_SAMPLES = 12;

    private final Model model;
    private final Batch batch;
    private final Entries entries;
    private final MeasuredRounding rounding;
    private final List<Check> checks = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private Combination combination = Combination.UNKNOWN;
    private boolean samplesShow = true;

    private BatchLaws(Model model, Batch batch, MeasuredRounding rounding) {
        this.model = model;
        this.batch = batch;
        this.entries = new Entries(model);
        this.rounding = rounding;
    }

    /**
     * Asks a program for losses and gradients.
     *
     * @param model offers a loss, and perhaps a gradient. Not modified.
     * @param batch two samples or more, of which the first 12 are used
     * @return what was seen; not judged where the loss does not repeat itself or is not finite, or where the program throws
     * @throws NullPointerException if something is null
     */
    public static LawsReport of(Model model, Batch batch) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        if (!model.can(Capability.LOSS)) {
            return LawsReport.notJudged("needs " + Capability.LOSS);
        }
        if (batch.size() < 2) {
            return LawsReport.notJudged("needs two samples or more");
        }
        Batch samples = batch.size() > MOST_SAMPLES ? batch.slice(0, MOST_SAMPLES) : batch;
        return of(model, samples, new MeasuredRounding(model, samples));
    }

    /** Two samples or more, of which none is left out. */
    static LawsReport of(Model model, Batch samples, MeasuredRounding rounding) {
        try (ParameterSnapshot before = model.snapshot()) {
            LawsReport report = new BatchLaws(model, samples, rounding).look();
            before.restore();
            return report;
        } catch (ModelException e) {
            return LawsReport.notJudged(String.valueOf(e.getMessage()));
        }
    }

    private LawsReport look() {
        model.loss(batch);
        double once = model.loss(batch);
        if (!Double.isFinite(once)) {
            return LawsReport.notJudged("the loss is not finite");
        }
        if (Math.abs(model.loss(batch) - once) > rounding.of(Math.abs(once))) {
            return LawsReport.notJudged("loss(batch) returns something else each time it is asked");
        }
        try {
            losses(once);
        } catch (ModelException e) {
            missing.add("the other laws of the loss of batches: " + e.getMessage());
        }
        if (!model.can(Capability.GRADIENT)) {
            missing.add("the gradient: needs " + Capability.GRADIENT);
        } else {
            try {
                gradients();
            } catch (ModelException e) {
                missing.add("the gradient of other batches: " + e.getMessage());
            }
        }
        if (checks.isEmpty()) {
            return LawsReport.notJudged(missing.get(0));
        }
        boolean broken = checks.stream().anyMatch(check -> !check.holds());
        return new LawsReport(broken ? Judgement.noticed() : Judgement.asExpected(), combination, checks, missing);
    }

    private Batch copies(int times) {
        return batch.select(IntStream.range(0, times * batch.size())
                .map(i -> i % batch.size())
                .toArray());
    }

    private Batch backwards() {
        int last = batch.size() - 1;
        return batch.select(IntStream.rangeClosed(0, last).map(i -> last - i).toArray());
    }

    private void losses(double once) {
        double twice = model.loss(copies(2));
        double thrice = model.loss(copies(3));
        double scale = Math.max(Math.abs(once), Math.abs(thrice));
        double near = rounding.ofLoss(scale);
        if (Math.abs(twice - once) <= near && Math.abs(thrice - once) <= near) {
            combination = Combination.MEAN;
        } else if (Math.abs(thrice - 2 * twice + once) <= near) {
            combination = Combination.SUM;
        } else if (Math.abs(once - twice - 3 * (twice - thrice)) <= near) {
            combination = Combination.MEAN_WITH_SHARED_PENALTY;
        } else {
            combination = Combination.OTHER;
        }
        double gap = Math.min(Math.abs(twice - once), Math.abs(thrice - 2 * twice + once));
        add(Law.LOSS_OF_COPIES, combination == Combination.OTHER ? gap : 0, scale);
        add(Law.LOSS_IN_ANY_ORDER, Math.abs(model.loss(backwards()) - once), scale);
        singles(once, twice);
    }

    private void singles(double once, double twice) {
        int n = batch.size();
        double[] alone = IntStream.range(0, n)
                .mapToDouble(sample -> model.loss(batch.select(sample)))
                .toArray();
        double sum = 0;
        double squares = 0;
        double scale = Math.abs(once);
        for (double loss : alone) {
            sum += loss;
            squares += loss * loss;
            scale = Math.max(scale, Math.abs(loss));
        }
        double least = Arrays.stream(alone).min().orElseThrow();
        samplesShow = Arrays.stream(alone).max().orElseThrow() - least > n * rounding.ofLoss(scale);
        boolean fits = Math.abs(sum / n - once) <= rounding.ofLoss(scale);
        if (!fits && Math.abs(Math.sqrt(squares / n) - once) <= rounding.ofLoss(scale)) {
            missing.add("the losses of samples alone: the loss is the root of a mean");
            return;
        }
        double expected = switch (combination) {
            case SUM -> sum - (n - 1) * (2 * once - twice);
            case MEAN_WITH_SHARED_PENALTY -> sum / n - 2 * (n - 1) * (once - twice);
            default -> sum / n;
        };
        if (combination == Combination.OTHER) {
            missing.add("the losses of samples alone: it is not known how they make up the loss of a batch");
        } else {
            add(Law.LOSS_OF_SINGLES, Math.abs(expected - once), (combination == Combination.MEAN ? 1 : n) * scale);
            parts(once, twice);
        }
    }

    /** Unequal parts: a program that divides by the number of samples of its first batch is right for equal ones. */
    private void parts(double once, double twice) {
        if (batch.size() < 3) {
            return;
        }
        double first = model.loss(firstPart());
        double second = model.loss(secondPart());
        int n = batch.size();
        double weighted = (first * firstPart().size() + second * secondPart().size()) / n;
        double expected = switch (combination) {
            case SUM -> first + second - (2 * once - twice);
            case MEAN_WITH_SHARED_PENALTY -> weighted - 2 * (once - twice);
            default -> weighted;
        };
        add(Law.LOSS_OF_PARTS, Math.abs(expected - once), 3 * Math.max(Math.abs(once), Math.abs(first)));
    }

    private Batch firstPart() {
        return batch.slice(0, (batch.size() + 2) / 3);
    }

    private Batch secondPart() {
        return batch.slice((batch.size() + 2) / 3, batch.size());
    }

    private void add(Law law, double gap, double scale) {
        add(law, new Deviation(gap, scale, rounding.ofLoss(scale), 0), "loss");
    }

    private void add(Law law, Deviation deviation, String where) {
        if (deviation.tells()) {
            checks.add(new Check(law, deviation.isSmall(), deviation.share(), where));
        } else {
            missing.add(law + ": the numbers are so small against what they are made of that they are mostly rounding");
        }
    }

    private void gradients() {
        model.gradient(batch);
        double[] once = entries.gradient(batch);
        double scale = Entries.largest(once);
        if (Entries.widest(once, entries.gradient(batch)).gap() > rounding.of(scale)) {
            missing.add("the gradient: gradient(batch) returns something else each time it is asked");
            return;
        }
        if (!Double.isFinite(scale) || scale == 0) {
            missing.add("the gradient: it is " + (scale == 0 ? "zero everywhere" : "not finite"));
            return;
        }
        add(Law.GRADIENT_IN_ANY_ORDER, entries.gradient(backwards()), once, 1);
        if (combination == Combination.OTHER || combination == Combination.UNKNOWN) {
            missing.add("the gradient of copies and of samples alone: it is not known how samples make up a batch");
            return;
        }
        double[] twice = entries.gradient(copies(2));
        double[] thrice = entries.gradient(copies(3));
        double[] ofSum = plus(plus(zeros(), 0.5, once), 0.5, thrice);
        double[] expected = switch (combination) {
            case SUM -> ofSum;
            case MEAN_WITH_SHARED_PENALTY -> plus(plus(zeros(), 0.25, once), 0.75, thrice);
            default -> once;
        };
        if (!samplesShow
                && !rounding.between(twice, expected, 2).isSmall()
                && rounding.between(twice, ofSum, 2).isSmall()) {
            combination = Combination.UNKNOWN;
            missing.add(
                    "the gradient of copies and of samples alone: what samples add to the loss is too little, against the"
                            + " rest of it, to tell a sum from a mean");
            return;
        }
        if (combination == Combination.SUM && isMean(once, twice)) {
            add(Law.GRADIENT_OF_COPIES, twice, plus(once, 1, once), 2);
            return;
        }
        add(Law.GRADIENT_OF_COPIES, twice, expected, 2);
        if (missing.stream().noneMatch(what -> what.contains("root"))) {
            double times = combination == Combination.MEAN ? 1 : batch.size();
            add(Law.GRADIENT_OF_SINGLES, ofSingles(once, twice), once, times);
            if (batch.size() > 2) {
                add(Law.GRADIENT_OF_PARTS, ofParts(once, twice), once, 3);
            }
        }
    }

    /** Of samples that do differ: where none has a gradient, what is left is a penalty, which is counted once. */
    private boolean isMean(double[] once, double[] twice) {
        return rounding.between(twice, once, 1).isSmall()
                && !rounding.between(entries.gradient(batch.select(0)), once, 1).isSmall();
    }

    private double[] ofParts(double[] once, double[] twice) {
        double n = batch.size();
        boolean sum = combination == Combination.SUM;
        double[] first = plus(zeros(), sum ? 1 : firstPart().size() / n, entries.gradient(firstPart()));
        double[] both = plus(first, sum ? 1 : secondPart().size() / n, entries.gradient(secondPart()));
        return withoutPenalty(both, 1, once, twice);
    }

    private double[] ofSingles(double[] once, double[] twice) {
        int n = batch.size();
        double[] sum = zeros();
        for (int sample = 0; sample < n; sample++) {
            sum = plus(sum, combination == Combination.SUM ? 1 : 1.0 / n, entries.gradient(batch.select(sample)));
        }
        return withoutPenalty(sum, n - 1, once, twice);
    }

    /** Takes off the penalty of a batch where it was counted several times too many. */
    private double[] withoutPenalty(double[] gradient, double times, double[] once, double[] twice) {
        return switch (combination) {
            case SUM -> plus(plus(gradient, -2 * times, once), times, twice);
            case MEAN_WITH_SHARED_PENALTY -> plus(plus(gradient, -2 * times, once), 2 * times, twice);
            default -> gradient;
        };
    }

    private double[] zeros() {
        return new double[model.size()];
    }

    private static double[] plus(double[] one, double factor, double[] other) {
        double[] sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * other[i];
        }
        return sum;
    }

    private void add(Law law, double[] one, double[] other, double times) {
        Deviation deviation = rounding.between(one, other, times);
        add(law, deviation, entries.name(deviation.index()));
    }
}
