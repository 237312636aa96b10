package io.github.backcheck.testing;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the assertions of a test suite cost where nothing is wrong, for 784-30-10 and a batch of 32. The baseline is the loop of the
 * textbooks, a central difference for each of 23,860 parameters, measured on a hundredth of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class AssertionBenchmark {

    private static final int INPUTS = 784;
    private static final int CLASSES = 10;
    private static final int SHARE = 100;
    private static final double TEXTBOOK_STEP = 1e-5;

    private final Model model = Mlp.of(
                    Architecture.inputs(INPUTS).tanh(30).softmax(CLASSES).softmaxCrossEntropy(),
                    Initialiser.xavier(),
                    1)
            .asModel("784-30-10", Optimiser.sgd(0.1));
    private final Batch data = data(500);
    private final Batch batch = data.slice(0, 32);
    private double[][] before = {};

    /** Each class lights pixels of its own, beside noise. */
    private static Batch data(int samples) {
        Random random = new Random(1);
        double[][] inputs = new double[samples][INPUTS];
        int[] labels = new int[samples];
        for (int n = 0; n < samples; n++) {
            int label = random.nextInt(CLASSES);
            labels[n] = label;
            Arrays.setAll(inputs[n], j -> 0.3 * random.nextDouble() + (j % CLASSES == label ? 0.3 : 0));
        }
        return Batch.labelled(inputs, labels, CLASSES);
    }

    /** The network is examined as it is, whatever was asked before. */
    @Setup
    public void remember() {
        before = model.parameters().stream().map(Parameter::values).toArray(double[][]::new);
    }

    /** Baseline: a hundredth of the textbook's check. */
    @Benchmark
    public double hundredthOfTextbookCheck() {
        double sum = 0;
        int entries = model.size() / SHARE;
        Parameter first = model.layers().get(0).weights();
        for (int entry = 0; entry < entries; entry++) {
            double old = first.get(entry);
            first.set(entry, old + TEXTBOOK_STEP);
            double up = model.loss(batch);
            first.set(entry, old - TEXTBOOK_STEP);
            sum += (up - model.loss(batch)) / (2 * TEXTBOOK_STEP);
            first.set(entry, old);
        }
        return sum;
    }

    /** Every entry, at the given weights and at livelier ones. */
    @Benchmark
    public void gradients() {
        NetworkAssertions.assertGradients(model, batch);
    }

    /** What training steps do. */
    @Benchmark
    public void updates() {
        NetworkAssertions.assertUpdates(model, batch);
    }

    /** Outputs and loss. */
    @Benchmark
    public void forward() {
        NetworkAssertions.assertForward(model, batch);
    }

    /** All laws. */
    @Benchmark
    public void contract() {
        for (NetworkLaw law : NetworkLaw.values()) {
            restore();
            NetworkContract.of(model).on(batch).data(data).check(law);
        }
    }

    /** A whole examination of 500 samples. */
    @Benchmark
    public void healthy() {
        restore();
        NetworkAssertions.assertHealthy(model, data);
    }

    private void restore() {
        for (int p = 0; p < before.length; p++) {
            model.parameters().get(p).assign(before[p]);
        }
    }
}
