package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What must hold before gradients mean anything, and what is said when it does not. */
class GuardsTest {

    private static final Architecture ARCHITECTURE =
            Architecture.inputs(5).tanh(4).identity(3).halfSquaredError();

    private static final Batch BATCH = WrongGradientTest.batch();

    private static GradientReport check(PlainNetwork network) {
        return GradientCheck.of(network.model()).on(BATCH).run();
    }

    private static String oneLine(GradientReport report) {
        return report.toString().replaceAll("\\s+", " ");
    }

    private static void assertNotJudged(GradientReport report, Guard guard) {
        assertThat(report.brokenGuards())
                .extracting(BrokenGuard::guard)
                .as(report.toString())
                .containsExactly(guard);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.points()).isEmpty();
        assertThat(report.toString()).startsWith("Gradient check of plain network: not judged\n");
    }

    @Test
    void aGradientThatAccumulates() {
        GradientReport report = check(new PlainNetwork(ARCHITECTURE, 1, 1) {
            private final double[][] sum = new double[4][5];

            @Override
            Gradient gradient(Batch batch) {
                backprop(batch);
                for (int i = 0; i < 4; i++) {
                    for (int j = 0; j < 5; j++) {
                        sum[i][j] += dw[0][i][j];
                    }
                }
                return Gradient.of("1/W", sum)
                        .and("1/b", db[0])
                        .and("2/W", dw[1])
                        .and("2/b", db[1]);
            }
        });

        assertThat(report.brokenGuards()).extracting(BrokenGuard::guard).containsExactly(Guard.GRADIENT_REPEATABLE);
        assertThat(report.brokenGuards().get(0).seen())
                .startsWith("the gradient of 1/W[0,0] was ")
                .endsWith(", twice as much in every entry: the accumulators are not reset between calls");
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.verdict("1/W")).as("the first answer is right").isEqualTo(Verdict.AGREES);
        assertThat(report.toString())
                .startsWith(
                        "Gradient check of plain network: all 4 parameters agree, but something that must hold does not\n")
                .contains("not judged at this point: gradient(batch) answers differently each time");
    }

    @Test
    void aGradientThatIsNoNumber() {
        GradientReport report = check(new PlainNetwork(ARCHITECTURE, 1, 1) {
            @Override
            void backprop(Batch batch) {
                super.backprop(batch);
                dw[1][2][3] = Double.NaN;
            }
        });

        assertNotJudged(report, Guard.GRADIENT_FINITE);
        assertThat(report.toString()).contains("the gradient of 2/W[2,3] is NaN");
    }

    @Test
    void aGradientThatUpdatesToo() {
        for (boolean lossOnly : new boolean[] {false, true}) {
            PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1) {
                @Override
                Gradient gradient(Batch batch) {
                    step(batch);
                    return super.gradient(batch);
                }
            };
            PlainNetwork updatesAfterwards = new PlainNetwork(ARCHITECTURE, 1, 1) {
                @Override
                Gradient gradient(Batch batch) {
                    Gradient gradient = super.gradient(batch);
                    step(batch);
                    return gradient;
                }
            };
            GradientCheck before = GradientCheck.of(network.model()).on(BATCH);
            GradientCheck after = GradientCheck.of(updatesAfterwards.model()).on(BATCH);
            GradientReport wrong = (lossOnly ? before.lossOnly() : before).run();
            GradientReport right = (lossOnly ? after.lossOnly() : after).run();

            assertThat(wrong.verdict()).as("the gradient of elsewhere").isEqualTo(Verdict.DISAGREES);
            assertThat(right.verdict()).as(right.toString()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(right.parameterNames())
                    .hasSize(4)
                    .allSatisfy(name ->
                            assertThat(right.verdict(name)).as(right.toString()).isEqualTo(Verdict.AGREES));
            assertThat(right.brokenGuards())
                    .extracting(BrokenGuard::guard)
                    .containsExactly(Guard.GRADIENT_LEAVES_PARAMETERS);
            assertThat(oneLine(right)).contains("gradient(batch) changed [1/W (4 x 5), 1/b (4), 2/W (3 x 4), 2/b (3)]");
        }
    }

    /** Adds noise as dropout would. */
    private static final class Noisy extends PlainNetwork {
        private Random random = new Random(3);

        Noisy() {
            super(ARCHITECTURE, 1, 1);
        }

        @Override
        double loss(Batch batch) {
            return super.loss(batch) + 0.1 * random.nextDouble();
        }

        void reseed() {
            random = new Random(3);
        }
    }

    @Test
    void aLossWithHiddenRandomness() {
        GradientReport report = check(new Noisy());

        assertNotJudged(report, Guard.LOSS_REPEATABLE);
        assertThat(report.toString()).contains("Dropout or other randomness? Give reseed.");
    }

    @Test
    void aLossWithHiddenRandomnessThatCanBeSetBack() {
        Noisy network = new Noisy();

        GradientReport report = GradientCheck.of(network.wrapped()
                        .gradient(network::gradient)
                        .reseed(network::reseed)
                        .build())
                .on(BATCH)
                .run();

        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.AGREES);
    }

    @Test
    void aLossThatChangesParameters() {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1) {
            @Override
            double loss(Batch batch) {
                double loss = super.loss(batch);
                step(batch);
                return loss;
            }
        };

        GradientReport report = check(network);

        assertNotJudged(report, Guard.LOSS_LEAVES_PARAMETERS);
        assertThat(oneLine(report)).contains("loss(batch) changed [1/W (4 x 5), 1/b (4), 2/W (3 x 4), 2/b (3)]");
        assertThat(network.w).isDeepEqualTo(new PlainNetwork(ARCHITECTURE, 1, 1).w);
    }

    @Test
    void aLossThatIsNoNumber() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            GradientReport report = check(new PlainNetwork(ARCHITECTURE, 1, 1) {
                @Override
                double loss(Batch batch) {
                    return value;
                }
            });

            assertNotJudged(report, Guard.LOSS_FINITE);
            assertThat(oneLine(report)).contains("the loss of the batch of 6: inputs 6 x 5, targets 6 x 3 is " + value);
        }
    }

    @Test
    void aParameterThatIsNoNumber() {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1);
        network.w[1][2][0] = Double.NaN;
        network.b[0][3] = Double.NEGATIVE_INFINITY;

        GradientReport report = check(network);

        assertThat(report.points()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.brokenGuards())
                .filteredOn(broken -> broken.guard() == Guard.PARAMETERS_FINITE)
                .extracting(BrokenGuard::seen)
                .containsExactly("1/b[3] is -Infinity", "2/W[2,0] is NaN");
        assertThat(network.w[1][2][0]).isNaN();
    }

    @Test
    void aLossThatRemembersTheGradientCall() {
        GradientReport report = check(new PlainNetwork(ARCHITECTURE, 1, 1) {
            private double extra;

            @Override
            Gradient gradient(Batch batch) {
                extra = 0.5;
                return super.gradient(batch);
            }

            @Override
            double loss(Batch batch) {
                return super.loss(batch) + extra;
            }
        });

        assertThat(report.brokenGuards())
                .extracting(BrokenGuard::guard)
                .containsExactly(Guard.LOSS_UNMOVED_BY_GRADIENT);
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.INCONCLUSIVE);
    }
}
