package io.github.backcheck.diagnosis;

/** How much a finding matters, worst first. */
public enum Severity {
    /** Nothing can be learned, or nothing can be judged, as long as this is so. */
    BREAKS("breaks learning"),
    /** Learning goes on, but not where or not as far as it should. */
    HURTS("hurts learning"),
    /** A gradient or a network that trains all the same. */
    MILD("mild"),
    /** Nothing is wrong; more could be got out of it. */
    ADVICE("no fault");

    private final String words;

    Severity(String words) {
        this.words = words;
    }

    /** As reports say it. */
    @Override
    public String toString() {
        return words;
    }
}
