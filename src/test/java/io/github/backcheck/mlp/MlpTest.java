package io.github.backcheck.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Trace;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class MlpTest {

    /** The same few products in another order. */
    private static final Offset<Double> ROUNDING = Offset.offset(1e-14);

    private final Mlp network = Networks.random(Networks.threeLayers(), 1);

    private static Batch batch(int samples, long seed) {
        Random random = new Random(seed);
        DMatrixRMaj inputs = Networks.normal(samples, 4, random);
        DMatrixRMaj targets = Networks.oneHot(samples, 2, random);
        return Batch.of(Matrices.toRows(inputs), Matrices.toRows(targets));
    }

    /** Somebody's network: hidden weights in x out, output weights with the bias in the last column. */
    private static final class Theirs {
        private final double[][] hidden = new double[3][2];
        private final double[] hiddenBiases = new double[2];
        private final double[][] output = new double[1][3];

        Theirs() {
            Random random = new Random(5);
            for (double[][] matrix : new double[][][] {hidden, {hiddenBiases}, output}) {
                for (double[] row : matrix) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = random.nextGaussian();
                    }
                }
            }
        }

        double[] forward(double[] x) {
            double z = output[0][2];
            for (int unit = 0; unit < 2; unit++) {
                double sum = hiddenBiases[unit];
                for (int i = 0; i < 3; i++) {
                    sum += hidden[i][unit] * x[i];
                }
                z += output[0][unit] * Math.tanh(sum);
            }
            return new double[] {1 / (1 + Math.exp(-z))};
        }

        Model model() {
            return Model.named("theirs")
                    .weightsInByOut("hidden/W", hidden)
                    .biases("hidden/b", hiddenBiases)
                    .weightsWithBiases("output", BiasPlacement.LAST_COLUMN, output)
                    .predictSample(this::forward)
                    .architecture(Architecture.inputs(3).tanh(2).sigmoid(1).halfSquaredError())
                    .build();
        }
    }

    @Test
    void aTwinGivesTheSameOutputsWhateverTheLayout() {
        Theirs theirs = new Theirs();
        Mlp twin = Mlp.twin(theirs.model());
        Random random = new Random(6);
        double[][] inputs = Matrices.toRows(Networks.normal(20, 3, random));
        double[][] outputs = twin.predict(inputs);
        for (int sample = 0; sample < 20; sample++) {
            assertThat(outputs[sample][0]).isCloseTo(theirs.forward(inputs[sample])[0], ROUNDING);
        }
        assertThat(twin).hasToString("3 -> 2 tanh -> 1 sigmoid, half squared error, mean over the batch");
    }

    @Test
    void aTwinIsACopyThatCanBeRefreshed() {
        Theirs theirs = new Theirs();
        Model model = theirs.model();
        Mlp twin = Mlp.twin(model);
        double before = theirs.hidden[1][0];
        theirs.hidden[1][0] = 42;
        theirs.output[0][2] = 43;
        assertThat(twin.weights(0).get(0, 1)).isEqualTo(before);
        twin.copyFrom(model);
        assertThat(twin.weights(0).get(0, 1)).isEqualTo(42);
        assertThat(twin.biases(1).get(0, 0)).isEqualTo(43);
    }

    @Test
    void biasesThatAreNotThereStayZero() {
        double[][] w1 = {{0.5, -1}, {2, 1}};
        double[][] w2 = {{1, -1}};
        double[] b2 = {0.3};
        Model model = Model.named("without first biases")
                .weights("hidden/W", w1)
                .weights("output/W", w2)
                .biases("output/b", b2)
                .loss(any -> 0)
                .architecture(Architecture.inputs(2).tanh(2).identity(1).halfSquaredError())
                .build();
        Mlp twin = Mlp.twin(model);
        assertThat(twin.hasBiases(0)).isFalse();
        assertThat(twin.hasBiases(1)).isTrue();
        Batch samples = Batch.of(new double[][] {{1, 2}, {0, -1}}, new double[][] {{3}, {1}});
        Training.with(Optimiser.adam(0.1)).run(twin, samples);
        assertThat(twin.biases(0).data).containsOnly(0);
        assertThat(twin.biases(1).data).doesNotContain(0.3);

        Model wrapped = twin.asModel("twin", Optimiser.sgd(0.1));
        assertThat(wrapped.parameters())
                .extracting(Parameter::name)
                .containsExactly("layer 1/W", "layer 2/W", "layer 2/b");
        assertThat(wrapped.gradient(samples).parameters()).containsExactly("layer 1/W", "layer 2/W", "layer 2/b");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Mlp.of(twin.architecture(), Initialiser.zeros(), 1).copyFrom(model))
                .withMessageContaining("with biases in the same places");
    }

    @Test
    void aTwinNeedsAnArchitecture() {
        Model model = Model.named("bare")
                .weights("W", new double[][] {{1}})
                .loss(any -> 0)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mlp.twin(model))
                .withMessage(
                        "the model bare has no architecture, its twin cannot be built: call architecture(...) on the"
                                + " builder of the model");
    }

    @Test
    void weightsOfOtherShapesAreNotCopied() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.copyFrom(new Theirs().model()))
                .withMessageContaining("theirs")
                .withMessageContaining("4 -> 5 tanh");
    }

    @Test
    void outputsOfManySamplesAreThoseOfEachByItself() {
        double[][] inputs = batch(7, 1).inputs();
        double[][] outputs = network.predict(inputs);
        for (int sample = 0; sample < 7; sample++) {
            assertThat(network.predict(new double[][] {inputs[sample]})[0]).isEqualTo(outputs[sample]);
        }
    }

    @Test
    void aPassTakesAnyNumberOfSamples() {
        ForwardPass pass = new ForwardPass(network, 3);
        for (int samples : new int[] {2, 3, 8, 1}) {
            Batch batch = batch(samples, samples);
            pass.run(batch.inputMatrix());
            assertThat(pass.samples()).isEqualTo(samples);
            assertThat(Matrices.toRows(pass.outputs())).isDeepEqualTo(network.predict(batch.inputs()));
            assertThat(pass.layerInputs(0)).isSameAs(pass.inputs());
            assertThat(pass.layerInputs(1)).isSameAs(pass.activations(0));
        }
        assertThat(pass.toString()).startsWith("forward pass of 1 samples through 4 -> 5 tanh");
    }

    @Test
    void aPassKeepsItsInputsWhenTheCallersChange() {
        DMatrixRMaj inputs = batch(2, 1).inputMatrix();
        ForwardPass pass = network.forward(inputs);
        inputs.fill(9);
        assertThat(pass.inputs().data).doesNotContain(9);
    }

    @Test
    void infinityInTheNetworkIsCarriedThrough() {
        network.weights(0).fill(Double.POSITIVE_INFINITY);
        assertThat(network.predict(new double[][] {{1, -1, 0, 0}})[0]).containsOnly(Double.NaN);
    }

    @Test
    void badInputsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.predict(new double[][] {{1, 2, 3, 4}, {1, 2, 3}}))
                .withMessage("inputs[1] has 3 entries, 4 were expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.predict(new double[][] {{1, 2, 3, 4}, {1, 2, Double.NaN, 4}}))
                .withMessage("inputs[1][2] is NaN, a finite number was expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.predict(new double[0][]))
                .withMessage("inputs are 0 x 4: at least 1 row (one per sample) and 4 columns were expected");
        assertThatNullPointerException().isThrownBy(() -> network.predict(null)).withMessage("inputs");
        assertThatNullPointerException()
                .isThrownBy(() -> network.predict(new double[][] {null}))
                .withMessage("inputs[0]");
        assertThatNullPointerException().isThrownBy(() -> network.forward(null)).withMessage("inputs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ForwardPass(network, 0))
                .withMessage("the number of samples must be at least 1, it is 0");
        assertThatNullPointerException().isThrownBy(() -> Mlp.of(null, Initialiser.zeros(), 1));
        assertThatNullPointerException().isThrownBy(() -> Mlp.of(network.architecture(), null, 1));
    }

    @Test
    void theLossRefusesWhatDoesNotBelongTogether() {
        DMatrixRMaj targets = batch(2, 1).targetMatrix();
        ForwardPass pass = new ForwardPass(network, 2);
        assertThatIllegalStateException()
                .isThrownBy(() -> network.loss(pass, targets))
                .withMessage("the forward pass has not been run");
        pass.run(batch(2, 1).inputMatrix());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.random(Networks.threeLayers(), 2).loss(pass, targets))
                .withMessageContaining("another network");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.loss(pass, new DMatrixRMaj(2, 3)))
                .withMessage("targets are 2 x 3: 2 x 2 was expected");
    }

    @Test
    void aTraceHasEveryLayer() {
        Batch batch = batch(3, 1);
        Trace trace = network.trace(batch);
        ForwardPass pass = network.forward(batch.inputMatrix());
        assertThat(trace.layerCount()).isEqualTo(3);
        int compared = 0;
        for (int layer = 0; layer < 3; layer++) {
            for (int sample = 0; sample < 3; sample++) {
                for (int unit = 0; unit < trace.units(layer); unit++) {
                    assertThat(trace.preActivation(layer, sample, unit))
                            .isEqualTo(pass.preActivations(layer).get(sample, unit));
                    assertThat(trace.activation(layer, sample, unit))
                            .isEqualTo(pass.activations(layer).get(sample, unit));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(3 * (5 + 3 + 2));
    }

    @Test
    void asAModelItOffersEverythingButReseeding() {
        Batch batch = batch(5, 1);
        Model model = network.asModel("reference", Optimiser.sgd(0.1));
        assertThat(model.capabilities())
                .containsExactly(
                        Capability.LOSS,
                        Capability.GRADIENT,
                        Capability.TRAIN_STEP,
                        Capability.PREDICT,
                        Capability.TRACE,
                        Capability.ARCHITECTURE);
        assertThat(model.parameters())
                .extracting(Parameter::name)
                .containsExactly("layer 1/W", "layer 1/b", "layer 2/W", "layer 2/b", "layer 3/W", "layer 3/b");
        assertThat(model.layers()).extracting(ModelLayer::name).containsExactly("layer 1", "layer 2", "layer 3");
        assertThat(model.loss(batch))
                .isEqualTo(network.loss(network.forward(batch.inputMatrix()), batch.targetMatrix()));
        assertThat(model.predict(batch)).isDeepEqualTo(network.predict(batch.inputs()));
        assertThat(model.trace(batch).activation(2, 4, 1))
                .isEqualTo(network.trace(batch).activation(2, 4, 1));
        assertThat(Mlp.twin(model).predict(batch.inputs())).isDeepEqualTo(network.predict(batch.inputs()));
    }

    @Test
    void aTrainStepOfTheModelFollowsItsGradient() {
        Batch batch = batch(5, 1);
        Model model = network.asModel("reference", Optimiser.sgd(0.1));
        Gradient gradient = model.gradient(batch);
        double[][] before = model.parameters().stream().map(Parameter::values).toArray(double[][]::new);
        model.trainStep(batch);
        for (int p = 0; p < before.length; p++) {
            Parameter parameter = model.parameters().get(p);
            double[] g = gradient.of(parameter).orElseThrow();
            double[] after = parameter.values();
            for (int i = 0; i < g.length; i++) {
                assertThat(after[i]).isEqualTo(before[p][i] - 0.1 * g[i]);
            }
        }
        assertThat(before).hasNumberOfRows(6);
    }

    @Test
    void aModelWithADefectShowsIt() {
        Batch batch = batch(5, 1);
        Backpropagation endsEarly =
                Backpropagation.standard().replacing(BackwardStepName.ACCUMULATION, 0, (pass, layer) -> {});
        Model model =
                network.asModel("defective", LearningRule.of(Optimiser.sgd(0.1)).withBackpropagation(endsEarly));
        Gradient gradient = model.gradient(batch);
        assertThat(gradient.of(model.parameters().get(0)).orElseThrow()).containsOnly(0);
        assertThat(gradient.of(model.parameters().get(2)).orElseThrow()).doesNotContain(0);
        double[] first = model.parameters().get(0).values();
        model.trainStep(batch);
        assertThat(model.parameters().get(0).values()).isEqualTo(first);
    }
}
