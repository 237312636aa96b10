package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.backcheck.gradient.ErrorShape.BatchEnd;
import io.github.backcheck.gradient.ErrorShape.EarlierCalls;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each shape is found, in words, and is not found in what only looks like it. */
class ErrorShapeTest {

    private static final int SAMPLES = 6;

    private static final double PENALTY = 0.02;

    /** What a pattern that is right may leave unexplained of an error: the uncertainty of the numeric gradient. */
    private static final double EXPLAINED = 1e-6;

    private static final Architecture PLAIN = Architecture.inputs(5)
            .tanh(4)
            .sigmoid(4)
            .layer(3, Activation.IDENTITY)
            .loss(Loss.HALF_SQUARED_ERROR);

    private static final Architecture PENALISED = PLAIN.l2(PENALTY);

    /** Spoils the gradient of 2/W, a 4 x 4 matrix, and says what is expected to be said of it. */
    static Stream<Arguments> ofOneMatrix() {
        return Stream.of(
                arguments(PLAIN, each((n, i, j) -> 0), "exactly zero in every entry"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> SAMPLES * n.dw[1][i][j]),
                        "the numeric gradient times 6: the batch size of 6 (the gradient is added up over the batch, the"
                                + " loss averaged)"),
                arguments(
                        PLAIN.summed(),
                        each((n, i, j) -> n.dw[1][i][j] / SAMPLES),
                        "the numeric gradient times 0.166667: one over the batch size of 6 (the gradient is averaged over"
                                + " the batch, the loss added up)"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> -2 * n.dw[1][i][j]),
                        "the numeric gradient times -2: the sign is flipped, and the 2 of a square's derivative, or the ½"
                                + " before the square, is on one side only"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> 18 * n.dw[1][i][j]),
                        "the numeric gradient times 18: perhaps the batch size of 6 (the gradient is added up over the batch, the"
                                + " loss averaged), and the number of outputs, 3"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> n.dw[1][i][j] / 4),
                        "the numeric gradient times 0.25: one over the number of units of 2, 4, or one over the number of"
                                + " inputs of 2, 4"),
                arguments(PLAIN, each((n, i, j) -> 1.2345 * n.dw[1][i][j]), "the numeric gradient times 1.2345"),
                arguments(PLAIN, transposed(), "the numeric gradient with rows and columns exchanged"),
                arguments(
                        PENALISED,
                        each((n, i, j) -> n.dw[1][i][j] - PENALTY * n.w[1][i][j]),
                        "the numeric gradient plus -0.02 times the parameter itself: the penalty of λ = 0.02 is missing"),
                arguments(
                        PENALISED,
                        each((n, i, j) -> n.dw[1][i][j] + PENALTY * n.w[1][i][j]),
                        "the numeric gradient plus 0.02 times the parameter itself: the penalty of λ = 0.02 is there twice"
                                + " (the derivative of (λ/2) w² is λ w)"),
                arguments(
                        PENALISED,
                        each((n, i, j) -> n.dw[1][i][j] - 2 * PENALTY * n.w[1][i][j]),
                        "the numeric gradient plus -0.04 times the parameter itself: the penalty of λ = 0.02 has the wrong"
                                + " sign"),
                arguments(
                        PENALISED,
                        each((n, i, j) -> n.dw[1][i][j] + (1.0 / SAMPLES - 1) * PENALTY * n.w[1][i][j]),
                        "the numeric gradient plus -0.0166667 times the parameter itself: the penalty of λ = 0.02 is"
                                + " divided by the batch size of 6"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> n.dw[1][i][j] + 0.3 * n.w[1][i][j]),
                        "the numeric gradient plus 0.3 times the parameter itself: a penalty that fits has λ = 0.3, the"
                                + " loss has none"),
                arguments(
                        PENALISED,
                        each((n, i, j) -> SAMPLES * (n.dw[1][i][j] - PENALTY * n.w[1][i][j]) + PENALTY * n.w[1][i][j]),
                        "right in the penalty, and the rest is the numeric gradient times 6: the batch size of 6 (the"
                                + " gradient is added up over the batch, the loss averaged)"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> n.w[1][i][j]),
                        "the parameter itself, without anything of the numeric gradient"),
                arguments(
                        PLAIN, each((n, i, j) -> n.dw[1][i][j] + 0.5), "the numeric gradient plus 0.5 in every entry"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> i >= 1 && i <= 3 ? 0 : n.dw[1][i][j]),
                        "wrong for units 1 to 3 only, where it is exactly zero in every entry"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> (j == 2 ? -1 : 1) * n.dw[1][i][j]),
                        "wrong for input 2 only, where it is the numeric gradient with its sign flipped"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> n.dw[1][i][j] + (i == 3 ? 0.1 * (j + 1) : 0)),
                        "wrong for unit 3 only"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> i <= 1 && j >= 2 ? 0 : n.dw[1][i][j]),
                        "wrong for units 0, 1 and inputs 2, 3 only, where it is exactly zero in every entry"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> i == 1 && j == 2 ? n.dw[1][i][j] + 0.1234 : n.dw[1][i][j]),
                        "wrong for unit 1 and input 2 only"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> i <= 2 && j <= 1 ? n.dw[1][i][j] : 0),
                        "right for units 0 to 2 and inputs 0, 1 only, and elsewhere it is exactly zero in every entry, as"
                                + " by a loop with the bounds of another matrix"),
                arguments(
                        PLAIN,
                        sampleWise(s -> s == SAMPLES - 1 ? 1.0 / SAMPLES : 0),
                        "that of the last sample alone, divided by 6: as if each overwrote the one before (= for +=)"),
                arguments(
                        PENALISED,
                        sampleWise(s -> s == 0 ? 1 : 0),
                        "that of the first sample alone: as if nothing were added after it"),
                arguments(
                        PENALISED,
                        sampleWise(s -> s == 0 ? 0 : 1.0 / SAMPLES),
                        "the sum over all samples but the first, divided by 6: as by a loop that starts one too late"),
                arguments(
                        PLAIN,
                        sampleWise(s -> s == SAMPLES - 1 ? 0 : 1.0 / (SAMPLES - 1)),
                        "the sum over all samples but the last, divided by 5: as by a loop that ends one too early"),
                arguments(
                        PLAIN,
                        each((n, i, j) -> Math.max(-0.01, Math.min(0.01, n.dw[1][i][j]))),
                        "the numeric gradient with its entries cut off at 0.01"),
                // Look-alikes.
                arguments(
                        PLAIN,
                        each((n, i, j) -> Math.max(-0.01, Math.min(0.01 + 1e-5 * i * j, n.dw[1][i][j]))),
                        "wrong in no simple pattern"),
                arguments(PLAIN, each((n, i, j) -> (2 + 1e-4 * i) * n.dw[1][i][j]), "wrong in no simple pattern"),
                arguments(
                        PLAIN, each((n, i, j) -> 2 * n.dw[1][i][j] + 0.3 * n.w[1][i][j]), "wrong in no simple pattern"),
                arguments(PLAIN, each((n, i, j) -> n.dw[1][i][j] + 0.5 + 1e-3 * i * j), "wrong in no simple pattern"),
                arguments(PLAIN, each((n, i, j) -> n.dw[1][i][j] + (i + j) % 2 * 0.5), "wrong in no simple pattern"),
                arguments(PLAIN, each((n, i, j) -> i == 3 && j == 3 ? 1e-3 : 0), "wrong in no simple pattern"),
                arguments(PLAIN, transposed().andThen(n -> n.dw[1][0][1] *= 1.01), "wrong in no simple pattern"),
                arguments(PLAIN, sampleWise(s -> s == 2 ? 1.0 / SAMPLES : 0), "wrong in no simple pattern"),
                arguments(PLAIN, sampleWise(s -> s == SAMPLES - 1 ? 0.9 : 0), "wrong in no simple pattern"));
    }

    @ParameterizedTest
    @MethodSource("ofOneMatrix")
    void isSaidOfTheMatrixAndOfNothingElse(Architecture architecture, Consumer<PlainNetwork> spoil, String expected) {
        GradientReport report = check(architecture, spoil, batch()).run();

        assertThat(report.points()).hasSize(2);
        for (PointCheck point : report.points()) {
            ParameterCheck check = point.parameter("2/W").orElseThrow();
            assertThat(check.explanation().map(Explanation::toString))
                    .as(report.toString())
                    .contains(expected);
            double residual = check.explanation().orElseThrow().residual();
            boolean irregular = check.shape().orElseThrow() instanceof ErrorShape.Irregular;
            assertThat(residual).isBetween(irregular ? 1.0 : 0.0, irregular ? 1.0 : EXPLAINED);
            assertThat(point.parameters())
                    .filteredOn(other -> !other.parameter().equals("2/W"))
                    .hasSize(5)
                    .allMatch(other ->
                            other.verdict() == Verdict.AGREES && other.shape().isEmpty());
        }
    }

    @Test
    void aFactorThatIsTheBatchSizeAndTheNumberOfOutputsHasBothReadings() {
        GradientReport report =
                check(PLAIN, each((n, i, j) -> 3 * n.dw[1][i][j]), random(3)).run();

        assertThat(report.disagreement("2/W").orElseThrow().shape())
                .contains(new ErrorShape.Factor(
                        3,
                        List.of(
                                "the batch size of 3 (the gradient is added up over the batch, the loss averaged)",
                                "the number of outputs, 3")));
    }

    /** One sample twice: half the gradient is that of either. */
    @Test
    void ofEqualSamplesTheReadingsAreNotToldApart() {
        Batch one = random(1);
        GradientReport report = check(PLAIN, each((n, i, j) -> n.dw[1][i][j] / 2), one.select(0, 0))
                .run();

        Explanation explanation =
                report.disagreement("2/W").orElseThrow().explanation().orElseThrow();
        assertThat(explanation.shape()).isInstanceOf(ErrorShape.Factor.class);
        assertThat(explanation.others())
                .containsExactly(
                        new ErrorShape.OneSample(BatchEnd.LAST, 0.5), new ErrorShape.OneSample(BatchEnd.FIRST, 0.5));
        assertThat(explanation.toString()).contains("; or else that of the last sample alone, divided by 2: ");
    }

    @Test
    void aPenaltyOnBiases() {
        GradientReport report = check(
                        PENALISED, n -> Arrays.setAll(n.db[1], i -> n.db[1][i] + PENALTY * n.b[1][i]), batch())
                .run();

        assertThat(report.disagreement("2/b").orElseThrow().shape())
                .contains(new ErrorShape.AlongParameter(
                        PENALTY,
                        "the penalty of λ = 0.02 is applied to the biases as well, which the loss does not do"));
    }

    /** One entry fits any constant, and only one that means something may be named. */
    @Test
    void oneEntryIsNoPatternForAConstantThatMeansNothing() {
        Architecture oneOutput = Architecture.inputs(5).tanh(4).identity(1).halfSquaredError();
        List<String> shapes = new ArrayList<>();
        for (double factor : new double[] {-1, 1.2345}) {
            GradientReport report = check(oneOutput, n -> n.db[1][0] *= factor, withOutputs(1, SAMPLES))
                    .run();
            shapes.add(report.disagreement("2/b")
                    .orElseThrow()
                    .shape()
                    .orElseThrow()
                    .toString());
        }

        assertThat(shapes).containsExactly("the numeric gradient with its sign flipped", "wrong in no simple pattern");
    }

    @Test
    void fromTheLossAloneThereAreNoSamplesAndNoPenaltyToCompareWith() {
        GradientReport oneSample = check(PLAIN, sampleWise(s -> s == 0 ? 1 : 0), batch())
                .lossOnly()
                .run();
        GradientReport penalty = check(PENALISED, each((n, i, j) -> n.dw[1][i][j] - PENALTY * n.w[1][i][j]), batch())
                .lossOnly()
                .run();

        assertThat(oneSample.disagreement("2/W").orElseThrow().shape()).contains(new ErrorShape.Irregular());
        assertThat(penalty.disagreement("2/W").orElseThrow().toString())
                .contains("times the parameter itself: a penalty with λ = 0.02 that is in the loss but not in the"
                        + " gradient, or less of it, or with the wrong sign");
    }

    static Stream<Arguments> ofCalls() {
        return Stream.of(
                arguments(EarlierCalls.ALL_ADDED_UP, new Remembering((all, previous, own) -> all + own)),
                arguments(EarlierCalls.PREVIOUS_ADDED, new Remembering((all, previous, own) -> previous + own)),
                arguments(EarlierCalls.EARLIER, new Remembering((all, previous, own) -> previous)),
                arguments(
                        new ErrorShape.Irregular(), new Remembering((all, previous, own) -> own + Math.sin(previous))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofCalls")
    void isSaidOfCallsThatDiffer(ErrorShape shape, Remembering network) {
        network.gradient(batch().select(0, 1));

        GradientReport report = GradientCheck.of(network.model()).on(batch()).run();

        assertThat(report.parameterNames())
                .hasSize(6)
                .allSatisfy(name -> assertThat(
                                report.disagreement(name).orElseThrow().shape())
                        .as(report.toString())
                        .contains(shape));
    }

    /** The second answer of a parameter that gives the same one each time tells nothing of earlier calls. */
    @Test
    void aParameterThatRepeatsItselfIsNotBlamedForAnotherThatDoesNot() {
        PlainNetwork network = new PlainNetwork(PLAIN, 1, 1) {
            private double calls;

            @Override
            void backprop(Batch batch) {
                super.backprop(batch);
                dw[1] = times(2, dw[1]);
                db[2][0] += ++calls;
            }
        };

        GradientReport report = GradientCheck.of(network.model()).on(batch()).run();

        Explanation explanation =
                report.disagreement("2/W").orElseThrow().explanation().orElseThrow();
        assertThat(explanation.shape()).isInstanceOf(ErrorShape.Factor.class);
        assertThat(explanation.others()).isEmpty();
        assertThat(report.disagreement("3/b").orElseThrow().shape())
                .contains(new ErrorShape.Rows(List.of(0), new ErrorShape.Irregular()));
    }

    @Test
    void momentumInTheGradient() {
        PlainNetwork network = new PlainNetwork(PLAIN, 1, 1) {
            private final double[][][] velocity = {new double[4][5], new double[4][4], new double[3][4]};

            @Override
            void backprop(Batch batch) {
                super.backprop(batch);
                for (int l = 0; l < 3; l++) {
                    for (int i = 0; i < dw[l].length; i++) {
                        for (int j = 0; j < dw[l][i].length; j++) {
                            dw[l][i][j] += 0.9 * velocity[l][i][j];
                            velocity[l][i][j] = dw[l][i][j];
                        }
                    }
                }
            }
        };
        network.gradient(batch().select(0, 1));

        GradientReport report = GradientCheck.of(network.model()).on(batch()).run();

        assertThat(report.disagreement("2/W").orElseThrow().toString())
                .contains(
                        "the numeric gradient plus 0.9 times the answer of the call before, as with momentum inside the gradient");
        assertThat(report.verdict("2/b")).isEqualTo(Verdict.AGREES);
    }

    /** Changes 2/W before a network answers. */
    private interface Spoilt {
        double entry(PlainNetwork network, int i, int j);
    }

    private static Consumer<PlainNetwork> each(Spoilt rule) {
        return network -> {
            double[][] spoilt = new double[4][4];
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    spoilt[i][j] = rule.entry(network, i, j);
                }
            }
            network.dw[1] = spoilt;
        };
    }

    private static Consumer<PlainNetwork> transposed() {
        return each((n, i, j) -> n.dw[1][j][i]);
    }

    /** 2/W from the samples one by one, weighted, and the penalty as it should be. */
    private static SampleWise sampleWise(Weight weight) {
        return new SampleWise(weight);
    }

    private interface Weight {
        double of(int sample);
    }

    /** Marks a network whose samples are weighted; {@link #check} builds it. */
    private static final class SampleWise implements Consumer<PlainNetwork> {
        private final Weight weight;

        private SampleWise(Weight weight) {
            this.weight = weight;
        }

        @Override
        public void accept(PlainNetwork network) {}
    }

    private static GradientCheck check(Architecture architecture, Consumer<PlainNetwork> spoil, Batch batch) {
        PlainNetwork network = new PlainNetwork(architecture, 1, 1) {
            @Override
            void backprop(Batch samples) {
                if (spoil instanceof SampleWise sampleWise) {
                    double[][] sum = IntStream.range(0, samples.size())
                            .mapToObj(s -> scaled(samples.select(s), sampleWise.weight.of(s)))
                            .reduce(new double[4][4], ErrorShapeTest::plus);
                    super.backprop(samples);
                    dw[1] = plus(sum, penalty(1));
                } else {
                    super.backprop(samples);
                    spoil.accept(this);
                }
            }

            private double[][] scaled(Batch sample, double weight) {
                super.backprop(sample);
                return plus(times(weight, dw[1]), penalty(-weight));
            }

            private double[][] penalty(double factor) {
                return times(factor * architecture.l2(), w[1]);
            }
        };
        return GradientCheck.of(network.model()).on(batch);
    }

    private static double[][] times(double factor, double[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(v -> factor * v).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] plus(double[][] one, double[][] other) {
        double[][] sum = new double[one.length][];
        for (int i = 0; i < one.length; i++) {
            int row = i;
            sum[i] = IntStream.range(0, one[i].length)
                    .mapToDouble(j -> one[row][j] + other[row][j])
                    .toArray();
        }
        return sum;
    }

    /** Keeps what it answered. */
    private static final class Remembering extends PlainNetwork {
        private final Memory memory;
        private final double[][][] all = {new double[4][6], new double[4][5], new double[3][5]};
        private final double[][][] previous = {new double[4][6], new double[4][5], new double[3][5]};

        private interface Memory {
            double answer(double all, double previous, double own);
        }

        Remembering(Memory memory) {
            super(PLAIN, 1, 1);
            this.memory = memory;
        }

        @Override
        void backprop(Batch batch) {
            super.backprop(batch);
            for (int l = 0; l < dw.length; l++) {
                for (int i = 0; i < dw[l].length; i++) {
                    int last = dw[l][i].length;
                    for (int j = 0; j < last; j++) {
                        dw[l][i][j] = answer(l, i, j, dw[l][i][j]);
                    }
                    db[l][i] = answer(l, i, last, db[l][i]);
                }
            }
        }

        private double answer(int l, int i, int j, double own) {
            double answer = memory.answer(all[l][i][j], previous[l][i][j], own);
            all[l][i][j] += own;
            previous[l][i][j] = own;
            return answer;
        }

        @Override
        public String toString() {
            return "remembering network";
        }
    }

    private static Batch batch() {
        return random(SAMPLES);
    }

    private static Batch random(int samples) {
        return withOutputs(3, samples);
    }

    private static Batch withOutputs(int outputs, int samples) {
        Random random = new Random(5);
        double[][] x = new double[samples][5];
        double[][] y = new double[samples][outputs];
        for (int n = 0; n < samples; n++) {
            Arrays.setAll(x[n], i -> random.nextGaussian());
            Arrays.setAll(y[n], k -> random.nextGaussian());
        }
        return Batch.of(x, y);
    }
}
