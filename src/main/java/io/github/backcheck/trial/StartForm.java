package io.github.backcheck.trial;

/** The parameters with which a trial begins. All are put back after it. */
public enum StartForm {

    /** The parameters as they are. */
    AS_GIVEN("given start values"),

    /**
     * Every weight drawn anew, every bias 0. Weights into ReLU, leaky ReLU, ELU and softplus units are normal with standard
     * deviation √(2 / in) (He, Zhang, Ren and Sun 2015, eq. 10), all others, also those of layers whose activation is not
     * known, uniform between ∓√(6 / (in + out)) (Glorot and Bengio 2010, eq. 16).
     */
    FRESH("fresh start values"),

    /**
     * Only rows of weights that are, bit for bit, the same as an earlier row of their layer are changed: each gets random
     * numbers of the size of {@link #FRESH} ones added. Units with equal rows can otherwise stay equal for ever.
     */
    UNEQUAL_ROWS("equal rows of weights made different");

    private final String words;

    StartForm(String words) {
        this.words = words;
    }

    /** As in {@code fresh start values}. */
    @Override
    public String toString() {
        return words;
    }
}
