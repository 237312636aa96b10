package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.monitor.PredictionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** One trial from the present parameters on. The caller puts them back. */
final class TrialRun {

    /** Two halves of which each is long enough for a trend. */
    private static final int CHECKPOINTS = 12;

    /** So many steps are enough to tell half of them from few, and cost little beside the others. */
    private static final int WATCHED = 25;

    /** A sum of so many times the loss keeps three of its digits. */
    private static final double HIDES_THE_LOSS = 1e9;

    private final Trial trial;
    private final Model model;
    private final Setting setting;
    private final Batch samples;
    private final Goal goal;
    private final List<Double> losses = new ArrayList<>();
    private int rose;
    private int watched;
    private int taken;
    private long cost;
    private boolean finite = true;
    private boolean reached;
    private Optional<PredictionReport> before = Optional.empty();
    private double penaltyBefore;

    /** When a trial may end before its last step. */
    enum Goal {
        /** Never. */
        NONE,
        /** When all samples are right, or the loss is next to nothing. */
        LEARNED_BY_HEART
    }

    TrialRun(Trial trial, Setting setting, Batch samples, Goal goal) {
        this.goal = goal;
        this.trial = trial;
        this.model = trial.model();
        this.setting = setting;
        this.samples = samples;
    }

    /** What {@link #course()} costs if nothing stops it. */
    static long cost(Trial trial, int samples, Goal goal) {
        long batch = Math.min(trial.batchSize(), samples);
        long checks = 1;
        long watched = 0;
        for (int step = 1; step <= trial.steps(); step++) {
            checks += isDue(step, trial.steps(), CHECKPOINTS) ? 1 : 0;
            watched += isDue(step, trial.steps(), WATCHED) ? 1 : 0;
        }
        long predictions = 2 + (goal == Goal.NONE ? 0 : checks - 1);
        return checks * samples
                + (trial.model().can(Capability.PREDICT) ? predictions * samples : 0)
                + trial.steps() * batch * Trial.PASSES_OF_STEP
                + watched * 2 * batch;
    }

    /** Whether the step is one of so many at equal distances, the last step among them. */
    private static boolean isDue(int step, int steps, int times) {
        return (long) step * times / steps > (long) (step - 1) * times / steps;
    }

    Course course() {
        before = predictions();
        penaltyBefore = ConstantPrediction.penalty(model);
        measure();
        train();
        return soFar();
    }

    private Course soFar() {
        Optional<PredictionReport> after = predictions();
        return new Course(
                setting,
                taken,
                samples.size(),
                losses,
                explained(),
                score(after),
                after.map(report -> OptionalDouble.of(report.meanVariance())).orElse(OptionalDouble.empty()),
                new Course.OwnBatches(rose, watched),
                finite ? OptionalInt.empty() : OptionalInt.of(taken),
                cost);
    }

    private void train() {
        MiniBatches batches = new MiniBatches(samples, trial.batchSize(), trial.seed());
        ProgramSteps steps = new ProgramSteps(model);
        while (finite && !reached && taken < trial.steps()) {
            taken++;
            Batch batch = batches.next();
            if (isDue(taken, trial.steps(), WATCHED)) {
                double lossBefore = loss(batch);
                take(steps, batch);
                double lossAfter = loss(batch);
                watched++;
                rose += lossAfter <= lossBefore ? 0 : 1;
                finite &= Double.isFinite(lossAfter);
            } else {
                take(steps, batch);
            }
            if (!finite || isDue(taken, trial.steps(), CHECKPOINTS)) {
                measure();
                reached = goal == Goal.LEARNED_BY_HEART && OverfitCheck.isLearned(soFar());
            }
        }
    }

    private void take(ProgramSteps steps, Batch batch) {
        steps.take(batch, setting.stepsTimes());
        cost += (long) batch.size() * Trial.PASSES_OF_STEP;
        finite &= steps.isFinite();
    }

    private void measure() {
        double loss = loss(samples);
        losses.add(loss);
        finite &= Double.isFinite(loss);
    }

    private double loss(Batch batch) {
        cost += batch.size();
        return model.loss(batch);
    }

    private Optional<PredictionReport> predictions() {
        if (!model.can(Capability.PREDICT)) {
            return Optional.empty();
        }
        cost += samples.size();
        return Optional.of(PredictionCensus.of(model, samples));
    }

    private Optional<Course.Explained> explained() {
        OptionalDouble constant = ConstantPrediction.loss(model, samples);
        if (constant.isEmpty()) {
            return Optional.empty();
        }
        double all = constant.getAsDouble();
        return Optional.of(new Course.Explained(
                share(losses.get(0), penaltyBefore, all),
                share(losses.get(losses.size() - 1), ConstantPrediction.penalty(model), all),
                all));
    }

    /** Under a penalty of diverging weights, the rounding of the loss hides what the network explains. */
    private static double share(double loss, double penalty, double constant) {
        return penalty < HIDES_THE_LOSS * constant ? 1 - (loss - penalty) / constant : Double.NaN;
    }

    private Optional<Course.Score> score(Optional<PredictionReport> after) {
        return before.isPresent()
                        && after.isPresent()
                        && ClassTargets.of(samples).isPresent()
                ? Optional.of(new Course.Score(correct(before.get()), correct(after.get()), samples.size()))
                : Optional.empty();
    }

    private static int correct(PredictionReport report) {
        return report.classes().orElseThrow().correct();
    }
}
