package io.github.backcheck.dl4j;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Checks the gradient of one network with Backcheck and with Deeplearning4j's own check, in turn, and prints the times. */
public final class GradientCheckTimes {

    private static final int ROUNDS = 5;

    private GradientCheckTimes() {}

    /** Measures and prints. */
    public static void main(String[] args) {
        // What GradientCheckUtil insists on: doubles everywhere, and a learning rate of 1.
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork net = DigitNetworks.network(DataType.DOUBLE, 1.0, 1);
        Model model = DigitNetworks.wrap(net);
        for (int samples : new int[] {1, 32, 300}) {
            Batch batch = Digits.load().scaled().shuffled(1).slice(0, samples);
            double[] ours = new double[ROUNDS];
            double[] theirs = new double[ROUNDS];
            String said = "";
            boolean passed = true;
            for (int round = 0; round < ROUNDS; round++) {
                Timed<GradientReport> report =
                        Timed.of(() -> GradientCheck.of(model).on(batch).run());
                Timed<Boolean> check = Timed.of(() -> GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                        .net(net)
                        .input(Nd4j.create(batch.inputs()))
                        .labels(Nd4j.create(batch.targets()))
                        .epsilon(1e-6)
                        .maxRelError(1e-3)
                        .minAbsoluteError(1e-8)
                        .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
                ours[round] = report.milliseconds();
                theirs[round] = check.milliseconds();
                said = report.result().verdict().toString();
                passed &= check.result();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%3d samples, %,d parameters: Backcheck %.0f ms (%s), GradientCheckUtil %.0f ms (%s), median of %d%n",
                    samples,
                    model.size(),
                    median(ours),
                    said,
                    median(theirs),
                    passed ? "passed" : "failed",
                    ROUNDS);
        }
    }

    private record Timed<T>(T result, double milliseconds) {
        static <T> Timed<T> of(Supplier<T> work) {
            long start = System.nanoTime();
            T result = work.get();
            return new Timed<>(result, (System.nanoTime() - start) / 1e6);
        }
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
