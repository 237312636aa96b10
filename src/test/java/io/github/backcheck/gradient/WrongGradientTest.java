package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a verdict can come out against a gradient: in the right parameters, with the right shape, and no others. */
class WrongGradientTest {

    private static final int SAMPLES = 6;

    private static final int NETWORKS = 150;

    private static final double PENALTY = 0.02;

    /** A fitted constant is as good as the uncertainty of the entries it was fitted to. */
    private static final double FACTOR = 1e-6;

    private static final Architecture PLAIN = Architecture.inputs(5)
            .tanh(6)
            .sigmoid(6)
            .layer(3, Activation.IDENTITY)
            .loss(Loss.HALF_SQUARED_ERROR);

    private static final Architecture PENALISED = PLAIN.l2(PENALTY);

    private static final Set<String> FIRST = Set.of("1/W", "1/b");
    private static final Set<String> SECOND = Set.of("2/W", "2/b");
    private static final Set<String> BELOW_OUTPUT = Set.of("1/W", "1/b", "2/W", "2/b");
    private static final Set<String> WEIGHTS = Set.of("1/W", "2/W", "3/W");
    private static final Set<String> ALL = Set.of("1/W", "1/b", "2/W", "2/b", "3/W", "3/b");

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments(
                        "loop ends before the first layer",
                        after(n -> {
                            zero(n.dw[0]);
                            Arrays.fill(n.db[0], 0);
                        }),
                        FIRST,
                        new ErrorShape.Zero()),
                arguments(
                        "sign flipped",
                        after(n -> scale(n, 1, -1)),
                        SECOND,
                        new ErrorShape.Factor(-1, List.of("the sign is flipped"))),
                arguments("twice", after(n -> scale(n, 1, 2)), SECOND, new ErrorShape.Factor(2, List.of())),
                arguments(
                        "not averaged",
                        after(n -> scale(n, 0, SAMPLES)),
                        FIRST,
                        new ErrorShape.Factor(SAMPLES, List.of())),
                arguments(
                        "averaged twice",
                        after(n -> scale(n, 0, 1.0 / SAMPLES)),
                        FIRST,
                        new ErrorShape.Factor(1.0 / SAMPLES, List.of())),
                arguments("transposed", after(n -> transpose(n.dw[1])), Set.of("2/W"), new ErrorShape.Transposed()),
                arguments("penalty missing", penalised(-1), WEIGHTS, new ErrorShape.AlongParameter(-PENALTY, "")),
                arguments("penalty doubled", penalised(1), WEIGHTS, new ErrorShape.AlongParameter(PENALTY, "")),
                arguments(
                        "penalty subtracted", penalised(-2), WEIGHTS, new ErrorShape.AlongParameter(-2 * PENALTY, "")),
                arguments(
                        "one row zero",
                        after(n -> Arrays.fill(n.dw[1][2], 0)),
                        Set.of("2/W"),
                        new ErrorShape.Rows(List.of(2), new ErrorShape.Zero())),
                arguments(
                        "one column wrong",
                        after(n -> {
                            for (double[] row : n.dw[0]) {
                                row[3] = -row[3];
                            }
                        }),
                        Set.of("1/W"),
                        new ErrorShape.Columns(List.of(3), new ErrorShape.Factor(-1, List.of("the sign is flipped")))),
                arguments(
                        "bias sum over the wrong axis",
                        new BiasesOverUnits(),
                        SECOND_BIASES,
                        new ErrorShape.Irregular()),
                arguments(
                        "f' missing",
                        new PlainNetwork(PLAIN, 1, 1) {
                            @Override
                            double slope(int l, int i) {
                                return l == 1 ? 1 : super.slope(l, i);
                            }
                        },
                        BELOW_OUTPUT,
                        new ErrorShape.Irregular()),
                arguments(
                        "f' of the activation",
                        new PlainNetwork(PLAIN, 1, 1) {
                            @Override
                            double slope(int l, int i) {
                                double s = 1 / (1 + Math.exp(-a[l][i]));
                                return l == 1 ? s * (1 - s) : super.slope(l, i);
                            }
                        },
                        BELOW_OUTPUT,
                        new ErrorShape.Irregular()),
                arguments(
                        "last sample only",
                        new PlainNetwork(PLAIN, 1, 1) {
                            @Override
                            void backprop(Batch batch) {
                                super.backprop(batch.select(batch.size() - 1));
                            }
                        },
                        ALL,
                        new ErrorShape.OneSample(ErrorShape.BatchEnd.LAST, 1)));
    }

    private static final Set<String> SECOND_BIASES = Set.of("2/b");

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void isFoundThroughTheTwin(String name, PlainNetwork network, Set<String> parameters, ErrorShape shape) {
        GradientReport report = GradientCheck.of(network.model()).on(batch()).run();

        assertThat(report.at(Point.AS_GIVEN).orElseThrow().method())
                .as(report.toString())
                .isEqualTo(Method.UNIT_WISE);
        assertFound(report, parameters, shape);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void isFoundInTheLossAlone(String name, PlainNetwork network, Set<String> parameters, ErrorShape shape) {
        GradientReport report =
                GradientCheck.of(network.model()).on(batch()).lossOnly().run();

        assertThat(report.at(Point.AS_GIVEN).orElseThrow().method()).isEqualTo(Method.PARAMETER_WISE);
        boolean ofSamples = shape instanceof ErrorShape.OneSample; // which the loss of a batch does not show
        assertFound(report, parameters, ofSamples ? new ErrorShape.Irregular() : shape);
    }

    private static void assertFound(GradientReport report, Set<String> parameters, ErrorShape shape) {
        assertThat(report.verdict()).isEqualTo(Verdict.DISAGREES);
        assertThat(report.points()).hasSize(2);
        for (PointCheck point : report.points()) {
            for (ParameterCheck check : point.parameters()) {
                if (parameters.contains(check.parameter())) {
                    assertThat(check.verdict()).as(report.toString()).isEqualTo(Verdict.DISAGREES);
                    assertSameShape(check.shape().orElseThrow(), shape, report);
                } else {
                    assertThat(check.verdict()).as(report.toString()).isEqualTo(Verdict.AGREES);
                }
            }
        }
    }

    private static void assertSameShape(ErrorShape found, ErrorShape expected, GradientReport report) {
        if (expected instanceof ErrorShape.Factor factor) {
            assertThat(found).as(report.toString()).isInstanceOf(ErrorShape.Factor.class);
            assertThat(((ErrorShape.Factor) found).factor() / factor.factor() - 1)
                    .isBetween(-FACTOR, FACTOR);
        } else if (expected instanceof ErrorShape.AlongParameter along) {
            assertThat(found).as(report.toString()).isInstanceOf(ErrorShape.AlongParameter.class);
            assertThat(((ErrorShape.AlongParameter) found).factor() / along.factor() - 1)
                    .isBetween(-FACTOR, FACTOR);
        } else {
            assertThat(found).as(report.toString()).isEqualTo(expected);
        }
    }

    @Test
    void oneEntryOffByOneIn100000IsFoundThroughTheTwin() {
        PlainNetwork network = after(n -> n.dw[1][4][2] *= 1 + 1e-5);

        GradientReport report = GradientCheck.of(network.model()).on(batch()).run();

        ParameterCheck check = report.disagreement("2/W").orElseThrow();
        assertThat(check.entries().disagreeing()).isEqualTo(1);
        assertThat(check.worst()).extracting(EntryCheck::name).containsExactly("2/W[4,2]");
        assertThat(check.shape())
                .contains(new ErrorShape.Block(new ErrorShape.Range(4, 4, 2, 2), new ErrorShape.Irregular()));
        assertThat(report.parameterNames())
                .filteredOn(name -> report.verdict(name) == Verdict.DISAGREES)
                .containsExactly("2/W");
    }

    @Test
    void aSingleEntryHasAShapeToo() {
        PlainNetwork network =
                new PlainNetwork(Architecture.inputs(2).tanh(3).identity(1).halfSquaredError(), 1, 1) {
                    @Override
                    void backprop(Batch batch) {
                        super.backprop(batch);
                        db[1][0] = -db[1][0];
                    }
                };
        Batch batch = Batch.of(new double[][] {{1, 2}, {0.5, -1}}, new double[][] {{1}, {-1}});

        GradientReport report = GradientCheck.of(network.model()).on(batch).run();

        assertThat(report.disagreement("2/b").orElseThrow().shape())
                .contains(new ErrorShape.Factor(-1, List.of("the sign is flipped")));
    }

    /** Directions see what the few entries looked at do not, and lead to it. */
    @Test
    void aWrongEntryOutsideTheSampleIsFoundByDirections() {
        PlainNetwork network =
                new PlainNetwork(Architecture.inputs(30).tanh(30).identity(2).halfSquaredError(), 1, 1) {
                    @Override
                    void backprop(Batch batch) {
                        super.backprop(batch);
                        dw[0][17][13] += 1;
                    }
                };

        GradientReport report = GradientCheck.of(network.model())
                .on(random(30, 2, 4))
                .lossOnly()
                .sampling(5)
                .run();

        ParameterCheck check = report.disagreement("1/W").orElseThrow();
        assertThat(check.worst()).extracting(EntryCheck::name).containsExactly("1/W[17,13]");
        assertThat(check.entries()).isEqualTo(new EntryCounts(900, 6, 5, 1, 0, 0, 894));
        assertThat(check.toString())
                .endsWith(
                        "; the entries not checked agree along a random direction; 6 of 900 entries checked one by one,"
                                + " 1 wrong");
    }

    @Test
    void theGradientOfThePreviousCallIsFound() {
        PlainNetwork network = new PlainNetwork(PLAIN, 1, 1) {
            private Gradient previous = super.gradient(batch().select(0));

            @Override
            Gradient gradient(Batch batch) {
                Gradient answer = previous;
                previous = super.gradient(batch);
                return answer;
            }
        };

        GradientReport report = GradientCheck.of(network.model()).on(batch()).run();

        assertThat(report.verdict()).isEqualTo(Verdict.DISAGREES);
        assertThat(report.brokenGuards())
                .extracting(BrokenGuard::guard)
                .containsExactlyInAnyOrderElementsOf(
                        Collections.nCopies(report.brokenGuards().size(), Guard.GRADIENT_REPEATABLE));
        assertThat(ALL).allSatisfy(name -> assertThat(report.verdict(name)).isEqualTo(Verdict.DISAGREES));
    }

    @Test
    void aGradientThatIsNotGivenIsNotJudged() {
        PlainNetwork network = new PlainNetwork(PLAIN, 1, 1) {
            @Override
            Gradient gradient(Batch batch) {
                backprop(batch);
                return Gradient.of("1/W", dw[0]).and("2/W", dw[1]).and("3/W", dw[2]);
            }
        };

        GradientReport report = GradientCheck.of(network.model()).on(batch()).run();

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.verdict("1/W")).isEqualTo(Verdict.AGREES);
        assertThat(report.verdict("1/b")).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.toString())
                .contains("1/b not judged: the analytic gradient of this parameter was not given\n");
    }

    /** One parameter of a random network is too large by a hundredth: always seen by the twin, never passed by the loss alone. */
    @Test
    void aHundredthTooMuchIsFoundInRandomNetworks() {
        int judged = 0;
        int foundByLoss = 0;
        for (long seed = 1; seed <= NETWORKS; seed++) {
            RandomCase random = RandomCase.of(seed);
            GradientReport right = random.check().run();
            if (right.verdict() == Verdict.AGREES) {
                List<String> names = right.parameterNames();
                String name = names.get((int) (seed % names.size()));
                GradientCheck wrong =
                        GradientCheck.of(scaled(random.network, name)).on(random.batch);

                assertThat(wrong.run().verdict(name))
                        .as("%s in %s", name, random)
                        .isEqualTo(Verdict.DISAGREES);
                Verdict byLoss = wrong.lossOnly().run().verdict(name);
                assertThat(byLoss).as("%s in %s", name, random).isNotEqualTo(Verdict.AGREES);
                judged++;
                foundByLoss += byLoss == Verdict.DISAGREES ? 1 : 0;
            }
        }
        assertThat(judged).isGreaterThan(NETWORKS * 8 / 10);
        assertThat(foundByLoss).isGreaterThan(judged * 95 / 100);
    }

    private static Model scaled(PlainNetwork network, String name) {
        List<Parameter> parameters = network.model().parameters();
        return network.wrapped()
                .predict(network::predict)
                .architecture(network.architecture)
                .gradient(batch -> {
                    Gradient right = network.gradient(batch);
                    Parameter chosen = parameters.stream()
                            .filter(parameter -> parameter.name().equals(name))
                            .findFirst()
                            .orElseThrow();
                    Gradient wrong = Gradient.of(name, times(1.01, chosen, right));
                    for (Parameter parameter : parameters) {
                        if (!parameter.name().equals(name)) {
                            wrong = wrong.and(parameter.name(), times(1, parameter, right));
                        }
                    }
                    return wrong;
                })
                .build();
    }

    private static Storage times(double factor, Parameter parameter, Gradient gradient) {
        double[] values = gradient.of(parameter).orElseThrow();
        Arrays.setAll(values, i -> factor * values[i]);
        return Storage.flat(values, 0, parameter.rows(), parameter.columns());
    }

    static Batch batch() {
        return random(5, 3, SAMPLES);
    }

    private static Batch random(int inputs, int outputs, int samples) {
        Random random = new Random(5);
        double[][] x = new double[samples][inputs];
        double[][] y = new double[samples][outputs];
        for (int n = 0; n < samples; n++) {
            Arrays.setAll(x[n], i -> random.nextGaussian());
            Arrays.setAll(y[n], k -> random.nextGaussian());
        }
        return Batch.of(x, y);
    }

    private static PlainNetwork after(Consumer<PlainNetwork> spoil) {
        return new Spoilt(PLAIN, spoil);
    }

    private static PlainNetwork penalised(double times) {
        return new Spoilt(PENALISED, n -> {
            for (int l = 0; l < n.w.length; l++) {
                for (int i = 0; i < n.w[l].length; i++) {
                    for (int j = 0; j < n.w[l][i].length; j++) {
                        n.dw[l][i][j] += times * PENALTY * n.w[l][i][j];
                    }
                }
            }
        });
    }

    private static void zero(double[][] matrix) {
        for (double[] row : matrix) {
            Arrays.fill(row, 0);
        }
    }

    private static void scale(PlainNetwork network, int layer, double factor) {
        for (double[] row : network.dw[layer]) {
            Arrays.setAll(row, j -> factor * row[j]);
        }
        Arrays.setAll(network.db[layer], i -> factor * network.db[layer][i]);
    }

    private static void transpose(double[][] matrix) {
        double[][] copy = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                matrix[i][j] = copy[j][i];
            }
        }
    }

    /** Right, and then spoilt. */
    private static final class Spoilt extends PlainNetwork {
        private final Consumer<PlainNetwork> spoil;

        Spoilt(Architecture architecture, Consumer<PlainNetwork> spoil) {
            super(architecture, 1, 1);
            this.spoil = spoil;
        }

        @Override
        void backprop(Batch batch) {
            super.backprop(batch);
            spoil.accept(this);
        }
    }

    /** The deltas of the second layer are samples x units and square: summed along the rows, not the columns. */
    private static final class BiasesOverUnits extends PlainNetwork {

        BiasesOverUnits() {
            super(PLAIN, 1, 1);
        }

        @Override
        void backprop(Batch batch) {
            double[] sums = new double[batch.size()];
            for (int n = 0; n < batch.size(); n++) {
                super.backprop(batch.select(n));
                sums[n] = Arrays.stream(db[1]).sum() / batch.size();
            }
            super.backprop(batch);
            System.arraycopy(sums, 0, db[1], 0, sums.length);
        }
    }
}
