package io.github.backcheck.diagnosis;

/** What an examination does, in this order: cheap and decisive first. */
public enum Stage {
    /** Inputs and targets. */
    DATA("the data"),
    /** Weights and biases as they stand. */
    WEIGHTS("the weights"),
    /** Analytic against numeric, and whether the network is what its architecture says. */
    GRADIENT("the gradient"),
    /** Every unit over all samples. */
    UNITS("the units"),
    /** Outputs, and what the program says of them. */
    PREDICTIONS("the predictions"),
    /** A few training steps, watched. */
    TRAINING("training steps"),
    /** Which step of the backward pass is wrong. */
    BACKWARD("the backward pass"),
    /** What the update does with the gradient. */
    UPDATE("the update"),
    /** One pass through the data in the program's own way. */
    EPOCH("one pass through the data"),
    /** Short trainings with one thing changed. */
    TRIALS("short trainings with one thing changed");

    private final String words;

    Stage(String words) {
        this.words = words;
    }

    /** As reports say it. */
    @Override
    public String toString() {
        return words;
    }
}
