package io.github.backcheck.mlp;

import static io.github.backcheck.mlp.BackwardStepName.ACCUMULATION;
import static io.github.backcheck.mlp.BackwardStepName.ACTIVATION_DERIVATIVE;
import static io.github.backcheck.mlp.BackwardStepName.BATCH_REDUCTION;
import static io.github.backcheck.mlp.BackwardStepName.BIAS_SUM;
import static io.github.backcheck.mlp.BackwardStepName.LOSS_DELTA;
import static io.github.backcheck.mlp.BackwardStepName.OUTER_PRODUCT;
import static io.github.backcheck.mlp.BackwardStepName.PENALTY;
import static io.github.backcheck.mlp.BackwardStepName.PROPAGATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.backcheck.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class BackpropagationTest {

    private static final int DEPTH = 3;
    /** A division undoes a multiplication but for a few ulps. */
    private static final Percentage ROUNDING = Percentage.withPercentage(1e-10);

    private static final BackwardStep NOTHING = (pass, layer) -> {};

    private final Mlp network = Networks.random(Networks.threeLayers(), 1);

    private BackwardPass run(Backpropagation plan) {
        BackwardPass pass = Networks.fed(network, 6, 2);
        plan.run(pass);
        return pass;
    }

    @Test
    void stepsAreTakenLayerByLayerFromTheTop() {
        List<String> taken = new ArrayList<>();
        Backpropagation recording = Backpropagation.standard();
        for (BackwardStepName name : BackwardStepName.values()) {
            recording = recording.replacing(name, (pass, layer) -> taken.add(name + " " + layer));
        }
        run(recording);
        List<String> expected = new ArrayList<>();
        for (int layer = DEPTH - 1; layer >= 0; layer--) {
            expected.add((layer == DEPTH - 1 ? "loss delta " : "propagation ") + layer);
            expected.add("activation derivative " + layer);
            expected.add("outer product " + layer);
            expected.add("bias sum " + layer);
            expected.add("batch reduction " + layer);
            expected.add("penalty " + layer);
            expected.add("accumulation " + layer);
        }
        assertThat(taken).isEqualTo(expected);
    }

    @Test
    void aReplacedStepIsTakenOnceAtItsLayerAndNowhereElse() {
        BackwardPass right = run(Backpropagation.standard());
        int places = 0;
        for (BackwardStepName name : BackwardStepName.values()) {
            for (int layer = 0; layer < DEPTH; layer++) {
                if (name.runsAt(layer, DEPTH)) {
                    List<Integer> taken = new ArrayList<>();
                    BackwardPass same = run(Backpropagation.standard().replacing(name, layer, (pass, at) -> {
                        taken.add(at);
                        name.standard().apply(pass, at);
                    }));
                    assertThat(taken).as("%s", name).containsExactly(layer);
                    assertSameGradients(same, right, 0);
                    places++;
                }
            }
        }
        assertThat(places).isEqualTo(7 * DEPTH);
    }

    @Test
    void aReplacedOuterProductChangesTheWeightsOfItsLayerOnly() {
        BackwardPass right = run(Backpropagation.standard());
        BackwardPass wrong = run(Backpropagation.standard()
                .replacing(
                        OUTER_PRODUCT,
                        1,
                        (pass, layer) -> pass.gradient(layer).weights().fill(7)));
        assertThat(wrong.accumulator(1).weights().data)
                .isNotEqualTo(right.accumulator(1).weights().data);
        assertThat(wrong.accumulator(1).biases().data)
                .isEqualTo(right.accumulator(1).biases().data);
        assertThat(wrong.delta(0).data).isEqualTo(right.delta(0).data);
        for (int layer : new int[] {0, 2}) {
            assertThat(wrong.accumulator(layer).weights().data)
                    .isEqualTo(right.accumulator(layer).weights().data);
            assertThat(wrong.accumulator(layer).biases().data)
                    .isEqualTo(right.accumulator(layer).biases().data);
        }
    }

    @Test
    void aReplacedPropagationReachesTheLayersBelow() {
        BackwardPass right = run(Backpropagation.standard());
        BackwardPass wrong = run(Backpropagation.standard().replacing(PROPAGATION, 1, NOTHING));
        assertSameGradients(wrong, right, 2);
        // δ was zero when the run began, so nothing but the penalty is left.
        for (int layer = 0; layer < 2; layer++) {
            assertThat(wrong.accumulator(layer).biases().data).containsOnly(0);
            for (int i = 0; i < network.weights(layer).data.length; i++) {
                assertThat(wrong.accumulator(layer).weights().data[i]).isEqualTo(0.1 * network.weights(layer).data[i]);
            }
        }
    }

    @Test
    void penaltyConcernsWeightsOnly() {
        BackwardPass right = run(Backpropagation.standard());
        BackwardPass without = run(Backpropagation.standard().replacing(PENALTY, NOTHING));
        for (int layer = 0; layer < DEPTH; layer++) {
            assertThat(without.accumulator(layer).biases().data)
                    .isEqualTo(right.accumulator(layer).biases().data);
            for (int i = 0; i < network.weights(layer).data.length; i++) {
                assertThat(without.accumulator(layer).weights().data[i] + 0.1 * network.weights(layer).data[i])
                        .isEqualTo(right.accumulator(layer).weights().data[i]);
            }
        }
    }

    @Test
    void meanIsTheSumDividedByTheNumberOfSamples() {
        BackwardPass mean = run(Backpropagation.standard().replacing(PENALTY, NOTHING));
        BackwardPass sum =
                run(Backpropagation.standard().replacing(PENALTY, NOTHING).replacing(BATCH_REDUCTION, NOTHING));
        for (int layer = 0; layer < DEPTH; layer++) {
            for (int i = 0; i < network.weights(layer).data.length; i++) {
                assertThat(mean.accumulator(layer).weights().data[i])
                        .isEqualTo(sum.accumulator(layer).weights().data[i] * (1.0 / 6));
            }
        }
    }

    @Test
    void aSummedLossIsNotDivided() {
        Architecture architecture =
                Architecture.inputs(2).tanh(3).identity(1).halfSquaredError().summed();
        BackwardPass pass = Networks.fed(Networks.random(architecture, 1), 5, 1);
        Backpropagation.standard().run(pass);
        double sum = 0;
        for (double delta : pass.delta(1).data) {
            sum += delta;
        }
        assertThat(pass.accumulator(1).biases().get(0)).isEqualTo(sum);
    }

    @Test
    void aFusedHeadIsLeftAloneByTheActivationDerivative() {
        BackwardPass right = run(Backpropagation.standard());
        assertSameGradients(run(Backpropagation.standard().replacing(ACTIVATION_DERIVATIVE, 2, NOTHING)), right, 0);

        Architecture unfused = Architecture.inputs(4).sigmoid(2).halfSquaredError();
        Mlp other = Networks.random(unfused, 3);
        BackwardPass withDerivative = Networks.fed(other, 4, 4);
        Backpropagation.standard().run(withDerivative);
        BackwardPass without = Networks.fed(other, 4, 4);
        Backpropagation.standard().replacing(ACTIVATION_DERIVATIVE, 0, NOTHING).run(without);
        for (int i = 0; i < 8; i++) {
            double a = without.forward().outputs().data[i];
            assertThat(withDerivative.delta(0).data[i] / without.delta(0).data[i])
                    .isCloseTo(a * (1 - a), ROUNDING);
        }
    }

    @Test
    void accumulatorsStartAtZeroInEachRun() {
        BackwardPass pass = run(Backpropagation.standard());
        DMatrixRMaj once = pass.accumulator(0).weights().copy();
        Backpropagation.standard().run(pass);
        assertThat(pass.accumulator(0).weights().data).isEqualTo(once.data);
    }

    @Test
    void accumulatorsThatAreNeverResetCanBeWritten() {
        Backpropagation leaking = Backpropagation.standard().replacing(ACCUMULATION, (pass, layer) -> {
            pass.accumulator(layer).set(pass.previousAccumulator(layer));
            pass.accumulator(layer).add(pass.gradient(layer));
        });
        BackwardPass pass = run(leaking);
        DMatrixRMaj once = pass.accumulator(0).weights().copy();
        leaking.run(pass);
        for (int i = 0; i < once.data.length; i++) {
            assertThat(pass.accumulator(0).weights().data[i]).isEqualTo(2 * once.data[i]);
        }
    }

    @Test
    void theGradientsOfTheRunBeforeAreKept() {
        BackwardPass pass = run(Backpropagation.standard());
        assertThat(pass.previousGradient(0).weights().data).containsOnly(0);
        DMatrixRMaj before = pass.gradient(0).weights().copy();
        Networks.feed(pass, 3, 99);
        Backpropagation.standard().run(pass);
        assertThat(pass.previousGradient(0).weights().data).isEqualTo(before.data);
        assertThat(pass.gradient(0).weights().data).isNotEqualTo(before.data);
    }

    @Test
    void replacingLeavesThePlanAsItWas() {
        Backpropagation standard = Backpropagation.standard();
        Backpropagation changed = standard.replacing(BIAS_SUM, NOTHING);
        assertThat(changed.step(BIAS_SUM, 0)).isSameAs(NOTHING);
        assertThat(standard.step(BIAS_SUM, 0)).isSameAs(BIAS_SUM.standard());
        assertThat(run(changed).accumulator(0).biases().data).containsOnly(0);
        assertThat(run(standard).accumulator(0).biases().data).doesNotContain(0);
    }

    @Test
    void theLastReplacementOfAStepCounts() {
        BackwardPass right = run(Backpropagation.standard());
        BackwardPass oneLayer = run(Backpropagation.standard()
                .replacing(BIAS_SUM, 7, NOTHING)
                .replacing(BIAS_SUM, NOTHING)
                .replacing(BIAS_SUM, 1, BIAS_SUM.standard()));
        assertThat(oneLayer.accumulator(0).biases().data).containsOnly(0);
        assertThat(oneLayer.accumulator(1).biases().data)
                .isEqualTo(right.accumulator(1).biases().data);
        assertThat(oneLayer.accumulator(2).biases().data).containsOnly(0);
    }

    @Test
    void aReplacementWhereTheStepIsNeverTakenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(Backpropagation.standard().replacing(OUTER_PRODUCT, 3, NOTHING)))
                .withMessage(
                        "the outer product is replaced at layer 3 (from 0), where a network of 3 layers does not take"
                                + " it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(Backpropagation.standard().replacing(PROPAGATION, 2, NOTHING)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(Backpropagation.standard().replacing(LOSS_DELTA, 0, NOTHING)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backpropagation.standard().replacing(BIAS_SUM, -1, NOTHING))
                .withMessageContaining("-1");
        assertThatNullPointerException()
                .isThrownBy(() -> Backpropagation.standard().replacing(BIAS_SUM, null));
        assertThatNullPointerException()
                .isThrownBy(() -> Backpropagation.standard().replacing(BIAS_SUM, 0, null));
    }

    @Test
    void aPassNeedsABatch() {
        BackwardPass pass = new BackwardPass(new ForwardPass(network, 6));
        assertThatIllegalStateException()
                .isThrownBy(() -> Backpropagation.standard().run(pass))
                .withMessageContaining("feed(inputs, targets)");
        assertThatIllegalStateException().isThrownBy(pass::loss);
    }

    @Test
    void badBatchesAreRefused() {
        BackwardPass pass = new BackwardPass(new ForwardPass(network, 6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pass.feed(new DMatrixRMaj(6, 5), new DMatrixRMaj(6, 2)))
                .withMessage("inputs are 6 x 5: at least 1 row (one per sample) and 4 columns were expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pass.feed(new DMatrixRMaj(6, 4), new DMatrixRMaj(5, 2)))
                .withMessage("targets are 5 x 2: 6 x 2 was expected");
        DMatrixRMaj notANumber = new DMatrixRMaj(6, 2);
        notANumber.set(3, 1, Double.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pass.feed(new DMatrixRMaj(6, 4), notANumber))
                .withMessage("targets[3][1] is NaN, a finite number was expected");
        assertThatNullPointerException()
                .isThrownBy(() -> pass.feed(new DMatrixRMaj(6, 4), null))
                .withMessage("targets");
        // A refused batch does not leave the one before in place.
        assertThatIllegalStateException()
                .isThrownBy(() -> Backpropagation.standard().run(pass));
    }

    @Test
    void aPassSaysWhatItIs() {
        assertThat(run(Backpropagation.standard()))
                .hasToString("backward pass of 6 samples through 4 -> 5 tanh -> 3 sigmoid -> 2 softmax, softmax"
                        + " cross-entropy, mean over the batch, L2 penalty 0.1");
    }

    private static void assertSameGradients(BackwardPass one, BackwardPass other, int fromLayer) {
        for (int layer = fromLayer; layer < DEPTH; layer++) {
            assertThat(one.accumulator(layer).weights().data)
                    .isEqualTo(other.accumulator(layer).weights().data);
            assertThat(one.accumulator(layer).biases().data)
                    .isEqualTo(other.accumulator(layer).biases().data);
        }
    }
}
