package io.github.backcheck.mlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.Loss;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;

/** Gradients against plain central differences of the loss, whatever the network. */
class GradientProperties {

    /** Balances the error of truncation, about h², against that of rounding, about 1e-16 / h. */
    private static final double STEP = 1e-5;

    /**
     * As a share of 1 + the loss + the largest derivative. Truncation is h²/6 times a third derivative that stays below
     * 1e3 for these weights (2e-8), rounding is 1e-16 L / h (1e-11). A wrong step is off by 1e-2 and more.
     */
    private static final double TOLERANCE = 1e-6;

    /** How far a pre-activation must be from a kink, so that moving one weight by the step cannot reach it. */
    private static final double KINK_MARGIN = 1e-3;

    private static final List<Activation> HIDDEN = List.of(
            Activation.IDENTITY,
            Activation.SIGMOID,
            Activation.TANH,
            Activation.RELU,
            Activation.LEAKY_RELU,
            Activation.leakyRelu(0.3),
            Activation.ELU,
            Activation.elu(0.5),
            Activation.SOFTPLUS);

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void gradientIsTheDerivativeOfTheLoss(
            @ForAll("architectures") Architecture architecture,
            @ForAll @IntRange(min = 1, max = 6) int samples,
            @ForAll long seed) {
        Mlp network = Networks.random(architecture, seed);
        Random random = new Random(seed + 2);
        DMatrixRMaj inputs = Networks.normal(samples, architecture.inputCount(), random);
        DMatrixRMaj targets = Networks.oneHot(samples, architecture.outputCount(), random);
        BackwardPass pass = new BackwardPass(new ForwardPass(network, samples));
        pass.feed(inputs, targets);
        Assume.that(awayFromKinks(pass.forward()));
        Backpropagation.standard().run(pass);

        Differences differences = new Differences(network, inputs, targets);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            differences.compare(network.weights(layer), pass.accumulator(layer).weights());
            differences.compare(network.biases(layer), pass.accumulator(layer).biases());
        }
    }

    private static final class Differences {
        private final Mlp network;
        private final DMatrixRMaj inputs;
        private final DMatrixRMaj targets;
        private final ForwardPass pass;

        Differences(Mlp network, DMatrixRMaj inputs, DMatrixRMaj targets) {
            this.network = network;
            this.inputs = inputs;
            this.targets = targets;
            this.pass = new ForwardPass(network, inputs.numRows);
        }

        void compare(DMatrixRMaj parameter, DMatrixRMaj analytic) {
            double largest = 0;
            for (double entry : analytic.data) {
                largest = Math.max(largest, Math.abs(entry));
            }
            Offset<Double> allowed = Offset.offset(TOLERANCE * (1 + Math.abs(loss()) + largest));
            for (int i = 0; i < parameter.data.length; i++) {
                double before = parameter.data[i];
                parameter.data[i] = before + STEP;
                double above = loss();
                parameter.data[i] = before - STEP;
                double below = loss();
                parameter.data[i] = before;
                assertThat(analytic.data[i])
                        .as("entry %d of %d x %d", i, parameter.numRows, parameter.numCols)
                        .isCloseTo((above - below) / (2 * STEP), allowed);
            }
        }

        private double loss() {
            pass.run(inputs);
            return network.loss(pass, targets);
        }
    }

    private static boolean awayFromKinks(ForwardPass pass) {
        Architecture architecture = pass.network().architecture();
        for (int layer = 0; layer < architecture.depth(); layer++) {
            if (architecture.layer(layer).activation() instanceof Elementwise f
                    && f.kink().isPresent()) {
                for (double z : pass.preActivations(layer).data) {
                    if (Math.abs(z - f.kink().getAsDouble()) < KINK_MARGIN) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private record Head(Activation activation, Loss loss) {}

    @Provide
    Arbitrary<Architecture> architectures() {
        Arbitrary<Integer> units = Arbitraries.integers().between(1, 4);
        Arbitrary<List<Activation>> hidden =
                Arbitraries.of(HIDDEN).list().ofMinSize(0).ofMaxSize(3);
        Arbitrary<List<Integer>> sizes = units.list().ofSize(5);
        Arbitrary<Boolean> summed = Arbitraries.of(true, false);
        Arbitrary<Double> l2 = Arbitraries.of(0.0, 0.1);
        return Combinators.combine(sizes, hidden, heads(), summed, l2).as((n, activations, head, sum, lambda) -> {
            Architecture.Layers layers = Architecture.inputs(n.get(4));
            for (int layer = 0; layer < activations.size(); layer++) {
                layers = layers.layer(n.get(layer), activations.get(layer));
            }
            Architecture mean =
                    layers.layer(n.get(3), head.activation()).loss(head.loss()).l2(lambda);
            return sum ? mean.summed() : mean;
        });
    }

    private static Arbitrary<Head> heads() {
        Arbitrary<Activation> any = Arbitraries.oneOf(Arbitraries.of(HIDDEN), Arbitraries.just(Activation.SOFTMAX));
        return Arbitraries.of(Loss.values())
                .flatMap(loss -> loss.requiredHead()
                        .map(Arbitraries::just)
                        .orElse(any)
                        .map(activation -> new Head(activation, loss)));
    }
}
