package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ModelTest {

    private static final String BATCH = "batch of 2: inputs 2 x 3, targets 2 x 1";

    /** A loss put together by hand in another order than the model does: a few roundings. */
    private static final double FEW_ROUNDINGS = 1e-15;

    private final Batch batch = Batch.of(new double[][] {{1, 2, 3}, {4, 5, 6}}, new double[][] {{1}, {0}});
    private final double[][] hidden = {{0.1, 0.2, 0.3}, {-0.4, 0.5, -0.6}};
    private final double[] hiddenBiases = {0.01, 0.02};
    private final double[][] output = {{2, -3}};

    private ModelBuilder net() {
        return Model.named("net")
                .weights("hidden/W", hidden)
                .biases("hidden/b", hiddenBiases)
                .weights("output/W", output);
    }

    private ModelBuilder netWithLoss() {
        return net().loss(any -> 0);
    }

    private static UnaryOperator<double[][]> answering(double[][] outputs) {
        return inputs -> outputs;
    }

    @Nested
    class OffersWhatItWasGiven {

        @Test
        void parametersAndALossAtLeast() {
            Model model = netWithLoss().build();
            assertThat(model.name()).isEqualTo("net");
            assertThat(model.parameters()).hasToString("[hidden/W (2 x 3), hidden/b (2), output/W (1 x 2)]");
            assertThat(model.size()).isEqualTo(10);
            assertThat(model.capabilities()).containsExactly(Capability.LOSS);
            assertThat(model.architecture()).isEmpty();
            assertThat(model)
                    .hasToString("net [hidden/W (2 x 3), hidden/b (2), output/W (1 x 2)], offers [loss(batch)]");
        }

        @Test
        void everythingAtMost() {
            Architecture architecture =
                    Architecture.inputs(3).tanh(2).identity(1).halfSquaredError();
            Model model = netWithLoss()
                    .gradient(any -> Gradient.of("hidden/W", hidden))
                    .trainStep(any -> {})
                    .predict(answering(new double[][] {{1}, {2}}))
                    .trace(inputs -> Trace.layer(inputs, inputs))
                    .reportedLoss(any -> 0)
                    .reportedAccuracy(any -> 0)
                    .epoch((inputs, targets) -> {})
                    .reseed(() -> {})
                    .architecture(architecture)
                    .build();
            assertThat(model.capabilities()).containsExactly(Capability.values());
            for (Capability capability : Capability.values()) {
                assertThat(model.can(capability)).as("%s", capability).isTrue();
            }
            assertThat(model.architecture()).containsSame(architecture);
        }

        @Test
        void aLossThatFollowsFromOutputsAndArchitecture() {
            Model model = net().predict(answering(new double[][] {{1}, {2}}))
                    .architecture(Architecture.inputs(3).tanh(2).identity(1).halfSquaredError())
                    .build();
            assertThat(model.capabilities())
                    .containsExactly(Capability.LOSS, Capability.PREDICT, Capability.ARCHITECTURE);
        }

        @Test
        void andNothingElse() {
            Model model = netWithLoss().build();
            List<Consumer<Batch>> asked = List.of(
                    model::gradient,
                    model::trainStep,
                    model::predict,
                    model::trace,
                    model::reportedLoss,
                    model::reportedAccuracy,
                    model::epoch);
            List<String> capabilities = List.of(
                    "gradient(batch)",
                    "trainStep(batch)",
                    "predict(inputs)",
                    "trace(inputs)",
                    "reportedLoss(batch)",
                    "reportedAccuracy(batch)",
                    "epoch(data)");
            for (int i = 0; i < asked.size(); i++) {
                Consumer<Batch> call = asked.get(i);
                assertThatThrownBy(() -> call.accept(batch))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(
                                "the model net was built without " + capabilities.get(i) + "; it offers [loss(batch)]");
            }
        }

        @Test
        void whatTheProgramPrints() {
            Model model = netWithLoss()
                    .reportedLoss(given -> 10.0 * given.size())
                    .reportedAccuracy(given -> given.target(0, 0))
                    .build();
            assertThat(model.reportedLoss(batch)).isEqualTo(20);
            assertThat(model.reportedAccuracy(batch)).isEqualTo(1);
        }

        @Test
        void theDataAsAnEpochLeavesThem() {
            Model model = netWithLoss()
                    .epoch((inputs, targets) -> inputs[1] = inputs[0].clone())
                    .build();
            assertThat(model.epoch(batch).inputs()).isDeepEqualTo(new double[][] {{1, 2, 3}, {1, 2, 3}});
            assertThat(batch.input(1, 0)).isEqualTo(4);
        }

        @Test
        void howManySamplesItWasAskedAbout() {
            Model model = netWithLoss().trainStep(any -> {}).build();
            assertThat(model.samplesAsked()).isZero();
            model.loss(batch);
            model.trainStep(batch);
            model.trainStep(batch.slice(0, 1));
            assertThat(model.samplesAsked()).isEqualTo(5);
        }

        @Test
        void anEpochThatSpoilsItsData() {
            Model model = netWithLoss()
                    .epoch((inputs, targets) -> inputs[1][2] = Double.NaN)
                    .build();
            assertThatThrownBy(() -> model.epoch(batch))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("epoch(data) of net")
                    .hasMessageContaining("inputs[1][2]");
        }

        @Test
        void inSetsAndListsThatCannotBeChanged() {
            Model model = netWithLoss().build();
            assertThat(model.capabilities()).isUnmodifiable();
            assertThat(model.parameters()).isUnmodifiable();
            assertThat(model.layers()).isUnmodifiable();
        }

        @Test
        void whateverTheBuilderIsGivenLater() {
            ModelBuilder builder = netWithLoss();
            Model model = builder.build();
            builder.weights("top/W", new double[][] {{1}}).reseed(() -> {});
            assertThat(model.parameters()).hasSize(3);
            assertThat(model.can(Capability.RESEED)).isFalse();
            assertThat(builder.build().parameters()).hasSize(4);
        }

        @Test
        void underTheNamesGiven() {
            Model model = netWithLoss().build();
            assertThat(model.find("output/W")).containsSame(model.parameters().get(2));
            assertThat(model.find("output/b")).isEmpty();
        }
    }

    @Nested
    class ABuilderRefuses {

        @Test
        void aModelWithoutALoss() {
            String message =
                    "the model net has no loss: give loss(batch), or predict(inputs) and an architecture, whose loss is"
                            + " then used";
            assertThatThrownBy(() -> net().build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> net().predict(inputs -> inputs).build()).hasMessage(message);
            assertThatThrownBy(() -> net().architecture(
                                    Architecture.inputs(3).tanh(2).identity(1).halfSquaredError())
                            .build())
                    .hasMessage(message);
        }

        @Test
        void namesThatAreBlankOrTaken() {
            assertThatThrownBy(() -> Model.named(" "))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the name of a model is blank");
            assertThatThrownBy(() -> Model.named(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the name of a model is null");
            assertThatThrownBy(() -> net().biases("hidden/W", hiddenBiases))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("two parameters are named hidden/W");
            assertThatThrownBy(() -> net().weights("", hidden))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the name of a parameter is blank, a name such as hidden/W was expected");
        }

        @Test
        void arraysThatAreNoMatrixNamingTheParameter() {
            ModelBuilder builder = Model.named("net");
            assertThatThrownBy(() -> builder.weights("w", new double[][] {{1, 2}, {3}}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("w: matrix is ragged: matrix[1] has 1 entries, matrix[0] has 2");
            assertThatThrownBy(() -> builder.weightsInByOut("w", new double[0][]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("w: matrix is empty, it has no row");
            assertThatThrownBy(() -> builder.biases("b", new double[0]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("b: vector is empty, it needs at least one entry");
            assertThatThrownBy(() -> builder.biases("b", (double[]) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("b: vector is null");
            assertThatThrownBy(() -> builder.weights("w", (double[][]) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("w: matrix is null");
            assertThatThrownBy(() -> builder.weights("w", (Storage) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the storage of w is null");
            assertThatThrownBy(() -> builder.biases("b", Storage.of(new double[2][3])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("b is 2 x 3, biases are one column or one row");
        }

        @Test
        void missingFunctions() {
            ModelBuilder builder = Model.named("net");
            assertThatThrownBy(() -> builder.loss(null)).hasMessage("loss");
            assertThatThrownBy(() -> builder.gradient(null)).hasMessage("gradient");
            assertThatThrownBy(() -> builder.trainStep(null)).hasMessage("trainStep");
            assertThatThrownBy(() -> builder.trainSample(null)).hasMessage("trainSample");
            assertThatThrownBy(() -> builder.predict(null)).hasMessage("predict");
            assertThatThrownBy(() -> builder.predictSample(null)).hasMessage("predictSample");
            assertThatThrownBy(() -> builder.trace(null)).hasMessage("trace");
            assertThatThrownBy(() -> builder.reseed(null)).hasMessage("reseed");
            assertThatThrownBy(() -> builder.architecture(null)).hasMessage("architecture");
        }
    }

    @Nested
    class Parameters {

        @Test
        void areLive() {
            Model model = netWithLoss().build();
            hidden[1][2] = 77;
            assertThat(model.parameters().get(0).get(5)).isEqualTo(77);
            model.parameters().get(1).set(0, 88);
            assertThat(hiddenBiases[0]).isEqualTo(88);
        }

        @Test
        void keptAsInByOutAppearAsOutByIn() {
            double[][] own = {{1, 2}, {3, 4}, {5, 6}};
            Model model =
                    Model.named("net").weightsInByOut("w", own).loss(any -> 0).build();
            Parameter weights = model.parameters().get(0);
            assertThat(weights).hasToString("w (2 x 3)");
            assertThat(weights.values()).containsExactly(1, 3, 5, 2, 4, 6);
            weights.set(1, 9);
            assertThat(own[1][0]).isEqualTo(9);
        }

        @Test
        void keptAsFloatsSaySo() {
            Model model = Model.named("net")
                    .weights("w", Storage.of(new float[2][3]))
                    .biases("b", Storage.of(new float[1][2]))
                    .loss(any -> 0)
                    .build();
            assertThat(model.parameters()).extracting(Parameter::precision).containsOnly(Precision.SINGLE);
        }
    }

    @Nested
    class LossFromOutputs {

        private double loss(Architecture architecture, double[][] outputs) {
            return net().predict(answering(outputs))
                    .architecture(architecture)
                    .build()
                    .loss(batch);
        }

        private final Architecture.Layers layers = Architecture.inputs(3).tanh(2);
        private final double[][] outputs = {{0.8}, {0.3}};

        @Test
        void isThatOfTheArchitecture() {
            double halfSquares = 0.5 * 0.2 * 0.2 + 0.5 * 0.3 * 0.3;
            double entropy = -Math.log(0.8) - Math.log(0.7);
            Architecture squared = layers.identity(1).halfSquaredError();
            Architecture binary = layers.sigmoid(1).binaryCrossEntropy();
            assertThat(loss(squared, outputs)).isCloseTo(halfSquares / 2, within(FEW_ROUNDINGS));
            assertThat(loss(squared.summed(), outputs)).isCloseTo(halfSquares, within(FEW_ROUNDINGS));
            assertThat(loss(binary, outputs)).isCloseTo(entropy / 2, within(FEW_ROUNDINGS));
            assertThat(loss(layers.identity(1).meanSquaredError(), outputs))
                    .isCloseTo(halfSquares, within(FEW_ROUNDINGS));
        }

        @Test
        void hasThePenaltyOfWeightsNotOfBiasesAndNotAveraged() {
            double squares = 0.01 + 0.04 + 0.09 + 0.16 + 0.25 + 0.36 + 4 + 9;
            Architecture squared = layers.identity(1).halfSquaredError();
            for (Architecture architecture : List.of(squared, squared.summed())) {
                double penalty = loss(architecture.l2(0.3), outputs) - loss(architecture, outputs);
                // The difference of two losses of about 2.
                assertThat(penalty).isCloseTo(0.15 * squares, within(4 * FEW_ROUNDINGS));
            }
        }

        @Test
        void givesWayToTheNetworksOwn() {
            Model model = net().loss(any -> 42)
                    .predict(answering(outputs))
                    .architecture(layers.identity(1).halfSquaredError())
                    .build();
            assertThat(model.loss(batch)).isEqualTo(42);
        }

        @Test
        void isNanOrInfiniteWhereTheOutputsSaySo() {
            assertThat(loss(layers.sigmoid(1).binaryCrossEntropy(), new double[][] {{0}, {0}}))
                    .isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(loss(layers.sigmoid(1).binaryCrossEntropy(), new double[][] {{1}, {Double.NaN}}))
                    .isNaN();
        }
    }

    @Nested
    class Calls {

        @Test
        void predictSampleMayReturnTheSameArrayEachTime() {
            double[] same = new double[1];
            Model model = netWithLoss()
                    .predictSample(input -> {
                        same[0] = input[0] + input[2];
                        input[0] = 99;
                        return same;
                    })
                    .build();
            assertThat(model.predict(batch)).isDeepEqualTo(new double[][] {{4}, {10}});
            assertThat(batch.input(0, 0))
                    .as("the batch, whose copy was changed")
                    .isEqualTo(1);
        }

        @Test
        void predictHandsOutACopyOfWhatTheNetworkKeeps() {
            double[][] kept = {{1}, {2}};
            Model model = netWithLoss().predict(answering(kept)).build();
            model.predict(batch)[0][0] = 99;
            assertThat(kept[0][0]).isEqualTo(1);
        }

        @Test
        void trainSampleIsOneStepBySampleInTurn() {
            List<String> steps = new ArrayList<>();
            Model model = netWithLoss()
                    .trainSample((input, target) -> {
                        steps.add(input[0] + " to " + target[0]);
                        input[0] = 99;
                        target[0] = 99;
                    })
                    .build();
            assertThat(model.can(Capability.TRAIN_STEP)).isTrue();
            model.trainStep(batch);
            model.trainStep(batch);
            assertThat(steps).containsExactly("1.0 to 1.0", "4.0 to 0.0", "1.0 to 1.0", "4.0 to 0.0");
        }

        @Test
        void trainStepReachesTheParameters() {
            Model model = netWithLoss()
                    .trainStep(given -> hidden[0][0] = given.input(1, 1))
                    .build();
            model.trainStep(batch);
            assertThat(model.parameters().get(0).get(0)).isEqualTo(5);
        }

        @Test
        void gradientAndTraceComeThrough() {
            Trace trace = Trace.layer(new double[2][2], new double[2][2]).andLayer(new double[2][1], new double[2][1]);
            Gradient gradient = Gradient.of("hidden/W", hidden);
            Model model = netWithLoss()
                    .trace(inputs -> trace)
                    .gradient(any -> gradient)
                    .build();
            assertThat(model.trace(batch)).isSameAs(trace);
            assertThat(model.gradient(batch)).isSameAs(gradient);
        }

        @Test
        void setRandomnessBackFirstEachTime() {
            List<String> calls = new ArrayList<>();
            Model model = net().loss(any -> {
                        calls.add("loss");
                        return 0;
                    })
                    .gradient(any -> {
                        calls.add("gradient");
                        return Gradient.of("hidden/W", hidden);
                    })
                    .trainStep(any -> calls.add("trainStep"))
                    .predict(inputs -> {
                        calls.add("predict");
                        return new double[2][1];
                    })
                    .trace(inputs -> {
                        calls.add("trace");
                        return Trace.layer(new double[2][2], new double[2][2])
                                .andLayer(new double[2][1], new double[2][1]);
                    })
                    .reseed(() -> calls.add("reseed"))
                    .build();
            assertThat(calls).isEmpty();
            model.loss(batch);
            model.loss(batch);
            model.gradient(batch);
            model.trainStep(batch);
            model.predict(batch);
            model.trace(batch);
            assertThat(calls)
                    .containsExactly(
                            "reseed",
                            "loss",
                            "reseed",
                            "loss",
                            "reseed",
                            "gradient",
                            "reseed",
                            "trainStep",
                            "reseed",
                            "predict",
                            "reseed",
                            "trace");
        }
    }

    @Nested
    class ANetworkThatThrows {

        private final RuntimeException cause = new IllegalStateException("weights not loaded");

        @Test
        void isNamedWithTheCallAndTheShapes() {
            Model model = net().loss(any -> {
                        throw cause;
                    })
                    .gradient(any -> {
                        throw cause;
                    })
                    .trainStep(any -> {
                        throw cause;
                    })
                    .predict(any -> {
                        throw cause;
                    })
                    .trace(any -> {
                        throw cause;
                    })
                    .build();
            List<Consumer<Batch>> calls =
                    List.of(model::loss, model::gradient, model::trainStep, model::predict, model::trace);
            List<String> names =
                    List.of("loss(batch)", "gradient(batch)", "trainStep(batch)", "predict(inputs)", "trace(inputs)");
            for (int i = 0; i < calls.size(); i++) {
                Consumer<Batch> call = calls.get(i);
                assertThatThrownBy(() -> call.accept(batch))
                        .isInstanceOf(ModelException.class)
                        .hasMessage(names.get(i)
                                + " of net threw java.lang.IllegalStateException: weights not loaded on a " + BATCH)
                        .hasCause(cause);
            }
        }

        @Test
        void whileItsRandomnessIsSetBackIsNamedToo() {
            Model model = netWithLoss()
                    .reseed(() -> {
                        throw cause;
                    })
                    .build();
            assertThatThrownBy(() -> model.loss(batch))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("reseed before loss(batch) of net threw java.lang.IllegalStateException: weights not"
                            + " loaded on a " + BATCH)
                    .hasCause(cause);
        }

        @Test
        void withACheckedExceptionIsNamedToo() {
            Model model = net().loss(any -> {
                        ModelTest.<RuntimeException>throwUnannounced(new IOException("disk full"));
                        return 0;
                    })
                    .build();
            assertThatThrownBy(() -> model.loss(batch))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("loss(batch) of net threw java.io.IOException: disk full")
                    .hasCauseInstanceOf(IOException.class);
        }

        @Test
        void withAnErrorIsLeftAlone() {
            AssertionError error = new AssertionError("out of everything");
            Model model = net().loss(any -> {
                        throw error;
                    })
                    .build();
            assertThatThrownBy(() -> model.loss(batch)).isSameAs(error);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void throwUnannounced(Exception exception) throws E {
        throw (E) exception;
    }

    @Nested
    class AnswersThatCannotBeUsed {

        private void predicted(double[][] outputs, String message) {
            Model model = netWithLoss().predict(answering(outputs)).build();
            assertThatThrownBy(() -> model.predict(batch))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(message);
        }

        @Test
        void ofPredict() {
            predicted(null, "predict(inputs) of net returned null");
            predicted(new double[][] {{1}, null}, "predict(inputs) of net returned null for sample 1");
            predicted(
                    new double[][] {{1}},
                    "predict(inputs) of net returned 1 rows for 2 samples: one row per sample was expected");
            predicted(
                    new double[][] {{1, 2}},
                    "predict(inputs) of net returned 1 rows for 2 samples: one row per sample was expected; where the"
                            + " program has one column per sample, transpose what goes in and what comes out");
            predicted(
                    new double[][] {{1}, {1, 2}},
                    "predict(inputs) of net returned 2 outputs for sample 1, the targets have 1");
        }

        @Test
        void ofPredictSample() {
            Model model = netWithLoss().predictSample(input -> null).build();
            assertThatThrownBy(() -> model.predict(batch))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the outputs are null");
        }

        @Test
        void ofTrace() {
            traced(null, "trace(inputs) of net returned null");
            traced(
                    Trace.layer(new double[2][2], new double[2][2]),
                    "trace(inputs) of net returned 1 layers for 2 samples: 2 layers for 2 samples were expected");
            traced(
                    Trace.layer(new double[3][2], new double[3][2]).andLayer(new double[3][1], new double[3][1]),
                    "trace(inputs) of net returned 2 layers for 3 samples: 2 layers for 2 samples were expected");
            traced(
                    Trace.layer(new double[2][5], new double[2][5]).andLayer(new double[2][1], new double[2][1]),
                    "trace(inputs) of net returned 5 units for layer hidden, hidden/W (2 x 3) has 2");
        }

        private void traced(Trace trace, String message) {
            Model model = netWithLoss().trace(inputs -> trace).build();
            assertThatThrownBy(() -> model.trace(batch))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(message);
        }

        @Test
        void ofGradient() {
            gradient(null, "gradient(batch) of net returned null");
            gradient(
                    Gradient.of("hidden/w", hidden),
                    "gradient(batch) of net returned a gradient for hidden/w, the model has [hidden/W (2 x 3), hidden/b"
                            + " (2), output/W (1 x 2)]");
            gradient(
                    Gradient.of("hidden/W", new double[3][2]),
                    "gradient(batch) of net returned 3 x 2 for hidden/W (2 x 3): the same shape was expected; if the"
                            + " program keeps it as in x out, pass Storage.of(gradient).transposed()");
            gradient(
                    Gradient.of("hidden/W", new double[6]),
                    "gradient(batch) of net returned 6 x 1 for hidden/W (2 x 3): the same shape was expected");
            gradient(
                    Gradient.of("hidden/W", hidden).and("hidden/b", new double[3]),
                    "gradient(batch) of net returned 3 x 1 for hidden/b (2): the same shape was expected");
        }

        private void gradient(Gradient gradient, String message) {
            Model model = netWithLoss().gradient(any -> gradient).build();
            assertThatThrownBy(() -> model.gradient(batch))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(message);
        }
    }
}
