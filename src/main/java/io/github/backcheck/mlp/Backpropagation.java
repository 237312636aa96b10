package io.github.backcheck.mlp;

import java.util.EnumMap;
import java.util.Map;

/**
 * A plan of backpropagation: which {@link BackwardStep} is taken under each {@link BackwardStepName}. Immutable; a plan with
 * a defect is the standard one with a step replaced.
 *
 * <pre>{@code
 * Backpropagation.standard().run(pass);
 * Backpropagation noPenaltyInLayer2 = Backpropagation.standard().replacing(PENALTY, 1, (pass, layer) -> {});
 * }</pre>
 *
 * <p>A run goes through the layers from the last to the first. At each layer it takes the loss delta (last layer) or the
 * propagation (the others), the activation derivative, outer product, bias sum, batch reduction, penalty and accumulation.
 * So when δ of a layer is computed, the accumulators of the layers above hold their final values.
 */
public final class Backpropagation {

    private static final Backpropagation STANDARD = new Backpropagation(new Plan<>(standardSteps()));

    private final Plan<BackwardStepName, BackwardStep> plan;

    private Backpropagation(Plan<BackwardStepName, BackwardStep> plan) {
        this.plan = plan;
    }

    private static Map<BackwardStepName, BackwardStep> standardSteps() {
        Map<BackwardStepName, BackwardStep> steps = new EnumMap<>(BackwardStepName.class);
        for (BackwardStepName name : BackwardStepName.values()) {
            steps.put(name, name.standard());
        }
        return steps;
    }

    /**
     * Backpropagation as it should be.
     *
     * @return the plan of the standard steps
     */
    public static Backpropagation standard() {
        return STANDARD;
    }

    /**
     * The same with another step in all layers, also in those that were given one of their own.
     *
     * @param name the step to replace
     * @param step what to do instead
     * @return a new plan
     */
    public Backpropagation replacing(BackwardStepName name, BackwardStep step) {
        return new Backpropagation(plan.replacing(name, step));
    }

    /**
     * The same with another step in one layer.
     *
     * @param name the step to replace
     * @param layer from 0; a run fails in a network where the step is not taken at this layer
     * @param step what to do instead
     * @return a new plan
     * @throws IllegalArgumentException if the layer is negative
     */
    public Backpropagation replacing(BackwardStepName name, int layer, BackwardStep step) {
        return new Backpropagation(plan.replacing(name, layer, step));
    }

    /**
     * What this plan does under a name at a layer.
     *
     * @param name of the step
     * @param layer from 0
     * @return the step
     */
    public BackwardStep step(BackwardStepName name, int layer) {
        return plan.at(name, layer);
    }

    /**
     * Computes the gradient of the batch that the pass was fed. Allocates nothing, unless a replaced step does.
     *
     * @param pass a pass that has been fed. Modified: δ, gradients and accumulators; what they held becomes the previous.
     * @throws IllegalStateException if the pass has not been fed
     * @throws IllegalArgumentException if a step was replaced at a layer at which this network does not take it
     */
    public void run(BackwardPass pass) {
        int depth = pass.network().architecture().depth();
        plan.requirePlaces(depth, BackwardStepName::runsAt);
        pass.begin();
        for (int layer = depth - 1; layer >= 0; layer--) {
            computeDelta(pass, layer);
            computeGradient(pass, layer);
        }
    }

    /**
     * Takes the first steps of one layer: loss delta or propagation, and activation derivative. For replaying a layer on
     * somebody else's δ, which is written into {@link BackwardPass#delta} of the layer above.
     *
     * @param pass a pass that has been fed. Modified: δ of this layer.
     * @param layer from 0
     */
    public void computeDelta(BackwardPass pass, int layer) {
        boolean last = layer == pass.network().architecture().depth() - 1;
        plan.at(last ? BackwardStepName.LOSS_DELTA : BackwardStepName.PROPAGATION, layer)
                .apply(pass, layer);
        plan.at(BackwardStepName.ACTIVATION_DERIVATIVE, layer).apply(pass, layer);
    }

    /**
     * Takes the other steps of one layer, from the outer product to the accumulation, on the δ of this layer that the pass
     * holds.
     *
     * @param pass a pass that has been fed. Modified: gradient and accumulator of this layer.
     * @param layer from 0
     */
    public void computeGradient(BackwardPass pass, int layer) {
        plan.at(BackwardStepName.OUTER_PRODUCT, layer).apply(pass, layer);
        plan.at(BackwardStepName.BIAS_SUM, layer).apply(pass, layer);
        plan.at(BackwardStepName.BATCH_REDUCTION, layer).apply(pass, layer);
        plan.at(BackwardStepName.PENALTY, layer).apply(pass, layer);
        plan.at(BackwardStepName.ACCUMULATION, layer).apply(pass, layer);
    }
}
