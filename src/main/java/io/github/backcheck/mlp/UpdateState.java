package io.github.backcheck.mlp;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.UpdateWatcher;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/** What an {@link UpdateStep} knows about one parameter: which it is, how often it was updated, and what it remembers. */
public final class UpdateState {

    private final BackwardPass pass;
    private final int layer;
    private final Parameter.Role role;
    private final List<DMatrixRMaj> memory = new ArrayList<>();
    private @Nullable UpdateState below;
    private @Nullable UpdateWatcher watcher;
    private double[] before = new double[0];
    private int update;
    private int from;
    private int to;

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
        DMatrixRMaj changes = weights ? gradient.weights() : gradient.biases();
        UpdateWatcher looking = watcher;
        to = parameter().getNumElements();
        from = 0;
        if (looking != null && step instanceof Optimiser) {
            applyInPieces(step, changes, looking);
        } else {
            step.apply(parameter(), changes, this);
        }
    }

    /** Optimisers treat every entry by itself, so the pieces add up to the whole, bit for bit. */
    private void applyInPieces(UpdateStep step, DMatrixRMaj gradient, UpdateWatcher looking) {
        DMatrixRMaj parameter = parameter();
        int size = to;
        looking.begin(before, parameter.data, gradient.data);
        for (from = 0; from < size; from = to) {
            to = Math.min(from + before.length, size);
            System.arraycopy(parameter.data, from, before, 0, to - from);
            step.apply(parameter, gradient, this);
            looking.wrote(from, to);
        }
    }

    /** From the next update on, lets somebody look on. */
    void watch(UpdateWatcher looking) {
        before = new double[UpdateWatcher.PIECE];
        watcher = looking;
    }

    /** The first entry that an optimiser is to update now. */
    int from() {
        return from;
    }

    /** The entry after the last that an optimiser is to update now. */
    int to() {
        return to;
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
     * What is known about the parameter of the same role in the layer below.
     *
     * @return live
     * @throws IllegalStateException in the first layer
     */
    public UpdateState below() {
        if (below == null) {
            throw new IllegalStateException("there is no layer below the first");
        }
        return below;
    }

    /** Tells it of the layer below. */
    void standOn(UpdateState lower) {
        below = lower;
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
