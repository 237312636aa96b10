package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.LawsReport.Check;
import io.github.backcheck.probe.LawsReport.Combination;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.ArrayList;
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
 * <p>Costs at most 19 calls of loss(batch) and of gradient(batch) with 36 samples or fewer. {@link Laws} asks more.
 */
public final class BatchLaws {

    static final int MOST_SAMPLES = 12;

    /** Losses and gradients go through more operations than outputs, and through logarithms. */
    private static final double FARTHER = 100;

    private final Model model;
    private final Batch batch;
    private final Entries entries;
    private final double tolerance;
    private final List<Check> checks = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private Combination combination = Combination.UNKNOWN;

    private BatchLaws(Model model, Batch batch) {
        this.model = model;
        this.batch = batch;
        this.entries = new Entries(model);
        this.tolerance = tolerance(model, batch);
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
        try (ParameterSnapshot before = model.snapshot()) {
            LawsReport report =
                    new BatchLaws(model, batch.size() > MOST_SAMPLES ? batch.slice(0, MOST_SAMPLES) : batch).look();
            before.restore();
            return report;
        } catch (ModelException e) {
            return LawsReport.notJudged(String.valueOf(e.getMessage()));
        }
    }

    /** How far two losses or gradients may be apart by rounding, as a share of the largest number in them. */
    static double tolerance(Model model, Batch batch) {
        Rounding rounding = Rounding.of(model, batch);
        return FARTHER * Math.max(rounding.relative(), rounding.ofOutputs(0));
    }

    private LawsReport look() {
        model.loss(batch);
        double once = model.loss(batch);
        if (!Double.isFinite(once)) {
            return LawsReport.notJudged("the loss is not finite");
        }
        if (Math.abs(model.loss(batch) - once) > tolerance * Math.abs(once)) {
            return LawsReport.notJudged("loss(batch) returns something else each time it is asked");
        }
        losses(once);
        if (!model.can(Capability.GRADIENT)) {
            missing.add("the gradient: needs " + Capability.GRADIENT);
        } else {
            gradients();
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
        double near = tolerance * scale;
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
        boolean fits = Math.abs(sum / n - once) <= tolerance * scale;
        if (!fits && Math.abs(Math.sqrt(squares / n) - once) <= tolerance * scale) {
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
            add(Law.LOSS_OF_SINGLES, Math.abs(expected - once), n * scale);
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
        checks.add(new Check(law, gap <= tolerance * scale, scale == 0 ? gap : gap / scale, "loss"));
    }

    private void gradients() {
        model.gradient(batch);
        double[] once = entries.gradient(batch);
        double scale = Entries.largest(once);
        if (Entries.widest(once, entries.gradient(batch)).gap() > tolerance * scale) {
            missing.add("the gradient: gradient(batch) returns something else each time it is asked");
            return;
        }
        if (!Double.isFinite(scale) || scale == 0) {
            missing.add("the gradient: it is " + (scale == 0 ? "zero everywhere" : "not finite"));
            return;
        }
        add(Law.GRADIENT_IN_ANY_ORDER, Entries.widest(entries.gradient(backwards()), once), scale);
        if (combination != Combination.MEAN && combination != Combination.SUM) {
            missing.add("the gradient of copies and of samples alone: it is not known how samples make up a batch");
            return;
        }
        double[] twice = entries.gradient(copies(2));
        boolean mean = combination == Combination.MEAN;
        double[] expected = mean ? once : plus(plus(entries.gradient(copies(3)), -1, twice), 1, once);
        add(Law.GRADIENT_OF_COPIES, Entries.widest(twice, expected), Math.max(scale, Entries.largest(twice)));
        if (missing.stream().noneMatch(what -> what.contains("root"))) {
            add(Law.GRADIENT_OF_SINGLES, Entries.widest(ofSingles(once, twice), once), batch.size() * scale);
            gradientsOfParts(once, twice);
        }
    }

    private void gradientsOfParts(double[] once, double[] twice) {
        if (batch.size() < 3) {
            return;
        }
        double n = batch.size();
        boolean mean = combination == Combination.MEAN;
        double[] zeros = new double[once.length];
        double[] first = plus(zeros, mean ? firstPart().size() / n : 1, entries.gradient(firstPart()));
        double[] sum = plus(first, mean ? secondPart().size() / n : 1, entries.gradient(secondPart()));
        // The penalty is in both of a sum: twice the gradient of the batch without that of the copies.
        double[] expected = mean ? sum : plus(plus(sum, -2, once), 1, twice);
        add(Law.GRADIENT_OF_PARTS, Entries.widest(expected, once), 3 * Entries.largest(once));
    }

    private double[] ofSingles(double[] once, double[] twice) {
        int n = batch.size();
        boolean mean = combination == Combination.MEAN;
        double[] sum = new double[once.length];
        for (int sample = 0; sample < n; sample++) {
            sum = plus(sum, mean ? 1.0 / n : 1, entries.gradient(batch.select(sample)));
        }
        // The penalty is in each of them, and in the batch once: twice that of the batch without that of the copies.
        return mean ? sum : plus(plus(sum, -2.0 * (n - 1), once), n - 1, twice);
    }

    private static double[] plus(double[] one, double factor, double[] other) {
        double[] sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * other[i];
        }
        return sum;
    }

    private void add(Law law, Entries.Widest widest, double scale) {
        checks.add(
                new Check(law, widest.gap() <= tolerance * scale, widest.gap() / scale, entries.name(widest.index())));
    }
}
