package io.github.backcheck.mlp;

import java.util.EnumMap;
import java.util.Map;

/**
 * A plan of the forward pass: which {@link ForwardStep} is taken under each {@link ForwardStepName}. Immutable; a plan with a
 * defect is the standard one with a step replaced.
 *
 * <pre>{@code
 * ForwardPropagation linear = ForwardPropagation.standard()
 *         .replacing(ACTIVATION, 0, (pass, layer) -> pass.activations(layer).setTo(pass.preActivations(layer)));
 * new ForwardPass(network, 32, linear).run(inputs);
 * }</pre>
 */
public final class ForwardPropagation {

    private static final ForwardPropagation STANDARD = new ForwardPropagation(new Plan<>(standardSteps()));

    private final Plan<ForwardStepName, ForwardStep> plan;

    private ForwardPropagation(Plan<ForwardStepName, ForwardStep> plan) {
        this.plan = plan;
    }

    private static Map<ForwardStepName, ForwardStep> standardSteps() {
        Map<ForwardStepName, ForwardStep> steps = new EnumMap<>(ForwardStepName.class);
        for (ForwardStepName name : ForwardStepName.values()) {
            steps.put(name, name.standard());
        }
        return steps;
    }

    /**
     * The forward pass as it should be.
     *
     * @return the plan of the standard steps
     */
    public static ForwardPropagation standard() {
        return STANDARD;
    }

    /**
     * The same with another step in all layers, also in those that were given one of their own.
     *
     * @param name the step to replace
     * @param step what to do instead
     * @return a new plan
     */
    public ForwardPropagation replacing(ForwardStepName name, ForwardStep step) {
        return new ForwardPropagation(plan.replacing(name, step));
    }

    /**
     * The same with another step in one layer.
     *
     * @param name the step to replace
     * @param layer from 0; a run fails in a network that has no such layer
     * @param step what to do instead
     * @return a new plan
     * @throws IllegalArgumentException if the layer is negative
     */
    public ForwardPropagation replacing(ForwardStepName name, int layer, ForwardStep step) {
        return new ForwardPropagation(plan.replacing(name, layer, step));
    }

    /**
     * What this plan does under a name at a layer.
     *
     * @param name of the step
     * @param layer from 0
     * @return the step
     */
    public ForwardStep step(ForwardStepName name, int layer) {
        return plan.at(name, layer);
    }

    /** Takes both steps of a layer; the layers below have taken theirs. */
    void runLayer(ForwardPass pass, int layer) {
        plan.at(ForwardStepName.PRE_ACTIVATION, layer).apply(pass, layer);
        plan.at(ForwardStepName.ACTIVATION, layer).apply(pass, layer);
    }

    void requirePlaces(int depth) {
        plan.requirePlaces(depth, (name, layer, layers) -> layer < layers);
    }
}
