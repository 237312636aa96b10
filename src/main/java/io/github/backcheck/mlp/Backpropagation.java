package io.github.backcheck.mlp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    private record Place(BackwardStepName name, int layer) {}

    private static final Backpropagation STANDARD = new Backpropagation(standardSteps(), List.of());

    private final Map<BackwardStepName, BackwardStep> steps;

    /** Where single layers were given a step of their own. */
    private final List<Place> places;

    private Backpropagation(Map<BackwardStepName, BackwardStep> steps, List<Place> places) {
        this.steps = steps;
        this.places = places;
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
        return new Backpropagation(
                with(name, step),
                places.stream().filter(place -> place.name() != name).toList());
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
        if (layer < 0) {
            throw new IllegalArgumentException("the layer is " + layer + ", layers are numbered from 0");
        }
        Objects.requireNonNull(step, "step");
        BackwardStep elsewhere = step(name);
        List<Place> more = new ArrayList<>(places);
        more.add(new Place(name, layer));
        return new Backpropagation(
                with(name, (pass, at) -> (at == layer ? step : elsewhere).apply(pass, at)), List.copyOf(more));
    }

    private Map<BackwardStepName, BackwardStep> with(BackwardStepName name, BackwardStep step) {
        Map<BackwardStepName, BackwardStep> changed = new EnumMap<>(steps);
        changed.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(step, "step"));
        return changed;
    }

    /**
     * What this plan does under a name.
     *
     * @param name of the step
     * @return the step, which may do different things at different layers
     */
    public BackwardStep step(BackwardStepName name) {
        return Objects.requireNonNull(steps.get(name), "name");
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
        requirePlaces(depth);
        pass.begin();
        for (int layer = depth - 1; layer >= 0; layer--) {
            step(layer == depth - 1 ? BackwardStepName.LOSS_DELTA : BackwardStepName.PROPAGATION)
                    .apply(pass, layer);
            step(BackwardStepName.ACTIVATION_DERIVATIVE).apply(pass, layer);
            step(BackwardStepName.OUTER_PRODUCT).apply(pass, layer);
            step(BackwardStepName.BIAS_SUM).apply(pass, layer);
            step(BackwardStepName.BATCH_REDUCTION).apply(pass, layer);
            step(BackwardStepName.PENALTY).apply(pass, layer);
            step(BackwardStepName.ACCUMULATION).apply(pass, layer);
        }
    }

    /** A step that is replaced where it is never taken would look like a step without effect. */
    private void requirePlaces(int depth) {
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (!place.name().runsAt(place.layer(), depth)) {
                throw new IllegalArgumentException("the " + place.name() + " is replaced at layer " + place.layer()
                        + " (from 0), where a network of " + depth + " layers does not take it");
            }
        }
    }
}
