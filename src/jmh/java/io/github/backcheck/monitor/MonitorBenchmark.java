package io.github.backcheck.monitor;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Learner;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * What watching costs, beside the same training loop without a monitor. All loops take turns, a block of steps each, so that
 * whatever else the machine does falls on all of them alike; an invocation is one turn of all. A loop is divided by the mean
 * of the two without a monitor of the same turn (two, because where arrays lie in memory makes a difference of a percent), and
 * the median of these ratios is printed at the end of a fork, with its standard error.
 * {@link MonitorSpeed} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MonitorBenchmark {

    /** Time that other programs take away does not count. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int BATCH_SIZE = 32;
    private static final int BATCHES = 8;

    /** As many pixels of MNIST are 0 in every image. */
    private static final int DARK_INPUTS = 67;

    /** A few milliseconds; one of them is looked at where every tenth is. */
    private static final int BLOCK_STEPS = 10;

    private static final String AGAIN = " again";

    @Param({"784-30-10", "784-128-64-10"})
    String network;

    /** Steps of one loop, one after the other. */
    private interface Loop {
        double step(int index);
    }

    private final Map<String, Loop> loops = new LinkedHashMap<>();
    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private final List<Batch> batches = new ArrayList<>();
    private int[] sizes = {};
    private int turn;
    private boolean measuring;

    @Setup
    public void prepare() {
        sizes = Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray();
        drawBatches();
        Learner plain = learner();
        loops.put("reference, no monitor", i -> step(plain, batches.get(i)));
        Learner again = learner();
        loops.put("reference, no monitor" + AGAIN, i -> step(again, batches.get(i)));
        loops.put("reference, every step", watched(Schedule.everyStep()));
        loops.put("reference, every tenth step", watched(Schedule.every(10)));
        loops.put("arrays, no monitor", arrays(new PlainArrays(sizes)));
        loops.put("arrays, no monitor" + AGAIN, arrays(new PlainArrays(sizes)));
        PlainArrays observed = new PlainArrays(sizes);
        loops.put("arrays, every step", observedBy(observed, TrainingMonitor.of(observed.model())));
        loops.keySet().forEach(name -> times.put(name, new ArrayList<>()));
    }

    private void drawBatches() {
        Random random = new Random(1);
        for (int b = 0; b < BATCHES; b++) {
            double[][] samples = new double[BATCH_SIZE][sizes[0]];
            int[] labels = new int[BATCH_SIZE];
            for (int n = 0; n < BATCH_SIZE; n++) {
                for (int i = DARK_INPUTS; i < sizes[0]; i++) {
                    samples[n][i] = random.nextInt(5) == 0 ? random.nextDouble() : 0;
                }
                labels[n] = random.nextInt(sizes[sizes.length - 1]);
            }
            batches.add(Batch.labelled(samples, labels, sizes[sizes.length - 1]));
        }
    }

    private Learner learner() {
        Architecture.Layers layers = Architecture.inputs(sizes[0]);
        for (int layer = 1; layer < sizes.length - 1; layer++) {
            layers = layers.sigmoid(sizes[layer]);
        }
        Architecture architecture = layers.softmax(sizes[sizes.length - 1]).softmaxCrossEntropy();
        return new Learner(Mlp.of(architecture, Initialiser.xavier(), 1), LearningRule.of(Optimiser.sgd(1e-3)));
    }

    private static double step(Learner learner, Batch batch) {
        return learner.step(batch.inputMatrix(), batch.targetMatrix());
    }

    private Loop watched(Schedule schedule) {
        Learner learner = learner();
        TrainingMonitor monitor = TrainingMonitor.of(learner.asModel("reference"), schedule);
        return i -> {
            double loss = step(learner, batches.get(i));
            monitor.observe(batches.get(i), loss);
            return loss;
        };
    }

    private Loop arrays(PlainArrays program) {
        List<double[][]> rows = batches.stream().map(Batch::inputs).toList();
        List<double[][]> wanted = batches.stream().map(Batch::targets).toList();
        return i -> program.train(rows.get(i), wanted.get(i));
    }

    private Loop observedBy(PlainArrays program, TrainingMonitor monitor) {
        Loop training = arrays(program);
        return i -> {
            double loss = training.step(i);
            monitor.observe(batches.get(i), loss);
            return loss;
        };
    }

    @Setup(Level.Iteration)
    public void phase(IterationParams iteration) {
        measuring = iteration.getType() == IterationType.MEASUREMENT;
    }

    /** One block of each loop, starting with another loop each time. */
    @Benchmark
    public double oneTurn() {
        List<String> order = new ArrayList<>(loops.keySet());
        Collections.rotate(order, turn);
        turn++;
        double sum = 0;
        for (String name : order) {
            Loop loop = loops.get(name);
            long start = THREADS.getCurrentThreadCpuTime();
            for (int step = 0; step < BLOCK_STEPS; step++) {
                sum += loop.step(step % BATCHES);
            }
            if (measuring) {
                times.get(name).add((THREADS.getCurrentThreadCpuTime() - start) / 1e3 / BLOCK_STEPS);
            }
        }
        return sum;
    }

    @TearDown
    public void print() {
        System.out.println();
        for (String name : loops.keySet()) {
            List<Double> own = times.get(name);
            String plain = name.substring(0, name.indexOf(',')) + ", no monitor";
            List<Double> first = times.get(plain);
            List<Double> second = times.get(plain + AGAIN);
            List<Double> ratios = IntStream.range(0, own.size())
                    .mapToObj(turn -> 2 * own.get(turn) / (first.get(turn) + second.get(turn)))
                    .toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %-28s median %8.1f us per step, %+.2f +- %.2f %%, %d turns%n",
                    network,
                    name,
                    quantile(own, 0.5),
                    100 * (quantile(ratios, 0.5) - 1),
                    100 * errorOfMedian(ratios),
                    own.size());
        }
    }

    /** As of normally distributed values with these quartiles. */
    private static double errorOfMedian(List<Double> values) {
        double deviation = (quantile(values, 0.75) - quantile(values, 0.25)) / 1.349;
        return 1.253 * deviation / Math.sqrt(values.size());
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) (share * (sorted.size() - 1)));
    }
}
