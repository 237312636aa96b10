package io.github.backcheck.monitor;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the loss went.
 *
 * @param losses how many were given
 * @param ends the first and the last
 * @param segments means over equally many consecutive finite losses, at most 64; losses after the last full segment are left
 *     out
 * @param firstNonFinite the first loss that was NaN or infinite
 * @param known losses of networks that ignore their inputs
 */
public record LossCurve(
        int losses, Ends ends, List<LossSegment> segments, Optional<NonFinite> firstNonFinite, List<KnownLoss> known) {

    /** In a trend the noise of mini-batches needs this many segments to show in every one of them. */
    private static final int FEWEST_FOR_A_PLATEAU = 2 * Trend.FEWEST_POINTS;

    /**
     * The first and the last loss.
     *
     * @param first NaN if there was none
     * @param last NaN if there was none
     */
    public record Ends(double first, double last) {}

    /**
     * A loss that is not a finite number.
     *
     * @param step the step it belongs to
     * @param value NaN or infinite
     */
    public record NonFinite(int step, double value) {

        /** As in {@code NaN at step 12}. */
        @Override
        public String toString() {
            return Figures.of(value) + " at step " + Figures.count(step);
        }
    }

    /**
     * Copies the lists.
     *
     * @param losses kept as it is
     * @param ends kept as it is
     * @param segments copied
     * @param firstNonFinite kept as it is
     * @param known copied
     */
    public LossCurve {
        segments = List.copyOf(segments);
        known = List.copyOf(known);
    }

    /**
     * Whether the loss falls or rises over the whole run.
     *
     * @return empty below {@value Trend#FEWEST_POINTS} segments
     */
    public Optional<Trend> trend() {
        return trend(segments);
    }

    /**
     * Whether the loss falls or rises over the second half of the run.
     *
     * @return empty below {@value Trend#FEWEST_POINTS} segments in that half
     */
    public Optional<Trend> recentTrend() {
        return trend(recent());
    }

    private static Optional<Trend> trend(List<LossSegment> of) {
        return of.size() < Trend.FEWEST_POINTS ? Optional.empty() : Optional.of(Trend.of(of));
    }

    private List<LossSegment> recent() {
        return segments.subList(segments.size() / 2, segments.size());
    }

    /**
     * The level of a network that ignores its inputs, if the loss stays there: over the second half of the run it does not
     * fall, and both its mean and the mean of each quarter of that half are at the level.
     *
     * @return empty if it stays at no such level, if none is known, or below 16 segments
     */
    public Optional<Plateau> plateau() {
        if (segments.size() < FEWEST_FOR_A_PLATEAU
                || recentTrend().map(Trend::falls).orElse(true)) {
            return Optional.empty();
        }
        List<LossSegment> recent = recent();
        return known.stream()
                .filter(level -> quarters(recent).stream().allMatch(quarter -> isAt(level, quarter)))
                .findFirst()
                .map(level -> new Plateau(level, recent.get(0).firstStep(), mean(recent)));
    }

    private static List<List<LossSegment>> quarters(List<LossSegment> of) {
        List<List<LossSegment>> quarters = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            quarters.add(of.subList(quarter * of.size() / 4, (quarter + 1) * of.size() / 4));
        }
        return quarters;
    }

    private static boolean isAt(KnownLoss known, List<LossSegment> segments) {
        return Math.abs(mean(segments) - known.level()) <= Plateau.WITHIN * known.level();
    }

    private static double mean(List<LossSegment> segments) {
        return segments.stream().mapToDouble(LossSegment::mean).average().orElse(Double.NaN);
    }

    /**
     * Adds the curve to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        page.heading("Loss");
        if (losses == 0) {
            return page.paragraph(
                    "Not judged: needs the losses, given by observe(batch, loss), or a probe on which to measure them.");
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "losses",
                Figures.count(losses) + ", the first " + Figures.of(ends.first) + ", the last "
                        + Figures.of(ends.last)));
        facts.add(new Fact("whole run", text(trend())));
        facts.add(new Fact("second half", text(recentTrend())));
        facts.add(new Fact("plateau", plateauText()));
        firstNonFinite.ifPresent(bad -> facts.add(new Fact("first not finite", bad.toString())));
        return page.facts(facts);
    }

    private static String text(Optional<Trend> trend) {
        return trend.map(Trend::toString)
                .orElse("not judged: needs at least " + Trend.FEWEST_POINTS + " means of losses");
    }

    private String plateauText() {
        if (known.isEmpty()) {
            return "not judged: needs the architecture, with a loss that is averaged and has no penalty, and the data";
        }
        if (segments.size() < FEWEST_FOR_A_PLATEAU) {
            return "not judged: needs at least " + FEWEST_FOR_A_PLATEAU + " losses";
        }
        return plateau().map(Plateau::toString).orElse("none");
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
