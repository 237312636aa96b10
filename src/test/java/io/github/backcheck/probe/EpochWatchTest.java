package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochWatchTest {

    private static final Batch DIGITS = ProbeData.digits(100);

    private static class Digits extends ArrayProgram {
        Digits() {
            super(1, new int[] {64, 9, 10}, "sigmoid", "softmax");
        }

        /** In the order given. */
        void run(double[][] x, double[][] y, int from, int to) {
            for (int s = from; s < to; s += batchSize) {
                int end = Math.min(to, s + batchSize);
                train(Arrays.copyOfRange(x, s, end), Arrays.copyOfRange(y, s, end));
            }
        }
    }

    private static EpochReport watch(ArrayProgram program) {
        return EpochWatch.of(program.model(), DIGITS);
    }

    @Test
    void aShuffleThatForgetsTheTargetsIsSeen() {
        EpochReport report = watch(new Digits() {
            @Override
            void shuffle(double[][] x, double[][] y) {
                super.shuffle(x, new double[x.length][]);
            }
        });
        assertThat(report.rowsJudgement().isNoticed()).isTrue();
        assertThat(report.rows().parted()).isGreaterThan(70);
        assertThat(report.rows().lost()).isEmpty();
        assertThat(report.rows().changed()).isZero();
    }

    @Test
    void aShuffleThatDoublesRowsIsSeen() {
        EpochReport report = watch(new Digits() {
            @Override
            void shuffle(double[][] x, double[][] y) {
                for (int i = 0; i < x.length; i++) {
                    int j = shuffle.nextInt(x.length);
                    x[i] = x[j];
                    y[i] = y[j];
                }
            }
        });
        assertThat(report.rowsJudgement().isNoticed()).isTrue();
        assertThat(report.rows().doubled()).isNotEmpty();
        assertThat(report.rows().lost()).hasSizeGreaterThan(10);
        assertThat(report.rows().parted()).isZero();
    }

    @Test
    void inputsScaledAgainInEachPassAreSeen() {
        EpochReport report = watch(new Digits() {
            @Override
            void epoch(double[][] x, double[][] y) {
                for (double[] row : x) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] /= 255;
                    }
                }
                super.epoch(x, y);
            }
        });
        assertThat(report.rowsJudgement().isNoticed()).isTrue();
        assertThat(report.rows().changed()).isEqualTo(100);
        assertThat(report.rows().factor()).isBetween(0.999 / 255, 1.001 / 255);
        assertThat(report.toString()).contains("all multiplied by 0.00392157");
    }

    @Test
    void standardisingInPlaceIsNoFault() {
        EpochReport report = watch(new Digits() {
            @Override
            void epoch(double[][] x, double[][] y) {
                for (int j = 0; j < 64; j++) {
                    int column = j;
                    double mean = Arrays.stream(x)
                            .mapToDouble(row -> row[column])
                            .average()
                            .orElseThrow();
                    double squares = Arrays.stream(x)
                            .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                            .sum();
                    for (double[] row : x) {
                        row[j] = squares == 0 ? 0 : (row[j] - mean) / Math.sqrt(squares / x.length);
                    }
                }
                super.epoch(x, y);
            }
        });
        assertThat(report.rows().changed()).isEqualTo(100);
        assertThat(report.rowsJudgement()).isEqualTo(Judgement.asExpected());
    }

    @Test
    void samplesThatAreNeverUsedAreNamed() {
        EpochReport last = watch(new Digits() {
            @Override
            void epoch(double[][] x, double[][] y) {
                batchSize = 1;
                run(x, y, 0, x.length - 1);
            }
        });
        assertThat(last.unused()).containsExactly(99);
        assertThat(last.unusedJudgement().isNoticed()).isTrue();
        EpochReport first = watch(new Digits() {
            @Override
            void epoch(double[][] x, double[][] y) {
                run(x, y, 2, x.length);
            }
        });
        assertThat(first.unused()).containsExactly(0, 1);
        assertThat(first.unusedJudgement().isNoticed()).isTrue();
        EpochReport half = watch(new Digits() {
            @Override
            void epoch(double[][] x, double[][] y) {
                run(x, y, 0, x.length / 2);
            }
        });
        assertThat(half.unused())
                .containsExactlyElementsOf(IntStream.range(50, 100).boxed().toList());
        assertThat(half.unusedJudgement().isNoticed()).isTrue();
    }

    @Test
    void drawingSamplesAtRandomAndLeavingOutAPartOfABatchAreNoFaults() {
        for (int seed = 0; seed < 20; seed++) {
            int s = seed;
            EpochReport random = watch(new Digits() {
                @Override
                void epoch(double[][] x, double[][] y) {
                    Random draw = new Random(s);
                    for (int i = 0; i < x.length; i++) {
                        int j = draw.nextInt(x.length);
                        run(x, y, j, j + 1);
                    }
                }
            });
            assertThat(random.unusedJudgement()).as("%s", random).isEqualTo(Judgement.asExpected());
            EpochReport dropped = watch(new Digits() {
                @Override
                void epoch(double[][] x, double[][] y) {
                    shuffle.setSeed(s);
                    shuffle(x, y);
                    batchSize = 32;
                    run(x, y, 0, x.length / 32 * 32);
                }
            });
            assertThat(dropped.unusedJudgement()).as("%s", dropped).isEqualTo(Judgement.asExpected());
        }
    }

    @Test
    void aProgramThatShufflesAnewEachTimeIsNotJudged() {
        ArrayProgram program = new Digits();
        Model model = program.wrap().reseed(() -> {}).build();
        EpochReport report = EpochWatch.of(model, DIGITS);
        assertThat(report.unusedJudgement().reason()).contains("draws another order each time");
        assertThat(report.rowsJudgement()).isEqualTo(Judgement.asExpected());
    }

    @Test
    void weightsDrawnAnewAreSeen() {
        EpochReport report = watch(new Digits() {
            @Override
            void epoch(double[][] x, double[][] y) {
                Random random = new Random();
                for (double[][] layer : w) {
                    for (double[] row : layer) {
                        for (int j = 0; j < row.length; j++) {
                            row[j] = random.nextGaussian() / 8;
                        }
                    }
                }
                super.epoch(x, y);
            }
        });
        assertThat(report.redrawnJudgement().isNoticed()).isTrue();
        assertThat(report.redrawn().get(0).parameter()).isEqualTo("layer0/W");
    }

    @Test
    void weightsDrawnAnewWithTheSameSeedAreSeen() {
        EpochReport report = watch(new Digits() {
            @Override
            void epoch(double[][] x, double[][] y) {
                Random random = new Random(1);
                for (double[][] layer : w) {
                    for (double[] row : layer) {
                        for (int j = 0; j < row.length; j++) {
                            row[j] = random.nextGaussian() / 8;
                        }
                    }
                }
                for (double[] biases : b) {
                    Arrays.fill(biases, 0);
                }
                shuffle.setSeed(2);
                super.epoch(x, y);
            }
        });
        assertThat(report.redrawnJudgement().isNoticed()).as("%s", report).isTrue();
        assertThat(report.unusedJudgement()).as("%s", report).isEqualTo(Judgement.asExpected());
    }

    /** Keeps the best weights and puts them back after a pass that is no better. */
    private static class EarlyStopping extends Digits {
        private double best = Double.POSITIVE_INFINITY;
        private double[][][] bestWeights = {};
        private double[][] bestBiases = {};

        @Override
        void epoch(double[][] x, double[][] y) {
            super.epoch(x, y);
            double now = loss(x, y);
            if (now < best) {
                best = now;
                bestWeights = Arrays.stream(w).map(EarlyStopping::copy).toArray(double[][][]::new);
                bestBiases = copy(b);
            } else {
                for (int l = 0; l < w.length; l++) {
                    put(bestWeights[l], w[l]);
                }
                put(bestBiases, b);
            }
        }

        private static double[][] copy(double[][] rows) {
            return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
        }

        private static void put(double[][] from, double[][] to) {
            for (int i = 0; i < to.length; i++) {
                System.arraycopy(from[i], 0, to[i], 0, to[i].length);
            }
        }
    }

    @Test
    void earlyStoppingThatPutsTheBestWeightsBackDrawsNothingAnewAndLeavesNothingOut() {
        for (double rate : new double[] {1e-3, 0.3, 30}) {
            for (int before : new int[] {0, 5}) {
                ArrayProgram program = new EarlyStopping();
                program.rate = rate;
                for (int i = 0; i < before; i++) {
                    program.epoch(DIGITS.inputs(), DIGITS.targets());
                }
                EpochReport report = watch(program);
                assertThat(report.judgement().isNoticed()).as("%s", report).isFalse();
                assertThat(report.redrawnJudgement().reason())
                        .as("%s", report)
                        .contains("puts earlier parameters back, as early stopping does");
                assertThat(report.unused()).isEmpty();
            }
        }
    }

    @Test
    void strongDecayAndLargeStepsAreNotDrawnAnew() {
        for (double rate : new double[] {1e-3, 1, 30}) {
            ArrayProgram program = new Digits();
            program.rate = rate;
            program.decay = 0.5 / rate;
            EpochReport report = watch(program);
            assertThat(report.redrawnJudgement().isNoticed()).as("%s", report).isFalse();
        }
    }

    @Test
    void sortedDataThatNobodyShufflesAreSeen() {
        Batch sorted = ProbeData.sortedByClass(ProbeData.digits(300));
        ArrayProgram program = new Digits() {
            @Override
            void shuffle(double[][] x, double[][] y) {}
        };
        program.rate = 0.5;
        program.batchSize = 4;
        EpochReport report = EpochWatch.of(program.model(), sorted);
        assertThat(report.orderJudgement().isNoticed()).as("%s", report).isTrue();
        assertThat(report.order().orElseThrow().lastClass()).isEqualTo(9);
        assertThat(report.order().orElseThrow().afterSorted()).isGreaterThan(0.6);

        Batch mixed = ProbeData.digits(300);
        assertThat(EpochWatch.of(program.model(), mixed).orderJudgement()).isEqualTo(Judgement.asExpected());
        ArrayProgram shuffling = new Digits();
        shuffling.rate = 0.5;
        shuffling.batchSize = 4;
        EpochReport shuffled = EpochWatch.of(shuffling.model(), sorted);
        assertThat(shuffled.orderJudgement()).isEqualTo(Judgement.asExpected());
        assertThat(shuffled.order()).isPresent();
    }

    @Test
    void itPutsTheParametersBackAndSaysWhatIsMissing() {
        Model model = new Digits() {
            @Override
            void epoch(double[][] x, double[][] y) {
                super.epoch(x, y);
                throw new IllegalStateException("disk full");
            }
        }.model();
        try (ParameterSnapshot before = model.snapshot()) {
            assertThat(EpochWatch.of(model, DIGITS).judgement().reason()).contains("disk full");
            assertThat(before.changed()).isEmpty();
        }
        Model without =
                new FloatProgram(FloatProgram.Fault.NONE, 1, 64, 4, 10).wrap().build();
        assertThat(EpochWatch.of(without, DIGITS).judgement()).hasToString("not judged: needs epoch(data)");
    }
}
