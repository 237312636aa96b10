package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.SHAPED_AS_BELOW;
import static io.github.backcheck.defect.WrongUpdates.factor;
import static io.github.backcheck.defect.WrongUpdates.gradient;

import io.github.backcheck.mlp.LayerGradient;
import io.github.backcheck.model.Parameter.Role;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/** Defects of which layer is written: one is left out, or shares with the layer below what should be its own. */
final class UpdateLayerDefects {

    /** Where a momentum keeps its velocity. */
    private static final int VELOCITY = 0;

    private UpdateLayerDefects() {}

    static List<Defect> all() {
        return List.of(
                defect(
                                "layer-skipped",
                                factor((intended, state, row, column) -> 0),
                                new Words(
                                        "the layer is never updated, neither its weights nor its biases",
                                        "The loop over the layers starts one too late or ends one too early. The layer stays as"
                                                + " it was drawn.",
                                        "for (int l = 1; l < layers.length; l++) { layers[l].update(eta); }",
                                        "for (int l = 0; l < layers.length; l++) { layers[l].update(eta); }"))
                        .like("update-to-a-copy", "only one layer's arrays are copied"),
                defect(
                                "layer-gradient-of-another",
                                gradient((given, parameter, state) -> {
                                    LayerGradient below = state.pass().accumulator(state.layer() - 1);
                                    given.setTo(state.role() == Role.WEIGHTS ? below.weights() : below.biases());
                                }),
                                new Words(
                                        "the gradient of another layer of the same shape is applied",
                                        "The index of the layer is off by one, or the arrays of gradients are one array. In layers"
                                                + " of the same shape nothing complains.",
                                        "weights[l][i][j] -= eta * gradients[l - 1][i][j];",
                                        "weights[l][i][j] -= eta * gradients[l][i][j];"))
                        .where(SHAPED_AS_BELOW),
                defect(
                                "layers-share-one-array",
                                intended -> (parameter, gradient, state) -> {
                                    int below = state.layer() - 1;
                                    DMatrixRMaj other = state.role() == Role.WEIGHTS
                                            ? state.pass().network().weights(below)
                                            : state.pass().network().biases(below);
                                    parameter.setTo(other);
                                    intended.apply(parameter, gradient, state);
                                    other.setTo(parameter);
                                },
                                new Words(
                                        "two layers share one array, each step changes both",
                                        "The layers were filled with one array, or copied with a shallow clone. They always hold"
                                                + " the same numbers and get the sum of both gradients.",
                                        "double[][] w = random(n, n); for (Layer l : layers) { l.weights = w; }",
                                        "for (Layer l : layers) { l.weights = random(n, n); }"))
                        .where(SHAPED_AS_BELOW),
                defect(
                                "layers-share-one-velocity",
                                intended -> (parameter, gradient, state) -> {
                                    DMatrixRMaj velocity = state.below().memory(VELOCITY);
                                    state.memory(VELOCITY).setTo(velocity);
                                    intended.apply(parameter, gradient, state);
                                    velocity.setTo(state.memory(VELOCITY));
                                },
                                new Words(
                                        "two layers share one velocity",
                                        "The velocities were filled with one array of zeros. What one layer remembers of its"
                                                + " steps carries the other along, into a direction that is none of its own.",
                                        "double[][] zeros = new double[n][n]; for (Layer l : layers) { l.velocity = zeros; }",
                                        "for (Layer l : layers) { l.velocity = new double[n][n]; }"))
                        .where(SHAPED_AS_BELOW));
    }

    private static Defect defect(String id, Change.WrongUpdate by, Words words) {
        return Defect.of(id, new Change.Update(by), words);
    }
}
