package io.github.backcheck.mlp;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.model.Storage;
import io.github.backcheck.model.UpdateWatcher;
import org.ejml.data.DMatrixRMaj;

/** The reference network and the way it learns, wrapped as somebody's network. */
final class LearnerModel {

    private final Learner learner;
    private final Mlp network;
    private final Architecture architecture;

    LearnerModel(Learner learner) {
        this.learner = learner;
        this.network = learner.network();
        this.architecture = network.architecture();
    }

    Model named(String name) {
        ModelBuilder builder = Model.named(name);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            builder.weights(weightsName(layer), Storage.of(network.weights(layer)));
            if (network.hasBiases(layer)) {
                builder.biases(biasesName(layer), Storage.of(network.biases(layer)));
            }
        }
        if (learner.updatesEntryByEntry()) {
            builder.updates(this::watch);
        }
        return builder.loss(batch -> learner.loss(batch.inputMatrix(), batch.targetMatrix()))
                .gradient(this::gradient)
                .trainStep(batch -> learner.step(batch.inputMatrix(), batch.targetMatrix()))
                .predict(inputs ->
                        Matrices.toRows(learner.forward(matrix(inputs)).outputs()))
                .trace(inputs -> learner.forward(matrix(inputs)).trace())
                .architecture(architecture)
                .build();
    }

    private void watch(String parameter, UpdateWatcher watcher) {
        for (int layer = 0; layer < architecture.depth(); layer++) {
            if (parameter.equals(weightsName(layer))) {
                learner.watch(layer, Role.WEIGHTS, watcher);
                return;
            }
            if (parameter.equals(biasesName(layer)) && network.hasBiases(layer)) {
                learner.watch(layer, Role.BIASES, watcher);
                return;
            }
        }
        throw new IllegalArgumentException("no parameter of " + network + " is named " + parameter);
    }

    private DMatrixRMaj matrix(double[][] inputs) {
        return Matrices.ofRows(inputs, architecture.inputCount(), "inputs");
    }

    private Gradient gradient(Batch batch) {
        learner.backpropagate(batch.inputMatrix(), batch.targetMatrix());
        Gradient gradient =
                Gradient.of(weightsName(0), Storage.of(accumulator(0).weights()));
        for (int layer = 0; layer < architecture.depth(); layer++) {
            if (layer > 0) {
                gradient = gradient.and(
                        weightsName(layer), Storage.of(accumulator(layer).weights()));
            }
            if (network.hasBiases(layer)) {
                gradient = gradient.and(
                        biasesName(layer), Storage.of(accumulator(layer).biases()));
            }
        }
        return gradient;
    }

    private LayerGradient accumulator(int layer) {
        return learner.pass().accumulator(layer);
    }

    private static String weightsName(int layer) {
        return "layer " + (layer + 1) + "/W";
    }

    private static String biasesName(int layer) {
        return "layer " + (layer + 1) + "/b";
    }
}
