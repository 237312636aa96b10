package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import java.util.ArrayList;
import java.util.List;

/** Goes along the program's own training and looks at steps of other lengths. The caller puts the parameters back. */
final class StepWalk {

    private static final List<Double> FACTORS = List.of(0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0);

    /** Steps between two places, denser where the first steps of a training are. */
    private static final List<Integer> BETWEEN = List.of(0, 1, 2, 4, 6, 8, 8, 8, 8);

    private static final int PLACES = BETWEEN.size() + 1;

    private final Trial trial;
    private final MiniBatches batches;
    private final ProgramSteps steps;
    private final List<List<Double>> changes = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private int still;
    private long cost;

    StepWalk(Trial trial, Batch samples) {
        this.trial = trial;
        this.batches = new MiniBatches(samples, trial.batchSize(), trial.seed());
        this.steps = new ProgramSteps(trial.model());
        FACTORS.forEach(factor -> changes.add(new ArrayList<>()));
    }

    static long cost(Trial trial) {
        int batch = Math.min(trial.batchSize(), trial.drawn().size());
        return (long) batch
                * (PLACES * (FACTORS.size() + 1L + Trial.PASSES_OF_STEP)
                        + BETWEEN.stream().mapToLong(Integer::longValue).sum() * Trial.PASSES_OF_STEP);
    }

    StepLengths lengths() {
        visit();
        for (int between : BETWEEN) {
            for (int step = 0; step < between && steps.isFinite(); step++) {
                Batch batch = batches.next();
                steps.take(batch, 1);
                cost += (long) batch.size() * Trial.PASSES_OF_STEP;
            }
            if (steps.isFinite()) {
                visit();
            }
        }
        List<StepLengths.Length> lengths = new ArrayList<>();
        for (int i = 0; i < FACTORS.size(); i++) {
            lengths.add(length(FACTORS.get(i), changes.get(i)));
        }
        return new StepLengths(lengths, ratios.size(), still, ratios(), cost);
    }

    private StepLengths.Ratios ratios() {
        return ratios.isEmpty()
                ? new StepLengths.Ratios(Double.NaN, Double.NaN, Double.NaN)
                : new StepLengths.Ratios(
                        ratios.get(0), median(ratios), median(ratios.subList(ratios.size() / 2, ratios.size())));
    }

    private void visit() {
        Batch batch = batches.next();
        double before = loss(batch);
        if (!Double.isFinite(before)) {
            return;
        }
        steps.watch(batch);
        cost += (long) batch.size() * Trial.PASSES_OF_STEP;
        ratios.add(steps.changeRatio());
        boolean moved = false;
        for (int i = 0; i < FACTORS.size(); i++) {
            steps.goTo(FACTORS.get(i));
            double after = loss(batch);
            moved |= after != before;
            changes.get(i).add(Double.isFinite(after) ? change(before, after) : Double.POSITIVE_INFINITY);
        }
        still += moved ? 0 : 1;
        steps.goTo(1);
    }

    private static double change(double before, double after) {
        return after == before ? 0 : (after - before) / Math.abs(before);
    }

    private double loss(Batch batch) {
        cost += batch.size();
        return trial.model().loss(batch);
    }

    private static StepLengths.Length length(double factor, List<Double> changes) {
        long rose = changes.stream().filter(change -> change > 0).count();
        return new StepLengths.Length(
                factor,
                changes.isEmpty() ? Double.NaN : changes.get(0),
                median(changes),
                changes.isEmpty() ? 1 : (double) rose / changes.size());
    }

    private static double median(List<Double> values) {
        return Trend.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
