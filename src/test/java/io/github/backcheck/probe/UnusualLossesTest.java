package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import io.github.backcheck.probe.LawsReport.Check;
import io.github.backcheck.probe.LawsReport.Combination;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Laws of losses and penalties that are right though few write them so, and of programs that remember what they were asked. */
class UnusualLossesTest {

    private static final Batch DIGITS = ProbeData.digits(12);

    private static List<Law> broken(LawsReport report) {
        return report.broken().stream().map(Check::law).toList();
    }

    private static LawsReport asked(ArrayProgram program) {
        return Laws.of(LawsTest.withoutReseed(program))
                .on(DIGITS)
                .penalty(program.decay, lambda -> program.decay = lambda)
                .run();
    }

    /** λ/(2n) Σ w², n being the size of the batch. */
    private static class SharedPenalty extends ArrayProgram {
        SharedPenalty() {
            super(1, new int[] {64, 9, 10}, "tanh", "softmax");
            decay = 0.3;
        }

        @Override
        double loss(double[][] x, double[][] y) {
            return super.loss(x, y) - decay / 2 * squares() * (1 - 1.0 / x.length);
        }

        @Override
        void backward(double[][] x, double[][] y) {
            double lambda = decay;
            decay = lambda / x.length;
            super.backward(x, y);
            decay = lambda;
        }
    }

    @Test
    void aPenaltyDividedByTheBatchLeavesNoLawUnasked() {
        LawsReport report = asked(new SharedPenalty());
        assertThat(report.combination()).isEqualTo(Combination.MEAN_WITH_SHARED_PENALTY);
        assertThat(report.broken()).as("%s", report).isEmpty();
        assertThat(report.checks()).hasSize(Law.values().length - 1);
    }

    @Test
    void besideAPenaltyDividedByTheBatchBugsShow() {
        ArrayProgram lastBias = new SharedPenalty() {
            @Override
            void backward(double[][] x, double[][] y) {
                int n = x.length - 1;
                super.backward(new double[][] {x[n]}, new double[][] {y[n]});
                double[][] ofLast = db;
                super.backward(x, y);
                db = ofLast;
            }
        };
        assertThat(broken(asked(lastBias)))
                .containsExactly(Law.GRADIENT_IN_ANY_ORDER, Law.GRADIENT_OF_SINGLES, Law.GRADIENT_OF_PARTS);
        ArrayProgram summed = new SharedPenalty() {
            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                Arrays.setAll(db[1], i -> x.length * db[1][i]);
            }
        };
        assertThat(broken(asked(summed)))
                .containsExactly(Law.GRADIENT_OF_COPIES, Law.GRADIENT_OF_SINGLES, Law.GRADIENT_OF_PARTS);
    }

    /** λ Σ w⁴ / 2, wrong in the gradient of every weight that is multiplied by another factor than 1. */
    private static ArrayProgram fourthPowers(double factor) {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double squares() {
                return Arrays.stream(w)
                        .flatMap(Arrays::stream)
                        .flatMapToDouble(Arrays::stream)
                        .map(v -> v * v * v * v)
                        .sum();
            }

            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, y);
                for (int l = 0; l < w.length; l++) {
                    for (int i = 0; i < w[l].length; i++) {
                        for (int j = 0; j < w[l][i].length; j++) {
                            double v = w[l][i][j];
                            dw[l][i][j] += decay * ((i == 3 ? factor : 1) * 2 * v * v * v - v);
                        }
                    }
                }
            }
        };
        program.decay = 0.1;
        return program;
    }

    @Test
    void aPenaltyMayBeOfAnyShape() {
        LawsReport report = asked(fourthPowers(1));
        assertThat(report.broken()).as("%s", report).isEmpty();
        assertThat(report.of(Law.GRADIENT_OF_PENALTY)).isPresent();
        assertThat(report.of(Law.GRADIENT_AT_OWN_OUTPUTS)).isPresent();
        assertThat(broken(asked(fourthPowers(0.9)))).contains(Law.GRADIENT_OF_PENALTY);
    }

    @Test
    void targetsThatAreSmoothedInsideAreNotJudged() {
        ArrayProgram smooth = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            private double[][] smoothed(double[][] y) {
                return Arrays.stream(y)
                        .map(row -> Arrays.stream(row).map(v -> 0.9 * v + 0.01).toArray())
                        .toArray(double[][]::new);
            }

            @Override
            double loss(double[][] x, double[][] y) {
                return super.loss(x, smoothed(y));
            }

            @Override
            void backward(double[][] x, double[][] y) {
                super.backward(x, smoothed(y));
            }
        };
        LawsReport report = Laws.of(LawsTest.withoutReseed(smooth)).on(DIGITS).run();
        assertThat(report.broken()).as("%s", report).isEmpty();
        assertThat(report.missing()).anyMatch(what -> what.contains("targets that are smoothed"));
    }

    @Test
    void aMatrixThatIsUsedTwiceIsNotTurned() {
        ArrayProgram twice = new ArrayProgram(1, new int[] {64, 5, 5, 5, 10}, "tanh", "tanh", "tanh", "softmax");
        twice.w[2] = twice.w[1];
        LawsReport report = Laws.of(twice.modelWithArchitecture())
                .on(DIGITS)
                .random(twice.shuffle)
                .run();
        assertThat(report.broken()).as("%s", report).isEmpty();
    }

    @Test
    void aGradientThatKnowsNoTargetsBreaksTheLawOfOwnOutputs() {
        ArrayProgram cached = new ArrayProgram(1, new int[] {64, 10}, "softmax") {
            @Override
            void backward(double[][] x, double[][] y) {
                if (dw == null) {
                    super.backward(x, y);
                }
            }
        };
        assertThat(broken(Laws.of(LawsTest.withoutReseed(cached)).on(DIGITS).run()))
                .containsExactly(Law.GRADIENT_AT_OWN_OUTPUTS);
    }

    @Test
    void aLossThatRemembersIsCalledThat() {
        double[] mean = {Double.NaN};
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax");
        LawsReport running = Laws.of(program.wrap()
                        .loss(b -> {
                            double loss = program.loss(b.inputs(), b.targets());
                            mean[0] = Double.isNaN(mean[0]) ? loss : 0.9 * mean[0] + 0.1 * loss;
                            return mean[0];
                        })
                        .build())
                .on(DIGITS)
                .run();
        assertThat(broken(running)).containsExactly(Law.LOSS_AGAIN);
        double[] sum = new double[1];
        LawsReport growing = Laws.of(program.wrap()
                        .loss(b -> sum[0] += program.loss(b.inputs(), b.targets()))
                        .build())
                .on(DIGITS)
                .run();
        assertThat(broken(growing)).containsExactly(Law.LOSS_AGAIN);
        assertThat(growing.toString()).contains("look for a sum that is not");
    }

    @Test
    void whatTheFirstQuestionChangesIsSeen() {
        ArrayProgram clipped = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double loss(double[][] x, double[][] y) {
                for (double[] row : w[1]) {
                    Arrays.setAll(row, j -> Math.max(-0.2, Math.min(0.2, row[j])));
                }
                return super.loss(x, y);
            }
        };
        double[] before = clipped.w[1][0].clone();
        LawsReport report = Laws.of(LawsTest.withoutReseed(clipped)).on(DIGITS).run();
        assertThat(broken(report)).containsExactly(Law.PARAMETERS_UNTOUCHED);
        assertThat(report.of(Law.PARAMETERS_UNTOUCHED).orElseThrow().where())
                .startsWith("layer1/W[")
                .endsWith("by loss(batch)");
        assertThat(clipped.w[1][0]).isEqualTo(before);
    }

    @Test
    void batchesOfOneSizeLeaveSomeLaws() {
        ArrayProgram fixed = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double[][] preActivations(int layer, double[][] below) {
                if (below.length != 12) {
                    throw new ArrayIndexOutOfBoundsException(below.length);
                }
                return super.preActivations(layer, below);
            }
        };
        LawsReport report = Laws.of(LawsTest.withoutReseed(fixed)).on(DIGITS).run();
        assertThat(report.broken()).isEmpty();
        assertThat(report.of(Law.LOSS_IN_ANY_UNIT_ORDER)).isPresent();
        assertThat(report.of(Law.GRADIENT_AT_OWN_OUTPUTS)).isPresent();
        assertThat(report.missing()).anyMatch(what -> what.contains("on a batch of 24"));
    }

    @Test
    void floatsWithPixelsAreJudged() {
        double[][] pixels = Arrays.stream(DIGITS.inputs())
                .map(row -> Arrays.stream(row).map(v -> 255 * v).toArray())
                .toArray(double[][]::new);
        Batch batch = Batch.of(pixels, DIGITS.targets());
        for (int seed = 0; seed < 10; seed++) {
            FloatGradientProgram program = new FloatGradientProgram(seed, 64, 12, 10);
            for (float[] row : program.w2) {
                for (int i = 0; i < row.length; i++) {
                    row[i] *= 20;
                }
            }
            Model right = program.model();
            LawsReport report = Laws.of(right).on(batch).run();
            assertThat(report.broken()).as("%s", report).isEmpty();
            Model wrong = Model.named("mean, not sum")
                    .weights("hidden/W", Storage.of(program.w1))
                    .weights("output/W", Storage.of(program.w2))
                    .biases("output/b", Storage.of(program.b2))
                    .loss(right::loss)
                    .gradient(b -> {
                        double[] sum = right.gradient(b)
                                .of(right.find("output/b").orElseThrow())
                                .orElseThrow();
                        Arrays.setAll(sum, k -> sum[k] / b.size());
                        return Gradient.of("output/b", sum);
                    })
                    .build();
            assertThat(broken(Laws.of(wrong).on(batch).run())).contains(Law.GRADIENT_OF_COPIES);
        }
    }
}
