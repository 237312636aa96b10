package io.github.backcheck.gradient;

/** What must hold before a comparison of gradients means anything. Checked first. */
public enum Guard {
    /** All parameters are finite numbers. */
    PARAMETERS_FINITE("parameters are finite"),
    /** The loss of the batch is a finite number. */
    LOSS_FINITE("loss is finite"),
    /** The loss evaluated twice is bit-identical; it is not with dropout, or when something leaks from call to call. */
    LOSS_REPEATABLE("loss is the same when asked twice"),
    /** Evaluating the loss leaves the parameters as they were. */
    LOSS_LEAVES_PARAMETERS("loss leaves the parameters alone"),
    /** The gradient consists of finite numbers. */
    GRADIENT_FINITE("gradient is finite"),
    /** The gradient computed twice is bit-identical; it is not when accumulators are never reset. */
    GRADIENT_REPEATABLE("gradient is the same when asked twice"),
    /** Computing the gradient leaves the parameters as they were. */
    GRADIENT_LEAVES_PARAMETERS("gradient leaves the parameters alone"),
    /** The loss is the same before and after a gradient was computed. */
    LOSS_UNMOVED_BY_GRADIENT("loss is the same after the gradient was computed");

    private final String words;

    Guard(String words) {
        this.words = words;
    }

    /**
     * Whether nothing at all can be compared when this does not hold.
     *
     * @return true where numeric or analytic derivatives would be meaningless
     */
    public boolean isVital() {
        return switch (this) {
            case PARAMETERS_FINITE, LOSS_FINITE, LOSS_REPEATABLE, LOSS_LEAVES_PARAMETERS, GRADIENT_FINITE -> true;
            case GRADIENT_REPEATABLE, GRADIENT_LEAVES_PARAMETERS, LOSS_UNMOVED_BY_GRADIENT -> false;
        };
    }

    /** What must hold, in words. */
    @Override
    public String toString() {
        return words;
    }
}
