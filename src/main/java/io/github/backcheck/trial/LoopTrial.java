package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A program's own passes through the data, as many as show it as many samples as a trial of its steps does. Where the steps
 * learn and the passes do not, the fault is in the loop: what it feeds, in which order, and what it does besides.
 *
 * <pre>{@code
 * LoopTrial loop = LoopTrial.of(Trial.of(model).on(digits));
 * loop.isFedInOrder();   // true if a pass is the same as steps on one batch after the other: nothing is shuffled
 * }</pre>
 *
 * @param losses of the samples, before the first pass and after each; may end with NaN or infinity
 * @param samples in each pass
 * @param explained 1 − loss / constant prediction's loss after the last pass; empty where that is not known
 * @param isFedInOrder whether a pass moves the parameters exactly as steps on consecutive batches do
 */
public record LoopTrial(List<Double> losses, int samples, OptionalDouble explained, boolean isFedInOrder) {

    private static final int FEWEST_PASSES = 8;

    /** As many times as many passes are made where the first explain nothing: a noisy loss comes down late. */
    private static final int LONGER = 3;

    private static final double SOMETHING = 0.25;

    private static final int BATCHES_IN_ORDER = 4;

    /** A shuffle leaves so many samples in their order once in 10^13 times. */
    private static final int FEWEST_IN_ORDER = 16;

    /** Two ways to the same parameters, rounding apart. */
    private static final double THE_SAME = 1e-10;

    private static final double THE_SAME_IN_FLOATS = 1e-4;

    /**
     * Copies the list.
     *
     * @param losses copied; at least one
     * @param samples kept as it is
     * @param explained kept as it is
     * @param isFedInOrder kept as it is
     */
    public LoopTrial {
        losses = List.copyOf(losses);
    }

    /**
     * Lets the program pass through the samples, and puts the parameters back.
     *
     * @param trial model, which offers epoch(data), samples, and how many steps of how many samples to match
     * @return how it went
     * @throws IllegalArgumentException if the model offers no epoch(data)
     * @throws ModelException if the network throws
     */
    public static LoopTrial of(Trial trial) {
        Model model = trial.model();
        if (!model.can(Capability.EPOCH)) {
            throw new IllegalArgumentException("a trial of the loop needs " + Capability.EPOCH + ", which the model "
                    + model.name() + " was built without; it offers " + model.capabilities());
        }
        Batch samples = trial.drawn();
        int passes = Math.max(FEWEST_PASSES, trial.steps() * trial.batchSize() / samples.size());
        try (ParameterSnapshot before = model.snapshot()) {
            boolean inOrder = isFedInOrder(trial, samples, before);
            before.restore();
            OptionalDouble constant = ConstantPrediction.loss(model, samples);
            List<Double> losses = new ArrayList<>(List.of(model.loss(samples)));
            while (losses.size() <= passes || (losses.size() <= LONGER * passes && !learns(losses, constant, model))) {
                if (!Double.isFinite(losses.get(losses.size() - 1))) {
                    break;
                }
                model.epoch(samples);
                losses.add(model.loss(samples));
            }
            OptionalDouble explained = explained(losses, constant, model);
            before.restore();
            return new LoopTrial(losses, samples.size(), explained, inOrder);
        }
    }

    private static OptionalDouble explained(List<Double> losses, OptionalDouble constant, Model model) {
        double last = losses.get(losses.size() - 1) - ConstantPrediction.penalty(model);
        return constant.isPresent() ? OptionalDouble.of(1 - last / constant.getAsDouble()) : constant;
    }

    private static boolean learns(List<Double> losses, OptionalDouble constant, Model model) {
        OptionalDouble explained = explained(losses, constant, model);
        return explained.isEmpty() || explained.getAsDouble() > SOMETHING;
    }

    /** An optimiser that remembers is somewhere else when the steps are taken again; then it is not shown. */
    private static boolean isFedInOrder(Trial trial, Batch samples, ParameterSnapshot before) {
        int size = trial.batchSize();
        if (samples.size() < Math.max(2 * size, FEWEST_IN_ORDER)) {
            return false;
        }
        Model model = trial.model();
        int batches = Math.max(BATCHES_IN_ORDER, FEWEST_IN_ORDER / size);
        Batch some = samples.slice(0, Math.min(samples.size(), batches * size) / size * size);
        model.epoch(some);
        List<double[]> afterPass =
                model.parameters().stream().map(Parameter::values).toList();
        before.restore();
        for (int from = 0; from < some.size(); from += size) {
            model.trainStep(some.slice(from, from + size));
        }
        boolean moved = !before.changed().isEmpty();
        for (int i = 0; i < afterPass.size(); i++) {
            moved &= isSame(model.parameters().get(i), afterPass.get(i));
        }
        return moved;
    }

    private static boolean isSame(Parameter parameter, double[] other) {
        double[] values = parameter.values();
        double largest = 0;
        double gap = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
            gap = Math.max(gap, Math.abs(values[i] - other[i]));
        }
        return gap <= largest * (parameter.precision().unitRoundOff() > THE_SAME ? THE_SAME_IN_FLOATS : THE_SAME);
    }

    /**
     * Whether the loss still falls from pass to pass, over the later half of them.
     *
     * @return false also where a loss is not finite
     */
    public boolean isFalling() {
        return Double.isFinite(losses.get(losses.size() - 1))
                && Trend.isFalling(losses.subList(losses.size() / 2, losses.size()));
    }

    /**
     * Adds the trial to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        return page.heading("The program's own passes through the data")
                .facts(List.of(
                        new Fact("loss", toWords()),
                        new Fact(
                                "order",
                                isFedInOrder
                                        ? "a pass is the same as steps on one batch after the other: nothing is shuffled"
                                        : "a pass is not just steps on one batch after the other")));
    }

    private String toWords() {
        return Figures.precise(losses.get(0)) + " to " + Figures.precise(losses.get(losses.size() - 1)) + " in "
                + Figures.count(losses.size() - 1) + " passes through " + Figures.count(samples, "sample");
    }

    /** A heading and two facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
