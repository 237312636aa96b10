package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.LawsReport.Check;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each law fires on a program that breaks it. Where all of them hold is in {@link LawfulProgramsTest}. */
class LawsTest {

    private static final Batch DIGITS = ProbeData.digits(12);

    private static ArrayProgram program() {
        return new ArrayProgram(1, new int[] {64, 9, 7, 10}, "tanh", "sigmoid", "softmax");
    }

    private static List<Law> broken(LawsReport report) {
        return report.broken().stream().map(Check::law).toList();
    }

    private static List<Law> broken(ArrayProgram program) {
        return broken(Laws.of(program.model()).on(DIGITS).run());
    }

    @Test
    void aSampleThatIsLeftOutOfOddBatchesBreaksTheLawsOfParts() {
        ArrayProgram pairs = program();
        Model model = pairs.wrap()
                .loss(b -> pairs.loss(pairsOnly(b.inputs()), pairsOnly(b.targets())))
                .gradient(b -> {
                    pairs.backward(pairsOnly(b.inputs()), pairsOnly(b.targets()));
                    return gradient(pairs);
                })
                .build();
        LawsReport report =
                Laws.of(model).on(ProbeData.digits(8)).random(pairs.shuffle).run();
        assertThat(report.of(Law.LOSS_OF_PARTS).orElseThrow().holds()).isFalse();
    }

    @Test
    void aBatchSizeThatIsWrittenIntoTheProgramBreaksTheLawOfParts() {
        ArrayProgram fixed = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                for (double[] row : dw[0]) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] *= x.length / 12.0;
                    }
                }
            }
        };
        LawsReport report = Laws.of(withoutReseed(fixed)).on(DIGITS).run();
        assertThat(report.of(Law.GRADIENT_OF_PARTS).orElseThrow().holds()).isFalse();
        assertThat(report.of(Law.GRADIENT_OF_PARTS).orElseThrow().where()).startsWith("layer0/W[");
        assertThat(report.of(Law.LOSS_OF_PARTS).orElseThrow().holds()).isTrue();
    }

    @Test
    void sumsThatAreNeverSetBackBreakTheLawOfAskingAgain() {
        ArrayProgram growing = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            private final double[] sum = new double[9];

            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += db[0][i];
                    db[0][i] = sum[i];
                }
            }
        };
        LawsReport report = Laws.of(growing.model()).on(DIGITS).run();
        assertThat(broken(report)).containsExactly(Law.GRADIENT_AGAIN);
        assertThat(report.of(Law.GRADIENT_AGAIN).orElseThrow().where()).startsWith("layer0/b[");
        assertThat(report.toString()).contains("look for a sum that", "1 of 9 broken", "gradient, asked for again");
    }

    @Test
    void aGradientThatLeavesSomethingBehindBreaksTheLawOfTheLossAfterIt() {
        ArrayProgram sticky = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            private boolean training;

            @Override
            double[][] activate(int layer, double[][] z) {
                double[][] a = super.activate(layer, z);
                for (int s = 0; training && layer == 0 && s < a.length; s++) {
                    for (int i = 0; i < a[s].length; i++) {
                        a[s][i] *= 0.5;
                    }
                }
                return a;
            }

            @Override
            void backward(double[][] x, double[][] y) {
                training = true;
                super.backward(x, y);
            }
        };
        assertThat(broken(sticky)).containsExactly(Law.LOSS_AFTER_GRADIENT);
    }

    @Test
    void aStepInsideTheGradientBreaksTheLawOfParameters() {
        ArrayProgram training = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                w[0][3][5] -= 0.01;
            }
        };
        LawsReport report = Laws.of(training.model()).on(DIGITS).run();
        assertThat(broken(report)).containsExactly(Law.PARAMETERS_UNTOUCHED);
        assertThat(report.of(Law.PARAMETERS_UNTOUCHED).orElseThrow().where())
                .isEqualTo("layer0/W[3,5], by gradient(batch)");
        assertThat(report.missing()).anyMatch(what -> what.contains("parameters that stay"));
    }

    @Test
    void aLossThatShufflesBreaksTheLawOfRandomNumbers() {
        ArrayProgram shuffling = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double loss(double[][] x, double[][] y) {
                shuffle(x, y);
                return super.loss(x, y);
            }
        };
        LawsReport report = Laws.of(withoutReseed(shuffling))
                .on(DIGITS)
                .random(shuffling.shuffle)
                .run();
        assertThat(broken(report)).containsExactly(Law.RANDOM_UNTOUCHED);
        assertThat(report.toString()).contains("broken: loss(batch) draws");
    }

    @Test
    void dropoutThatIsStillOnBreaksTheLawOfRandomNumbers() {
        DropoutProgram program = new DropoutProgram(1, 4, 6);
        Model on = program.wrap(false).predict(x -> program.predict(x, true)).build();
        LawsReport report = Laws.of(on)
                .on(LawfulProgramsTest.NUMBERS)
                .random(program.random)
                .run();
        assertThat(broken(report)).containsExactly(Law.RANDOM_UNTOUCHED);
        assertThat(report.toString()).contains("broken: predict(inputs) draws");
    }

    @Test
    void aLoopThatStartsAtOneBreaksTheLawOfUnitsForTheLoss() {
        ArrayProgram fromOne = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double[][] preActivations(int layer, double[][] below) {
                double[][] z = super.preActivations(layer, below);
                for (int s = 0; layer == 0 && s < z.length; s++) {
                    z[s][0] -= b[0][0];
                }
                return z;
            }
        };
        assertThat(broken(Laws.of(withArchitecture(fromOne))
                        .on(DIGITS)
                        .random(fromOne.shuffle)
                        .run()))
                .containsExactly(Law.LOSS_IN_ANY_UNIT_ORDER);
        LawsReport unknown =
                Laws.of(fromOne.model()).on(DIGITS).random(fromOne.shuffle).run();
        assertThat(unknown.broken()).as("it may be no plain network").isEmpty();
        assertThat(unknown.missing()).anyMatch(what -> what.contains("with an architecture it would be judged"));
    }

    @Test
    void aLoopThatEndsEarlyBreaksTheLawOfUnitsForTheGradient() {
        ArrayProgram early = new ArrayProgram(1, new int[] {64, 9, 7, 10}, "tanh", "sigmoid", "softmax") {
            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                Arrays.fill(dw[1][6], 0);
            }
        };
        LawsReport report = Laws.of(withoutReseed(early)).on(DIGITS).run();
        assertThat(broken(report)).containsExactly(Law.GRADIENT_IN_ANY_UNIT_ORDER);
        assertThat(report.of(Law.GRADIENT_IN_ANY_UNIT_ORDER).orElseThrow().where())
                .startsWith("layer1/W[")
                .endsWith(", layer layer1");
    }

    @Test
    void aWrongDifferenceBreaksTheLawOfOwnOutputs() {
        ArrayProgram doubled = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            void backward(double[][] x, double[][] y) {
                double[][] half = Arrays.stream(y)
                        .map(row -> Arrays.stream(row).map(v -> 0.9 * v).toArray())
                        .toArray(double[][]::new);
                super.backward(x, half);
            }
        };
        doubled.decay = 0.05;
        LawsReport report = Laws.of(withoutReseed(doubled)).on(DIGITS).run();
        assertThat(broken(report)).containsExactly(Law.GRADIENT_AT_OWN_OUTPUTS);
        assertThat(broken(Laws.of(doubled.model()).on(DIGITS).run()))
                .as("dropout in the gradient alone would look the same")
                .isEmpty();
    }

    /** The ways in which people get λ wrong. */
    private enum PenaltyFault {
        FACTOR_OF_TWO,
        MISSING_IN_A_LAYER,
        BIASES_TOO,
        DIVIDED_IN_THE_GRADIENT,
        ABSOLUTE_VALUES,
        NOT_IN_THE_LOSS
    }

    @Test
    void everyWrongPenaltyBreaksTheLawOfPenalties() {
        for (PenaltyFault fault : PenaltyFault.values()) {
            ArrayProgram program = penalised(fault);
            LawsReport report = Laws.of(program.model())
                    .on(DIGITS)
                    .penalty(0.01, lambda -> program.decay = lambda)
                    .run();
            assertThat(broken(report)).as("%s", fault).contains(Law.GRADIENT_OF_PENALTY);
            assertThat(program.decay).as("lambda is put back").isEqualTo(0.01);
        }
    }

    private static ArrayProgram penalised(PenaltyFault fault) {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                for (int l = 0; l < w.length; l++) {
                    for (int i = 0; i < w[l].length; i++) {
                        db[l][i] += fault == PenaltyFault.BIASES_TOO ? decay * b[l][i] : 0;
                        for (int j = 0; j < w[l][i].length; j++) {
                            dw[l][i][j] += decay * w[l][i][j] * extra(l, x.length, w[l][i][j]);
                        }
                    }
                }
            }

            private double extra(int layer, int samples, double weight) {
                return switch (fault) {
                    case FACTOR_OF_TWO -> 1;
                    case MISSING_IN_A_LAYER -> layer == 1 ? -1 : 0;
                    case DIVIDED_IN_THE_GRADIENT -> 1.0 / samples - 1;
                    case ABSOLUTE_VALUES -> weight < 0 ? -2 : 0;
                    default -> 0;
                };
            }

            @Override
            double squares() {
                return fault == PenaltyFault.NOT_IN_THE_LOSS ? 0 : super.squares();
            }
        };
        program.decay = 0.01;
        return program;
    }

    @Test
    void lambdaThatDoesNothingIsNotJudged() {
        LawsReport report =
                Laws.of(program().model()).on(DIGITS).penalty(0.5, lambda -> {}).run();
        assertThat(report.broken()).isEmpty();
        assertThat(report.missing()).anyMatch(what -> what.contains("changes neither loss nor gradient"));
    }

    @Test
    void whatIsMissingIsSaid() {
        ArrayProgram program = program();
        LawsReport lossOnly = Laws.of(Model.named("loss only")
                        .weights("layer0/W", program.w[0])
                        .weights("layer1/W", program.w[1])
                        .weights("layer2/W", program.w[2])
                        .loss(b -> program.loss(b.inputs(), b.targets()))
                        .build())
                .on(DIGITS)
                .run();
        assertThat(lossOnly.judgement()).isEqualTo(Judgement.asExpected());
        assertThat(lossOnly.missing())
                .anyMatch(what -> what.equals("gradient, asked for again: needs gradient(batch)"))
                .anyMatch(what -> what.contains("needs the program's java.util.Random"));
        DropoutProgram random = new DropoutProgram(1, 4, 6);
        LawsReport noisy = Laws.of(random.wrap(true).build())
                .on(LawfulProgramsTest.NUMBERS)
                .run();
        assertThat(noisy.broken()).isEmpty();
        assertThat(noisy.missing()).anyMatch(what -> what.contains("reseed(...)"));
    }

    @Test
    void aProgramThatThrowsIsPutBack() {
        ArrayProgram program = program();
        int[] calls = new int[1];
        Model model = program.wrap()
                .loss(b -> {
                    if (calls[0]++ > 30) {
                        throw new IllegalStateException("enough");
                    }
                    return program.loss(b.inputs(), b.targets());
                })
                .build();
        try (ParameterSnapshot before = model.snapshot()) {
            LawsReport report = Laws.of(model).on(DIGITS).run();
            assertThat(report.missing()).anyMatch(what -> what.contains("enough"));
            assertThat(before.changed()).isEmpty();
        }
    }

    @Test
    void wrongSettingsAreRejected() {
        Laws laws = Laws.of(program().model()).on(DIGITS);
        assertThatThrownBy(() -> laws.penalty(-1, lambda -> {})).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> laws.penalty(1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> laws.random(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Laws.of(null)).isInstanceOf(NullPointerException.class);
    }

    private static double[][] pairsOnly(double[][] rows) {
        return rows.length < 2 ? rows : Arrays.copyOf(rows, rows.length / 2 * 2);
    }

    static Gradient gradient(ArrayProgram program) {
        Gradient gradient = Gradient.of("layer0/W", program.dw[0]).and("layer0/b", program.db[0]);
        for (int l = 1; l < program.w.length; l++) {
            gradient = gradient.and("layer" + l + "/W", program.dw[l]).and("layer" + l + "/b", program.db[l]);
        }
        return gradient;
    }

    private static Model withArchitecture(ArrayProgram program) {
        return program.modelWithArchitecture();
    }

    /** Without randomness that is set back, no dropout need be thought of. */
    static Model withoutReseed(ArrayProgram program) {
        ModelBuilder builder = Model.named("arrays");
        for (int l = 0; l < program.w.length; l++) {
            builder.weights("layer" + l + "/W", program.w[l]).biases("layer" + l + "/b", program.b[l]);
        }
        return builder.loss(batch -> program.loss(batch.inputs(), batch.targets()))
                .predict(program::forward)
                .gradient(batch -> {
                    program.backward(batch.inputs(), batch.targets());
                    return gradient(program);
                })
                .build();
    }
}
