package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.probe.LawsReport.Combination;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** No law is broken by a program that is right, however it does it. */
class LawfulProgramsTest {

    private static final Batch DIGITS = ProbeData.digits(12);

    /** Four inputs, one target. */
    static final Batch NUMBERS = numbers();

    private static final int ALL = Law.values().length;

    private static Batch numbers() {
        Batch two = ProbeData.regression(12, 4);
        double[][] first =
                Arrays.stream(two.targets()).map(row -> new double[] {row[0]}).toArray(double[][]::new);
        return Batch.of(two.inputs(), first);
    }

    private static LawsReport assertLawful(LawsReport report) {
        assertThat(report.judgement()).as("%s", report).isEqualTo(Judgement.asExpected());
        assertThat(report.broken()).isEmpty();
        return report;
    }

    @Test
    void doublesHoldAllOfThem() {
        for (String hidden : new String[] {"tanh", "sigmoid", "relu", "identity"}) {
            for (String head : new String[] {"softmax", "sigmoid", "identity"}) {
                ArrayProgram program = new ArrayProgram(2, new int[] {64, 9, 7, 10}, hidden, hidden, head);
                program.decay = 0.03;
                LawsReport report = Laws.of(program.model())
                        .on(DIGITS)
                        .random(program.shuffle)
                        .penalty(0.03, lambda -> program.decay = lambda)
                        .run();
                assertLawful(report);
                assertThat(report.checks()).as("%s", report).hasSize(ALL);
                assertThat(report.missing()).isEmpty();
            }
        }
    }

    @Test
    void floatsWithSummedLossesDo() {
        for (int seed = 0; seed < 10; seed++) {
            LawsReport report = assertLawful(Laws.of(new FloatGradientProgram(seed, 64, 12, 10).model())
                    .on(DIGITS)
                    .run());
            assertThat(report.combination()).isEqualTo(Combination.SUM);
            assertThat(report.of(Law.GRADIENT_AT_OWN_OUTPUTS)).isPresent();
            assertThat(report.of(Law.GRADIENT_IN_ANY_UNIT_ORDER)).isPresent();
        }
    }

    @Test
    void dropoutThatCanBeSetBackDoes() {
        for (int seed = 0; seed < 5; seed++) {
            DropoutProgram program = new DropoutProgram(seed, 4, 6);
            Runnable reseed = () -> program.random.setSeed(3);
            assertLawful(Laws.of(program.wrap(true).reseed(reseed).build())
                    .on(NUMBERS)
                    .random(program.random)
                    .run());
            assertLawful(Laws.of(program.wrap(true).reseed(reseed).build())
                    .on(NUMBERS)
                    .run());
            assertLawful(Laws.of(program.wrap(true)
                            .predict(x -> program.predict(x, true))
                            .reseed(reseed)
                            .build())
                    .on(NUMBERS)
                    .random(program.random)
                    .run());
        }
    }

    @Test
    void dropoutInTheGradientAloneIsNotAccused() {
        DropoutProgram program = new DropoutProgram(1, 4, 6);
        Model model = program.wrap(false)
                .gradient(b -> program.gradient(b.inputs(), b.targets(), true))
                .build();
        LawsReport report = Laws.of(model).on(NUMBERS).random(program.random).run();
        assertThat(report.broken()).isEmpty();
        assertThat(report.missing()).anyMatch(what -> what.contains("to and fro"));
    }

    @Test
    void momentumDoes() {
        DropoutProgram program = new DropoutProgram(1, 4, 6);
        Model model = program.wrap(false)
                .trainStep(b -> program.train(b.inputs(), b.targets()))
                .build();
        for (int step = 0; step < 3; step++) {
            model.trainStep(NUMBERS);
            LawsReport report = assertLawful(
                    Laws.of(model).on(NUMBERS).random(program.random).run());
            assertThat(report.checks()).hasSize(ALL - 1);
        }
    }

    @Test
    void penaltiesOfAllKindsDo() {
        ArrayProgram everything = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double squares() {
                double sum = super.squares();
                for (double[] layer : b) {
                    for (double bias : layer) {
                        sum += bias * bias;
                    }
                }
                return sum;
            }

            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                for (int l = 0; l < b.length; l++) {
                    for (int i = 0; i < b[l].length; i++) {
                        db[l][i] += decay * b[l][i];
                    }
                }
            }
        };
        ArrayProgram magnitudes = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double squares() {
                double sum = 0;
                for (double[][] layer : w) {
                    for (double[] row : layer) {
                        for (double weight : row) {
                            sum += 2 * Math.abs(weight);
                        }
                    }
                }
                return sum;
            }

            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                for (int l = 0; l < w.length; l++) {
                    for (int i = 0; i < w[l].length; i++) {
                        for (int j = 0; j < w[l][i].length; j++) {
                            dw[l][i][j] += decay * (Math.signum(w[l][i][j]) - w[l][i][j]);
                        }
                    }
                }
            }
        };
        for (ArrayProgram program : new ArrayProgram[] {everything, magnitudes}) {
            program.decay = 0.2;
            LawsReport report = assertLawful(Laws.of(LawsTest.withoutReseed(program))
                    .on(DIGITS)
                    .penalty(0.2, lambda -> program.decay = lambda)
                    .run());
            assertThat(report.of(Law.GRADIENT_OF_PENALTY)).isPresent();
            assertThat(report.of(Law.GRADIENT_AT_OWN_OUTPUTS)).isPresent();
        }
    }

    @Test
    void targetsThatAreTakenAsClassesAreNotJudged() {
        ArrayProgram classes = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            private double[][] oneHot(double[][] y) {
                double[][] hot = new double[y.length][y[0].length];
                for (int s = 0; s < y.length; s++) {
                    hot[s][argmax(y[s])] = 1;
                }
                return hot;
            }

            @Override
            double loss(double[][] x, double[][] y) {
                return super.loss(x, oneHot(y));
            }

            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, oneHot(y));
            }
        };
        LawsReport report =
                assertLawful(Laws.of(LawsTest.withoutReseed(classes)).on(DIGITS).run());
        assertThat(report.missing()).anyMatch(what -> what.contains("no targets between the classes"));
    }

    @Test
    void unitsAtTheirKinksAreNotAccused() {
        ArrayProgram program = new ArrayProgram(1, new int[] {2, 3, 4, 1}, "relu", "relu", "identity");
        for (int l = 0; l < 3; l++) {
            for (double[] row : program.w[l]) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = 0.1 * (1 + j) * (j % 2 == 0 ? 1 : -1);
                }
            }
            program.b[l] = new double[program.b[l].length];
        }
        assertLawful(Laws.of(
                        LawsTest.withoutReseed(new ArrayProgram(3, new int[] {2, 3, 4, 1}, "relu", "relu", "identity")))
                .on(ProbeData.xor())
                .run());
        assertLawful(
                Laws.of(LawsTest.withoutReseed(program)).on(ProbeData.xor()).run());
    }

    @Test
    void aSkipConnectionIsNotAccused() {
        ArrayProgram residual = new ArrayProgram(1, new int[] {4, 6, 6, 1}, "tanh", "tanh", "identity") {
            @Override
            double[][] forward(double[][] x) {
                double[][] first = activate(0, preActivations(0, x));
                double[][] second = activate(1, preActivations(1, first));
                for (int s = 0; s < x.length; s++) {
                    for (int i = 0; i < 6; i++) {
                        second[s][i] += first[s][i];
                    }
                }
                return activate(2, preActivations(2, second));
            }
        };
        Model model = Model.named("residual")
                .weights("a/W", residual.w[0])
                .weights("b/W", residual.w[1])
                .weights("c/W", residual.w[2])
                .loss(b -> residual.loss(b.inputs(), b.targets()))
                .predict(residual::forward)
                .build();
        LawsReport report = assertLawful(Laws.of(model).on(NUMBERS).run());
        assertThat(report.missing()).anyMatch(what -> what.contains("skip connections"));
    }
}
