package io.github.backcheck.trial;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How one trial went. All losses are those of the same samples, the ones that it was trained on, with the inputs and targets
 * of the setting.
 *
 * @param setting what was changed
 * @param steps how many were taken: as many as asked for, or up to the first number that was not finite
 * @param samples how many samples there were to train on
 * @param losses at equal distances, the first before the first step, the last after the last; may end with NaN or infinity
 * @param explained how much better than a constant prediction; empty where the architecture's loss is not known
 * @param score how many samples were right; empty where the targets are no classes or the model offers no predict(inputs)
 * @param outputVariance how much the outputs differ between samples after the last step, mean over the outputs; empty without
 *     predict(inputs)
 * @param ownBatches what steps did to the loss of the very batch that they were taken on
 * @param firstNonFinite after which step a parameter or the loss was NaN or infinite, 0 for the start; empty if none was
 * @param cost in sample-passes, see {@link Trial}
 */
public record Course(
        Setting setting,
        int steps,
        int samples,
        List<Double> losses,
        Optional<Explained> explained,
        Optional<Score> score,
        OptionalDouble outputVariance,
        OwnBatches ownBatches,
        OptionalInt firstNonFinite,
        long cost) {

    /** A fall by less than this share of the loss over half a trial is not worth a training. */
    private static final double WORTHWHILE = 1e-3;

    private static final int SHOWN = 7;

    /**
     * The share of a constant prediction's loss that a network explains: 1 − loss / loss of the best prediction that is the
     * same for all samples, both without penalties. 0 for a network that might as well ignore its inputs, 1 for a perfect
     * one, below 0 for one that does harm.
     *
     * @param before before the first step
     * @param after after the last step; NaN or −infinity where the loss is not finite, NaN also where weights and their penalty
     *     have grown so large that the rest of the loss is lost in rounding
     * @param constantLoss the loss of that prediction, above 0
     */
    public record Explained(double before, double after, double constantLoss) {}

    /**
     * How many of the samples were predicted to be what they are.
     *
     * @param before before the first step
     * @param after after the last step
     * @param samples of how many
     */
    public record Score(int before, int after, int samples) {

        /**
         * The share that is right after the last step.
         *
         * @return from 0 to 1
         */
        public double accuracy() {
            return (double) after / samples;
        }
    }

    /**
     * Steps after which the loss of their own batch was asked for again.
     *
     * @param rose how many raised it, or made it NaN or infinite
     * @param watched of how many
     */
    public record OwnBatches(int rose, int watched) {

        /**
         * The share that raised the loss.
         *
         * @return from 0 to 1; 0 where none was watched
         */
        public double share() {
            return watched == 0 ? 0 : (double) rose / watched;
        }
    }

    /**
     * Copies the list.
     *
     * @param setting kept as it is
     * @param steps kept as it is
     * @param samples kept as it is
     * @param losses copied; at least one
     * @param explained kept as it is
     * @param score kept as it is
     * @param outputVariance kept as it is
     * @param ownBatches kept as it is
     * @param firstNonFinite kept as it is
     * @param cost kept as it is
     */
    public Course {
        losses = List.copyOf(losses);
    }

    /**
     * The loss before the first step.
     *
     * @return NaN or infinite only if nothing else is
     */
    public double lossBefore() {
        return losses.get(0);
    }

    /**
     * The loss after the last step.
     *
     * @return may be NaN or infinite
     */
    public double lossAfter() {
        return losses.get(losses.size() - 1);
    }

    /**
     * Whether every number stayed finite.
     *
     * @return true if no parameter and no loss became NaN or infinite
     */
    public boolean isFinite() {
        return firstNonFinite.isEmpty();
    }

    /**
     * How much better than a constant prediction the network is after the last step.
     *
     * @return 1 − loss / constant prediction's loss; empty where that is not known
     */
    public OptionalDouble explainedShare() {
        return explained.isPresent() ? OptionalDouble.of(explained.get().after()) : OptionalDouble.empty();
    }

    /**
     * The share of the samples that is right after the last step.
     *
     * @return from 0 to 1; empty where it is not known
     */
    public OptionalDouble accuracy() {
        return score.isPresent() ? OptionalDouble.of(score.get().accuracy()) : OptionalDouble.empty();
    }

    /**
     * What became of the loss, as a share of what it was.
     *
     * @return below 1 if it fell; NaN where that is no number
     */
    public double lossRatio() {
        return lossAfter() / lossBefore();
    }

    /**
     * Whether the loss still falls at the end: over the later half of {@link #losses()} it does by the test of Mann and
     * Kendall (1 % of random orders would pass), and by the slope of Theil and Sen it loses 0.1 % in that time.
     *
     * @return false also where a loss is not finite
     */
    public boolean isFalling() {
        List<Double> later = losses.subList(losses.size() / 2, losses.size());
        double first = later.get(0);
        return isFinite()
                && Trend.isFalling(later)
                && -Trend.slope(later) * (later.size() - 1) > WORTHWHILE * Math.abs(first);
    }

    /**
     * Adds the course to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        return page.heading("Trial: " + setting).facts(facts());
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("trained", Figures.count(steps, "step") + " on " + Figures.count(samples, "sample")));
        facts.add(new Fact("loss", curve() + (isFalling() ? ", still falling" : "")));
        explained.ifPresent(e -> facts.add(new Fact(
                "explained",
                Figures.of(e.before()) + " before, " + Figures.of(e.after())
                        + " after, of a constant prediction's loss of " + Figures.of(e.constantLoss()))));
        score.ifPresent(s -> facts.add(new Fact(
                "right",
                Figures.count(s.before()) + " before, " + Figures.count(s.after()) + " after, of "
                        + Figures.count(s.samples()))));
        outputVariance.ifPresent(
                variance -> facts.add(new Fact("variance of outputs", Figures.of(variance) + " between samples")));
        facts.add(new Fact(
                "own batch",
                Figures.count(ownBatches.rose()) + " of " + Figures.count(ownBatches.watched(), "step")
                        + " raised its loss"));
        firstNonFinite.ifPresent(step -> facts.add(
                new Fact("first not finite", step == 0 ? "at the start" : "after step " + Figures.count(step))));
        return facts;
    }

    /** A few of the losses, the first and the last among them. */
    private String curve() {
        int gaps = Math.min(SHOWN, losses.size()) - 1;
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i <= gaps; i++) {
            places.add(gaps == 0 ? 0 : i * (losses.size() - 1) / gaps);
        }
        return places.stream().map(place -> Figures.of(losses.get(place))).collect(Collectors.joining(", "));
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
