package io.github.backcheck.gradient;

/** Where the analytic gradient came from. */
public enum GradientSource {
    /** The network's own {@code gradient(batch)}. */
    GRADIENT("gradient(batch)"),
    /** The change that a training step made, divided by the learning rate that was read off it. */
    TRAIN_STEP("the change made by trainStep(batch)"),
    /** The network offers neither. */
    NONE("nothing");

    private final String words;

    GradientSource(String words) {
        this.words = words;
    }

    /** As reports say it. */
    @Override
    public String toString() {
        return words;
    }
}
