package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.EpochReport.Order;
import io.github.backcheck.probe.EpochReport.Redrawn;
import io.github.backcheck.probe.EpochReport.Rows;
import io.github.backcheck.probe.Epochs.Start;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Watches one pass of a program's own loop through data: whether the same samples are there afterwards, each with its own
 * targets; whether every sample is used; whether the weights were drawn anew; whether data sorted by class were shuffled.
 *
 * <pre>{@code
 * EpochWatch.of(model, digits).rows().parted();   // 1438: inputs were shuffled without their targets
 * }</pre>
 *
 * <p>Costs about 17 passes, 40 where samples at an end are not used, and 16 more where the data are sorted by class. Where a
 * pass takes long, give it fewer samples. What the program keeps outside its parameters, such as momentum, is not put back.
 */
public final class EpochWatch {

    /** Values of a first layer that sees zeros only are the same afterwards, up to decay and what momentum is left. */
    private static final double UNRELATED = 0.5;

    private static final int FEWEST_WEIGHTS = 4;
    private static final int FLUSHES = 2;

    private static final Judgement PUTS_BACK =
            Judgement.notJudged("a pass puts earlier parameters back, as early stopping does with the best so far");

    private final Epochs epochs;
    private final Model model;
    private final Batch data;

    private EpochWatch(Epochs epochs, Batch data) {
        this.epochs = epochs;
        this.model = epochs.model();
        this.data = data;
    }

    /**
     * Lets a program go through data several times, each time from the same parameters.
     *
     * @param model offers epoch(data). Its parameters are modified and restored.
     * @param data samples with their targets, in the order in which the program gets them
     * @return what was seen; each part not judged for which the model lacks what it needs, or where the program throws
     * @throws NullPointerException if something is null
     */
    public static EpochReport of(Model model, Batch data) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(data, "the data are null");
        if (!model.can(Capability.EPOCH)) {
            return EpochReport.notJudged("needs " + Capability.EPOCH);
        }
        try (ParameterSnapshot before = model.snapshot()) {
            return new EpochWatch(new Epochs(model, before), data).look();
        } catch (ModelException e) {
            return EpochReport.notJudged(String.valueOf(e.getMessage()));
        }
    }

    private EpochReport look() {
        Batch left = epochs.dataAfter(data);
        Rows rows = new RowComparison(data, left).rows();
        Judgement rowsJudgement = rows.areIntact() || isDoneOnce(left) ? Judgement.asExpected() : Judgement.noticed();
        Influence influence = influence();
        Redraw redraw = redraw();
        if (redraw.judgement().equals(PUTS_BACK)) {
            return new EpochReport(
                    rows, rowsJudgement, List.of(), PUTS_BACK, List.of(), PUTS_BACK, Optional.empty(), PUTS_BACK);
        }
        Sorting sorting = sorting();
        return new EpochReport(
                rows,
                rowsJudgement,
                influence.unused(),
                influence.judgement(),
                redraw.redrawn(),
                redraw.judgement(),
                sorting.order(),
                sorting.judgement());
    }

    /** Data that are standardised in place are the same after the next pass; those divided by 255 are not. */
    private boolean isDoneOnce(Batch left) {
        Rows again = new RowComparison(data, left).rows();
        boolean onlyValues = again.parted() == 0 && again.doubled().isEmpty();
        return onlyValues && new RowComparison(left, epochs.dataAfter(left)).isAlmostTheSame();
    }

    private record Influence(List<Integer> unused, Judgement judgement) {}

    private Influence influence() {
        List<double[]> once = epochs.parametersAfter(data, Start.AS_IT_IS);
        if (!Epochs.areIdentical(once, epochs.parametersAfter(data, Start.AS_IT_IS))) {
            return new Influence(
                    List.of(),
                    Judgement.notJudged("two passes from the same parameters end in different ones: the program draws"
                            + " another order each time, or remembers its steps"));
        }
        List<double[]> moderate = epochs.parametersAfter(data, Start.MODERATE);
        epochs.restore();
        if (!once.stream().allMatch(EpochWatch::isFinite) || !moderate.stream().allMatch(EpochWatch::isFinite)) {
            return new Influence(List.of(), Judgement.notJudged("a pass ends in parameters that are not finite"));
        }
        if (Epochs.areIdentical(once, epochs.values())) {
            return new Influence(List.of(), Judgement.notJudged("a pass changes no parameter"));
        }
        InfluenceSearch.Found found = new InfluenceSearch(epochs, data).find();
        return new Influence(found.unused(), found.certain() ? Judgement.noticed() : Judgement.asExpected());
    }

    private static boolean isFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private record Redraw(List<Redrawn> redrawn, Judgement judgement) {}

    /**
     * With inputs of 0 nothing can teach the weights of the first layer. Weights that are drawn with the same seed in each pass
     * are the same after any; but biases and other layers have then learned from the zeros, so that all parameters together
     * are those of a pass over the data only if they were kept and put back.
     */
    private Redraw redraw() {
        Parameter first = model.layers().get(0).weights();
        if (first.size() < FEWEST_WEIGHTS) {
            return new Redraw(List.of(), Judgement.notJudged("the first layer has too few weights to tell"));
        }
        Batch zeros = Batch.of(new double[data.size()][data.inputCount()], data.targets());
        for (int i = 0; i < FLUSHES; i++) {
            epochs.flush(zeros);
        }
        double closest = Double.NEGATIVE_INFINITY;
        List<double[]> last = List.of();
        for (int draw = 0; draw < 2; draw++) {
            epochs.restore();
            Movements.redraw(first, 10, new Random(21L + draw));
            double[] before = first.values();
            model.epoch(zeros);
            double[] after = first.values();
            last = epochs.values();
            epochs.restore();
            if (!isFinite(after)) {
                return new Redraw(
                        List.of(), Judgement.notJudged("a pass over inputs of 0 ends in weights that are not finite"));
            }
            if (epochs.isEarlierEnd(last)) {
                return new Redraw(List.of(), PUTS_BACK);
            }
            closest = Math.max(closest, correlation(before, after));
        }
        if (Epochs.areIdentical(last, epochs.parametersAfter(data, Start.AS_IT_IS))) {
            return new Redraw(List.of(), PUTS_BACK);
        }
        return closest < UNRELATED
                ? new Redraw(List.of(new Redrawn(first.name(), closest)), Judgement.noticed())
                : new Redraw(List.of(), Judgement.asExpected());
    }

    private static double correlation(double[] one, double[] other) {
        double products = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            products += one[i] * other[i];
            ones += one[i] * one[i];
            others += other[i] * other[i];
        }
        // Weights that decay to 0 have no direction left, and were not drawn.
        return others == 0 ? 1 : products / Math.sqrt(ones * others);
    }

    private record Sorting(Optional<Order> order, Judgement judgement) {}

    private Sorting sorting() {
        Optional<ClassTargets> classes = ClassTargets.of(data);
        if (classes.isEmpty()) {
            return new Sorting(Optional.empty(), Judgement.notJudged("needs targets that are classes"));
        }
        if (!model.can(Capability.PREDICT)) {
            return new Sorting(Optional.empty(), Judgement.notJudged("needs predict(inputs)"));
        }
        OrderTrial trial = new OrderTrial(epochs, data, classes.get());
        if (!trial.isLargeEnough()) {
            return new Sorting(Optional.empty(), Judgement.notJudged("needs 10 samples for each class"));
        }
        if (!trial.isSorted()) {
            return new Sorting(Optional.empty(), Judgement.asExpected());
        }
        return new Sorting(Optional.of(trial.order()), trial.follows() ? Judgement.noticed() : Judgement.asExpected());
    }
}
