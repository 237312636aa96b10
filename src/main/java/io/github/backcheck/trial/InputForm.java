package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;

/** What a network is fed in a trial. */
public enum InputForm {

    /** The inputs as they are. */
    AS_GIVEN("inputs as given") {
        @Override
        Batch of(Batch data) {
            return data;
        }
    },

    /**
     * Each input feature shifted to mean 0 and divided by its standard deviation, or by a fifth of its largest distance from
     * the mean where that is more. The second keeps a pixel that is dark in almost all samples from becoming 45 in the few
     * others: nothing is fed that is larger than 5. Only the feature itself decides, so that columns of very different scale
     * are all brought to the same one. Features that do not vary become 0.
     */
    STANDARDISED("inputs scaled to mean 0 and variance 1") {
        @Override
        Batch of(Batch data) {
            double[][] inputs = data.inputs();
            for (int feature = 0; feature < data.inputCount(); feature++) {
                standardise(inputs, feature);
            }
            return Batch.of(inputs, data.targets());
        }
    },

    /** Zeros: nothing can be learned from them but how often each target occurs. */
    ZERO("inputs all zero") {
        @Override
        Batch of(Batch data) {
            return Batch.of(new double[data.size()][data.inputCount()], data.targets());
        }
    };

    /** The largest distance from the mean, in the new unit; normally distributed numbers stay within it. */
    private static final double LARGEST = 5;

    private final String words;

    InputForm(String words) {
        this.words = words;
    }

    /** The same samples with other inputs. */
    abstract Batch of(Batch data);

    /** Means are taken of shares, so that no sum of large numbers overflows. */
    private static void standardise(double[][] inputs, int feature) {
        double mean = 0;
        for (double[] sample : inputs) {
            mean += sample[feature] / inputs.length;
        }
        double variance = 0;
        double farthest = 0;
        double largest = 0;
        for (double[] sample : inputs) {
            double distance = sample[feature] - mean;
            variance += distance * distance / inputs.length;
            farthest = Math.max(farthest, Math.abs(distance));
            largest = Math.max(largest, Math.abs(sample[feature]));
        }
        double unit = Math.max(Math.sqrt(variance), farthest / LARGEST);
        // A feature that is the same everywhere differs from its computed mean by rounding.
        boolean varies = farthest > largest * inputs.length * Math.ulp(1.0);
        for (double[] sample : inputs) {
            sample[feature] = varies ? (sample[feature] - mean) / unit : 0;
        }
    }

    /** As in {@code inputs scaled to mean 0 and variance 1}. */
    @Override
    public String toString() {
        return words;
    }
}
