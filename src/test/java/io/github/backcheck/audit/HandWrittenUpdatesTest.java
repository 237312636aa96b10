package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Updates as they are in people's programs: plain arrays, sums kept between calls, fields that are assigned anew. */
class HandWrittenUpdatesTest {

    private static final double ETA = 0.05;
    private static final int SAMPLES = 6;

    private static HandWritten net() {
        return new HandWritten(3, 4, 5, 5, 2);
    }

    private static UpdateTrail audit(HandWritten net, Model model) {
        return UpdateAudit.of(model).on(net.batch(SAMPLES, 5)).run();
    }

    private static void assertNamed(UpdateTrail trail, String id) {
        assertThat(trail.parameters())
                .allSatisfy(update -> assertThat(update.defect())
                        .as("%s", trail)
                        .hasValueSatisfying(defect -> assertThat(defect.id()).isEqualTo(id)));
    }

    private static void assertRight(UpdateTrail trail, String rule) {
        assertThat(trail.agrees()).as("%s", trail).isTrue();
        assertThat(trail.common()).as("%s", trail).isPresent();
        assertThat(trail.common().orElseThrow().rule()).isEqualTo(rule);
    }

    @Test
    void plainDescentIsRight() {
        HandWritten net = net();
        assertRight(audit(net, net.model(HandWrittenUpdatesTest::descend)), "θ ← θ - 0.05 g");
    }

    private static void descend(HandWritten net, double[][] x, double[][] y) {
        net.clear();
        net.backpropagate(x, y);
        net.add(-ETA);
    }

    /** {@code sums = templates} once and again: the sums are never reset, and multiplied by the learning rate each time. */
    @Test
    void sumsAliasedWithTheirTemplatesAreNamed() {
        HandWritten net = net();
        double[][][] weightTemplates = net.dw;
        double[][] biasTemplates = net.db;
        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            n.dw = weightTemplates;
            n.db = biasTemplates;
            n.backpropagate(x, y);
            for (int l = 0; l < n.w.length; l++) {
                for (int i = 0; i < n.b[l].length; i++) {
                    n.db[l][i] *= ETA;
                    n.b[l][i] -= n.db[l][i];
                    for (int j = 0; j < n.w[l][i].length; j++) {
                        n.dw[l][i][j] *= ETA;
                        n.w[l][i][j] -= n.dw[l][i][j];
                    }
                }
            }
            n.dw = weightTemplates;
            n.db = biasTemplates;
        }));
        assertNamed(trail, "update-accumulator-rescaled");
        assertThat(trail.common()
                        .orElseThrow()
                        .constant("momentum")
                        .orElseThrow()
                        .value())
                .isEqualTo(ETA);
    }

    /** The same from a program that was trained before, on batches of a hundred. */
    @Test
    void aliasedSumsAreNamedInTheMiddleOfTraining() {
        HandWritten net = net();
        Model model = net.model((n, x, y) -> {
            n.backpropagate(x, y);
            scaleSums(n, 0.01);
            n.add(-1);
        });
        Batch hundred = net.batch(100, 9);
        for (int step = 0; step < 20; step++) {
            model.trainStep(hundred);
        }
        assertNamed(UpdateAudit.of(model).on(hundred).run(), "update-accumulator-rescaled");
    }

    /** A drift is no momentum, and parameters without it are right. */
    @Test
    void amountsThatEveryStepAddsAreNoMemory() {
        HandWritten net = net();
        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            descend(n, x, y);
            n.w[0][0][0] += 1e-3;
        }));

        ParameterUpdate drifting = trail.parameters().get(0);
        assertThat(drifting.rule()).isEqualTo("θ ← θ - 0.05 g + constants");
        assertThat(drifting.verdict())
                .isInstanceOfSatisfying(
                        StepVerdict.Unknown.class,
                        unknown -> assertThat(unknown.shape())
                                .endsWith("by the same amounts, whatever the batch: "
                                        + net.model((n, x, y) -> {})
                                                .parameters()
                                                .get(0)
                                                .entryName(0) + " by 0.001"));
        assertThat(trail.parameters().subList(1, trail.parameters().size()))
                .allMatch(ParameterUpdate::agrees, trail.toString());
    }

    private static void scaleSums(HandWritten net, double factor) {
        for (int l = 0; l < net.w.length; l++) {
            for (int i = 0; i < net.b[l].length; i++) {
                net.db[l][i] *= factor;
                for (int j = 0; j < net.w[l][i].length; j++) {
                    net.dw[l][i][j] *= factor;
                }
            }
        }
    }

    @Test
    void sumsThatAreNeverResetAreNamedThroughTheTwin() {
        HandWritten net = net();
        assertNamed(
                audit(net, net.model((n, x, y) -> {
                    n.backpropagate(x, y);
                    n.add(-ETA);
                })),
                "update-never-reset");
    }

    @Test
    void sumsThatAreNeverResetAreNamedWhereTheGradientSharesThem() {
        HandWritten net = net();
        Model model = net.modelWithGradient(
                (n, x, y) -> {
                    n.backpropagate(x, y);
                    n.add(-ETA);
                },
                () -> {},
                1);
        UpdateTrail trail = audit(net, model);
        assertNamed(trail, "update-never-reset");
        assertThat(trail.gradient().orElseThrow()).contains("differences of two calls");
    }

    @Test
    void sumsThatAreNeverResetAreNamedWithoutAnyGradient() {
        HandWritten net = net();
        assertNamed(
                audit(
                        net,
                        net.wrapped((n, x, y) -> {
                                    n.backpropagate(x, y);
                                    n.add(-ETA);
                                })
                                .build()),
                "update-never-reset");
    }

    /** Two bugs at once: the twin's gradient does not explain the steps, but they explain each other. */
    @Test
    void aliasedSumsAreNamedThoughBackpropagationIsWrongToo() {
        HandWritten net = net();
        Model model = net.model((n, x, y) -> {
            n.backpropagate(x, y);
            n.dw[1][2][1] += x[0][0] * y[0][0];
            n.db[0][1] += y[0][1] * y[0][1];
            n.dw[0][1][1] += y[0][1] * x[0][2];
            scaleSums(n, ETA);
            n.add(-1);
        });
        UpdateTrail trail = UpdateAudit.of(model)
                .on(net.batch(SAMPLES, 5))
                .learningRate(ETA)
                .run();
        assertNamed(trail, "update-accumulator-rescaled");
    }

    @Test
    void updatesEveryOtherBatchAreNotJudged() {
        HandWritten net = net();
        int[] count = {0};
        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            n.backpropagate(x, y);
            if (++count[0] % 2 == 0) {
                n.add(-ETA);
                n.clear();
            }
        }));
        assertThat(trail.wrong()).as("%s", trail).isEmpty();
        assertThat(trail.toString()).contains("applies its gradients every few batches");
    }

    @Test
    void descentWithoutAnyGradientIsNotJudged() {
        HandWritten net = net();
        UpdateTrail trail =
                audit(net, net.wrapped(HandWrittenUpdatesTest::descend).build());
        assertThat(trail.wrong()).isEmpty();
        assertThat(trail.agrees()).isFalse();
        assertThat(trail.gradient()).isEmpty();
    }

    @Test
    void ascentIsNamedWithoutAnyGradient() {
        HandWritten net = net();
        assertNamed(
                audit(
                        net,
                        net.wrapped((n, x, y) -> {
                                    n.clear();
                                    n.backpropagate(x, y);
                                    n.add(ETA);
                                })
                                .build()),
                "update-ascent");
    }

    @Test
    void anUpdateThatAddsAGradientThatPointsDownIsRight() {
        HandWritten net = net();
        Model model = net.modelWithGradient(HandWrittenUpdatesTest::descend, net::clear, -1);
        UpdateTrail trail = audit(net, model);
        assertRight(trail, "θ ← θ - 0.05 g");
        assertThat(trail.notes()).anySatisfy(note -> assertThat(note).contains("minus the gradient"));
    }

    @Test
    void aLearningRateOfIntsIsNamed() {
        HandWritten net = net();
        int batches = 10;
        int rate = 1 / batches;
        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            n.clear();
            n.backpropagate(x, y);
            n.add(-rate);
        }));
        assertNamed(trail, "update-to-a-copy");
        assertThat(((StepVerdict.Named) trail.parameters().get(0).verdict()).defects())
                .extracting(defect -> defect.id())
                .contains("update-integer-rate", "update-gradient-cleared");
    }

    @Test
    void anUpdateOfACopyOfOneLayerIsNamed() {
        HandWritten net = net();
        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            double[][] first = Arrays.stream(n.w[0]).map(double[]::clone).toArray(double[][]::new);
            descend(n, x, y);
            for (int i = 0; i < first.length; i++) {
                System.arraycopy(first[i], 0, n.w[0][i], 0, first[i].length);
            }
        }));
        assertThat(trail.wrong()).hasSize(1);
        assertThat(trail.parameter("layer 1/W")
                        .orElseThrow()
                        .defect()
                        .orElseThrow()
                        .id())
                .isEqualTo("update-to-a-copy");
    }

    @Test
    void nothingIsSaidOfAGradientThatIsZero() {
        HandWritten net = net();
        for (double[] row : net.w[2]) {
            Arrays.fill(row, 0);
        }
        Batch silent = Batch.of(new double[SAMPLES][4], new double[SAMPLES][2]);
        Arrays.fill(net.b[2], 0);
        UpdateTrail trail =
                UpdateAudit.of(net.model((n, x, y) -> {})).on(silent).run();
        assertThat(trail.parameter("layer 1/W").orElseThrow().verdict()).isInstanceOf(StepVerdict.NotJudged.class);
    }

    @Test
    void twoLayersOfOneArrayAreNamed() {
        HandWritten net = new HandWritten(3, 4, 4, 4, 2);
        net.w[1] = net.w[0];
        UpdateTrail trail = audit(net, net.model(HandWrittenUpdatesTest::descend));
        assertThat(trail.wrong()).extracting(ParameterUpdate::parameter).containsExactly("layer 1/W", "layer 2/W");
        assertThat(trail.wrong())
                .allSatisfy(
                        update -> assertThat(update.defect().orElseThrow().id()).isEqualTo("layers-share-one-array"));
    }

    @Test
    void oneSampleAfterAnotherIsRight() {
        HandWritten net = net();
        UpdateTrail trail = audit(net, net.model(HandWrittenUpdatesTest::descendOnline));
        assertRight(trail, "θ ← θ - 0.05 g");
        assertThat(trail.notes()).anySatisfy(note -> assertThat(note).contains("one after another"));
    }

    private static void descendOnline(HandWritten net, double[][] x, double[][] y) {
        for (int n = 0; n < x.length; n++) {
            net.clear();
            net.backpropagate(x[n], y[n]);
            net.add(-ETA);
        }
    }

    @Test
    void oneSampleAfterAnotherFromTheEndWithMomentumIsRight() {
        HandWritten net = net();
        HandWritten velocity = new HandWritten(1, 4, 5, 5, 2);
        velocity.clear();
        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            for (int k = x.length - 1; k >= 0; k--) {
                n.clear();
                n.backpropagate(x[k], y[k]);
                fade(velocity, n, 0.9);
                addSums(n, velocity, -ETA);
            }
        }));
        assertRight(trail, "θ ← θ - 0.05 g, momentum 0.9");
    }

    /** Its moments cannot be known after steps that nobody saw. */
    @Test
    void adamIsToldByItsFirstSteps() {
        Architecture architecture = Architecture.inputs(4).tanh(5).identity(2).halfSquaredError();
        for (boolean recorded : new boolean[] {true, false}) {
            Model model = Mlp.of(architecture, Initialiser.xavier(), 3)
                    .asModel("Adam", LearningRule.of(Optimiser.adam(0.01)));
            StepRecording recording = StepRecording.of(model);
            for (int step = 0; step < 20; step++) {
                recording.step(net().batch(SAMPLES, 10L + step));
            }
            UpdateAudit audit = UpdateAudit.of(model).on(net().batch(SAMPLES, 5));

            UpdateTrail trail = (recorded ? audit.after(recording) : audit).run();

            assertThat(trail.agrees()).as("%s", trail).isEqualTo(recorded);
            assertThat(trail.toString()).contains(recorded ? "Adam, η 0.01, β1 0.9, β2 0.999" : "not judged");
        }
    }

    @Test
    void aMomentumOfOneIsNamedWhereUnitsAreShutToo() {
        HandWritten net = net();
        HandWritten velocity = new HandWritten(1, 4, 5, 5, 2);
        velocity.clear();
        velocity.backpropagate(
                net.batch(SAMPLES, 5).inputs(), net.batch(SAMPLES, 5).targets());
        for (double[] row : net.w[2]) {
            Arrays.fill(row, 60);
        }
        Arrays.fill(net.b[2], 500);

        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            n.clear();
            n.backpropagate(x, y);
            fade(velocity, n, 1);
            addSums(n, velocity, -ETA);
        }));

        assertThat(trail.notes()).anySatisfy(note -> assertThat(note).contains("livelier"));
        assertNamed(trail, "update-never-reset");
    }

    /** velocity ← μ velocity + sums. */
    private static void fade(HandWritten velocity, HandWritten net, double momentum) {
        scaleSums(velocity, momentum);
        for (int l = 0; l < net.w.length; l++) {
            for (int i = 0; i < net.b[l].length; i++) {
                velocity.db[l][i] += net.db[l][i];
                for (int j = 0; j < net.w[l][i].length; j++) {
                    velocity.dw[l][i][j] += net.dw[l][i][j];
                }
            }
        }
    }

    private static void addSums(HandWritten net, HandWritten sums, double factor) {
        for (int l = 0; l < net.w.length; l++) {
            for (int i = 0; i < net.b[l].length; i++) {
                net.b[l][i] += factor * sums.db[l][i];
                for (int j = 0; j < net.w[l][i].length; j++) {
                    net.w[l][i][j] += factor * sums.dw[l][i][j];
                }
            }
        }
    }

    /** The gradient at θ + μ v, as in the first form of Nesterov's momentum. */
    @Test
    void nesterovThatLooksAheadIsRight() {
        HandWritten net = net();
        HandWritten velocity = new HandWritten(1, 4, 5, 5, 2);
        velocity.clear();
        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            addSums(n, velocity, 0.9);
            n.clear();
            n.backpropagate(x, y);
            addSums(n, velocity, -0.9);
            scaleSums(n, -ETA);
            fade(velocity, n, 0.9);
            addSums(n, velocity, 1);
        }));
        assertRight(trail, "θ ← θ - 0.05 g, momentum 0.9");
        assertThat(trail.gradient().orElseThrow()).contains("looks ahead");
    }

    /** Weights and bias of a unit in one row; the loop over the inputs ends before the bias. */
    @Test
    void biasesInTheMatrixThatTheLoopLeavesOutAreNamed() {
        HandWritten net = new HandWritten(3, 4, 3);
        double[][] rows = new double[3][5];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(net.w[0][i], 0, rows[i], 0, 4);
            rows[i][4] = net.b[0][i];
        }
        Model model = Model.named("bias rows")
                .weightsWithBiases("layer 1", BiasPlacement.LAST_COLUMN, Storage.of(rows))
                .loss(batch -> loaded(net, rows).loss(batch))
                .trainStep(batch -> {
                    loaded(net, rows).clear();
                    net.backpropagate(batch.inputs(), batch.targets());
                    for (int i = 0; i < 3; i++) {
                        for (int j = 0; j < 4; j++) {
                            rows[i][j] -= ETA * net.dw[0][i][j];
                        }
                    }
                })
                .architecture(net.architecture())
                .build();
        UpdateTrail trail = audit(net, model);
        assertThat(trail.parameter("layer 1/W").orElseThrow().agrees())
                .as("%s", trail)
                .isTrue();
        assertThat(trail.parameter("layer 1/b")
                        .orElseThrow()
                        .defect()
                        .orElseThrow()
                        .id())
                .isEqualTo("biases-frozen");
    }

    private static HandWritten loaded(HandWritten net, double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, net.w[0][i], 0, rows[i].length - 1);
            net.b[0][i] = rows[i][rows[i].length - 1];
        }
        return net;
    }

    /** Parameters of floats, everything computed in float precision. */
    @Test
    void floatsWithMomentumAreRight() {
        HandWritten net = net();
        HandWritten velocity = new HandWritten(1, 4, 5, 5, 2);
        velocity.clear();
        float[][][] w = new float[3][][];
        float[][] b = new float[3][];
        for (int l = 0; l < 3; l++) {
            w[l] = new float[net.w[l].length][net.w[l][0].length];
            b[l] = new float[net.b[l].length];
        }
        round(net, w, b);
        var builder = Model.named("floats");
        for (int l = 0; l < 3; l++) {
            builder.weights("layer " + (l + 1) + "/W", Storage.of(w[l]))
                    .biases("layer " + (l + 1) + "/b", Storage.of(b[l]));
        }
        Model model = builder.loss(batch -> unrounded(net, w, b).loss(batch))
                .trainStep(batch -> {
                    unrounded(net, w, b).clear();
                    net.backpropagate(batch.inputs(), batch.targets());
                    fade(velocity, net, 0.9);
                    addSums(net, velocity, -ETA);
                    round(net, w, b);
                })
                .architecture(net.architecture())
                .build();
        UpdateTrail trail = audit(net, model);
        assertRight(trail, "θ ← θ - 0.05 g, momentum 0.9");
    }

    private static void round(HandWritten net, float[][][] w, float[][] b) {
        for (int l = 0; l < w.length; l++) {
            for (int i = 0; i < b[l].length; i++) {
                b[l][i] = (float) net.b[l][i];
                for (int j = 0; j < w[l][i].length; j++) {
                    w[l][i][j] = (float) net.w[l][i][j];
                }
            }
        }
    }

    private static HandWritten unrounded(HandWritten net, float[][][] w, float[][] b) {
        for (int l = 0; l < w.length; l++) {
            for (int i = 0; i < b[l].length; i++) {
                net.b[l][i] = b[l][i];
                for (int j = 0; j < w[l][i].length; j++) {
                    net.w[l][i][j] = w[l][i][j];
                }
            }
        }
        return net;
    }

    @Test
    void randomStepsAreNotJudged() {
        HandWritten net = net();
        Random random = new Random(1);
        UpdateTrail trail = audit(net, net.model((n, x, y) -> {
            n.clear();
            for (int k = 0; k < x.length; k++) {
                if (random.nextBoolean()) {
                    n.backpropagate(x[k], y[k]);
                }
            }
            n.add(-ETA);
        }));
        assertThat(trail.wrong()).as("%s", trail).isEmpty();
        assertThat(trail.agrees()).isFalse();
    }

    @Test
    void parametersArePutBackBitForBit() {
        HandWritten net = net();
        Model model = net.model(HandWrittenUpdatesTest::descend);
        List<double[]> before =
                model.parameters().stream().map(Parameter::values).toList();
        audit(net, model);
        assertUnchanged(model, before);
    }

    @Test
    void parametersArePutBackBitForBitWhenTheStepThrows() {
        for (int allowed : new int[] {0, 1, 5, 11}) {
            HandWritten net = net();
            int[] calls = {0};
            Model model = net.model((n, x, y) -> {
                descend(n, x, y);
                if (calls[0]++ == allowed) {
                    throw new IllegalStateException("broken");
                }
            });
            List<double[]> before =
                    model.parameters().stream().map(Parameter::values).toList();
            assertThatThrownBy(() -> audit(net, model))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("broken");
            assertUnchanged(model, before);
        }
    }

    private static void assertUnchanged(Model model, List<double[]> before) {
        for (int p = 0; p < before.size(); p++) {
            assertThat(model.parameters().get(p).values()).containsExactly(before.get(p));
        }
    }
}
