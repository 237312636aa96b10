package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.GoldenCase;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Numeric derivatives against gradients that owe nothing to this project's arithmetic: inside their interval, and that small. */
class NumericValueTest {

    /** What the interval is for: any defect is larger. Half of all entries are far better still. */
    private static final double MEDIAN_HALF_WIDTH = 1e-7;

    /** The loss is rounded, so its differences are coarser. */
    private static final double MEDIAN_HALF_WIDTH_OF_LOSS = 1e-7;

    /** Step of the complex-step derivative; its square vanishes. */
    private static final double IMAGINARY = 1e-30;

    /** Rounding of the oracle itself, relative to the largest entry of the parameter. */
    private static final double ORACLE = 1e-14;

    private static final int ENTRIES_IN_GOLDEN_CASES = 4051;

    private final List<Double> halfWidths = new ArrayList<>();

    @Test
    void pyTorchsGradientsLieInTheIntervals() {
        int entries = 0;
        List<GoldenCase> all = GoldenCase.all();
        assertThat(all).hasSize(GoldenCase.COUNT);
        for (GoldenCase golden : all) {
            Model model = golden.network().asModel(golden.toString(), Optimiser.sgd(0.1));
            Map<Parameter, Estimate> numeric = new WhiteBox(model, golden.batch()).numericGradient();
            for (ModelLayer layer : model.layers()) {
                entries += compare(golden.weightGradient(layer.index()), layer.weights(), numeric);
                entries += compare(
                        golden.biasGradient(layer.index()), layer.biases().orElseThrow(), numeric);
            }
        }
        assertThat(entries).isEqualTo(ENTRIES_IN_GOLDEN_CASES);
        assertThat(median()).isLessThan(MEDIAN_HALF_WIDTH);
    }

    @Test
    void differencesOfTheLossHoldPyTorchsGradients() {
        for (GoldenCase golden : GoldenCase.all()) {
            Model model = golden.network().asModel(golden.toString(), Optimiser.sgd(0.1));
            ParameterWiseDifferences differences = new ParameterWiseDifferences(
                    model, new LossMeter(model, golden.batch(), GradientCheck.Effort.BOUNDED), 1);
            for (ModelLayer layer : model.layers()) {
                Estimate estimate = new Estimate(layer.weights().size());
                int[] entries = EntrySample.stratified(
                        layer.weights().rows(), layer.weights().columns(), 10, 1);
                for (int entry : entries) {
                    differences.entry(layer.weights(), entry, estimate);
                }
                assertThat(compare(
                                golden.weightGradient(layer.index()),
                                layer.weights(),
                                Map.of(layer.weights(), estimate)))
                        .isEqualTo(entries.length);
            }
        }
        assertThat(median()).isLessThan(MEDIAN_HALF_WIDTH_OF_LOSS);
    }

    @Test
    void complexStepsLieInTheIntervals() {
        int entries = 0;
        for (Activation hidden : List.of(Activation.SIGMOID, Activation.TANH, Activation.RELU, Activation.IDENTITY)) {
            PlainNetwork network = new PlainNetwork(
                    Architecture.inputs(3)
                            .layer(5, hidden)
                            .layer(4, Activation.SIGMOID)
                            .softmax(3)
                            .softmaxCrossEntropy(),
                    1.5,
                    9);
            Batch batch = batch();
            Model model = network.model();
            Map<Parameter, Estimate> numeric = new WhiteBox(model, batch).numericGradient();
            for (int l = 0; l < network.w.length; l++) {
                Parameter weights = model.layers().get(l).weights();
                DMatrixRMaj oracle = new DMatrixRMaj(weights.rows(), weights.columns());
                for (int entry = 0; entry < weights.size(); entry++) {
                    oracle.data[entry] = new ComplexStep(network, l, entry).derivative(batch);
                }
                entries += compare(oracle, weights, numeric);
            }
        }
        assertThat(entries).isEqualTo(4 * (15 + 20 + 12));
        assertThat(median()).isLessThan(MEDIAN_HALF_WIDTH);
    }

    private static Batch batch() {
        Random random = new Random(2);
        double[][] inputs = new double[8][3];
        int[] labels = new int[8];
        for (int n = 0; n < 8; n++) {
            for (int i = 0; i < 3; i++) {
                inputs[n][i] = random.nextGaussian();
            }
            labels[n] = random.nextInt(3);
        }
        return Batch.labelled(inputs, labels, 3);
    }

    private int compare(DMatrixRMaj oracle, Parameter parameter, Map<Parameter, Estimate> numeric) {
        Estimate estimate = numeric.get(parameter);
        double rounding = ORACLE * estimate.scale();
        int compared = 0;
        for (int entry = 0; entry < parameter.size(); entry++) {
            if (estimate.isChecked(entry)) {
                compared++;
                double half = estimate.uncertainty(entry) + estimate.kink(entry) + rounding;
                assertThat(Math.abs(oracle.data[entry] - estimate.value(entry)))
                        .as("%s: %s, %s", parameter.entryName(entry), oracle.data[entry], estimate.value(entry))
                        .isLessThanOrEqualTo(half);
                if (oracle.data[entry] != 0) {
                    halfWidths.add(estimate.uncertainty(entry) / Math.abs(oracle.data[entry]));
                }
            }
        }
        return compared;
    }

    private double median() {
        Collections.sort(halfWidths);
        return halfWidths.get(halfWidths.size() / 2);
    }

    /** The forward pass once more, in complex numbers, with i · 1e-30 added to one weight: Im L / 1e-30 has no rounding of differences. */
    private static final class ComplexStep {
        private final PlainNetwork network;
        private final int layer;
        private final int entry;

        ComplexStep(PlainNetwork network, int layer, int entry) {
            this.network = network;
            this.layer = layer;
            this.entry = entry;
        }

        double derivative(Batch batch) {
            double sum = 0;
            for (int n = 0; n < batch.size(); n++) {
                sum += imaginaryLoss(batch.input(n), batch.target(n));
            }
            return sum / batch.size() / IMAGINARY;
        }

        private double imaginaryLoss(double[] x, double[] y) {
            double[] re = x;
            double[] im = new double[x.length];
            for (int l = 0; l < network.w.length; l++) {
                int units = network.w[l].length;
                double[] nextRe = new double[units];
                double[] nextIm = new double[units];
                for (int i = 0; i < units; i++) {
                    nextRe[i] = network.b[l][i];
                    for (int j = 0; j < re.length; j++) {
                        nextRe[i] += network.w[l][i][j] * re[j];
                        nextIm[i] += network.w[l][i][j] * im[j];
                        nextIm[i] += l == layer && i * re.length + j == entry ? IMAGINARY * re[j] : 0;
                    }
                    activate(network.architecture.layer(l).activation().name(), nextRe, nextIm, i);
                }
                re = nextRe;
                im = nextIm;
            }
            return crossEntropy(re, im, y);
        }

        /** To first order in the imaginary part, which is all there is at 1e-30; exp, and not any f′, is what is used. */
        private static void activate(String name, double[] re, double[] im, int i) {
            double z = re[i];
            double t = im[i];
            switch (name) {
                case "sigmoid" -> {
                    // 1 / (1 + e^-(z + it)), with e^-(z + it) = e (cos t − i sin t)
                    double e = Math.exp(-z);
                    double dRe = 1 + e * Math.cos(t);
                    double dIm = -e * Math.sin(t);
                    re[i] = dRe / (dRe * dRe + dIm * dIm);
                    im[i] = -dIm / (dRe * dRe + dIm * dIm);
                }
                case "tanh" -> {
                    // (sinh 2z + i sin 2t) / (cosh 2z + cos 2t)
                    double d = Math.cosh(2 * z) + Math.cos(2 * t);
                    re[i] = Math.sinh(2 * z) / d;
                    im[i] = Math.sin(2 * t) / d;
                }
                case "ReLU" -> {
                    re[i] = z > 0 ? z : 0;
                    im[i] = z > 0 ? t : 0;
                }
                default -> {}
            }
        }

        private static double crossEntropy(double[] re, double[] im, double[] y) {
            double sumRe = 0;
            double sumIm = 0;
            double linear = 0;
            for (int k = 0; k < y.length; k++) {
                sumRe += Math.exp(re[k]) * Math.cos(im[k]);
                sumIm += Math.exp(re[k]) * Math.sin(im[k]);
                linear += y[k] * im[k];
            }
            return Math.atan2(sumIm, sumRe) - linear;
        }
    }
}
