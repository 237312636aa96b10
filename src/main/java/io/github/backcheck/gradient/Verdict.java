package io.github.backcheck.gradient;

/** What a comparison of an analytic with a numeric derivative came to. */
public enum Verdict {
    /** The analytic value lies in the interval of the numeric one, and the interval is narrow enough to mean something. */
    AGREES("agrees"),
    /** The analytic value lies outside the interval of the numeric one: no rounding explains it. */
    DISAGREES("disagrees"),
    /** Nothing was compared, or the interval is so wide that agreement would mean nothing. */
    INCONCLUSIVE("not judged");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** In lower case, as reports say it. */
    @Override
    public String toString() {
        return words;
    }
}
