package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.mlp.ForwardStepName;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/**
 * How far two correct programs may be apart: the standard gradient, computed once as it is and once with every pre-activation
 * and activation moved by a few roundings. Where units are saturated this is much more than the rounding of a product.
 */
final class Wobble {

    private static final double ROUNDINGS = 4;

    private Wobble() {}

    /** The distance between the two, as the rounding of each parameter; the values are empty. */
    static Layers of(Model model, Observation.Setting setting) {
        BackwardPass still = setting.pass(0);
        BackwardPass moved = setting.pass(0);
        Backpropagation.standard().run(still);
        move(moved, setting.forward(), setting.roundOff());
        Backpropagation.standard().run(moved);
        return Layers.of(model, parameter -> new Part(new double[0], distance(model, parameter, still, moved)));
    }

    private static double distance(Model model, Parameter parameter, BackwardPass still, BackwardPass moved) {
        int layer = model.layers().stream()
                .filter(one -> one.parameters().contains(parameter))
                .findFirst()
                .orElseThrow()
                .index();
        return parameter.role() == Parameter.Role.WEIGHTS
                ? Vectors.distance(
                        still.accumulator(layer).weights().data,
                        moved.accumulator(layer).weights().data)
                : Vectors.distance(
                        still.accumulator(layer).biases().data,
                        moved.accumulator(layer).biases().data);
    }

    private static void move(BackwardPass pass, ForwardPropagation forward, double roundOff) {
        Random random = new Random(1);
        Mlp network = pass.network();
        for (int layer = 0; layer < network.architecture().depth(); layer++) {
            DMatrixRMaj z = pass.forward().preActivations(layer);
            DMatrixRMaj below = pass.forward().layerInputs(layer);
            DMatrixRMaj weights = network.weights(layer);
            for (int sample = 0; sample < z.numRows; sample++) {
                for (int unit = 0; unit < z.numCols; unit++) {
                    double size = Math.abs(network.biases(layer).get(unit));
                    for (int j = 0; j < weights.numCols; j++) {
                        size += Math.abs(weights.get(unit, j) * below.get(sample, j));
                    }
                    z.add(sample, unit, sign(random) * ROUNDINGS * roundOff * size);
                }
            }
            DMatrixRMaj a = pass.forward().activations(layer);
            forward.step(ForwardStepName.ACTIVATION, layer).apply(pass.forward(), layer);
            for (int i = 0; i < a.getNumElements(); i++) {
                a.data[i] *= 1 + sign(random) * ROUNDINGS * roundOff;
            }
        }
    }

    private static int sign(Random random) {
        return random.nextBoolean() ? 1 : -1;
    }
}
