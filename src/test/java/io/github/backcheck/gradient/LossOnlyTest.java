package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where nothing but the loss is known: wrong entries are found in few evaluations, and a check can be bounded and stopped. */
class LossOnlyTest {

    private static final Architecture SMALL =
            Architecture.inputs(5).tanh(6).sigmoid(6).identity(3).halfSquaredError();

    private static final Batch BATCH = WrongGradientTest.batch();

    /** The reference network behind a gradient with some entries multiplied. */
    private static final class Tampered {
        private final Mlp network;
        private final Model right;
        private final Batch batch;
        private final Map<String, Map<Integer, Double>> factors = new HashMap<>();
        private final Set<String> names = new TreeSet<>();

        Tampered(int... units) {
            Architecture.Layers layers = Architecture.inputs(units[0]);
            for (int l = 1; l < units.length - 1; l++) {
                layers = layers.sigmoid(units[l]);
            }
            int classes = units[units.length - 1];
            this.network = Mlp.of(layers.softmax(classes).softmaxCrossEntropy(), Initialiser.xavier(), 1);
            this.right = network.asModel("reference", Optimiser.sgd(0.1));
            Random random = new Random(2);
            double[][] inputs = new double[8][units[0]];
            int[] labels = new int[8];
            for (int n = 0; n < inputs.length; n++) {
                Arrays.setAll(inputs[n], i -> random.nextDouble());
                labels[n] = random.nextInt(classes);
            }
            this.batch = Batch.labelled(inputs, labels, classes);
        }

        void spoil(int entries, double relativeError, Random random) {
            while (names.size() < entries) {
                Parameter parameter =
                        right.parameters().get(random.nextInt(right.parameters().size()));
                int entry = random.nextInt(parameter.size());
                factors.computeIfAbsent(parameter.name(), name -> new HashMap<>())
                        .put(entry, 1 + relativeError);
                names.add(parameter.entryName(entry));
            }
        }

        private Gradient gradient(Batch samples) {
            Gradient gradient = right.gradient(samples);
            Gradient wrong = null;
            for (Parameter parameter : right.parameters()) {
                double[] values = gradient.of(parameter).orElseThrow();
                factors.getOrDefault(parameter.name(), Map.of()).forEach((entry, factor) -> values[entry] *= factor);
                Storage storage = Storage.flat(values, 0, parameter.rows(), parameter.columns());
                wrong = wrong == null ? Gradient.of(parameter.name(), storage) : wrong.and(parameter.name(), storage);
            }
            return wrong;
        }

        PointCheck check() {
            ModelBuilder builder = Model.named("tampered");
            for (ModelLayer layer : right.layers()) {
                builder.weights(layer.weights().name(), Storage.of(network.weights(layer.index())))
                        .biases(layer.biases().orElseThrow().name(), Storage.of(network.biases(layer.index())));
            }
            Model model = builder.loss(right::loss).gradient(this::gradient).build();
            GradientReport report =
                    GradientCheck.of(model).on(batch).at(Point.AS_GIVEN).run();
            return report.points().get(0);
        }

        /** 2 (L + k log₂ P). */
        double bound() {
            return 2 * (right.parameters().size() + names.size() * Math.log(right.size()) / Math.log(2));
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 30, 1", "64, 30, 0.1", "64, 30, 0.01", "784, 30, 1", "784, 30, 0.1"})
    void wrongEntriesAreFoundInFewEvaluations(int inputs, int hidden, double relativeError) {
        int found = 0;
        for (int wrong = 0; wrong <= 3; wrong++) {
            for (long seed = 1; seed <= 3; seed++) {
                Tampered network = new Tampered(inputs, hidden, 10);
                network.spoil(wrong, relativeError, new Random(seed));
                found += assertFound(network);
            }
        }
        assertThat(found).isEqualTo(3 * (1 + 2 + 3));
    }

    @Test
    void wrongEntriesAreFoundAmong669706() {
        Tampered network = new Tampered(784, 512, 512, 10);
        assertThat(network.right.size()).isEqualTo(669_706);
        network.spoil(2, 0.1, new Random(3));

        assertThat(assertFound(network)).isEqualTo(2);
    }

    private static int assertFound(Tampered network) {
        PointCheck check = network.check();

        Set<String> found = new TreeSet<>();
        for (ParameterCheck parameter : check.parameters()) {
            parameter.worst().forEach(entry -> found.add(entry.name()));
            assertThat(parameter.verdict())
                    .as(parameter.toString())
                    .isEqualTo(parameter.worst().isEmpty() ? Verdict.AGREES : Verdict.DISAGREES);
            assertThat(parameter.entries().compared())
                    .isEqualTo(parameter.entries().total());
        }
        assertThat(found).isEqualTo(network.names);
        assertThat((double) check.evaluations().comparing())
                .as("%s", check.evaluations())
                .isLessThanOrEqualTo(network.bound());
        return found.size();
    }

    /** With ±1 in all entries, two entries exchanged cancel in half of all directions. */
    @Test
    void entriesExchangedDoNotCancel() {
        for (long seed = 1; seed <= 20; seed++) {
            PlainNetwork network = new PlainNetwork(SMALL, 1, 1) {
                @Override
                void backprop(Batch batch) {
                    super.backprop(batch);
                    double first = dw[1][2][3];
                    dw[1][2][3] = dw[1][4][1];
                    dw[1][4][1] = first;
                }
            };

            GradientReport report = check(network).seed(seed).run();

            assertThat(report.disagreement("2/W").orElseThrow().worst())
                    .extracting(EntryCheck::name)
                    .as(report.toString())
                    .containsExactlyInAnyOrder("2/W[2,3]", "2/W[4,1]");
        }
    }

    private static GradientCheck check(PlainNetwork network) {
        return GradientCheck.of(network.model()).on(BATCH).lossOnly();
    }

    @Test
    void countsDoNotClaimWhatWasNotComparedOneByOne() {
        GradientReport report = check(new PlainNetwork(SMALL, 1, 1)).run();

        assertThat(report.verdict()).isEqualTo(Verdict.AGREES);
        for (PointCheck point : report.points()) {
            assertThat(point.evaluations().comparing()).isEqualTo(2 * 6);
            assertThat(point.parameters()).hasSize(6).allSatisfy(parameter -> {
                assertThat(parameter.entries().checked()).isZero();
                assertThat(parameter.entries().together())
                        .isEqualTo(parameter.entries().total());
            });
        }
        assertThat(report.toString()).contains("- 1/W agrees: 30 entries together along a random direction\n");
    }

    @Test
    void aParameterOnWhichNothingDependsIsNotJudged() {
        PlainNetwork network = new PlainNetwork(SMALL, 1, 1);
        for (double[] row : network.w[2]) {
            Arrays.fill(row, 0);
        }

        GradientReport report = check(network).at(Point.AS_GIVEN).run();

        PointCheck point = report.points().get(0);
        assertThat(report.verdict("1/W")).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(point.parameter("1/W").orElseThrow().isVanishing()).isTrue();
        assertThat(point.parameter("1/W").orElseThrow().note())
                .isEqualTo("the analytic gradient is exactly 0, and the loss does not move measurably");
        assertThat(report.verdict("3/W")).isEqualTo(Verdict.AGREES);
    }

    @Test
    void samplesAreDrawnWithTheirOwnSeed() {
        PlainNetwork network = new PlainNetwork(SMALL, 1, 1);

        GradientReport report = check(network).sampling(7, 3).run();

        assertThat(report.points()).flatMap(PointCheck::parameters).hasSize(12).allSatisfy(parameter -> {
            assertThat(parameter.verdict()).isEqualTo(Verdict.AGREES);
            assertThat(parameter.entries().checked())
                    .isEqualTo(Math.min(7, parameter.entries().total()));
        });
        assertThat(report).hasToString(check(network).sampling(7, 3).run().toString());
    }

    @Test
    void whatABudgetDoesNotReachIsNotJudged() {
        int agreeing = 0;
        for (long budget : new long[] {1, 10, 20, 25, 30, 100}) {
            GradientReport report = check(new PlainNetwork(SMALL, 1, 1))
                    .at(Point.AS_GIVEN)
                    .budget(budget)
                    .run();

            assertThat(report.spending().budget()).isEqualTo(budget);
            assertThat(report.spending().used()).isLessThanOrEqualTo(Math.max(budget, 6));
            List<String> notJudged = new ArrayList<>(report.parameterNames());
            notJudged.removeIf(name -> report.verdict(name) == Verdict.AGREES);
            agreeing += 6 - notJudged.size();
            for (String name : notJudged) {
                assertThat(report.points().get(0).parameter(name).orElseThrow())
                        .hasToString(name + " not judged: the budget of " + budget + " loss evaluations was used up");
            }
            assertThat(report.toString().replaceAll("\\s+", " ")).contains(" used, of a budget of " + budget + ".");
        }
        assertThat(agreeing).as("parameters that some budget was enough for").isBetween(7, 30);
    }

    @Test
    void everyEntrySaysWhatItTakes() {
        GradientReport report = check(new PlainNetwork(SMALL, 1, 1))
                .at(Point.AS_GIVEN)
                .everyEntry()
                .budget(100)
                .run();

        assertThat(report.toString().replaceAll("\\s+", " "))
                .contains(
                        "1/W not judged: the budget of 100 loss evaluations was used up, every entry at one point takes"
                                + " about 792");
    }

    @Test
    void progressNamesPointParameterAndEvaluations() {
        List<String> seen = new ArrayList<>();
        long[] last = {0};
        GradientReport report = check(new PlainNetwork(SMALL, 1, 1))
                .progress((point, parameter, evaluations) -> {
                    if (!seen.contains(point + " " + parameter)) {
                        seen.add(point + " " + parameter);
                    }
                    assertThat(evaluations).isGreaterThanOrEqualTo(last[0]);
                    last[0] = evaluations;
                })
                .run();

        assertThat(seen).hasSize(12).first().isEqualTo("the given parameters 1/W");
        assertThat(last[0]).isEqualTo(report.spending().used());
    }

    @Test
    void aListenerThatThrowsEndsTheCheck() {
        PlainNetwork network = new PlainNetwork(SMALL, 1, 1);
        IllegalStateException enough = new IllegalStateException("enough");
        int ended = 0;
        for (long calls = 1; calls <= 40; calls++) {
            long last = calls;
            long[] count = {0};
            GradientCheck check = check(network).progress((point, parameter, evaluations) -> {
                if (++count[0] == last) {
                    throw enough;
                }
            });
            assertThatThrownBy(check::run).isSameAs(enough);
            assertThat(network.w).isDeepEqualTo(new PlainNetwork(SMALL, 1, 1).w);
            assertThat(network.b).isDeepEqualTo(new PlainNetwork(SMALL, 1, 1).b);
            ended++;
        }
        assertThat(ended).isEqualTo(40);
    }

    /** Interrupts the thread that evaluates its loss. */
    private static final class Impatient extends PlainNetwork {
        private final int patience;
        private int calls;

        Impatient(int patience) {
            super(SMALL, 1, 1);
            this.patience = patience;
        }

        @Override
        double loss(Batch batch) {
            if (++calls == patience) {
                Thread.currentThread().interrupt();
            }
            return super.loss(batch);
        }
    }

    @ParameterizedTest
    @CsvSource({"TWIN", "LOSS_ONLY"})
    void anInterruptEndsTheCheckWithTheParametersPutBack(Way way) {
        Impatient patient = new Impatient(-1);
        way.check(patient).run();
        assertThat(patient.calls).isGreaterThan(12);
        for (int call = 1; call <= patient.calls; call++) {
            Impatient network = new Impatient(call);
            GradientCheck check = way.check(network);

            assertThatThrownBy(check::run)
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("the gradient check of plain network was interrupted after ")
                    .hasMessageEndingWith(" loss evaluations; the parameters were put back");

            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            assertThat(network.w).isDeepEqualTo(patient.w);
            assertThat(network.b).isDeepEqualTo(patient.b);
        }
    }

    enum Way {
        TWIN,
        LOSS_ONLY;

        GradientCheck check(PlainNetwork network) {
            GradientCheck check = GradientCheck.of(network.model()).on(BATCH);
            return this == TWIN ? check : check.lossOnly();
        }
    }
}
