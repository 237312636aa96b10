package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What steps of other lengths would have done: at some places along the program's own training, the loss of the batch of a
 * step at θ + c · Δθ, where the program went from θ to θ + Δθ. As it is the same batch before and after, chance has no part
 * in it, and the learning rate need not be known.
 *
 * <pre>{@code
 * StepLengths.of(Trial.of(model).on(digits)).verdict();   // TOO_SHORT
 * }</pre>
 *
 * @param lengths one per length, shortest first
 * @param places at how many steps
 * @param stillPlaces at how many of them no length changed the loss at all
 * @param ratios how large the steps were against the parameters
 * @param cost in sample-passes
 */
public record StepLengths(List<Length> lengths, int places, int stillPlaces, Ratios ratios, long cost) {

    /** What the lengths say about the steps that the program takes. */
    public enum Verdict {
        /**
         * The step raises the loss of its own batch at three places of ten or more, or the very first one doubles it or is longer
         * than the parameters themselves, and a shorter one in the same direction lowers it more. Training can live with that.
         */
        TOO_LONG("too long: shorter ones in the same direction lower the loss of their own batch more, and more often"),
        /** The step hardly lowers the loss; one 100 times as long lowers it at least 30 times as much. */
        TOO_SHORT("too short: steps 100 times as long lower the loss at least 30 times as much"),
        /** The step lowers the loss of its own batch at most places. */
        FINE("of a sensible length"),
        /**
         * The first steps moved the network, and later ones hardly move it any more: units saturated or died, or it came to a
         * plateau. Whether shorter steps avoid that is for a trial to say.
         */
        STRANDED("hardly moving: the first ones moved the network, and brought it to where nothing moves any more"),
        /** The loss rises at every length, also the shortest: the direction is wrong. */
        UPHILL("in a wrong direction: the loss of their own batch rises at every length"),
        /** The loss is the same at every length. */
        FLAT("without effect: the loss is the same at every length"),
        /** None of these: the loss rises and falls from place to place. */
        UNCLEAR("not clearly too long or too short");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** As in {@code of a sensible length}. */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * ‖Δθ‖ / ‖θ‖ of the program's own steps, over all parameters together.
     *
     * @param first of the first step
     * @param median of all places
     * @param later the median of the later half of the places
     */
    public record Ratios(double first, double median, double later) {

        private boolean collapse() {
            return later < COLLAPSE * first;
        }
    }

    /**
     * What one length does.
     *
     * @param factor the length, in steps of the program
     * @param firstChange (loss after − loss before) / |loss before| at the first place, the parameters that the trial began
     *     with; infinite where the loss is not finite any more
     * @param medianChange the median of the same over all places
     * @param roseShare the share of places at which the loss rose or stopped being finite
     */
    public record Length(double factor, double firstChange, double medianChange, double roseShare) {

        private boolean falls() {
            return roseShare < FEW && medianChange < 0;
        }
    }

    private static final double OFTEN = 0.3;
    private static final double NEARLY_ALL = 0.75;
    private static final double FEW = 0.25;

    /** From the start into the valley of a healthy training, steps become some ten times shorter. */
    private static final double COLLAPSE = 1e-3;

    /** Training can live with a step that raises the loss; one that doubles it at once has left the start behind. */
    private static final double DOUBLED = 1;

    private static final double LONGER_THAN_PARAMETERS = 1;

    /** A step that lowers the loss by more than a thousandth is not slow; a thousand of them are a training. */
    private static final double SLOW = 1e-3;

    private static final double LONG = 100;
    private static final double IN_PROPORTION = 30;

    /**
     * Copies the list.
     *
     * @param lengths copied
     * @param places kept as it is
     * @param stillPlaces kept as it is
     * @param ratios kept as it is
     * @param cost kept as it is
     */
    public StepLengths {
        lengths = List.copyOf(lengths);
    }

    /**
     * Tries the lengths from the given parameters on, and puts the parameters back.
     *
     * @param trial model, samples, batch size and seed; its number of steps is not used
     * @return what they do
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public static StepLengths of(Trial trial) {
        return of(trial, Setting.asGiven());
    }

    /**
     * Tries the lengths with something else changed, and puts the parameters back.
     *
     * @param trial model, samples, batch size and seed; its number of steps is not used
     * @param setting inputs, targets, start and samples; its factor of the steps must be 1
     * @return what they do
     * @throws IllegalArgumentException if the setting changes the length of the steps
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public static StepLengths of(Trial trial, Setting setting) {
        Objects.requireNonNull(trial, "the trial is null");
        Objects.requireNonNull(setting, "the setting is null");
        if (setting.stepsTimes() != 1) {
            throw new IllegalArgumentException("the setting is \"" + setting
                    + "\": the lengths of the program's own steps were asked for, its factor must be 1");
        }
        Batch samples = trial.samples(setting);
        try (ParameterSnapshot before = trial.model().snapshot()) {
            Start.write(trial.model(), setting, trial.seed());
            StepLengths lengths = new StepWalk(trial, samples).lengths();
            before.restore();
            return lengths;
        }
    }

    /**
     * What it costs, in sample-passes.
     *
     * @param trial model and batch size
     * @return the cost if all numbers stay finite
     */
    public static long costOf(Trial trial) {
        return StepWalk.cost(trial);
    }

    /**
     * What one length does.
     *
     * @param factor one of the lengths tried
     * @return its figures
     * @throws IllegalArgumentException if it was not tried
     */
    public Length at(double factor) {
        return lengths.stream()
                .filter(length -> length.factor() == factor)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("length " + factor + " was not tried, only "
                        + lengths.stream().map(Length::factor).toList()));
    }

    /**
     * What the lengths say.
     *
     * @return unclear also where the loss was not finite from the start
     */
    public Verdict verdict() {
        if (places == 0) {
            return Verdict.UNCLEAR;
        }
        if (stillPlaces == places) {
            return Verdict.FLAT;
        }
        Length own = at(1);
        if (isTooLongAtFirst(own)) {
            return Verdict.TOO_LONG;
        }
        if (2 * stillPlaces > places || ratios.collapse()) {
            return Verdict.STRANDED;
        }
        if (lengths.stream().allMatch(length -> length.roseShare() >= NEARLY_ALL)) {
            return Verdict.UPHILL;
        }
        if (own.roseShare() >= OFTEN
                && shorter().anyMatch(length -> length.falls() && length.medianChange() < own.medianChange())) {
            return Verdict.TOO_LONG;
        }
        Length longer = at(LONG);
        if (longer.falls()
                && own.medianChange() > -SLOW
                && own.medianChange() <= 0
                && longer.medianChange() <= IN_PROPORTION * own.medianChange()) {
            return Verdict.TOO_SHORT;
        }
        return own.falls() ? Verdict.FINE : Verdict.UNCLEAR;
    }

    /** The first step doubles the loss, or is longer than the parameters themselves, and a shorter one would have been better. */
    private boolean isTooLongAtFirst(Length own) {
        return (own.firstChange() > DOUBLED || ratios.first() > LONGER_THAN_PARAMETERS)
                && shorter().anyMatch(length -> length.firstChange() < Math.min(0, own.firstChange()));
    }

    private Stream<Length> shorter() {
        return lengths.stream().filter(length -> length.factor() < 1);
    }

    /**
     * The length that lowers the loss most, in steps of the program.
     *
     * @return the factor; the shortest where none lowers it
     */
    public double best() {
        Length best = lengths.get(0);
        for (Length length : lengths) {
            best = length.medianChange() < best.medianChange() ? length : best;
        }
        return best.factor();
    }

    /**
     * Adds the figures to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("steps", verdict().toString()));
        facts.add(new Fact(
                "change ratio",
                Figures.of(ratios.first()) + " of the first, " + Figures.of(ratios.median()) + " in the median of "
                        + Figures.count(places, "step")));
        for (Length length : lengths) {
            facts.add(new Fact(
                    Figures.of(length.factor()) + " times as long",
                    "loss changes by " + Figures.of(length.medianChange()) + " of itself, rises in "
                            + Figures.percent(length.roseShare()) + " of the batches"));
        }
        return page.heading("Steps of other lengths").facts(facts);
    }

    /** A heading, the verdict, and one line per length. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
