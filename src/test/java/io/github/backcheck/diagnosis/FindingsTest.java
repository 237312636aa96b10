package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import io.github.backcheck.text.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each kind of finding on a network that deserves it, and the healthy network next to it. */
class FindingsTest {

    private static Diagnosis examine(Model model, Batch data) {
        return Examination.of(model).data(data).batchSize(16).run();
    }

    private static Finding first(Diagnosis diagnosis, FindingId id) {
        assertThat(diagnosis.findings()).as(diagnosis.toString()).isNotEmpty();
        assertThat(diagnosis.findings().get(0).id()).as(diagnosis.toString()).isEqualTo(id);
        return diagnosis.findings().get(0);
    }

    private static List<FindingId> ids(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::id).toList();
    }

    private static void scale(double[][] matrix, double factor) {
        for (double[] row : matrix) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= factor;
            }
        }
    }

    // Numbers that are not finite.

    @Test
    void aWeightThatIsNaNIsOneFinding() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        net.w1[1][2] = Double.NaN;
        Diagnosis diagnosis = examine(net.wrap(), Samples.clouds());
        Finding finding = first(diagnosis, FindingId.NOT_FINITE);
        assertThat(ids(diagnosis)).hasSize(1);
        assertThat(finding.statement())
                .isEqualTo("A parameter is not a finite number, so that nothing else can be judged.");
        assertThat(finding.toString()).contains("hidden/W[2,1] is NaN");
    }

    @Test
    void aLossThatIsNaN() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Model model = net.parameters()
                .loss(batch -> 0 * Math.log(0))
                .predict(net::predict)
                .architecture(net.architecture())
                .build();
        Finding finding = first(examine(model, Samples.clouds()), FindingId.NOT_FINITE);
        assertThat(finding.statement()).startsWith("The loss is not a finite number");
        assertThat(finding.advice()).contains("logarithm of 0");
    }

    @Test
    void aLossThatIsInfiniteForASampleOutsideTheCheckedBatch() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Model model = net.parameters()
                .loss(batch -> batch.size() > 16 ? Double.POSITIVE_INFINITY : net.loss(batch.inputs(), batch.targets()))
                .build();
        Finding finding = first(examine(model, Samples.clouds()), FindingId.NOT_FINITE);
        assertThat(finding.toString()).contains("of all samples is Infinity");
    }

    @Test
    void aGradientThatIsNaN() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Model model = net.stepOnly()
                .gradient(batch -> {
                    net.backward(batch.inputs(), batch.targets());
                    net.g1[0][0] = Double.NaN;
                    return Gradient.of(
                            "hidden/W", Storage.of(net.g1).transposed().columns(0, 2));
                })
                .build();
        Finding finding = first(examine(model, Samples.clouds()), FindingId.NOT_FINITE);
        assertThat(finding.statement()).isEqualTo("The gradient is not a finite number although the loss is.");
    }

    @Test
    void stepsThatDiverge() {
        Model model = Mlp.of(Architecture.inputs(2).identity(1).meanSquaredError(), Initialiser.xavier(), 1)
                .asModel("line", Optimiser.sgd(1e30));
        Diagnosis diagnosis = examine(model, Samples.curve());
        assertThat(diagnosis.finding(FindingId.TRAINING_DIVERGES)).isPresent();
        assertThat(diagnosis.finding(FindingId.NOT_FINITE)).isEmpty();
        assertThat(examine(new FlatVector(Bug.NONE, 1e-2, 0, 1, 2, 16, 1).wrap(), Samples.curve())
                        .isClean())
                .isTrue();
    }

    // What stands in the way of judging.

    @Test
    void hiddenRandomnessInTheLoss() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Random noise = new Random(1);
        Model model = net.stepOnly()
                .loss(batch -> net.loss(batch.inputs(), batch.targets()) + 1e-3 * noise.nextDouble())
                .build();
        Diagnosis diagnosis = examine(model, Samples.clouds());
        Finding finding = first(diagnosis, FindingId.LOSS_NOT_REPEATABLE);
        assertThat(finding.advice()).contains("give reseed");
        assertThat(ids(diagnosis)).hasSize(1);
        assertThat(diagnosis.notJudged()).anyMatch(line -> line.startsWith("gradient: see the findings"));
        assertThat(diagnosis.notJudged()).anyMatch(line -> line.startsWith("dead and saturated units: needs"));
    }

    @Test
    void randomnessThatIsSetBackIsFine() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Random noise = new Random();
        Model model = net.parameters()
                .loss(batch -> net.loss(batch.inputs(), batch.targets()) + 1e-3 * noise.nextDouble())
                .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                .reseed(() -> noise.setSeed(4))
                .build();
        assertThat(examine(model, Samples.clouds()).findings()).isEmpty();
    }

    @Test
    void aLossThatTakesAStep() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Model model = net.stepOnly()
                .loss(batch -> {
                    double loss = net.loss(batch.inputs(), batch.targets());
                    net.train(batch.inputs(), batch.targets());
                    return loss;
                })
                .build();
        Diagnosis diagnosis = examine(model, Samples.clouds());
        Finding finding = diagnosis.finding(FindingId.MEASURING_CHANGES_NETWORK).orElseThrow();
        assertThat(finding.advice()).contains("give it as trainStep");
    }

    // The architecture does not describe the network.

    @Test
    void anotherActivationThanTheArchitectureSays() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        for (Activation other : List.of(Activation.SIGMOID, Activation.RELU, Activation.IDENTITY)) {
            Model model = net.stepOnly()
                    .architecture(
                            Architecture.inputs(2).layer(6, other).softmax(3).softmaxCrossEntropy())
                    .build();
            Diagnosis diagnosis = examine(model, Samples.clouds());
            first(diagnosis, FindingId.FORWARD_DIFFERS);
            assertThat(ids(diagnosis)).hasSize(1);
            assertThat(diagnosis.notJudged())
                    .anyMatch(line -> line.contains("needs an architecture that describes the network"));
        }
    }

    @Test
    void aLossThatIsAddedUpAndAPenaltyThatIsMissing() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Finding summed = first(
                examine(net.stepOnly().architecture(net.architecture().summed()).build(), Samples.clouds()),
                FindingId.FORWARD_DIFFERS);
        assertThat(summed.toString()).contains("one over the batch size");
        first(
                examine(net.stepOnly().architecture(net.architecture().l2(0.01)).build(), Samples.clouds()),
                FindingId.FORWARD_DIFFERS);
    }

    @Test
    void aLossOfAnotherFactorIsAMatterOfWords() {
        Mlp net = Mlp.of(Architecture.inputs(2).tanh(6).sigmoid(3).halfSquaredError(), Initialiser.xavier(), 1);
        Architecture.Layers layers = Architecture.inputs(2).tanh(6).sigmoid(3);
        for (Architecture said : List.of(
                layers.meanSquaredError(),
                layers.halfSquaredError().summed(),
                layers.meanSquaredError().summed())) {
            Diagnosis diagnosis = examine(described(net, said, net::predict), Samples.clouds());
            Finding finding = diagnosis.finding(FindingId.FORWARD_DIFFERS).orElseThrow();
            assertThat(finding.severity()).as("%s", diagnosis).isEqualTo(Severity.ADVICE);
            assertThat(finding.advice()).startsWith("Say halfSquaredError() in the architecture");
            assertThat(diagnosis.isClean()).as("%s", diagnosis).isTrue();
        }
        Model other = described(net, Architecture.inputs(2).relu(6).sigmoid(3).meanSquaredError(), net::predict);
        assertThat(first(examine(other, Samples.clouds()), FindingId.FORWARD_DIFFERS)
                        .severity())
                .isNotEqualTo(Severity.ADVICE);
    }

    @Test
    void withoutALossOfItsOwnTheDescriptionIsAskedAboutFirst() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Finding said = examine(withoutLoss(net, net.architecture().summed()), Samples.clouds())
                .finding(FindingId.GRADIENT_WRONG)
                .orElseThrow();
        assertThat(said.statement()).contains("times that of the loss that the architecture describes");
        assertThat(said.advice()).startsWith("First ask whether the loss described is the one that you mean");
        assertThat(said.toString()).doesNotContain("eta * dW");

        assertThat(examine(withoutLoss(net, net.architecture()), Samples.clouds())
                        .findings())
                .isEmpty();
        BiasRows summed = new BiasRows(Bug.SUMMED_GRADIENT, 0.1, 1, 2, 6, 3);
        Finding own = examine(summed.wrap(), Samples.clouds())
                .finding(FindingId.GRADIENT_WRONG)
                .orElseThrow();
        assertThat(own.advice()).doesNotContain("the loss described");
    }

    private static Model withoutLoss(BiasRows net, Architecture said) {
        return net.parameters()
                .predict(net::predict)
                .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                .architecture(said)
                .build();
    }

    @Test
    void decisionsGivenAsOutputsAreAMatterOfWords() {
        Mlp net = Mlp.of(Architecture.inputs(2).tanh(6).softmax(3).softmaxCrossEntropy(), Initialiser.xavier(), 1);
        Diagnosis diagnosis =
                examine(described(net, net.architecture(), x -> decided(net.predict(x))), Samples.clouds());
        Finding finding = diagnosis.finding(FindingId.FORWARD_DIFFERS).orElseThrow();
        assertThat(finding.severity()).as("%s", diagnosis).isEqualTo(Severity.ADVICE);
        assertThat(finding.statement()).startsWith("predict gives decisions, not outputs");

        Diagnosis halves = examine(described(net, net.architecture(), x -> halved(net.predict(x))), Samples.clouds());
        assertThat(halves.finding(FindingId.FORWARD_DIFFERS).orElseThrow().severity())
                .as("%s", halves)
                .isNotEqualTo(Severity.ADVICE);
    }

    private static Model described(Mlp net, Architecture said, UnaryOperator<double[][]> predict) {
        Model steps = net.asModel("steps", Optimiser.sgd(0.1));
        return Model.named("described")
                .weights("hidden/W", Storage.of(net.weights(0)))
                .biases("hidden/b", Storage.of(net.biases(0)))
                .weights("output/W", Storage.of(net.weights(1)))
                .biases("output/b", Storage.of(net.biases(1)))
                .architecture(said)
                .loss(steps::loss)
                .trainStep(steps::trainStep)
                .predict(predict::apply)
                .build();
    }

    private static double[][] decided(double[][] outputs) {
        return Arrays.stream(outputs)
                .map(row -> {
                    double largest = Arrays.stream(row).max().orElseThrow();
                    return Arrays.stream(row).map(p -> p == largest ? 1 : 0).toArray();
                })
                .toArray(double[][]::new);
    }

    private static double[][] halved(double[][] outputs) {
        return Arrays.stream(outputs)
                .map(row -> Arrays.stream(row).map(p -> p / 2).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void parametersThatAreCopies() {
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        BiasRows copy = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
        Model model = copy.parameters()
                .loss(batch -> net.loss(batch.inputs(), batch.targets()))
                .predict(net::predict)
                .architecture(net.architecture())
                .build();
        Diagnosis diagnosis = examine(model, Samples.clouds());
        Finding finding = first(diagnosis, FindingId.OUTPUTS_IGNORE_PARAMETERS);
        assertThat(finding.statement())
                .isEqualTo(
                        "Outputs and loss stay the same whatever the parameters are, so that no training can show there.");
        assertThat(finding.advice()).contains("parameters given to Backcheck that the program no longer uses");
        assertThat(diagnosis.finding(FindingId.FORWARD_DIFFERS)).isPresent();
    }

    @Test
    void aSmallNumberInTheLogarithmIsOnlyMentioned() {
        for (double inside : new double[] {1e-12, 1e-8, 1e-7}) {
            BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10);
            Model model = net.stepOnly()
                    .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                    .loss(batch -> {
                        double[][] p = net.predict(batch.inputs());
                        int[] labels = batch.labels();
                        double sum = 0;
                        for (int n = 0; n < p.length; n++) {
                            sum -= Math.log(p[n][labels[n]] + inside);
                        }
                        return sum / p.length;
                    })
                    .build();
            Diagnosis diagnosis = examine(model, Samples.digits());
            assertThat(diagnosis.findings()).as("log(p + %s)", inside).isEmpty();
            assertThat(diagnosis.observations())
                    .filteredOn(fact -> fact.key().equals("architecture"))
                    .singleElement()
                    .asString()
                    .contains("with " + Figures.of(inside) + " added inside the logarithm; no harm");
        }
    }

    @Test
    void probabilitiesThatAreKeptFromZeroAreOnlyMentioned() {
        for (double floor : new double[] {1e-15, 1e-12, 1e-7}) {
            Diagnosis diagnosis = examine(withLogarithm(Bug.NONE, p -> Math.log(Math.max(p, floor))), Samples.clouds());
            assertThat(diagnosis.findings())
                    .as("max(p, %s)\n%s", floor, diagnosis)
                    .isEmpty();
            assertThat(diagnosis.observations())
                    .filteredOn(fact -> fact.key().equals("architecture"))
                    .singleElement()
                    .asString()
                    .contains("with probabilities below " + Figures.of(floor) + " raised to it");
        }
        first(
                examine(withLogarithm(Bug.NONE, p -> Math.log(Math.max(p, 0.01))), Samples.clouds()),
                FindingId.FORWARD_DIFFERS);
    }

    @Test
    void behindProbabilitiesThatAreKeptFromZeroABugIsFound() {
        for (Bug bug : List.of(Bug.HIDDEN_SIGN, Bug.WRONG_DERIVATIVE)) {
            Diagnosis diagnosis = examine(withLogarithm(bug, p -> Math.log(Math.max(p, 1e-15))), Samples.clouds());
            assertThat(ids(diagnosis)).as("%s", diagnosis).doesNotContain(FindingId.FORWARD_DIFFERS);
            assertThat(diagnosis.findings().get(0).where()).as("%s", diagnosis).containsExactly("hidden");
            assertThat(diagnosis.findings().get(0).id()).isIn(FindingId.BACKWARD_STEP_WRONG, FindingId.GRADIENT_WRONG);
        }
    }

    /** With weights so large that many a sample is wrong beyond doubt. */
    private static Model withLogarithm(Bug bug, DoubleUnaryOperator logarithm) {
        BiasRows net = new BiasRows(bug, 0.1, 1, 2, 6, 3);
        scale(net.w2, 60);
        return net.stepOnly()
                .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                .loss(batch -> {
                    double[][] p = net.predict(batch.inputs());
                    int[] labels = batch.labels();
                    double sum = 0;
                    for (int n = 0; n < p.length; n++) {
                        sum -= logarithm.applyAsDouble(p[n][labels[n]]);
                    }
                    return sum / p.length;
                })
                .build();
    }

    // Inputs, units.

    @Test
    void inputsThatAreAllZero() {
        for (Model model : List.of(
                new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10).wrap(),
                new BiasRows(Bug.NONE, 0.1, 1, 64, 20, 10).stepOnly().build(),
                new FloatArrays(Bug.NONE, 0.1f, 1, 64, 20, 10).wrap())) {
            Finding finding =
                    first(examine(model, Samples.withoutInputs(Samples.digits())), FindingId.FROZEN_BY_INPUTS);
            assertThat(finding.where()).containsExactly("hidden");
            assertThat(finding.toString()).contains("all 64 are 0 in all 300 samples");
        }
    }

    @Test
    void reluUnitsThatAreAllOff() {
        for (String wrapping : List.of("gradient", "step only")) {
            FlatVector net = new FlatVector(Bug.NONE, 0.01, 0, 1, 2, 16, 1);
            Arrays.fill(net.theta, net.b1(), net.b1() + 16, -100);
            Model model =
                    wrapping.equals("gradient") ? net.wrap() : net.stepOnly().build();
            Diagnosis diagnosis = examine(model, Samples.curve());
            assertThat(first(diagnosis, FindingId.DEAD_UNITS).where()).containsExactly("W1");
            Finding finding = diagnosis.finding(FindingId.FROZEN_BY_UNITS).orElseThrow();
            assertThat(finding.where()).containsExactly("W1");
            assertThat(finding.statement()).contains("the units of W1 let nothing through");
            assertThat(ids(diagnosis))
                    .isSubsetOf(FindingId.FROZEN_BY_UNITS, FindingId.DEAD_UNITS, FindingId.CONSTANT_PREDICTION);
        }
    }

    @Test
    void aShutLayerIsNamedNotTheOneBelowIt() {
        NeuronObjects net = new NeuronObjects(Bug.NONE, 0.1, 1, 64, 12, 8, 10);
        net.layers.get(1).forEach(neuron -> neuron.setBias(-800));
        Diagnosis diagnosis = examine(net.wrap(), Samples.digits());
        assertThat(diagnosis.findings().stream().flatMap(Finding::withConsequences))
                .filteredOn(finding -> finding.id() == FindingId.FROZEN_BY_UNITS)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.where()).containsExactly("hidden2"));
        assertThat(diagnosis.findings().get(0).where()).containsExactly("hidden2");
    }

    @Test
    void weightsThatAllStartAtZero() {
        Model model = Mlp.of(Architecture.inputs(64).tanh(8).softmax(10).softmaxCrossEntropy(), Initialiser.zeros(), 1)
                .asModel("zeros", Optimiser.sgd(0.1));
        Diagnosis diagnosis = examine(model, Samples.digits());
        Finding finding = first(diagnosis, FindingId.UNITS_ALIKE);
        assertThat(finding.statement()).isEqualTo("Units of layer 1 start alike: all their weights are the same.");
        assertThat(finding.advice()).contains("Start from random weights");
        assertThat(finding.consequences())
                .extracting(Finding::id)
                .contains(FindingId.FROZEN_BY_UNITS, FindingId.DEAD_UNITS, FindingId.CONSTANT_PREDICTION);
    }

    @Test
    void unitsSaturatedByInputs() {
        BiasRows net = new BiasRows(Bug.NONE, 0.01, 1, 64, 20, 10);
        scale(net.w1, 4);
        Diagnosis diagnosis = examine(net.wrap(), Samples.rawDigits());
        Finding finding = first(diagnosis, FindingId.SATURATED_BY_INPUTS);
        assertThat(finding.where()).containsExactly("hidden");
        assertThat(finding.statement()).isEqualTo("The units of hidden are saturated by inputs of up to 16.");
        assertThat(examine(new BiasRows(Bug.NONE, 0.01, 1, 64, 20, 10).wrap(), Samples.digits())
                        .isClean())
                .isTrue();
    }

    @Test
    void unitsSaturatedByWeights() {
        BiasRows net = new BiasRows(Bug.NONE, 0.01, 1, 64, 20, 10);
        scale(net.w1, 300);
        Diagnosis diagnosis = examine(net.wrap(), Samples.digits());
        Finding finding = first(diagnosis, FindingId.SATURATED_BY_WEIGHTS);
        assertThat(finding.where()).containsExactly("hidden");
        BiasRows half = new BiasRows(Bug.NONE, 0.01, 1, 64, 20, 10);
        scale(half.w1, 3);
        assertThat(examine(half.wrap(), Samples.digits()).isClean()).isTrue();
    }

    @Test
    void outputsThatAreSaturatedAndWrong() {
        NeuronObjects net = new NeuronObjects(Bug.NONE, 0.01, 1, 64, 20, 10);
        net.layers.get(1).forEach(neuron -> neuron.setBias(20));
        Diagnosis diagnosis = examine(net.wrap(), Samples.digits());
        assertThat(diagnosis
                        .finding(FindingId.SATURATED_BY_WEIGHTS)
                        .orElseThrow()
                        .where())
                .containsExactly("output");
        assertThat(diagnosis.finding(FindingId.CONSTANT_PREDICTION)).isPresent();
    }

    @Test
    void mostUnitsDead() {
        FlatVector net = new FlatVector(Bug.NONE, 1e-5, 0, 1, 2, 16, 1);
        Arrays.fill(net.theta, net.b1(), net.b1() + 12, -100);
        Finding finding = first(examine(net.wrap(), Samples.curve()), FindingId.DEAD_UNITS);
        assertThat(finding.statement())
                .isEqualTo("Most units of W1 are dead: they give the same activation for every sample.");
        assertThat(finding.toString()).contains("12 of 16 units: 0 to 11");
        FlatVector fewer = new FlatVector(Bug.NONE, 1e-5, 0, 1, 2, 16, 1);
        Arrays.fill(fewer.theta, fewer.b1(), fewer.b1() + 7, -100);
        assertThat(examine(fewer.wrap(), Samples.curve()).findings()).isEmpty();
    }

    // Predictions.

    @Test
    void oneClassForAll() {
        EjmlMatrices net = new EjmlMatrices(Bug.NONE, 0.1, 0, 1, 64, 8, 10);
        net.w2.zero();
        net.b2.set(3, 0, 1);
        Model model = net.stepOnly().trainStep(batch -> net.w1.add(0, 0, 1e-3)).build();
        Diagnosis diagnosis = examine(model, Samples.digits());
        Finding finding = diagnosis.finding(FindingId.CONSTANT_PREDICTION).orElseThrow();
        assertThat(finding.statement()).isEqualTo("Every sample is predicted to be of class 3.");
        assertThat(finding.toString()).contains("exactly the share of class 3");
    }

    @Test
    void oneValueForAll() {
        FlatVector net = new FlatVector(Bug.NONE, 0.01, 0, 1, 2, 16, 1);
        Model model = Model.named("constant")
                .weights("W", new double[1][2])
                .loss(batch -> 1)
                .predictSample(x -> new double[] {0.25})
                .build();
        Diagnosis diagnosis = examine(model, Samples.curve());
        first(diagnosis, FindingId.OUTPUTS_IGNORE_PARAMETERS);
        Finding finding = diagnosis.finding(FindingId.CONSTANT_PREDICTION).orElseThrow();
        assertThat(finding.statement())
                .isEqualTo("The outputs are nearly the same for every sample, whatever its inputs.");
        assertThat(examine(net.wrap(), Samples.curve()).findings()).isEmpty();
    }

    @Test
    void constantTargetsAreRightlyPredictedConstant() {
        Batch constant = Batch.of(Samples.curve().inputs(), new double[120][1]);
        Model model = Model.named("constant")
                .weights("W", new double[1][2])
                .loss(batch -> 0)
                .predictSample(x -> new double[1])
                .build();
        assertThat(examine(model, constant).finding(FindingId.CONSTANT_PREDICTION))
                .isEmpty();
    }

    @Test
    void idsReadLikeFileNames() {
        assertThat(FindingId.BACKWARD_NEVER_REACHES_LAYER).hasToString("backward-never-reaches-layer");
    }

    /** y - a throughout, and added: learning is right, only the sign of what is handed out is not +dL/dw. */
    @Test
    void aNegativeGradientThatIsAddedLearns() {
        double[] w = {0.3, -0.2};
        double[] g = new double[2];
        Consumer<Batch> negative = batch -> {
            Arrays.fill(g, 0);
            for (int n = 0; n < batch.size(); n++) {
                double y = w[0] * batch.input(n, 0) + w[1] * batch.input(n, 1);
                for (int j = 0; j < 2; j++) {
                    g[j] += (batch.target(n, 0) - y) * batch.input(n, j) / batch.size();
                }
            }
        };
        Model model = Model.named("line")
                .weights("w", Storage.of(w).transposed())
                .predictSample(x -> new double[] {w[0] * x[0] + w[1] * x[1]})
                .gradient(batch -> {
                    negative.accept(batch);
                    return Gradient.of("w", Storage.of(g).transposed());
                })
                .trainStep(batch -> {
                    negative.accept(batch);
                    w[0] += 0.1 * g[0];
                    w[1] += 0.1 * g[1];
                })
                .architecture(Architecture.inputs(2).identity(1).halfSquaredError())
                .build();
        double[][] x = {{1, 2}, {-1, 0.5}, {0.3, -1}, {2, 1}};
        double[][] y = {{1}, {0.5}, {-2}, {3}};

        List<Finding> findings =
                Examination.of(model).data(Batch.of(x, y)).run().findings();

        assertThat(findings).extracting(Finding::id).containsExactly(FindingId.GRADIENT_WRONG);
        assertThat(findings.get(0).severity()).isEqualTo(Severity.MILD);
        assertThat(findings.get(0).statement()).contains("-1 times", "together they descend");
    }
}
