package io.github.backcheck.mlp;

/** The steps of a forward pass, in the order in which each layer takes them, first layer first. */
public enum ForwardStepName {
    /** z ← a_prev Wᵀ + b. Writes {@link ForwardPass#preActivations}. */
    PRE_ACTIVATION("pre-activation", StandardSteps::preActivation),
    /** a ← f(z). Writes {@link ForwardPass#activations}. */
    ACTIVATION("activation", StandardSteps::activation);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // A method reference that holds nothing.
    private final ForwardStep standard;

    ForwardStepName(String title, ForwardStep standard) {
        this.title = title;
        this.standard = standard;
    }

    /**
     * The step as it should be.
     *
     * @return the step
     */
    public ForwardStep standard() {
        return standard;
    }

    /** As in {@code pre-activation}. */
    @Override
    public String toString() {
        return title;
    }
}
