package io.github.backcheck.wrapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.diagnosis.Severity;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Networks without a fault, wrapped wrongly: it is the wrapping that is spoken of. */
class WrongWrappingsTest {

    private static final Batch DATA = data();

    private final SquareNetwork net = new SquareNetwork(3);

    /** Which of four inputs is the largest. */
    private static Batch data() {
        Random random = new Random(2);
        double[][] points = new double[64][];
        int[] labels = new int[points.length];
        for (int n = 0; n < points.length; n++) {
            points[n] = random.doubles(4, -1, 1).toArray();
            labels[n] = Batch.label(points[n]);
        }
        return Batch.labelled(points, labels, 4);
    }

    private static Diagnosis examine(ModelBuilder model) {
        return Examination.of(model.build()).data(DATA).run();
    }

    /** The only finding but for advice; or the only one, if that is all there is. */
    private static Finding only(Diagnosis diagnosis) {
        assertThat(diagnosis.findings().stream().filter(finding -> finding.id() != FindingId.NEEDS_MORE_TRAINING))
                .as("%s", diagnosis)
                .hasSize(1);
        return diagnosis.findings().get(0);
    }

    private static void says(Finding finding, FindingId id, Severity severity, String... words) {
        assertThat(finding.id()).as("%s", finding).isEqualTo(id);
        assertThat(finding.severity()).as("%s", finding).isEqualTo(severity);
        assertThat(finding.toString().replaceAll("\\s+", " ")).contains(words);
    }

    private ModelBuilder parameters() {
        return Model.named("square")
                .weights("hidden/W", net.w1)
                .biases("hidden/b", net.b1)
                .weights("output/W", net.w2)
                .biases("output/b", net.b2);
    }

    private ModelBuilder with(ModelBuilder parameters) {
        return parameters
                .trainStep(batch -> net.train(batch.inputs(), batch.targets()))
                .predictSample(net::forward)
                .architecture(SquareNetwork.ARCHITECTURE);
    }

    @Nested
    class Gradients {

        private Finding given(Supplier<Gradient> gradient) {
            return only(examine(with(parameters()).gradient(batch -> {
                net.backprop(batch.inputs(), batch.targets());
                return gradient.get();
            })));
        }

        @Test
        void rightOnesAreLeftInPeace() {
            Diagnosis diagnosis = examine(with(parameters()).gradient(batch -> {
                net.backprop(batch.inputs(), batch.targets());
                return Gradient.of("hidden/W", net.dw1)
                        .and("hidden/b", net.db1)
                        .and("output/W", net.dw2)
                        .and("output/b", net.db2);
            }));
            assertThat(diagnosis.findings().stream().filter(finding -> finding.severity() != Severity.ADVICE))
                    .as("%s", diagnosis)
                    .isEmpty();
        }

        @Test
        void namesAreExchanged() {
            Finding finding = given(() -> Gradient.of("hidden/W", net.dw2)
                    .and("hidden/b", net.db2)
                    .and("output/W", net.dw1)
                    .and("output/b", net.db1));
            says(
                    finding,
                    FindingId.GRADIENT_WRONG,
                    Severity.MILD,
                    "Training steps follow the right gradient; gradient(batch) hands out another one.",
                    "hidden/W that of output/W",
                    "output/b that of hidden/b");
        }

        @Test
        void oneIsTurned() {
            Finding finding =
                    given(() -> Gradient.of("hidden/W", Storage.of(net.dw1).transposed())
                            .and("hidden/b", net.db1)
                            .and("output/W", net.dw2)
                            .and("output/b", net.db2));
            says(finding, FindingId.GRADIENT_WRONG, Severity.MILD, "with rows and columns exchanged");
            assertThat(finding.where()).containsExactly("hidden");
        }

        @Test
        void anArrayIsOfAnEarlierCall() {
            net.backprop(DATA.inputs(), DATA.targets());
            double[] kept = net.db1;
            Finding finding = given(() -> Gradient.of("hidden/W", net.dw1)
                    .and("hidden/b", kept)
                    .and("output/W", net.dw2)
                    .and("output/b", net.db2));
            says(finding, FindingId.GRADIENT_WRONG, Severity.MILD, "hidden/b the same for other samples");
        }

        @Test
        void aWrongOneThatStepsFollowIsNoMatterOfWrapping() {
            Diagnosis diagnosis = examine(parameters()
                    .gradient(batch -> turned(batch))
                    .trainStep(batch -> net.step(turned(batch), 0.5))
                    .predictSample(net::forward)
                    .architecture(SquareNetwork.ARCHITECTURE));
            assertThat(diagnosis.findings().get(0).id()).isEqualTo(FindingId.BACKWARD_STEP_WRONG);
        }

        private Gradient turned(Batch batch) {
            net.backprop(batch.inputs(), batch.targets());
            net.dw1 = SquareNetwork.transpose(net.dw1);
            return Gradient.of("hidden/W", net.dw1)
                    .and("hidden/b", net.db1)
                    .and("output/W", net.dw2)
                    .and("output/b", net.db2);
        }
    }

    @Nested
    class Parameters {

        @Test
        void biasesAreExchanged() {
            Diagnosis diagnosis = examine(with(Model.named("square")
                    .weights("hidden/W", net.w1)
                    .biases("hidden/b", net.b2)
                    .weights("output/W", net.w2)
                    .biases("output/b", net.b1)));
            says(
                    only(diagnosis),
                    FindingId.FORWARD_DIFFERS,
                    Severity.ADVICE,
                    "The biases of hidden and output are given in place of each other");
        }

        /** The forward pass itself may have them exchanged: a gradient by the right names speaks against the wrapping. */
        @Test
        void biasesAreExchangedAndTheGradientIsNot() {
            Diagnosis diagnosis = examine(with(Model.named("square")
                            .weights("hidden/W", net.w1)
                            .biases("hidden/b", net.b2)
                            .weights("output/W", net.w2)
                            .biases("output/b", net.b1))
                    .gradient(batch -> {
                        net.backprop(batch.inputs(), batch.targets());
                        return Gradient.of("hidden/W", net.dw1)
                                .and("hidden/b", net.db1)
                                .and("output/W", net.dw2)
                                .and("output/b", net.db2);
                    }));
            says(
                    diagnosis.finding(FindingId.FORWARD_DIFFERS).orElseThrow(),
                    FindingId.FORWARD_DIFFERS,
                    Severity.HURTS,
                    "its forward pass takes other parameters than its backward pass");
        }

        @Test
        void layersAreExchanged() {
            Diagnosis diagnosis = examine(with(Model.named("square")
                    .weights("output/W", net.w2)
                    .biases("output/b", net.b2)
                    .weights("hidden/W", net.w1)
                    .biases("hidden/b", net.b1)));
            says(only(diagnosis), FindingId.FORWARD_DIFFERS, Severity.ADVICE, "given in the wrong order");
        }

        @Test
        void columnsAreTakenForRows() {
            UnrolledNetwork unrolled = new UnrolledNetwork(1, 0.2);
            int hidden = UnrolledNetwork.HID;
            Model model = Model.named("one long vector")
                    .weights(
                            "W1",
                            Storage.flat(unrolled.theta, 0, UnrolledNetwork.IN, hidden)
                                    .transposed())
                    .biases("b1", Storage.flat(unrolled.theta, UnrolledNetwork.B1, hidden, 1))
                    .weights("W2", Storage.flat(unrolled.theta, UnrolledNetwork.W2, UnrolledNetwork.OUT, hidden))
                    .biases("b2", Storage.flat(unrolled.theta, UnrolledNetwork.B2, UnrolledNetwork.OUT, 1))
                    .trainStep(batch -> unrolled.descend(batch.inputs(), batch.targets()))
                    .predictSample(unrolled::output)
                    .architecture(
                            Architecture.inputs(2).tanh(hidden).identity(1).halfSquaredError())
                    .build();
            says(
                    only(Examination.of(model).data(Tasks.wave()).run()),
                    FindingId.FORWARD_DIFFERS,
                    Severity.ADVICE,
                    "The weights of W1 are given column by column, and the program keeps them row by row.");
        }

        @Test
        void biasesAreInAnotherColumn() {
            BiasLastNetwork last = new BiasLastNetwork(1, 0.1);
            Model model = Model.named("bias last, taken for first")
                    .weightsWithBiases("hidden", BiasPlacement.FIRST_COLUMN, last.hiddenLayer)
                    .weightsWithBiases("output", BiasPlacement.FIRST_COLUMN, last.outputLayer)
                    .trainSample(last::teach)
                    .predictSample(last::ask)
                    .architecture(Architecture.inputs(2).tanh(4).tanh(1).halfSquaredError())
                    .build();
            says(
                    only(Examination.of(model).data(Tasks.SIGNS).run()),
                    FindingId.FORWARD_DIFFERS,
                    Severity.ADVICE,
                    "Say BiasPlacement.LAST_COLUMN");
        }

        @Test
        void biasesAreForgotten() {
            Diagnosis diagnosis = examine(
                    with(Model.named("square").weights("hidden/W", net.w1).weights("output/W", net.w2)));
            says(
                    only(diagnosis),
                    FindingId.PARAMETERS_MISSING,
                    Severity.HURTS,
                    "Has the network biases in hidden and output?",
                    "(forward-differs)");
        }

        @Test
        void copiesAreGiven() {
            Diagnosis diagnosis = examine(with(Model.named("square")
                    .weights("hidden/W", SquareNetwork.copy(net.w1))
                    .biases("hidden/b", net.b1.clone())
                    .weights("output/W", SquareNetwork.copy(net.w2))
                    .biases("output/b", net.b2.clone())));
            says(
                    only(diagnosis),
                    FindingId.OUTPUTS_IGNORE_PARAMETERS,
                    Severity.BREAKS,
                    "The parameters given to Backcheck are not those that the network computes with",
                    "Storage.reassigned",
                    "Storage.supplied");
        }
    }

    @Nested
    class Calls {

        @Test
        void stepsDoNotLookAtTheBatch() {
            Diagnosis diagnosis = examine(parameters()
                    .trainStep(batch -> net.train(DATA.inputs(), DATA.targets()))
                    .predictSample(net::forward)
                    .architecture(SquareNetwork.ARCHITECTURE));
            says(
                    only(diagnosis),
                    FindingId.BACKWARD_STEP_WRONG,
                    Severity.HURTS,
                    "A training step is the same whatever batch it is given.");
        }

        /** A right gradient of the batch does not hide it. */
        @Test
        void norDoStepsBesideARightGradient() {
            SquareNetwork shown = new SquareNetwork(3);
            Diagnosis diagnosis = examine(with(parameters())
                    .trainStep(batch -> net.train(DATA.inputs(), DATA.targets()))
                    .gradient(batch -> {
                        copyInto(shown);
                        shown.backprop(batch.inputs(), batch.targets());
                        return Gradient.of("hidden/W", shown.dw1)
                                .and("hidden/b", shown.db1)
                                .and("output/W", shown.dw2)
                                .and("output/b", shown.db2);
                    }));
            says(
                    only(diagnosis),
                    FindingId.BACKWARD_STEP_WRONG,
                    Severity.HURTS,
                    "A training step is the same whatever batch it is given.");
        }

        private void copyInto(SquareNetwork other) {
            for (int i = 0; i < 4; i++) {
                System.arraycopy(net.w1[i], 0, other.w1[i], 0, 4);
                System.arraycopy(net.w2[i], 0, other.w2[i], 0, 4);
            }
            System.arraycopy(net.b1, 0, other.b1, 0, 4);
            System.arraycopy(net.b2, 0, other.b2, 0, 4);
        }

        @Test
        void theLossIsOfOtherSamples() {
            Diagnosis diagnosis = examine(with(parameters()).loss(batch -> net.loss(DATA.inputs(), DATA.targets())));
            says(
                    only(diagnosis),
                    FindingId.OUTPUTS_IGNORE_PARAMETERS,
                    Severity.BREAKS,
                    "loss(batch -> net.loss(batch.inputs(), batch.targets()))");
        }

        @Test
        void theLossIsAnErrorRate() {
            Diagnosis diagnosis = examine(with(parameters()).loss(batch -> {
                long wrong = 0;
                for (int n = 0; n < batch.size(); n++) {
                    wrong += Batch.label(net.forward(batch.input(n))) == batch.labels()[n] ? 0 : 1;
                }
                return wrong / (double) batch.size();
            }));
            says(
                    only(diagnosis),
                    FindingId.FORWARD_DIFFERS,
                    Severity.HURTS,
                    "The loss is not that of the architecture, as given to Backcheck; the outputs are.");
        }

        /** Biases of 0 may be read in any place without a difference, and explain nothing. */
        @Test
        void anotherLossIsNoOtherReading() {
            Arrays.fill(net.b1, 0);
            Arrays.fill(net.b2, 0);
            Diagnosis diagnosis =
                    examine(with(parameters()).loss(batch -> net.loss(batch.inputs(), batch.targets()) + 0.3));
            Finding finding = diagnosis.finding(FindingId.FORWARD_DIFFERS).orElseThrow();
            says(
                    finding,
                    FindingId.FORWARD_DIFFERS,
                    Severity.HURTS,
                    "The loss is not that of the architecture, as given to Backcheck; the outputs are.");
        }

        private double[] decided(double[] outputs) {
            double[] decided = new double[outputs.length];
            decided[Batch.label(outputs)] = 1;
            return decided;
        }

        @Test
        void decisionsAreNoOutputs() {
            says(
                    only(examine(with(parameters()).predictSample(x -> decided(net.forward(x))))),
                    FindingId.FORWARD_DIFFERS,
                    Severity.HURTS,
                    "predict gives decisions, not outputs: each is 0 or 1.");
        }

        private Finding inOut(boolean ownLoss, UnaryOperator<double[]> changed) {
            InOutNetwork soft = new InOutNetwork(1, 0.3);
            ModelBuilder model = Model.named("in x out")
                    .weightsInByOut("hidden/W", soft.W1)
                    .biases("hidden/b", soft.b1)
                    .weightsInByOut("output/W", soft.W2)
                    .biases("output/b", soft.b2)
                    .trainStep(batch -> soft.trainOnBatch(batch.inputs(), batch.targets()))
                    .predict(x ->
                            Arrays.stream(soft.predictProba(x)).map(changed).toArray(double[][]::new))
                    .architecture(Architecture.inputs(2).tanh(8).softmax(3).softmaxCrossEntropy());
            if (ownLoss) {
                model.loss(batch -> soft.crossEntropy(batch.inputs(), batch.targets()));
            }
            return only(Examination.of(model.build()).data(Tasks.blobs()).run());
        }

        /** Each a number more than the logarithm of its probability, and some of them above 0. */
        private double[] logits(double[] p) {
            return Arrays.stream(p).map(v -> Math.log(v) + 1).toArray();
        }

        @Test
        void valuesBeforeTheSoftmaxAreNoOutputs() {
            String words = "predict gives what goes into the softmax, not what comes out";
            says(inOut(true, this::logits), FindingId.FORWARD_DIFFERS, Severity.ADVICE, words);
            Finding finding = inOut(false, this::logits);
            says(finding, FindingId.FORWARD_DIFFERS, Severity.BREAKS, words);
            assertThat(finding.consequences()).anyMatch(consequence -> consequence.id() == FindingId.NOT_FINITE);
        }

        @Test
        void classesMakeNoCrossEntropy() {
            Finding finding = inOut(false, this::decided);
            says(finding, FindingId.FORWARD_DIFFERS, Severity.BREAKS, "predict gives decisions, not outputs");
        }
    }
}
