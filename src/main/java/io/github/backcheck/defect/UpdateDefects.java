package io.github.backcheck.defect;

import io.github.backcheck.mlp.LayerGradient;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.mlp.UpdateState;
import io.github.backcheck.mlp.UpdateStep;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Parameter.Role;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Defects of applying the gradient. What they remember is kept in slots of the {@link UpdateState} that no optimiser uses. */
final class UpdateDefects {

    /** Of the state's memory: optimisers use 0 and 1. */
    private static final int BEFORE = 2;

    private static final int GIVEN = 3;
    private static final int KEPT = 4;

    /** Where a momentum keeps its velocity. */
    private static final int VELOCITY = 0;

    /** What a student writes who means a momentum and did not get one from the optimiser. */
    private static final double USUAL_MOMENTUM = 0.9;

    private static final double USUAL_DECAY = 0.01;

    private UpdateDefects() {}

    static List<Defect> all() {
        return Stream.of(nothing(), size(), memory(), momentum(), decay(), places(), layers(), adam())
                .flatMap(List::stream)
                .toList();
    }

    /** The step is computed and does not arrive. */
    private static List<Defect> nothing() {
        return List.of(
                defect(
                                "update-to-a-copy",
                                factor((intended, state, row, column) -> 0),
                                new Words(
                                        "the update changes a copy, the parameters stay as they are",
                                        "A getter, clone() or an operator of a matrix library made a new array, and only that"
                                                + " one was changed. The network never learns anything.",
                                        "double[][] w = layer.getWeights().clone(); w[i][j] -= eta * dW[i][j];",
                                        "layer.weights[i][j] -= eta * dW[i][j];"))
                        .like("update-integer-rate", "nothing changes")
                        .like("update-gradient-cleared", "nothing changes"),
                defect(
                                "update-integer-rate",
                                factor((intended, state, row, column) -> 0),
                                new Words(
                                        "the learning rate is 0, because it is a quotient of two ints",
                                        "In Java 1 / 10 and 1 / batchSize are divisions of integers and give 0. Every step is"
                                                + " 0 times the gradient.",
                                        "static final double ETA = 1 / 10;",
                                        "static final double ETA = 1.0 / 10;"))
                        .like("update-to-a-copy", "nothing changes")
                        .like("update-gradient-cleared", "nothing changes"),
                defect(
                                "update-gradient-cleared",
                                gradient((given, parameter, state) -> given.zero()),
                                new Words(
                                        "the gradient is set to 0 before it is applied",
                                        "The sums are cleared for the next batch before the update has read them, so it"
                                                + " subtracts zeros.",
                                        "clear(dW); backpropagate(batch); clear(dW); update(dW);",
                                        "clear(dW); backpropagate(batch); update(dW);"))
                        .like("update-to-a-copy", "nothing changes")
                        .like("update-integer-rate", "nothing changes"));
    }

    /** Sign and length of the step. */
    private static List<Defect> size() {
        return List.of(
                defect(
                                "update-ascent",
                                gradient((given, parameter, state) -> CommonOps_DDRM.changeSign(given)),
                                new Words(
                                        "the update adds the gradient instead of subtracting it",
                                        "Each step goes uphill, and the loss rises. The sign belongs to a gradient that was"
                                                + " built from y - a; with a - y the update subtracts.",
                                        "w[i][j] += eta * dW[i][j];",
                                        "w[i][j] -= eta * dW[i][j];"))
                        .like("momentum-velocity-added", "the update has a momentum"),
                defect(
                        "update-rate-squared",
                        factor((intended, state, row, column) -> intended.learningRate()),
                        new Words(
                                "the learning rate is applied twice, the step is η² g",
                                "Once where the gradient is summed and once more in the update. With 0.1 the step is 0.01 of"
                                        + " the gradient, and training is ten times slower than it should be.",
                                "dW[i][j] += eta * delta[i] * a[j]; ... w[i][j] -= eta * dW[i][j];",
                                "dW[i][j] += delta[i] * a[j]; ... w[i][j] -= eta * dW[i][j];")),
                defect(
                        "update-divided-by-batch-again",
                        factor((intended, state, row, column) ->
                                1.0 / state.pass().samples()),
                        new Words(
                                "the step is divided by the batch size a second time",
                                "The gradient is a mean over the batch already. Steps become smaller the larger the batch"
                                        + " is.",
                                "w[i][j] -= eta / batchSize * meanGradient[i][j];",
                                "w[i][j] -= eta * meanGradient[i][j];")),
                defect(
                        "update-times-batch",
                        factor((intended, state, row, column) -> state.pass().samples()),
                        new Words(
                                "the step is the batch size times too large, a sum is applied where the loss is a mean",
                                "The gradients of the samples were added up and never divided. The learning rate that counts"
                                        + " is the one written down times the batch size.",
                                "w[i][j] -= eta * sum[i][j];",
                                "w[i][j] -= eta * sum[i][j] / batchSize;")),
                defect(
                        "update-applied-twice",
                        intended -> (parameter, gradient, state) -> {
                            intended.apply(parameter, gradient, state);
                            intended.apply(parameter, gradient, state);
                        },
                        new Words(
                                "every gradient is applied twice",
                                "The update is called by the layer and once more by the network, or stands inside a loop that"
                                        + " runs twice. It is twice the learning rate.",
                                "for (Layer l : layers) { l.backward(); l.update(eta); } network.update(eta);",
                                "for (Layer l : layers) { l.backward(); } network.update(eta);")),
                defect(
                        "update-sign-of-gradient",
                        intended -> (parameter, gradient, state) -> {
                            for (int i = 0; i < parameter.getNumElements(); i++) {
                                parameter.data[i] -= intended.learningRate() * Math.signum(gradient.data[i]);
                            }
                        },
                        new Words(
                                "only the sign of the gradient is used, every entry moves by the learning rate",
                                "Entries with a tiny gradient move as far as the others, so training never settles. There is"
                                        + " a method that does this on purpose, with rates that shrink.",
                                "w[i][j] -= eta * Math.signum(dW[i][j]);",
                                "w[i][j] -= eta * dW[i][j];")),
                defect(
                        "update-rate-vanishes",
                        factor((intended, state, row, column) -> Math.pow(0.5, state.update() - 1.0)),
                        new Words(
                                "the learning rate shrinks so fast from step to step that training stops",
                                "It is multiplied at every step where every epoch was meant. All steps that are still to come"
                                        + " together are no longer than a few of the present one.",
                                "for (Batch b : batches) { step(b, eta); eta *= 0.5; }",
                                "for (Batch b : batches) { step(b, eta); } eta *= 0.5;")),
                defect(
                        "update-overwrites",
                        intended -> (parameter, gradient, state) -> {
                            parameter.zero();
                            intended.apply(parameter, gradient, state);
                        },
                        new Words(
                                "the parameters are replaced by the step instead of being changed by it",
                                "An assignment stands where a subtraction was meant. Whatever was learned is gone after each"
                                        + " step, and the weights are as small as gradients are.",
                                "w[i][j] = -eta * dW[i][j];",
                                "w[i][j] -= eta * dW[i][j];")),
                defect(
                        "update-redrawn",
                        intended -> (parameter, gradient, state) -> {
                            Random random = new Random(31L * state.update() + state.layer());
                            for (int i = 0; i < parameter.getNumElements(); i++) {
                                parameter.data[i] = 0.5 * random.nextGaussian();
                            }
                            intended.apply(parameter, gradient, state);
                        },
                        new Words(
                                "the parameters are drawn anew at every step",
                                "The initialisation is called inside the training loop. The network after each step has"
                                        + " nothing to do with the one before it.",
                                "for (Batch b : batches) { initWeights(); step(b); }",
                                "initWeights(); for (Batch b : batches) { step(b); }")));
    }

    /** Gradients of other batches. */
    private static List<Defect> memory() {
        return List.of(
                defect(
                        "update-previous-gradient",
                        gradient((given, parameter, state) -> {
                            DMatrixRMaj kept = state.memory(KEPT);
                            double[] now = given.data.clone();
                            given.setTo(kept);
                            System.arraycopy(now, 0, kept.data, 0, kept.getNumElements());
                        }),
                        new Words(
                                "the gradient of the batch before is applied",
                                "The update runs before backpropagation of the present batch, or reads the array that was"
                                        + " swapped out. The first step changes nothing.",
                                "update(dW); dW = backpropagate(batch);",
                                "dW = backpropagate(batch); update(dW);")),
                defect(
                                "update-never-reset",
                                gradient((given, parameter, state) -> {
                                    CommonOps_DDRM.addEquals(state.memory(KEPT), given);
                                    given.setTo(state.memory(KEPT));
                                }),
                                new Words(
                                        "the sums of gradients are never set back to 0, each step applies those of all batches"
                                                + " so far",
                                        "The step is the learning rate times everything that was ever summed, and it grows."
                                                + " It is the same as a momentum of 1.",
                                        "backpropagate(batch, dW); update(dW);",
                                        "clear(dW); backpropagate(batch, dW); update(dW);"))
                        .like("momentum-without-decay", "the momentum is 1"),
                defect(
                        "update-accumulator-rescaled",
                        intended -> (parameter, gradient, state) -> {
                            double eta = intended.learningRate();
                            DMatrixRMaj sum = state.memory(KEPT);
                            CommonOps_DDRM.addEquals(sum, gradient);
                            CommonOps_DDRM.scale(eta, sum);
                            DMatrixRMaj given = state.memory(GIVEN);
                            CommonOps_DDRM.scale(1 / eta, sum, given);
                            intended.apply(parameter, given, state);
                        },
                        new Words(
                                "the sums of gradients are the array they should be reset from, multiplied by the learning rate"
                                        + " each time and never 0",
                                "Setting the sums to a template of zeros only copies the reference: both names mean one array."
                                        + " Each step applies A = eta (A + g), so that batch k counts with eta to the power of"
                                        + " its age. It is the same as a momentum of exactly the learning rate.",
                                "sums = templates; ... sums[i] *= eta; w[i] -= sums[i]; sums = templates;",
                                "sums = new double[n]; ... w[i] -= eta * sums[i]; Arrays.fill(sums, 0);")));
    }

    private static List<Defect> momentum() {
        return List.of(
                defect(
                        "momentum-wrong-sign",
                        velocity((intended, velocity, g) -> g - momentumOf(intended) * velocity),
                        new Words(
                                "the momentum has the wrong sign",
                                "The last step is taken back in part at each step instead of being continued, so that the"
                                        + " momentum slows training down.",
                                "v[i] = -mu * v[i] - eta * g[i]; w[i] += v[i];",
                                "v[i] = mu * v[i] - eta * g[i]; w[i] += v[i];")),
                defect(
                                "momentum-without-decay",
                                velocity((intended, velocity, g) -> velocity + g),
                                new Words(
                                        "the momentum is 1 or more, the velocity never fades",
                                        "Without a factor below 1 the velocity is the sum of all gradients so far. Steps grow,"
                                                + " and the network overshoots every minimum.",
                                        "v[i] = v[i] - eta * g[i]; w[i] += v[i];",
                                        "v[i] = mu * v[i] - eta * g[i]; w[i] += v[i];"))
                        .like("update-never-reset", "the momentum is 1"),
                defect(
                                "momentum-velocity-added",
                                intended -> (parameter, gradient, state) -> {
                                    DMatrixRMaj velocity = state.memory(KEPT);
                                    double mu = momentumOf(intended);
                                    for (int i = 0; i < parameter.getNumElements(); i++) {
                                        velocity.data[i] = mu * velocity.data[i] + gradient.data[i];
                                        parameter.data[i] += intended.learningRate() * velocity.data[i];
                                    }
                                },
                                new Words(
                                        "the velocity has the wrong sign when it is applied",
                                        "Two ways of writing momentum are mixed: one keeps minus the gradient in the velocity"
                                                + " and adds, the other keeps plus the gradient and subtracts. Each step goes"
                                                + " uphill.",
                                        "v[i] = mu * v[i] + eta * g[i]; w[i] += v[i];",
                                        "v[i] = mu * v[i] + eta * g[i]; w[i] -= v[i];"))
                        .like("update-ascent", "the update has a momentum"));
    }

    private static List<Defect> decay() {
        return List.of(
                defect(
                        "decay-wrong-sign",
                        decaying(1),
                        new Words(
                                "the weight decay has the wrong sign, parameters grow by a share of themselves at each step",
                                "Every step multiplies the parameters by a factor above 1. They grow without end, fastest"
                                        + " where there is no gradient.",
                                "w[i][j] -= eta * (dW[i][j] - lambda * w[i][j]);",
                                "w[i][j] -= eta * (dW[i][j] + lambda * w[i][j]);")),
                defect(
                        "decay-not-asked-for",
                        decaying(-1),
                        new Words(
                                "parameters shrink by a share of themselves at each step, and no decay was asked for",
                                "A penalty or a decay is left over in the update. The weights are drawn to 0 whatever the data"
                                        + " say.",
                                "w[i][j] -= eta * (dW[i][j] + lambda * w[i][j]);",
                                "w[i][j] -= eta * dW[i][j];")),
                defect(
                                "decay-twice",
                                intended -> (parameter, gradient, state) -> {
                                    double l2 = state.pass()
                                            .network()
                                            .architecture()
                                            .l2();
                                    if (state.role() == Role.WEIGHTS) {
                                        CommonOps_DDRM.scale(1 - intended.learningRate() * l2, parameter);
                                    }
                                    intended.apply(parameter, gradient, state);
                                },
                                new Words(
                                        "the penalty is applied twice, in the gradient and once more in the update",
                                        "The gradient holds lambda times the weight already. The network is drawn to 0 twice as hard as"
                                                + " its loss says.",
                                        "dW[i][j] += lambda * w[i][j]; ... w[i][j] -= eta * (dW[i][j] + lambda * w[i][j]);",
                                        "dW[i][j] += lambda * w[i][j]; ... w[i][j] -= eta * dW[i][j];"))
                        .where((architecture, layer) -> architecture.l2() > 0));
    }

    /** Entries that are left out, or that move as others should. */
    private static List<Defect> places() {
        return List.of(
                defect(
                        "biases-frozen",
                        factor((intended, state, row, column) -> state.role() == Role.BIASES ? 0 : 1),
                        new Words(
                                "the biases are never updated",
                                "The line for them is missing, or changes a copy. Units can turn their boundary but not shift"
                                        + " it.",
                                "w[i][j] -= eta * dW[i][j];",
                                "w[i][j] -= eta * dW[i][j]; ... b[i] -= eta * db[i];")),
                defect(
                                "biases-tied",
                                gradient((given, parameter, state) -> {
                                    if (state.role() == Role.BIASES) {
                                        CommonOps_DDRM.fill(
                                                given, CommonOps_DDRM.elementSum(given) / given.getNumElements());
                                    }
                                }),
                                new Words(
                                        "all biases of the layer are moved by the same amount, the mean over its units",
                                        "The gradient was averaged over units instead of samples, or the layer keeps one bias for"
                                                + " all. Units cannot be shifted one by one.",
                                        "double db = mean(delta); for (int i = 0; i < b.length; i++) { b[i] -= eta * db; }",
                                        "for (int i = 0; i < b.length; i++) { b[i] -= eta * db[i]; }"))
                        .where((architecture, layer) ->
                                architecture.layer(layer).units() > 1),
                defect(
                        "biases-other-rate",
                        factor((intended, state, row, column) -> state.role() == Role.BIASES ? 0.3 : 1),
                        new Words(
                                "the biases have another learning rate than the weights",
                                "It may be meant; if it is not, a factor stands in one of the two lines only.",
                                "w[i][j] -= eta * dW[i][j]; ... b[i] -= 0.3 * eta * db[i];",
                                "w[i][j] -= eta * dW[i][j]; ... b[i] -= eta * db[i];")),
                defect(
                        "weights-other-rate",
                        factor((intended, state, row, column) -> state.role() == Role.WEIGHTS ? 0.3 : 1),
                        new Words(
                                "the weights have another learning rate than the biases",
                                "It may be meant; if it is not, a factor stands in one of the two lines only.",
                                "w[i][j] -= 0.3 * eta * dW[i][j]; ... b[i] -= eta * db[i];",
                                "w[i][j] -= eta * dW[i][j]; ... b[i] -= eta * db[i];")),
                defect(
                                "first-row-not-written",
                                factor((intended, state, row, column) -> row == 0 ? 0 : 1),
                                new Words(
                                        "the first row is never written, the first unit does not learn",
                                        "The loop over the units starts at 1.",
                                        "for (int i = 1; i < w.length; i++)",
                                        "for (int i = 0; i < w.length; i++)"))
                        .where((architecture, layer) ->
                                architecture.layer(layer).units() > 1),
                defect(
                                "last-row-not-written",
                                factor((intended, state, row, column) -> row == rows(state) - 1 ? 0 : 1),
                                new Words(
                                        "the last row is never written, the last unit does not learn",
                                        "The loop over the units ends one too early.",
                                        "for (int i = 0; i < w.length - 1; i++)",
                                        "for (int i = 0; i < w.length; i++)"))
                        .where((architecture, layer) ->
                                architecture.layer(layer).units() > 1),
                defect(
                                "first-column-not-written",
                                factor((intended, state, row, column) ->
                                        state.role() == Role.WEIGHTS && column == 0 ? 0 : 1),
                                new Words(
                                        "the first column is never written, the first input has no trained weight",
                                        "The loop over the inputs starts at 1, as it does where column 0 holds the bias.",
                                        "for (int j = 1; j < w[i].length; j++)",
                                        "for (int j = 0; j < w[i].length; j++)"))
                        .where((architecture, layer) ->
                                architecture.layer(layer).inputs() > 1),
                defect(
                                "last-column-not-written",
                                factor((intended, state, row, column) ->
                                        state.role() == Role.WEIGHTS && column == columns(state) - 1 ? 0 : 1),
                                new Words(
                                        "the last column is never written, the last input has no trained weight",
                                        "The loop over the inputs ends one too early, as it does where the last column holds the"
                                                + " bias.",
                                        "for (int j = 0; j < w[i].length - 1; j++)",
                                        "for (int j = 0; j < w[i].length; j++)"))
                        .where((architecture, layer) ->
                                architecture.layer(layer).inputs() > 1),
                defect(
                                "only-a-block-written",
                                factor((intended, state, row, column) ->
                                        state.role() == Role.BIASES || Math.max(row, column) < shorterSide(state)
                                                ? 1
                                                : 0),
                                new Words(
                                        "only a block at the beginning of the matrix is written",
                                        "The loops run to the bounds of another matrix, or to the same bound in both"
                                                + " directions.",
                                        "for (int i = 0; i < n; i++) for (int j = 0; j < n; j++)",
                                        "for (int i = 0; i < w.length; i++) for (int j = 0; j < w[i].length; j++)"))
                        .where((architecture, layer) -> !isSquare(architecture.layer(layer))
                                && Math.min(
                                                architecture.layer(layer).units(),
                                                architecture.layer(layer).inputs())
                                        > 1),
                defect(
                                "update-transposed",
                                gradient((given, parameter, state) -> {
                                    if (state.role() == Role.WEIGHTS) {
                                        CommonOps_DDRM.transpose(given);
                                    }
                                }),
                                new Words(
                                        "the gradient is applied with rows and columns exchanged",
                                        "Weights are out x in and the gradient is in x out, or the indices are exchanged. In a"
                                                + " square matrix nothing complains.",
                                        "w[i][j] -= eta * dW[j][i];",
                                        "w[i][j] -= eta * dW[i][j];"))
                        .where((architecture, layer) -> isSquare(architecture.layer(layer))
                                && architecture.layer(layer).units() > 1));
    }

    private static List<Defect> layers() {
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
                        .where(UpdateDefects::isShapedAsTheOneBelow),
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
                        .where(UpdateDefects::isShapedAsTheOneBelow),
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
                        .where(UpdateDefects::isShapedAsTheOneBelow));
    }

    private static List<Defect> adam() {
        return List.of(
                defect(
                        "adam-no-bias-correction",
                        adam((m, v, s) -> s.rate() * m / (Math.sqrt(v) + s.epsilon())),
                        new Words(
                                "Adam without the correction of its first moments",
                                "Both moments start at 0 and are too small at first, the second far more so. The first steps are"
                                        + " about three times too long with the usual constants.",
                                "w[i] -= eta * m[i] / (Math.sqrt(v[i]) + eps);",
                                "w[i] -= eta * (m[i] / (1 - Math.pow(b1, t))) / (Math.sqrt(v[i] / (1 - Math.pow(b2, t))) +"
                                        + " eps);")),
                defect(
                        "adam-no-root",
                        adam((m, v, s) -> s.rate() * (m / s.bias1()) / (v / s.bias2() + s.epsilon())),
                        new Words(
                                "Adam divides by the second moment instead of its square root",
                                "Entries with small gradients take huge steps: the step is about 1 / g instead of about 1.",
                                "w[i] -= eta * mHat / (vHat + eps);",
                                "w[i] -= eta * mHat / (Math.sqrt(vHat) + eps);")),
                defect(
                        "adam-epsilon-inside-root",
                        adam((m, v, s) -> s.rate() * (m / s.bias1()) / Math.sqrt(v / s.bias2() + s.epsilon())),
                        new Words(
                                "Adam adds epsilon inside the square root",
                                "Under the root 1e-8 acts as 1e-4 outside. Entries with gradients below that hardly move; the"
                                        + " others do not notice.",
                                "w[i] -= eta * mHat / Math.sqrt(vHat + eps);",
                                "w[i] -= eta * mHat / (Math.sqrt(vHat) + eps);")),
                defect(
                        "adam-second-moment-zero",
                        adam((m, v, s) -> s.rate() * (m / s.bias1()) / s.epsilon()),
                        new Words(
                                "the second moment of Adam is never updated and stays 0",
                                "The step is divided by epsilon alone, and is a hundred million times too long.",
                                "vHat = v[i] / (1 - Math.pow(b2, t));",
                                "v[i] = b2 * v[i] + (1 - b2) * g * g; vHat = v[i] / (1 - Math.pow(b2, t));")),
                defect(
                        "adam-betas-swapped",
                        intended -> {
                            Optimiser.Adam adam = adamOf(intended);
                            return new Optimiser.Adam(adam.learningRate(), adam.beta2(), adam.beta1(), adam.epsilon());
                        },
                        new Words(
                                "the two betas of Adam are exchanged",
                                "The mean of the gradient remembers a thousand steps and the mean of its square only ten. Steps"
                                        + " go where the gradient pointed long ago.",
                                "m[i] = b2 * m[i] + (1 - b2) * g; v[i] = b1 * v[i] + (1 - b1) * g * g;",
                                "m[i] = b1 * m[i] + (1 - b1) * g; v[i] = b2 * v[i] + (1 - b2) * g * g;")),
                defect(
                        "adam-counter-stuck",
                        adam((m, v, s) -> s.rate()
                                * (m / (1 - s.adam().beta1()))
                                / (Math.sqrt(v / (1 - s.adam().beta2())) + s.epsilon())),
                        new Words(
                                "the step counter of Adam stays at 1, its moments are corrected as in the first step for ever",
                                "The counter is a local variable, or is never increased. With the usual constants the steps come"
                                        + " to be about three times too short.",
                                "int t = 1; ... Math.pow(b1, t)",
                                "t++; ... Math.pow(b1, t)")));
    }

    private static Defect defect(String id, Change.WrongUpdate by, Words words) {
        return Defect.of(id, new Change.Update(by), words);
    }

    // Ways of spoiling an update.

    /** What is done to a copy of the gradient before the intended update gets it. */
    @FunctionalInterface
    private interface GradientChange {
        void spoil(DMatrixRMaj given, DMatrixRMaj parameter, UpdateState state);
    }

    private static Change.WrongUpdate gradient(GradientChange change) {
        return intended -> (parameter, gradient, state) -> {
            DMatrixRMaj given = state.memory(GIVEN);
            given.setTo(gradient);
            change.spoil(given, parameter, state);
            intended.apply(parameter, given, state);
        };
    }

    /** By what the change of an entry is multiplied. */
    @FunctionalInterface
    private interface Factor {
        double at(Optimiser intended, UpdateState state, int row, int column);
    }

    private static Change.WrongUpdate factor(Factor factor) {
        return intended -> (parameter, gradient, state) -> {
            DMatrixRMaj before = state.memory(BEFORE);
            before.setTo(parameter);
            intended.apply(parameter, gradient, state);
            for (int i = 0; i < parameter.getNumElements(); i++) {
                double times = factor.at(intended, state, i / parameter.numCols, i % parameter.numCols);
                if (times != 1) {
                    parameter.data[i] = before.data[i] + times * (parameter.data[i] - before.data[i]);
                }
            }
        };
    }

    /** What becomes of the velocity of an entry. */
    @FunctionalInterface
    private interface Velocity {
        double next(Optimiser intended, double velocity, double gradient);
    }

    /** Momentum, whatever the optimiser, with a velocity of one's own. */
    private static Change.WrongUpdate velocity(Velocity rule) {
        return intended -> {
            UpdateStep plain =
                    intended instanceof Optimiser.Momentum ? Optimiser.sgd(intended.learningRate()) : intended;
            return (parameter, gradient, state) -> {
                DMatrixRMaj velocity = state.memory(KEPT);
                for (int i = 0; i < velocity.getNumElements(); i++) {
                    velocity.data[i] = rule.next(intended, velocity.data[i], gradient.data[i]);
                }
                plain.apply(parameter, velocity, state);
            };
        };
    }

    private static double momentumOf(Optimiser intended) {
        return intended instanceof Optimiser.Momentum momentum && momentum.momentum() > 0
                ? momentum.momentum()
                : USUAL_MOMENTUM;
    }

    private static Change.WrongUpdate decaying(int sign) {
        return intended -> (parameter, gradient, state) -> {
            CommonOps_DDRM.scale(1 + sign * intended.learningRate() * USUAL_DECAY, parameter);
            intended.apply(parameter, gradient, state);
        };
    }

    /** The constants of Adam at one step. */
    private record AdamStep(Optimiser.Adam adam, int update) {
        double rate() {
            return adam.learningRate();
        }

        double epsilon() {
            return adam.epsilon();
        }

        double bias1() {
            return 1 - Math.pow(adam.beta1(), update);
        }

        double bias2() {
            return 1 - Math.pow(adam.beta2(), update);
        }
    }

    /** What Adam makes of the two moments of an entry. */
    @FunctionalInterface
    private interface AdamChange {
        double of(double first, double second, AdamStep step);
    }

    private static Change.WrongUpdate adam(AdamChange change) {
        return intended -> (parameter, gradient, state) -> {
            AdamStep step = new AdamStep(adamOf(intended), state.update());
            DMatrixRMaj first = state.memory(0);
            DMatrixRMaj second = state.memory(1);
            for (int i = 0; i < first.getNumElements(); i++) {
                double g = gradient.data[i];
                first.data[i] =
                        step.adam().beta1() * first.data[i] + (1 - step.adam().beta1()) * g;
                second.data[i] =
                        step.adam().beta2() * second.data[i] + (1 - step.adam().beta2()) * g * g;
                parameter.data[i] -= change.of(first.data[i], second.data[i], step);
            }
        };
    }

    /** The Adam that was meant, with the usual constants if something else was. */
    private static Optimiser.Adam adamOf(Optimiser intended) {
        return intended instanceof Optimiser.Adam adam
                ? adam
                : new Optimiser.Adam(intended.learningRate(), 0.9, 0.999, 1e-8);
    }

    // Shapes.

    private static int rows(UpdateState state) {
        return state.memory(0).numRows;
    }

    private static int columns(UpdateState state) {
        return state.memory(0).numCols;
    }

    private static int shorterSide(UpdateState state) {
        return Math.min(rows(state), columns(state));
    }

    private static boolean isSquare(Layer layer) {
        return layer.units() == layer.inputs();
    }

    private static boolean isShapedAsTheOneBelow(Architecture architecture, int layer) {
        return layer > 0
                && architecture.layer(layer).units()
                        == architecture.layer(layer - 1).units()
                && architecture.layer(layer).inputs()
                        == architecture.layer(layer - 1).inputs();
    }
}
