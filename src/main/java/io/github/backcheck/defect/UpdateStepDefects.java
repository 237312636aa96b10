package io.github.backcheck.defect;

import static io.github.backcheck.defect.WrongUpdates.factor;
import static io.github.backcheck.defect.WrongUpdates.gradient;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.ejml.dense.row.CommonOps_DDRM;

/** Defects of the step as a whole: it does not arrive, or has another sign or length. */
final class UpdateStepDefects {

    private UpdateStepDefects() {}

    static List<Defect> all() {
        return Stream.of(nothing(), size()).flatMap(List::stream).toList();
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

    private static Defect defect(String id, Change.WrongUpdate by, Words words) {
        return Defect.of(id, new Change.Update(by), words);
    }
}
