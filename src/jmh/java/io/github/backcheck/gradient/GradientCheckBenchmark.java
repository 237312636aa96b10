package io.github.backcheck.gradient;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Learner;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ejml.data.DMatrixRMaj;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What checking every entry of a gradient costs, beside two baselines: a training step of the reference network on the same
 * batch, and the loop of the textbooks, two full forward passes for each parameter. {@link GradientCheckSpeed} runs all of it
 * and prints the ratios.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GradientCheckBenchmark {

    private static final double TEXTBOOK_STEP = 1e-5;

    @Param({"784-30-10", "784-100-10", "784-128-64-10", "784-512-512-10"})
    String network;

    @Param({"sigmoid", "tanh", "ReLU"})
    String activation;

    @Param({"32"})
    int batchSize;

    private Batch batch;
    private DMatrixRMaj inputs;
    private DMatrixRMaj targets;
    private Learner learner;
    private Model model;
    private double loss;
    private Analytic analytic;
    private Parameter first;
    private int entry;

    @Setup
    public void prepare() {
        int[] sizes =
                Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray();
        Random random = new Random(1);
        double[][] samples = new double[batchSize][sizes[0]];
        int[] labels = new int[batchSize];
        for (int n = 0; n < batchSize; n++) {
            Arrays.setAll(samples[n], i -> random.nextDouble());
            labels[n] = random.nextInt(sizes[sizes.length - 1]);
        }
        batch = Batch.labelled(samples, labels, sizes[sizes.length - 1]);
        inputs = batch.inputMatrix();
        targets = batch.targetMatrix();
        // The two do not share weights: training must not change what is checked.
        learner =
                new Learner(Mlp.of(architecture(sizes), Initialiser.xavier(), 1), LearningRule.of(Optimiser.sgd(1e-6)));
        model = Mlp.of(architecture(sizes), Initialiser.xavier(), 1).asModel(network, Optimiser.sgd(1e-6));
        loss = model.loss(batch);
        first = model.layers().get(0).weights();
        Gradient gradient = model.gradient(batch);
        analytic = new Analytic();
        for (Parameter parameter : model.parameters()) {
            double[] values = gradient.of(parameter).orElseThrow();
            analytic.put(parameter, values, new double[values.length]);
        }
    }

    private Architecture architecture(int[] sizes) {
        Activation hidden = switch (activation) {
            case "tanh" -> Activation.TANH;
            case "ReLU" -> Activation.RELU;
            default -> Activation.SIGMOID;
        };
        Architecture.Layers layers = Architecture.inputs(sizes[0]);
        for (int layer = 1; layer < sizes.length - 1; layer++) {
            layers = layers.layer(sizes[layer], hidden);
        }
        return layers.softmax(sizes[sizes.length - 1]).softmaxCrossEntropy();
    }

    /** Baseline: forward, backward and SGD update. */
    @Benchmark
    public double trainingStep() {
        return learner.step(inputs, targets);
    }

    /** Baseline: the textbook's central difference of one entry, to be multiplied by their number. */
    @Benchmark
    public double textbookEntry() {
        entry = (entry + 7919) % first.size();
        double old = first.get(entry);
        first.set(entry, old + TEXTBOOK_STEP);
        double up = model.loss(batch);
        first.set(entry, old - TEXTBOOK_STEP);
        double down = model.loss(batch);
        first.set(entry, old);
        return (up - down) / (2 * TEXTBOOK_STEP);
    }

    /** Numeric value and uncertainty of every entry, and a verdict on every entry of a given gradient. */
    @Benchmark
    public List<ParameterCheck> everyEntry() {
        WhiteBox whiteBox = new WhiteBox(model, batch, loss);
        Map<Parameter, Estimate> numeric = whiteBox.numericGradient();
        ParameterJudge judge = new ParameterJudge(Circumstances.of(model, batch));
        List<ParameterCheck> checks = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            checks.add(judge.judge(parameter, numeric.get(parameter), analytic, ""));
        }
        return checks;
    }

    /** All that a user calls, at the given parameters: guards, both gradients, and the proof that the twin is the network. */
    @Benchmark
    public GradientReport wholeCheck() {
        return GradientCheck.of(model).on(batch).at(Point.AS_GIVEN).run();
    }
}
