package io.github.backcheck.gradient;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import java.util.Optional;
import java.util.Random;

/**
 * Draws parameters at which every unit is in the live range of its activation on a batch: normal weights, scaled so that each
 * unit's pre-activations have a given spread over the samples, as in Mishkin and Matas (2016), <i>All you need is a good
 * init</i>, algorithm 1, but per unit. Layers whose activation is unknown are taken to be tanh.
 */
public final class LivelyWeights {

    /** Mean spread of the pre-activations: f′ differs clearly from its value at 0, and is far from 0 itself. */
    private static final double SPREAD = 1.3;

    /**
     * The share of it by which units differ, up or down. Two units of a softmax that move alike, above a single one, would
     * leave nothing of the gradient below.
     */
    private static final double VARIETY = 0.3;

    /** Below this share of their size, the samples are too much alike to be spread without enormous weights. */
    private static final double ALIKE = 0.05;

    /** A unit whose pre-activations happen to be spread less than this share of what is typical keeps a smaller spread. */
    private static final double UNLUCKY = 0.5;

    /** Spread of the shift that the biases give. */
    private static final double SHIFT = 0.5;

    private final Model model;
    private final Random random;

    private LivelyWeights(Model model, long seed) {
        this.model = model;
        this.random = new Random(seed);
    }

    /**
     * Draws parameters and writes them into a model.
     *
     * @param model whose parameters are overwritten. Modified.
     * @param batch the samples on which the units are to be live
     * @param seed the same seed gives the same parameters
     */
    public static void assign(Model model, Batch batch, long seed) {
        LivelyWeights weights = new LivelyWeights(model, seed);
        double[][] below = batch.inputs();
        for (ModelLayer layer : model.layers()) {
            below = weights.assign(layer, below);
        }
    }

    private double[][] assign(ModelLayer layer, double[][] below) {
        int units = layer.weights().rows();
        int inputs = layer.weights().columns();
        double[] weights = new double[units * inputs];
        double[] biases = new double[units];
        double[][] z = new double[below.length][units];
        double typical = typicalSpread(below);
        for (int unit = 0; unit < units; unit++) {
            for (int j = 0; j < inputs; j++) {
                weights[unit * inputs + j] = random.nextGaussian();
            }
            double shift = SHIFT * random.nextGaussian();
            fill(z, unit, below, weights);
            double mean = layer.biases().isPresent() ? mean(z, unit) : 0;
            double variety = 1 + VARIETY * (2 * random.nextDouble() - 1);
            double scale = variety * scale(z, unit, mean, typical);
            for (int j = 0; j < inputs; j++) {
                weights[unit * inputs + j] *= scale;
            }
            biases[unit] = layer.biases().isPresent() ? shift - mean * scale : 0;
            boolean above = false;
            for (double[] sample : z) {
                sample[unit] = sample[unit] * scale + biases[unit];
                above |= sample[unit] > 0;
            }
            if (!above) {
                turnAround(unit, weights, biases, z);
            }
        }
        layer.weights().assign(weights);
        layer.biases().ifPresent(parameter -> parameter.assign(biases));
        return activated(layer, z);
    }

    /** A unit that is below 0 on all samples is dead if it is a ReLU; with all signs exchanged it is above on all. */
    private static void turnAround(int unit, double[] weights, double[] biases, double[][] z) {
        int inputs = weights.length / biases.length;
        for (int i = unit * inputs; i < (unit + 1) * inputs; i++) {
            weights[i] = -weights[i];
        }
        biases[unit] = -biases[unit];
        for (double[] sample : z) {
            sample[unit] = -sample[unit];
        }
    }

    private static void fill(double[][] z, int unit, double[][] below, double[] weights) {
        for (int n = 0; n < below.length; n++) {
            for (int j = 0; j < below[n].length; j++) {
                z[n][unit] += weights[unit * below[n].length + j] * below[n][j];
            }
        }
    }

    private static double mean(double[][] z, int unit) {
        double sum = 0;
        for (double[] sample : z) {
            sum += sample[unit];
        }
        return sum / z.length;
    }

    /** What the spread of the pre-activations of standard normal weights is expected to be; of the whole, where all are alike. */
    private static double typicalSpread(double[][] below) {
        double around = 0;
        double whole = 0;
        for (int j = 0; j < below[0].length; j++) {
            double mean = 0;
            for (double[] sample : below) {
                mean += sample[j] / below.length;
            }
            for (double[] sample : below) {
                around += (sample[j] - mean) * (sample[j] - mean);
                whole += sample[j] * sample[j];
            }
        }
        return Math.sqrt((around > ALIKE * ALIKE * whole ? around : whole) / below.length);
    }

    /** Brings the spread around the mean to {@link #SPREAD}, unless that takes weights far beyond those of the other units. */
    private static double scale(double[][] z, int unit, double mean, double typical) {
        double squares = 0;
        for (double[] sample : z) {
            squares += (sample[unit] - mean) * (sample[unit] - mean);
        }
        double spread = Math.max(Math.sqrt(squares / z.length), UNLUCKY * typical);
        return spread > 0 ? SPREAD / spread : 1;
    }

    private double[][] activated(ModelLayer layer, double[][] z) {
        Optional<Architecture> architecture = model.architecture();
        Activation activation = architecture
                .map(known -> known.layer(layer.index()).activation())
                .orElse(Activation.TANH);
        double[][] a = new double[z.length][z[0].length];
        for (int n = 0; n < z.length; n++) {
            if (activation instanceof Elementwise f) {
                for (int k = 0; k < a[n].length; k++) {
                    a[n][k] = f.value(z[n][k]);
                }
            }
        }
        return a;
    }
}
