package io.github.backcheck.mlp;

import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/** What an {@link UpdateStep} knows about one parameter: which it is, how often it was updated, and what it remembers. */
public final class UpdateState {

    private final BackwardPass pass;
    private final int layer;
    private final Parameter.Role role;
    private final List<DMatrixRMaj> memory = new ArrayList<>();
    private int update;

    UpdateState(BackwardPass pass, int layer, Parameter.Role role) {
        this.pass = pass;
        this.layer = layer;
        this.role = role;
    }

    /** Applies one more update. */
    void apply(UpdateStep step) {
        update++;
        boolean weights = role == Parameter.Role.WEIGHTS;
        LayerGradient gradient = pass.accumulator(layer);
        step.apply(parameter(), weights ? gradient.weights() : gradient.biases(), this);
    }

    private DMatrixRMaj parameter() {
        return role == Parameter.Role.WEIGHTS
                ? pass.network().weights(layer)
                : pass.network().biases(layer);
    }

    /**
     * The layer of the parameter.
     *
     * @return from 0
     */
    public int layer() {
        return layer;
    }

    /**
     * Weights or biases.
     *
     * @return the role in the layer
     */
    public Parameter.Role role() {
        return role;
    }

    /**
     * Which update of this parameter it is.
     *
     * @return 1 for the first
     */
    public int update() {
        return update;
    }

    /**
     * A matrix that is kept between updates, such as a velocity or a moment.
     *
     * @param slot from 0; momentum uses 0 for its velocity, Adam 0 and 1 for its moments
     * @return live, of the parameter's shape, zero until something is written into it
     */
    public DMatrixRMaj memory(int slot) {
        while (memory.size() <= slot) {
            DMatrixRMaj shape = parameter();
            memory.add(new DMatrixRMaj(shape.numRows, shape.numCols));
        }
        return memory.get(slot);
    }

    /**
     * Everything else: the batch, the gradients of all layers, the network.
     *
     * @return the workspace that the gradient comes from
     */
    public BackwardPass pass() {
        return pass;
    }
}
