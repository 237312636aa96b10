package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One bug in a program: the first finding names it and where it is; anything else that is said follows from it. */
class BrokenNetworksTest {

    private static final int BATCH = 8;

    private static Diagnosis examine(Model model) {
        return Examination.of(model).data(Samples.digits()).batchSize(BATCH).run();
    }

    private static void assertFirst(Model model, FindingId id, String... where) {
        Diagnosis diagnosis = examine(model);
        assertThat(diagnosis.findings()).as(diagnosis.toString()).isNotEmpty();
        Finding first = diagnosis.findings().get(0);
        assertThat(first.id()).as(diagnosis.toString()).isEqualTo(id);
        assertThat(first.where()).containsExactly(where);
    }

    private static Model neurons(Bug bug) {
        return new NeuronObjects(bug, 0.1, 1, 64, 20, 12, 10).wrap();
    }

    private static Model rows(Bug bug) {
        return new BiasRows(bug, 0.1, 1, 64, 20, 10).wrap();
    }

    private static Model rowsStepOnly(Bug bug) {
        return new BiasRows(bug, 0.1, 1, 64, 20, 10).stepOnly().build();
    }

    private static Model flat(Bug bug) {
        return new FlatVector(bug, 0.01, 0.9, 1, 64, 20, 10).wrap();
    }

    private static Model flatStepOnly(Bug bug) {
        return new FlatVector(bug, 0.01, 0, 1, 64, 20, 10).stepOnly().build();
    }

    private static Model matrices(Bug bug) {
        return new EjmlMatrices(bug, 0.1, 1e-3, 1, 64, 20, 10).wrap();
    }

    private static Model floats(Bug bug) {
        return new FloatArrays(bug, 0.1f, 1, 64, 20, 10).wrap();
    }

    private static Model fields(Bug bug) {
        StaticFit.reset(bug, 0.1, 1, 64, 16, 12, 10);
        return StaticFit.wrap();
    }

    /** What is handed out is right, and training has a backward pass of its own. */
    @Test
    void aBackwardPassThatOnlyTrainingHas() {
        BiasRows shown = new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10);
        BiasRows trained = new BiasRows(Bug.WRONG_DERIVATIVE, 0.1, 1, 64, 20, 10);
        Diagnosis diagnosis = examine(shown.stepOnly()
                .gradient(batch -> shown.gradient(batch.inputs(), batch.targets()))
                .trainStep(batch -> {
                    copy(shown, trained);
                    trained.train(batch.inputs(), batch.targets());
                    copy(trained, shown);
                })
                .build());

        Finding first = diagnosis.findings().get(0);
        assertThat(first.id()).as("%s", diagnosis).isEqualTo(FindingId.BACKWARD_STEP_WRONG);
        assertThat(first.where()).containsExactly("hidden");
        assertThat(diagnosis.observations())
                .anyMatch(fact -> fact.toString().contains("training steps follow another gradient"));
    }

    private static void copy(BiasRows from, BiasRows to) {
        copy(from.w1, to.w1);
        copy(from.w2, to.w2);
    }

    private static void copy(double[][] from, double[][] to) {
        for (int i = 0; i < from.length; i++) {
            System.arraycopy(from[i], 0, to[i], 0, from[i].length);
        }
    }

    /** Nor may an optimiser that is not known be taken for one: the signs of the gradient are applied, and half of large steps. */
    @Test
    void stepsOfAnUnknownOptimiserAreNoWrongBackwardPass() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10);
        Diagnosis diagnosis = examine(net.stepOnly()
                .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                .trainStep(batch -> {
                    net.gradient(batch.inputs(), batch.targets());
                    dampened(net.w1, net.g1);
                    dampened(net.w2, net.g2);
                })
                .build());

        assertThat(diagnosis.findings().stream().map(Finding::id))
                .as("%s", diagnosis)
                .doesNotContain(FindingId.BACKWARD_STEP_WRONG, FindingId.GRADIENT_WRONG);
    }

    private static void dampened(double[][] w, double[][] g) {
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w[i].length; j++) {
                w[i][j] -= 0.01 * Math.tanh(100 * g[i][j]);
            }
        }
    }

    @Test
    void aLoopThatEndsBeforeTheFirstLayer() {
        assertFirst(rows(Bug.FIRST_LAYER_FROZEN), FindingId.BACKWARD_NEVER_REACHES_LAYER, "hidden");
        assertFirst(flat(Bug.FIRST_LAYER_FROZEN), FindingId.BACKWARD_NEVER_REACHES_LAYER, "W1");
        assertFirst(matrices(Bug.FIRST_LAYER_FROZEN), FindingId.BACKWARD_NEVER_REACHES_LAYER, "first");
    }

    @Test
    void theSameSeenInTrainingStepsOnly() {
        assertFirst(neurons(Bug.FIRST_LAYER_FROZEN), FindingId.LAYER_FROZEN, "hidden1");
        assertFirst(rowsStepOnly(Bug.FIRST_LAYER_FROZEN), FindingId.LAYER_FROZEN, "hidden");
        assertFirst(flatStepOnly(Bug.FIRST_LAYER_FROZEN), FindingId.LAYER_FROZEN, "W1");
        assertFirst(floats(Bug.FIRST_LAYER_FROZEN), FindingId.LAYER_FROZEN, "hidden");
        assertFirst(fields(Bug.FIRST_LAYER_FROZEN), FindingId.LAYER_FROZEN, "W1");
    }

    @Test
    void anUpdateOfACopy() {
        assertFirst(rows(Bug.UPDATE_TO_COPY), FindingId.UPDATE_NOT_APPLIED, "hidden", "output");
        assertFirst(flat(Bug.UPDATE_TO_COPY), FindingId.UPDATE_NOT_APPLIED, "W1", "W2");
        assertFirst(matrices(Bug.UPDATE_TO_COPY), FindingId.UPDATE_NOT_APPLIED, "first", "second");
        assertFirst(neurons(Bug.UPDATE_TO_COPY), FindingId.LAYER_FROZEN, "hidden1", "hidden2", "output");
        assertFirst(floats(Bug.UPDATE_TO_COPY), FindingId.LAYER_FROZEN, "hidden", "output");
    }

    @Test
    void anUpdateOfACopyOfTheFirstWeightsWhileTheirBiasesMove() {
        assertFirst(rows(Bug.WEIGHTS_TO_COPY), FindingId.UPDATE_NOT_APPLIED, "hidden");
        assertFirst(flat(Bug.WEIGHTS_TO_COPY), FindingId.UPDATE_NOT_APPLIED, "W1");
        assertFirst(matrices(Bug.WEIGHTS_TO_COPY), FindingId.UPDATE_NOT_APPLIED, "first");
        assertFirst(neurons(Bug.WEIGHTS_TO_COPY), FindingId.LAYER_FROZEN, "hidden1");
        assertFirst(fields(Bug.WEIGHTS_TO_COPY), FindingId.LAYER_FROZEN, "W1");
        assertThat(examine(rows(Bug.WEIGHTS_TO_COPY)).findings().get(0).statement())
                .startsWith("hidden/W does not change");
    }

    @Test
    void aLearningRateOfZeroByIntegerDivision() {
        assertFirst(rows(Bug.INTEGER_DIVISION), FindingId.UPDATE_NOT_APPLIED, "hidden", "output");
        assertFirst(fields(Bug.INTEGER_DIVISION), FindingId.LAYER_FROZEN, "W1", "W2", "W3");
        assertThat(examine(fields(Bug.INTEGER_DIVISION)).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.advice()).contains("division of integers such as 1 / 10"));
    }

    @Test
    void aSignTurnedRoundBelowTheOutput() {
        assertFirst(neurons(Bug.HIDDEN_SIGN), FindingId.BACKWARD_STEP_WRONG, "hidden2");
        assertFirst(rows(Bug.HIDDEN_SIGN), FindingId.BACKWARD_STEP_WRONG, "hidden");
        assertFirst(rowsStepOnly(Bug.HIDDEN_SIGN), FindingId.BACKWARD_STEP_WRONG, "hidden");
        assertFirst(flat(Bug.HIDDEN_SIGN), FindingId.BACKWARD_STEP_WRONG, "W1");
        assertFirst(matrices(Bug.HIDDEN_SIGN), FindingId.BACKWARD_STEP_WRONG, "first");
        assertFirst(floats(Bug.HIDDEN_SIGN), FindingId.BACKWARD_STEP_WRONG, "hidden");
        assertFirst(fields(Bug.HIDDEN_SIGN), FindingId.BACKWARD_STEP_WRONG, "W2");
        Finding finding = examine(rows(Bug.HIDDEN_SIGN)).findings().get(0);
        assertThat(finding.severity()).isEqualTo(Severity.BREAKS);
        assertThat(finding.statement())
                .isEqualTo(
                        "The activation derivative of hidden is wrong: the derivative has the wrong sign: a (a - 1) for a (1 - a).");
        assertThat(finding.toString())
                .contains("or else", "propagation-sign", "matters", "learning: after", "hidden climbs");
    }

    @Test
    void aWrongDerivative() {
        assertFirst(neurons(Bug.WRONG_DERIVATIVE), FindingId.BACKWARD_STEP_WRONG, "hidden2", "hidden1");
        assertFirst(rows(Bug.WRONG_DERIVATIVE), FindingId.BACKWARD_STEP_WRONG, "hidden");
        assertFirst(flatStepOnly(Bug.WRONG_DERIVATIVE), FindingId.BACKWARD_STEP_WRONG, "W1");
        assertFirst(matrices(Bug.WRONG_DERIVATIVE), FindingId.BACKWARD_STEP_WRONG, "first");
        assertFirst(floats(Bug.WRONG_DERIVATIVE), FindingId.BACKWARD_STEP_WRONG, "hidden");
        assertFirst(fields(Bug.WRONG_DERIVATIVE), FindingId.BACKWARD_STEP_WRONG, "W2", "W1");
    }

    /** A step of its own kind: it is said which, with numbers. */
    @Test
    void aStepThatIsWrongInAWayOfItsOwn() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10);
        Model model = net.parameters()
                .predict(net::predict)
                .gradient(batch -> {
                    net.backward(batch.inputs(), batch.targets());
                    for (double[] row : net.g1) {
                        Arrays.setAll(row, j -> Math.max(-0.02, Math.min(0.02, row[j])));
                    }
                    return net.gradient();
                })
                .architecture(net.architecture())
                .build();
        Diagnosis diagnosis = examine(model);
        assertThat(diagnosis.findings())
                .as(diagnosis.toString())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo(FindingId.GRADIENT_WRONG);
                    assertThat(finding.where()).containsExactly("hidden");
                    assertThat(finding.toString()).contains("is wrong, and no known defect does this: ");
                });
    }

    /** The audit asks for small batches; a program that cannot take them is examined without it. */
    @Test
    void aProgramThatCannotTakeSmallBatches() {
        BiasRows net = new BiasRows(Bug.HIDDEN_SIGN, 0.1, 1, 64, 20, 10);
        Model model = net.stepOnly()
                .gradient(batch -> {
                    if (batch.size() != BATCH) {
                        throw new IllegalStateException("a batch has " + BATCH + " samples");
                    }
                    return net.gradient(batch.inputs(), batch.targets());
                })
                .build();
        Diagnosis diagnosis = examine(model);
        assertThat(diagnosis.findings()).extracting(Finding::id).containsExactly(FindingId.GRADIENT_WRONG);
        assertThat(diagnosis.notJudged())
                .anyMatch(line -> line.startsWith("which step of the backward pass is wrong: gradient(batch)"));
    }

    @Test
    void aGradientAddedUpWhereTheLossIsAveragedIsMild() {
        Diagnosis diagnosis = examine(rows(Bug.SUMMED_GRADIENT));
        assertThat(diagnosis.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo(FindingId.GRADIENT_WRONG);
            assertThat(finding.severity()).isEqualTo(Severity.MILD);
            assertThat(finding.statement()).startsWith("The whole gradient is 8 times that of the loss");
        });
        assertFirst(flat(Bug.SUMMED_GRADIENT), FindingId.GRADIENT_WRONG, "W1", "W2");
    }

    @Test
    void sumsThatAreNeverSetBack() {
        assertFirst(rows(Bug.NEVER_RESET), FindingId.GRADIENT_NOT_REPEATABLE);
        assertThat(examine(rows(Bug.NEVER_RESET)).findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.toString()).contains("cause  the accumulators are never reset"));
        assertFirst(rowsStepOnly(Bug.NEVER_RESET), FindingId.STEPS_ADD_UP);
        assertFirst(flatStepOnly(Bug.NEVER_RESET), FindingId.STEPS_ADD_UP);
    }

    @Test
    void anUpdateThatAdds() {
        assertFirst(rows(Bug.ASCENT), FindingId.UPDATE_CLIMBS);
        assertFirst(matrices(Bug.ASCENT), FindingId.UPDATE_CLIMBS);
        assertFirst(flat(Bug.ASCENT), FindingId.TRAINING_DIVERGES);
        assertThat(examine(rowsStepOnly(Bug.ASCENT)).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .contains("goes up the gradient", "θ ← θ + 0.1 g", "update-ascent", "compared"));
    }

    /** Velocities, last gradients and templates of zeros: the update of a network whose gradient is right. */
    @Test
    void anUpdateWithADefectOfItsOwn() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10);
        double[][][] last = {new double[65][20], new double[21][10]};
        Model previous = net.stepOnly()
                .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                .trainStep(batch -> {
                    net.backward(batch.inputs(), batch.targets());
                    subtract(net.w1, 0.1, last[0]);
                    subtract(net.w2, 0.1, last[1]);
                    last[0] = net.g1;
                    last[1] = net.g2;
                })
                .build();
        assertThat(examine(previous).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo(FindingId.UPDATE_WRONG);
            assertThat(finding.where()).isEmpty();
            assertThat(finding.statement())
                    .isEqualTo("The update of all parameters is wrong: the gradient of the batch before is applied.");
            assertThat(finding.toString()).contains("θ ← θ - 0.1 g of the batch before", "update-previous-gradient");
        });
    }

    @Test
    void aBlockOfWeightsThatIsNeverWritten() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10);
        Model model = net.stepOnly()
                .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                .trainStep(batch -> {
                    net.backward(batch.inputs(), batch.targets());
                    for (double[] row : net.g2) {
                        row[9] = 0;
                    }
                    subtract(net.w1, 0.1, net.g1);
                    subtract(net.w2, 0.1, net.g2);
                })
                .build();
        Diagnosis diagnosis = examine(model);
        assertThat(diagnosis.findings())
                .as(diagnosis.toString())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.id()).isEqualTo(FindingId.UPDATE_WRONG));
        assertThat(diagnosis.findings().get(0).where()).containsExactly("output");
        assertThat(diagnosis.findings().get(0).statement()).startsWith("The update of output/W");
    }

    private static void subtract(double[][] w, double eta, double[][] g) {
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w[i].length; j++) {
                w[i][j] -= eta * g[i][j];
            }
        }
    }

    /** A wrong forward pass is named, and what only follows from it is not said. */
    @Test
    void aForwardPassWithoutItsLastActivation() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10);
        Model model = net.stepOnly()
                .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                .architecture(Architecture.inputs(64).sigmoid(20).softmax(10).softmaxCrossEntropy())
                .build();
        Diagnosis diagnosis = examine(model);
        assertThat(diagnosis.findings())
                .as(diagnosis.toString())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo(FindingId.FORWARD_DIFFERS);
                    assertThat(finding.where()).as(diagnosis.toString()).containsExactly("hidden");
                    assertThat(finding.statement())
                            .startsWith("The activation of hidden is not that of the architecture");
                });
    }

    @Test
    void severalBugsAreEachFound() {
        BiasRows net = new BiasRows(Bug.FIRST_LAYER_FROZEN, 0.1, 1, 64, 20, 10);
        for (int i = 0; i < net.w1.length; i++) {
            for (int j = 0; j < net.w1[i].length; j++) {
                net.w1[i][j] *= 4;
            }
        }
        Diagnosis diagnosis =
                Examination.of(net.wrap()).data(Samples.rawDigits()).run();
        assertThat(diagnosis.findings())
                .extracting(Finding::id)
                .isEqualTo(List.of(FindingId.BACKWARD_NEVER_REACHES_LAYER, FindingId.SATURATED_BY_INPUTS));
    }
}
