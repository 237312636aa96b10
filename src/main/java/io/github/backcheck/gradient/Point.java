package io.github.backcheck.gradient;

/** The parameters at which a gradient is checked. One point can hide a defect, so there are several. */
public enum Point {
    /** The parameters as they are. */
    AS_GIVEN("the given parameters"),
    /**
     * Parameters drawn by the toolkit, so that the pre-activations of every unit spread over the live range of its
     * activation on the batch at hand. At small pre-activations several wrong derivatives look right, and saturated or dead
     * units hide everything below them. The network's own parameters are put back afterwards.
     */
    LIVELY("parameters drawn so that all units are live"),
    /**
     * The parameters after some of the network's own training steps on the batch. They are put back afterwards; what else
     * the network keeps between steps, such as momentum, is not.
     */
    AFTER_TRAINING("the parameters after training steps");

    private final String words;

    Point(String words) {
        this.words = words;
    }

    /** As reports say it. */
    @Override
    public String toString() {
        return words;
    }
}
