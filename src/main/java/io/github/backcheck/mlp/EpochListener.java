package io.github.backcheck.mlp;

/** Is told about each epoch of a {@link Training}. */
@FunctionalInterface
public interface EpochListener {

    /**
     * An epoch has ended.
     *
     * @param epoch from 1
     * @param meanLoss the mean over the samples of the loss of the mini-batch that each was in, before its update
     */
    void epochEnded(int epoch, double meanLoss);
}
