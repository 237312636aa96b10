package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.text.Fact;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Gradients that are read off training steps, and what an update may do with a right one. */
class StepReadingTest {

    private static final double ETA = 0.1;

    private static final double LIMIT = 0.2;

    /** Changes a matrix, whose last row are biases, by its gradient. */
    private interface Update {
        void apply(double[][] w, double[][] g, Batch batch);
    }

    private static BiasRows program(Bug bug) {
        return new BiasRows(bug, ETA, 1, 2, 6, 3);
    }

    private static ModelBuilder withoutArchitecture(BiasRows net, Update update) {
        return net.parameters()
                .loss(batch -> net.loss(batch.inputs(), batch.targets()))
                .predict(net::predict)
                .trainStep(batch -> {
                    net.backward(batch.inputs(), batch.targets());
                    update.apply(net.w1, net.g1, batch);
                    update.apply(net.w2, net.g2, batch);
                });
    }

    private static Model steps(BiasRows net, Update update) {
        return withoutArchitecture(net, update).architecture(net.architecture()).build();
    }

    private static Examination examination(Model model) {
        return Examination.of(model).data(Samples.clouds()).batchSize(16);
    }

    private static Diagnosis examine(Model model) {
        return examination(model).run();
    }

    private static void descend(double[][] w, double[][] g, double rate, double rateOfBiases) {
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w[i].length; j++) {
                w[i][j] -= (i == w.length - 1 ? rateOfBiases : rate) * g[i][j];
            }
        }
    }

    private static List<Finding> faults(Diagnosis diagnosis) {
        return diagnosis.findings().stream().filter(Finding::isFault).toList();
    }

    private static Finding onlyAdvice(Diagnosis diagnosis) {
        assertThat(faults(diagnosis)).isEmpty();
        return diagnosis.finding(FindingId.GRADIENT_WRONG).orElseThrow(() -> new AssertionError(diagnosis.toString()));
    }

    /** A fault of the gradient, named or not. */
    private static Finding fault(Diagnosis diagnosis) {
        assertThat(faults(diagnosis)).as(diagnosis.toString()).isNotEmpty();
        Finding first = diagnosis.findings().get(0);
        assertThat(first.id())
                .as(diagnosis.toString())
                .isIn(FindingId.GRADIENT_WRONG, FindingId.BACKWARD_STEP_WRONG, FindingId.UPDATE_WRONG);
        return first;
    }

    // Clipping by value.

    private static void clipped(double[][] w, double[][] g, Batch batch) {
        for (double[] row : g) {
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.max(-LIMIT, Math.min(LIMIT, row[j]));
            }
        }
        descend(w, g, ETA, ETA);
    }

    @Test
    void aStepThatClipsEachEntryIsAFactAndNoFinding() {
        Diagnosis known = examine(steps(program(Bug.NONE), StepReadingTest::clipped));
        Diagnosis unknown = examine(
                withoutArchitecture(program(Bug.NONE), StepReadingTest::clipped).build());
        for (Diagnosis diagnosis : List.of(known, unknown)) {
            assertThat(diagnosis.finding(FindingId.GRADIENT_WRONG))
                    .as(diagnosis.toString())
                    .isEmpty();
            assertThat(faults(diagnosis)).isEmpty();
            assertThat(diagnosis.observations()).extracting(Fact::key).contains("clipping");
            assertThat(diagnosis.toString()).contains("off at 0.2;");
        }
    }

    @Test
    void aWrongGradientThatIsClippedIsStillWrong() {
        fault(examine(steps(program(Bug.HIDDEN_SIGN), StepReadingTest::clipped)));
        fault(examine(withoutArchitecture(program(Bug.HIDDEN_SIGN), StepReadingTest::clipped)
                .build()));
    }

    /** Does something to the gradient of the first weight of the last layer, and to no other. */
    private static Update spoilingOne(DoubleUnaryOperator spoil) {
        return (w, g, batch) -> {
            if (w.length == 7) {
                g[0][0] = spoil.applyAsDouble(g[0][0]);
            }
            descend(w, g, ETA, ETA);
        };
    }

    @Test
    void aSingleEntryIsCutOffIfItsLengthIsARoundNumber() {
        Update cut = spoilingOne(g -> Math.max(-0.01, Math.min(0.01, g)));
        Diagnosis round = examine(withoutArchitecture(program(Bug.NONE), cut).build());
        assertThat(faults(round)).as(round.toString()).isEmpty();
        assertThat(round.toString()).contains("cuts the gradient of output/W off at 0.01;");
        Update halved = spoilingOne(g -> g / 2);
        fault(examine(withoutArchitecture(program(Bug.NONE), halved).build()));
    }

    /** The gradients of the two biases of such a softmax are as large as each other, cut off or not. */
    @Test
    void halvedBiasesOfTwoOutputsAreNotTakenForClipped() {
        BiasRows net = new BiasRows(Bug.NONE, ETA, 1, 2, 6, 2);
        int[] labels = Arrays.stream(Samples.clouds().labels())
                .map(label -> Math.min(label, 1))
                .toArray();
        Model model = steps(net, (w, g, batch) -> descend(w, g, ETA, w == net.w2 ? ETA / 2 : ETA));
        Diagnosis diagnosis = Examination.of(model)
                .data(Batch.labelled(Samples.clouds().inputs(), labels, 2))
                .batchSize(16)
                .learningRate(ETA)
                .run();
        assertThat(fault(diagnosis).where()).containsExactly("output");
    }

    // A largest norm of each unit's weights.

    private static void withMaxNorm(double[][] w, double[][] g, Batch batch) {
        descend(w, g, ETA, ETA);
        for (int j = 0; j < w[0].length; j++) {
            double squares = 0;
            for (int i = 0; i < w.length - 1; i++) {
                squares += w[i][j] * w[i][j];
            }
            double factor = Math.min(1, 2 / Math.sqrt(squares));
            for (int i = 0; i < w.length - 1; i++) {
                w[i][j] *= factor;
            }
        }
    }

    @Test
    void whatAgreesWhereItWasGivenIsNoFault() {
        BiasRows net = program(Bug.NONE);
        Diagnosis diagnosis =
                examine(withoutArchitecture(net, StepReadingTest::withMaxNorm).build());
        Finding advice = onlyAdvice(diagnosis);
        assertThat(advice.statement()).contains("from the given ones they do");
        assertThat(advice.advice()).contains("largest norm of the weights");
    }

    @Test
    void whatIsWrongWhereItWasGivenIsAFault() {
        Finding finding = fault(examine(withoutArchitecture(program(Bug.HIDDEN_SIGN), StepReadingTest::withMaxNorm)
                .build()));
        assertThat(finding.where()).containsExactly("hidden");
    }

    // Learning rates of their own.

    private static void biasesTwiceAsFast(double[][] w, double[][] g, Batch batch) {
        descend(w, g, ETA, 2 * ETA);
    }

    @Test
    void aLearningRateOfItsOwnIsAdviceAtMost() {
        Diagnosis known = examine(steps(program(Bug.NONE), StepReadingTest::biasesTwiceAsFast));
        Diagnosis unknown = examine(withoutArchitecture(program(Bug.NONE), StepReadingTest::biasesTwiceAsFast)
                .build());
        for (Diagnosis diagnosis : List.of(known, unknown)) {
            Finding advice = onlyAdvice(diagnosis);
            assertThat(advice.statement())
                    .isEqualTo("A training step moves hidden/b and output/b by another multiple of the gradient than"
                            + " hidden/W and output/W.");
            assertThat(advice.toString()).contains("2 times as far, as with a learning rate of 0.2");
            assertThat(diagnosis.toString()).doesNotContain("bias-gradient-doubled");
        }
    }

    @Test
    void withTheLearningRateItIsAFault() {
        Finding finding = fault(examination(steps(program(Bug.NONE), StepReadingTest::biasesTwiceAsFast))
                .learningRate(ETA)
                .run());
        assertThat(finding.toString()).contains("bias-gradient-doubled");
    }

    @Test
    void aSignOfItsOwnIsAFault() {
        Finding finding = fault(examine(
                steps(program(Bug.NONE), (w, g, batch) -> descend(w, g, ETA, w.length == 3 ? -ETA : ETA))));
        assertThat(finding.where()).containsExactly("hidden");
    }

    @Test
    void aSumWhereTheOthersTakeTheMeanIsAFault() {
        Update biasesSummed = (w, g, batch) -> descend(w, g, ETA, ETA * batch.size());
        assertThat(fault(examine(steps(program(Bug.NONE), biasesSummed))).toString())
                .contains("bias-gradient-not-averaged");
        assertThat(fault(examination(steps(program(Bug.NONE), biasesSummed))
                                .learningRate(ETA)
                                .run())
                        .toString())
                .contains("bias-gradient-not-averaged");
    }

    // Weight decay that the loss does not count.

    private static Update decaying(double lambda) {
        return (w, g, batch) -> {
            for (int i = 0; i < w.length - 1; i++) {
                for (int j = 0; j < w[i].length; j++) {
                    g[i][j] += lambda * w[i][j];
                }
            }
            descend(w, g, ETA, ETA);
        };
    }

    @Test
    void aDecayOfTheUpdateIsAdviceAtMost() {
        Diagnosis diagnosis =
                examine(withoutArchitecture(program(Bug.NONE), decaying(0.01)).build());
        assertThat(onlyAdvice(diagnosis).toString())
                .contains("shrinks hidden/W and output/W", "λ = 0.01: each step takes off a share of 0.001");
        assertThat(faults(examine(steps(program(Bug.NONE), decaying(0.01))))).isEmpty();
    }

    @Test
    void weightsThatGrowByThemselvesAreAFault() {
        fault(examine(withoutArchitecture(program(Bug.NONE), decaying(-0.01)).build()));
    }

    // Sums over the batch.

    @Test
    void aSumInAllLayersIsALearningRate() {
        Update summed = (w, g, batch) -> descend(w, g, ETA * batch.size(), ETA * batch.size());
        Diagnosis diagnosis = examine(steps(program(Bug.HIDDEN_SIGN), summed));
        assertThat(fault(diagnosis).where()).containsExactly("hidden");
        assertThat(diagnosis.findings()).as(diagnosis.toString()).hasSize(1);
        assertThat(diagnosis.toString()).doesNotContain("batch reduction");
    }

    @Test
    void aSumInOneLayerIsAFault() {
        Update firstSummed = (w, g, batch) -> {
            double rate = w.length == 3 ? ETA * batch.size() : ETA;
            descend(w, g, rate, rate);
        };
        Finding finding = fault(examine(steps(program(Bug.NONE), firstSummed)));
        assertThat(finding.where()).containsExactly("hidden");
        assertThat(finding.statement()).contains("batch reduction");
    }
}
