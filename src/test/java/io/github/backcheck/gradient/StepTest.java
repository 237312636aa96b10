package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that compute the gradient and apply it in one, so that it has to be read off the step. */
class StepTest {

    private static final Architecture ARCHITECTURE =
            Architecture.inputs(5).tanh(6).sigmoid(6).identity(3).halfSquaredError();

    private static final Batch BATCH = WrongGradientTest.batch();

    /** The rate is a mean over entries that are rounded when they are added to the weights. */
    private static final double RATE = 1e-9;

    private static ModelBuilder training(PlainNetwork network) {
        return network.wrapped().trainStep(network::step).predict(network::predict);
    }

    private static GradientCheck check(PlainNetwork network) {
        return GradientCheck.of(
                        training(network).architecture(network.architecture).build())
                .on(BATCH);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.1, 3})
    void theLearningRateOfPlainDescentIsFound(double learningRate) {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1);
        network.learningRate = learningRate;

        for (GradientReport report : new GradientReport[] {
            check(network).run(), check(network).lossOnly().run()
        }) {
            assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.AGREES);
            assertThat(report.source()).isEqualTo(GradientSource.TRAIN_STEP);
            assertThat(report.points())
                    .hasSize(2)
                    .allSatisfy(point -> assertThat(point.learningRate().orElseThrow() / learningRate - 1)
                            .isBetween(-RATE, RATE));
        }
    }

    @Test
    void correctDescentOfRandomNetworksIsNotAccused() {
        long agreeing = LongStream.rangeClosed(1, 150)
                .filter(seed -> {
                    RandomCase random = RandomCase.of(seed);
                    Model model = training(random.network)
                            .architecture(random.network.architecture)
                            .build();
                    GradientReport report =
                            GradientCheck.of(model).on(random.batch).run();
                    assertThat(report.verdict()).as(random + "\n" + report).isNotEqualTo(Verdict.DISAGREES);
                    return report.verdict() == Verdict.AGREES;
                })
                .count();

        assertThat(agreeing).isGreaterThan(100);
    }

    @Test
    void aFrozenFirstLayerIsZero() {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1) {
            @Override
            void backprop(Batch batch) {
                super.backprop(batch);
                for (double[] row : dw[0]) {
                    Arrays.fill(row, 0);
                }
                Arrays.fill(db[0], 0);
            }
        };

        for (GradientReport report : new GradientReport[] {
            check(network).run(), check(network).lossOnly().run()
        }) {
            assertThat(report.disagreement("1/W").orElseThrow().isWronglyZero()).isTrue();
            assertThat(report.disagreement("1/b").orElseThrow().isWronglyZero()).isTrue();
            assertThat(report.parameterNames().subList(2, 6))
                    .allSatisfy(name -> assertThat(report.verdict(name))
                            .as(report.toString())
                            .isEqualTo(Verdict.AGREES));
        }
    }

    /** Saturated units leave so little of the gradient that adding it to a weight of 20 changes nothing. */
    @Test
    void aGradientThatIsLostWhenItIsAddedIsNotCalledZero() {
        Architecture tanh = Architecture.inputs(5).tanh(6).tanh(6).identity(3).halfSquaredError();
        PlainNetwork network = new PlainNetwork(tanh, 1, 1);
        Model model = training(network).architecture(tanh).build();
        Parameter weights = model.layers().get(1).weights();
        for (int i = 0; i < weights.size(); i++) {
            weights.set(i, weights.get(i) < 0 ? -20 : 20);
        }

        GradientReport report = GradientCheck.of(model).on(BATCH).run();

        assertThat(report.verdict()).as(report.toString()).isNotEqualTo(Verdict.DISAGREES);
    }

    @Test
    void aFlippedHiddenLayerIsTheOneAccused() {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1) {
            @Override
            void backprop(Batch batch) {
                super.backprop(batch);
                for (double[] row : dw[1]) {
                    Arrays.setAll(row, j -> -row[j]);
                }
                Arrays.setAll(db[1], i -> -db[1][i]);
            }
        };

        GradientReport report = check(network).run();

        assertThat(report.parameterNames())
                .filteredOn(name -> report.verdict(name) == Verdict.DISAGREES)
                .containsExactly("2/W", "2/b");
        assertThat(report.disagreement("2/W").orElseThrow().shape())
                .contains(new ErrorShape.Factor(-1, List.of("the sign is flipped")));
    }

    @Test
    void aLayerWithALearningRateOfItsOwnIsNotCalledWrongOutright() {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1) {
            @Override
            void backprop(Batch batch) {
                super.backprop(batch);
                Arrays.setAll(db[2], i -> 2 * db[2][i]);
            }
        };

        GradientReport report = check(network).run();

        assertThat(report.disagreement("3/b").orElseThrow().shape())
                .contains(new ErrorShape.Factor(
                        2, List.of("the 2 of a square's derivative, or the ½ before the square, is on one side only")));
        assertThat(oneLine(report)).contains("; or its learning rate is not that of the others; ");
    }

    @Test
    void optimisersWithAMemoryAreNotJudged() {
        for (Optimiser optimiser : new Optimiser[] {Optimiser.momentum(0.1, 0.9), Optimiser.adam(0.01)}) {
            Model known = Mlp.of(ARCHITECTURE, Initialiser.xavier(), 3).asModel("reference", optimiser);
            ModelBuilder builder = Model.named("optimised").loss(known::loss).trainStep(known::trainStep);
            known.layers().forEach(layer -> {
                builder.weights(layer.weights().name(), storage(layer.weights()));
                builder.biases(
                        layer.biases().orElseThrow().name(),
                        storage(layer.biases().orElseThrow()));
            });
            Model model = builder.architecture(ARCHITECTURE).build();
            assertThat(model.can(Capability.GRADIENT)).isFalse();

            GradientReport report = GradientCheck.of(model)
                    .on(BATCH)
                    .at(Point.AS_GIVEN, Point.LIVELY, Point.AFTER_TRAINING)
                    .run();

            assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(oneLine(report))
                    .contains(
                            "a training step repeated from the same parameters moves them differently, so it keeps"
                                    + " something between steps, such as momentum, or something that was not given, such as biases; give gradient(batch) to have it judged");
        }
    }

    private static Storage storage(Parameter parameter) {
        int columns = parameter.columns();
        return Storage.entries(
                parameter.rows(),
                columns,
                (row, column) -> parameter.get(row * columns + column),
                (row, column, value) -> parameter.set(row * columns + column, value));
    }

    @Test
    void updatesSampleBySampleAreNotAccused() {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1);
        ModelBuilder builder = network.wrapped()
                .trainSample((input, target) -> network.step(Batch.of(new double[][] {input}, new double[][] {target})))
                .architecture(ARCHITECTURE);

        GradientReport online = GradientCheck.of(builder.build()).on(BATCH).run();
        GradientReport single =
                GradientCheck.of(builder.build()).on(BATCH.select(2)).run();

        assertThat(online.verdict()).as(online.toString()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(oneLine(online)).contains("not plain gradient descent on the batch as a whole");
        assertThat(single.verdict()).as(single.toString()).isEqualTo(Verdict.AGREES);
    }

    @Test
    void anUpdateOfACopyChangesNothing() {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1) {
            @Override
            void step(Batch batch) {
                new PlainNetwork(architecture, 1, 1).step(batch);
            }
        };

        GradientReport report = check(network).run();

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.toString()).contains("1/W not judged: a training step did not change it at all\n");
    }

    @Test
    void neitherGradientNorStepIsNotJudged() {
        GradientReport report = GradientCheck.of(
                        new PlainNetwork(ARCHITECTURE, 1, 1).wrapped().build())
                .on(BATCH)
                .run();

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.toString()).contains("1/W not judged: needs gradient(batch) or trainStep(batch)\n");
    }

    private static String oneLine(GradientReport report) {
        return report.toString().replaceAll("\\s+", " ");
    }
}
