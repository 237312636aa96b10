package io.github.backcheck.model;

/** How the losses of the samples of a batch are put together. */
public enum Reduction {
    /** L = (1 / samples) Σ ℓ. */
    MEAN {
        @Override
        public double factor(int samples) {
            return 1.0 / samples;
        }
    },
    /** L = Σ ℓ. */
    SUM {
        @Override
        public double factor(int samples) {
            return 1;
        }
    };

    /**
     * What the sum over the samples is multiplied by.
     *
     * @param samples number of samples in the batch, at least 1
     * @return 1 / samples or 1
     */
    public abstract double factor(int samples);
}
