package io.github.backcheck.gradient;

import java.util.Locale;

/** What became of one defect in many networks. */
final class DefectTally {

    /** What became of one. */
    enum Outcome {
        /** A parameter disagrees. */
        FOUND,
        /** None disagrees, and at every point the spoilt gradient is within the uncertainty of the right one. */
        WITHIN_UNCERTAINTY,
        /** None disagrees, and should. */
        MISSED
    }

    private final Counts<Outcome> ordinary = new Counts<>();
    private final Counts<Outcome> other = new Counts<>();
    private final Counts<String> shapes = new Counts<>();

    void add(CampaignCase network, Outcome outcome) {
        (network.isOrdinary() ? ordinary : other).add(outcome);
    }

    void add(ErrorShape shape) {
        shapes.add(shape.getClass().getSimpleName());
    }

    void addAll(DefectTally others) {
        ordinary.addAll(others.ordinary);
        other.addAll(others.other);
        shapes.addAll(others.shapes);
    }

    long of(Outcome outcome) {
        return ordinary.of(outcome) + other.of(outcome);
    }

    long total() {
        return ordinary.total() + other.total();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "ordinary %s; other %s; called %s", words(ordinary), words(other), shapes);
    }

    private static String words(Counts<Outcome> outcomes) {
        return String.format(
                Locale.ROOT,
                "%,d found, %,d within the uncertainty, %,d missed",
                outcomes.of(Outcome.FOUND),
                outcomes.of(Outcome.WITHIN_UNCERTAINTY),
                outcomes.of(Outcome.MISSED));
    }
}
