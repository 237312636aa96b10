package io.github.backcheck.model;

/** Something a network can offer to be examined by. Parameters are always there. */
public enum Capability {
    /** The loss of a batch, given or computed from the outputs. */
    LOSS("loss(batch)"),
    /** What backpropagation says about a batch. */
    GRADIENT("gradient(batch)"),
    /** One update of the parameters by a batch, or by one sample after the other. */
    TRAIN_STEP("trainStep(batch)"),
    /** The outputs for given inputs. */
    PREDICT("predict(inputs)"),
    /** Pre-activations and activations of every layer. */
    TRACE("trace(inputs)"),
    /** The loss that the program prints for a batch. */
    REPORTED_LOSS("reportedLoss(batch)"),
    /** The accuracy that the program prints for a batch. */
    REPORTED_ACCURACY("reportedAccuracy(batch)"),
    /** One pass of the program's own loop through data that it is given. */
    EPOCH("epoch(data)"),
    /** Randomness that can be set back, so that the same call gives the same answer. */
    RESEED("reseed"),
    /** Layer sizes, activations and loss, from which the reference twin is built. */
    ARCHITECTURE("architecture");

    private final String call;

    Capability(String call) {
        this.call = call;
    }

    /** The method of the builder that gives this capability, as in {@code gradient(batch)}. */
    @Override
    public String toString() {
        return call;
    }
}
