package io.github.backcheck.gradient;

/** How numeric derivatives were obtained. */
public enum Method {
    /** Through the reference twin, unit by unit; every entry of every parameter. */
    UNIT_WISE("every entry through the reference twin, unit by unit"),
    /** From the network's own loss, parameter by parameter. */
    PARAMETER_WISE("differences of the network's own loss");

    private final String words;

    Method(String words) {
        this.words = words;
    }

    /** As reports say it. */
    @Override
    public String toString() {
        return words;
    }
}
