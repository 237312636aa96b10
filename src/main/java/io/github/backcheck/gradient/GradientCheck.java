package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Holds somebody's backpropagation against finite differences of their loss. There is no tolerance to choose: every numeric
 * derivative comes with the interval in which the true one lies, widened by what rounding can do to the analytic one, and
 * the analytic one is either inside or not.
 *
 * <p>With an architecture every entry is checked through the reference twin, after a proof that the twin is the network;
 * without, or if the proof fails, differences of the network's own loss are taken, parameter by parameter. By default the
 * check is made at the given parameters and at parameters at which all units are live. The network's parameters are put back
 * bit for bit, whatever happens.
 *
 * <pre>{@code
 * GradientReport report = GradientCheck.of(model).on(batch).run();
 * assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.AGREES);
 * }</pre>
 *
 * <p>Immutable; each setting returns a new check.
 */
public final class GradientCheck {

    private final Settings settings;

    private GradientCheck(Settings settings) {
        this.settings = settings;
    }

    /** What a check needs to know; seldom changed, so kept together. */
    record Settings(Model model, Batch batch, Set<Point> points, Knowledge knowledge, long seed, Effort effort) {
        Settings with(Effort other) {
            return new Settings(model, batch, points, knowledge, seed, other);
        }
    }

    /** What may be spent, and who is told. */
    record Effort(Coverage coverage, long budget, CheckProgress progress) {
        static final Effort BOUNDED =
                new Effort(Coverage.DIRECTIONS, Long.MAX_VALUE, (point, parameter, evaluations) -> {});
    }

    /** How many entries of each parameter are looked at one by one, wrong or not, when nothing but the loss is known. */
    record Coverage(int entries, OptionalLong seed) {
        static final Coverage DIRECTIONS = new Coverage(0, OptionalLong.empty());

        boolean isComplete() {
            return entries == Integer.MAX_VALUE;
        }
    }

    /** Whether the architecture may be used. */
    enum Knowledge {
        ARCHITECTURE,
        LOSS_ONLY
    }

    /**
     * Starts with the model.
     *
     * @param model the network
     * @return to be given a batch
     */
    public static WithoutBatch of(Model model) {
        return new WithoutBatch(Objects.requireNonNull(model, "the model is null"));
    }

    /** A check that lacks its batch. */
    public static final class WithoutBatch {
        private final Model model;

        private WithoutBatch(Model model) {
            this.model = model;
        }

        /**
         * Gives the samples. About 8 to 64 are enough; more cost more.
         *
         * @param batch of the model's number of inputs and outputs
         * @return the check with its default settings
         * @throws IllegalArgumentException if inputs or outputs do not fit the model
         */
        public GradientCheck on(Batch batch) {
            model.requireFits(batch);
            return new GradientCheck(new Settings(
                    model, batch, EnumSet.of(Point.AS_GIVEN, Point.LIVELY), Knowledge.ARCHITECTURE, 1, Effort.BOUNDED));
        }
    }

    /**
     * The same with another seed for everything that is drawn: directions, sampled entries, lively parameters. The default
     * is 1.
     *
     * @param seed any number
     * @return a new check
     */
    public GradientCheck seed(long seed) {
        return new GradientCheck(new Settings(
                settings.model, settings.batch, settings.points, settings.knowledge, seed, settings.effort));
    }

    /**
     * The same at other points. The default is {@link Point#AS_GIVEN} and {@link Point#LIVELY}.
     *
     * @param first a point
     * @param more further points
     * @return a new check
     * @throws IllegalArgumentException if training steps are asked for and the model offers none
     */
    public GradientCheck at(Point first, Point... more) {
        Set<Point> points = EnumSet.of(first, more);
        if (points.contains(Point.AFTER_TRAINING) && !settings.model.can(Capability.TRAIN_STEP)) {
            throw new IllegalArgumentException(Point.AFTER_TRAINING + ": " + settings.model.name()
                    + " was built without " + Capability.TRAIN_STEP);
        }
        return new GradientCheck(new Settings(
                settings.model, settings.batch, points, settings.knowledge, settings.seed, settings.effort));
    }

    /**
     * The same without use of the architecture: nothing but the network's own loss is differenced. Slower, and coarser by the
     * rounding of the loss.
     *
     * @return a new check
     */
    public GradientCheck lossOnly() {
        return new GradientCheck(new Settings(
                settings.model, settings.batch, settings.points, Knowledge.LOSS_ONLY, settings.seed, settings.effort));
    }

    /**
     * The same with every entry looked at one by one, also where only the loss is known: 8 evaluations of the loss for each
     * entry at each point, more where the steps must shrink. By default a parameter is compared along one random direction,
     * which takes 2 evaluations and sees an error in any of its entries; the wrong entries are then looked for. Through the
     * reference twin every entry is checked anyway.
     *
     * @return a new check
     */
    public GradientCheck everyEntry() {
        return covering(new Coverage(Integer.MAX_VALUE, OptionalLong.empty()));
    }

    /**
     * The same with some entries of each parameter looked at one by one where only the loss is known, beside the random
     * direction: corners, border and random ones, drawn with the seed of the check.
     *
     * @param entries how many of each parameter, at least 1
     * @return a new check
     * @throws IllegalArgumentException if the number is below 1
     */
    public GradientCheck sampling(int entries) {
        return sampling(entries, OptionalLong.empty());
    }

    /**
     * The same with some entries of each parameter looked at one by one where only the loss is known, beside the random
     * direction: corners, border and random ones.
     *
     * @param entries how many of each parameter, at least 1
     * @param seed that draws the random ones, whatever the seed of the check
     * @return a new check
     * @throws IllegalArgumentException if the number is below 1
     */
    public GradientCheck sampling(int entries, long seed) {
        return sampling(entries, OptionalLong.of(seed));
    }

    private GradientCheck sampling(int entries, OptionalLong seed) {
        if (entries < 1) {
            throw new IllegalArgumentException(
                    "the number of entries to check is " + entries + ", at least 1 was expected: no entry, no verdict");
        }
        return covering(new Coverage(entries, seed));
    }

    private GradientCheck covering(Coverage coverage) {
        return new GradientCheck(settings.with(new Effort(coverage, settings.effort.budget, settings.effort.progress)));
    }

    /**
     * The same with an end to its patience: when the network's own loss has been evaluated this often, guards and all points
     * together, what is not yet compared is not judged. Guards, the loss at each point and the proof of the twin are spent
     * even if there is no room for them. The default is no limit; without {@link #everyEntry()} a check is short anyway.
     *
     * @param lossEvaluations at least 1
     * @return a new check
     * @throws IllegalArgumentException if the number is below 1
     */
    public GradientCheck budget(long lossEvaluations) {
        if (lossEvaluations < 1) {
            throw new IllegalArgumentException(
                    "the budget is " + lossEvaluations + " loss evaluations, at least 1 was expected");
        }
        return new GradientCheck(
                settings.with(new Effort(settings.effort.coverage, lossEvaluations, settings.effort.progress)));
    }

    /**
     * The same with somebody who is told how far it has come.
     *
     * @param listener called on the thread of the check; what it throws ends the check with the parameters put back
     * @return a new check
     */
    public GradientCheck progress(CheckProgress listener) {
        Objects.requireNonNull(listener, "the listener is null");
        return new GradientCheck(settings.with(new Effort(settings.effort.coverage, settings.effort.budget, listener)));
    }

    /**
     * The network that is checked.
     *
     * @return as it was given
     */
    public Model model() {
        return settings.model;
    }

    /**
     * The samples that it is checked on.
     *
     * @return as they were given
     */
    public Batch batch() {
        return settings.batch;
    }

    /**
     * Makes the check. Parameters are modified on the way and put back. To stop it, interrupt its thread, for instance from the
     * network's own loss.
     *
     * @return what was found
     * @throws io.github.backcheck.model.ModelException if the network throws at the given parameters
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, which it then still is
     */
    public GradientReport run() {
        Model model = settings.model;
        LossMeter meter = new LossMeter(model, settings.batch, settings.effort);
        Guards guards = Guards.check(model, settings.batch, meter);
        List<PointCheck> points = new ArrayList<>();
        if (guards.broken().stream().noneMatch(broken -> broken.guard().isVital())) {
            PointChecker checker = new PointChecker(settings, guards, meter);
            settings.points.forEach(point -> points.add(checker.check(point)));
        }
        meter.stopIfInterrupted();
        GradientSource source = model.can(Capability.GRADIENT)
                ? GradientSource.GRADIENT
                : model.can(Capability.TRAIN_STEP) ? GradientSource.TRAIN_STEP : GradientSource.NONE;
        return new GradientReport(
                model.name(),
                settings.batch.toString(),
                source,
                guards.broken(),
                points,
                new Spending(meter.total(), settings.effort.budget),
                settings.seed);
    }
}
