package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.NonFiniteReport.Cause;
import io.github.backcheck.probe.NonFiniteReport.Origin;
import io.github.backcheck.probe.NonFiniteReport.Stage;
import io.github.backcheck.text.Figures;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks for the first NaN or infinite number, on the way from the parameters through the layers to outputs, loss, gradient and
 * the next steps of training, and for what made it. Layers are read from the program's own trace, or from its reference twin,
 * whose softmax cannot overflow.
 *
 * <pre>{@code
 * NonFiniteOrigin.of(model, batch).origin();   // Optional[NaN in the outputs (output 0, sample 3)], by EXP_OVERFLOW
 * }</pre>
 *
 * <p>Costs one call each of trace(inputs), predict(inputs), loss(batch) and gradient(batch), and again after each of up to 10
 * steps of training; and the losses of up to 64 samples where the loss is not finite.
 */
public final class NonFiniteOrigin {

    private static final int MOST_STEPS = 10;

    /** Parameters that have become so many times larger grew; training takes them nowhere near. */
    private static final double GROWN = 1e3;

    private final Model model;
    private final Batch batch;
    private final double start;
    private int steps;

    private NonFiniteOrigin(Model model, Batch batch) {
        this.model = model;
        this.batch = batch;
        this.start = largestParameter();
    }

    /**
     * Walks through a program until something is not finite.
     *
     * @param model anything. Its parameters are modified and restored.
     * @param batch samples with their targets
     * @return the first NaN or infinite number, if there is one; not judged if the program throws
     * @throws NullPointerException if something is null
     */
    public static NonFiniteReport of(Model model, Batch batch) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        try (ParameterSnapshot before = model.snapshot()) {
            NonFiniteReport report = new NonFiniteOrigin(model, batch).look();
            before.restore();
            return report;
        } catch (ModelException e) {
            return new NonFiniteReport(Judgement.notJudged(String.valueOf(e.getMessage())), Optional.empty(), 0);
        }
    }

    private NonFiniteReport look() {
        Optional<Origin> origin = walk();
        while (origin.isEmpty() && model.can(Capability.TRAIN_STEP) && steps < MOST_STEPS) {
            double before = largestParameter();
            model.trainStep(batch);
            steps++;
            Optional<Origin> after = parameters();
            origin = after.isPresent() ? after.map(first -> ofStep(first, before)) : walk().map(this::grown);
        }
        return new NonFiniteReport(origin.isPresent() ? Judgement.noticed() : Judgement.asExpected(), origin, steps);
    }

    private Optional<Origin> walk() {
        return parameters()
                .or(() -> new ForwardWalk(model, batch, steps).origin())
                .or(() -> new LossWalk(model, batch, steps).origin())
                .or(this::gradient);
    }

    private Optional<Origin> parameters() {
        for (Parameter parameter : model.parameters()) {
            double[] values = parameter.values();
            for (int i = 0; i < values.length; i++) {
                if (!Double.isFinite(values[i])) {
                    return Optional.of(new Origin(
                            Stage.PARAMETERS, parameter.entryName(i), values[i], Cause.PARAMETER, "", steps));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Origin> gradient() {
        if (!model.can(Capability.GRADIENT)) {
            return Optional.empty();
        }
        var gradient = model.gradient(batch);
        for (Parameter parameter : model.parameters()) {
            double[] values = gradient.of(parameter).orElse(new double[0]);
            for (int i = 0; i < values.length; i++) {
                if (!Double.isFinite(values[i])) {
                    Optional<String> limit = new LossWalk(model, batch, steps).outputAtLimit();
                    return Optional.of(new Origin(
                            Stage.GRADIENT,
                            parameter.entryName(i),
                            values[i],
                            limit.isPresent() ? Cause.ZERO_OVER_ZERO : Cause.BACKWARD,
                            limit.map(at -> at + ", by which the derivative of the loss may divide")
                                    .orElse("outputs and loss are finite"),
                            steps));
                }
            }
        }
        return Optional.empty();
    }

    private Origin ofStep(Origin first, double before) {
        boolean grew = before > GROWN * start;
        return new Origin(
                Stage.STEP,
                first.where(),
                first.value(),
                grew ? Cause.GROWTH : Cause.BACKWARD,
                grew ? growth(before) : "parameters, outputs and loss were finite before this step",
                steps);
    }

    /** Overflow of sums and exponentials is what becomes of parameters that grow. */
    private Origin grown(Origin first) {
        double now = largestParameter();
        boolean overflow = first.cause() == Cause.SUM_OVERFLOW || first.cause() == Cause.EXP_OVERFLOW;
        return overflow && now > GROWN * start
                ? new Origin(first.stage(), first.where(), first.value(), Cause.GROWTH, growth(now), steps)
                : first;
    }

    private String growth(double now) {
        return "the largest parameter was " + Figures.of(start) + " before the first step and " + Figures.of(now)
                + " before this number";
    }

    private double largestParameter() {
        double largest = 0;
        for (Parameter parameter : model.parameters()) {
            for (double value : parameter.values()) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return Math.max(largest, Double.MIN_NORMAL);
    }
}
