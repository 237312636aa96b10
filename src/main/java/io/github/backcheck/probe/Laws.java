package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.LawsReport.Check;
import io.github.backcheck.probe.LawsReport.Combination;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleConsumer;

/**
 * Asks a network related questions and holds the answers together: the gradient of a batch against those of its parts, the
 * gradient with hidden units in another order, the gradient where nothing is left to learn, and more. No right answer need be
 * known and no finite difference is taken, so it is quick, and rounding is no matter even with floats. It does not replace a
 * gradient check: a gradient that is wrong in the same way everywhere breaks few laws.
 *
 * <pre>{@code
 * LawsReport report = Laws.of(model).on(batch).run();
 * assertThat(report.broken()).as(report.toString()).isEmpty();
 *
 * Laws.of(model).on(batch)
 *         .random(net.random)                                // asking must not draw from it
 *         .penalty(net.lambda, lambda -> net.lambda = lambda) // what it adds to loss and gradient must go together
 *         .run();
 * }</pre>
 *
 * <p>What cannot be asked is listed in the report with the reason. Dropout does no harm if the model can reseed; where a model
 * reseeds, most laws are judged only if {@link #random} shows that there is no dropout. Costs some 50
 * losses and 40 gradients of 36 samples or fewer, 2 more of each for each hidden layer and, with a penalty, 4 losses and 2
 * gradients for each parameter. Immutable; each setting returns a new one.
 */
public final class Laws {

    private final Model model;
    private final Batch batch;
    private final Optional<Random> random;
    private final Optional<Penalty> penalty;

    private Laws(Model model, Batch batch, Optional<Random> random, Optional<Penalty> penalty) {
        this.model = model;
        this.batch = batch;
        this.random = random;
        this.penalty = penalty;
    }

    /** λ as it is, and a way to set it. */
    record Penalty(double lambda, DoubleConsumer set) {}

    /**
     * Starts with the model.
     *
     * @param model offers a loss, and whatever else it can
     * @return to be given a batch
     * @throws NullPointerException if the model is null
     */
    public static WithoutBatch of(Model model) {
        return new WithoutBatch(Objects.requireNonNull(model, "the model is null"));
    }

    /** Laws that lack their batch. */
    public static final class WithoutBatch {
        private final Model model;

        private WithoutBatch(Model model) {
            this.model = model;
        }

        /**
         * Gives the samples.
         *
         * @param batch the first 12 of it are used; three or more let all laws be looked at
         * @return the laws with their default settings
         * @throws NullPointerException if the batch is null
         */
        public Laws on(Batch batch) {
            Objects.requireNonNull(batch, "the batch is null");
            return new Laws(model, batch, Optional.empty(), Optional.empty());
        }
    }

    /**
     * The same with the random numbers of the program, from which asking for outputs or a loss must not draw. It shows, too,
     * whether there is dropout.
     *
     * @param numbers the program's own. Drawn from where the program does.
     * @return new laws
     * @throws NullPointerException if it is null
     */
    public Laws random(Random numbers) {
        return new Laws(
                model, batch, Optional.of(Objects.requireNonNull(numbers, "the random numbers are null")), penalty);
    }

    /**
     * The same with a penalty that can be turned off: λ is set to 0 and to other values, and to what it was at the end. A
     * penalty may be of squares, of magnitudes or of what the program likes, of some or all parameters, and divided by anything.
     *
     * @param lambda what it is now, at least 0
     * @param set sets λ in the program, for loss and gradient, for example {@code lambda -> net.lambda = lambda}
     * @return new laws
     * @throws NullPointerException if the setter is null
     * @throws IllegalArgumentException if λ is negative, NaN or infinite
     */
    public Laws penalty(double lambda, DoubleConsumer set) {
        Objects.requireNonNull(set, "what sets lambda is null");
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the penalty lambda is " + lambda + ", 0 or a positive number was expected");
        }
        return new Laws(model, batch, random, Optional.of(new Penalty(lambda, set)));
    }

    /**
     * Asks. Parameters are modified on the way and put back bit for bit, also if the program throws.
     *
     * @return which laws hold, which are broken, and which could not be looked at
     */
    public LawsReport run() {
        if (!model.can(Capability.LOSS)) {
            return LawsReport.notJudged("needs " + Capability.LOSS);
        }
        Batch samples = batch.size() > BatchLaws.MOST_SAMPLES ? batch.slice(0, BatchLaws.MOST_SAMPLES) : batch;
        LawSheet sheet = new LawSheet(model, samples);
        Combination combination = Combination.UNKNOWN;
        try (ParameterSnapshot before = model.snapshot()) {
            combination = look(sheet);
            before.restore();
        } catch (ModelException e) {
            sheet.missing.add("the other laws: " + e.getMessage());
        }
        boolean broken = sheet.checks.stream().anyMatch(check -> !check.holds());
        return new LawsReport(judgement(sheet, broken), combination, sheet.checks, sheet.missing);
    }

    private static Judgement judgement(LawSheet sheet, boolean broken) {
        if (sheet.checks.isEmpty()) {
            return Judgement.notJudged(sheet.missing.get(0).replace("the other laws: ", ""));
        }
        return broken ? Judgement.noticed() : Judgement.asExpected();
    }

    private Combination look(LawSheet sheet) {
        CallLaws calls = new CallLaws(sheet);
        Draws draws = new Draws(sheet, random);
        if (!calls.parametersStayFirst()) {
            calls.parametersStay();
            sheet.missing.add("the other laws: they need parameters that stay while the network is asked");
            return Combination.UNKNOWN;
        }
        if (!calls.lossRepeats()) {
            calls.parametersStay();
            draws.lookAtOutputs();
            return Combination.UNKNOWN;
        }
        // First, as what is left behind by a gradient may stay for good.
        calls.lossStays();
        calls.parametersStay();
        if (sheet.isBroken(Law.PARAMETERS_UNTOUCHED)) {
            sheet.missing.add("the other laws: they need parameters that stay while the network is asked");
            return Combination.UNKNOWN;
        }
        draws.look();
        boolean repeats = calls.gradientRepeats();
        boolean mayDraw = draws.arePossible();
        LawsReport batches = sheet.batch.size() < 2
                ? BatchLaws.of(model, sheet.batch)
                : BatchLaws.of(model, sheet.batch, sheet.rounding);
        for (Check check : batches.checks()) {
            if (check.holds() || !mayDraw) {
                sheet.checks.add(check);
            } else {
                sheet.missing(
                        check.law(),
                        "it does not hold, but random numbers are drawn for samples by their place, as with dropout; give"
                                + " random(...) to show that none are");
            }
        }
        sheet.missing.addAll(batches.missing());
        new UnitOrderLaws(sheet, repeats, mayDraw).look();
        if (repeats) {
            new ZeroErrorLaw(sheet, mayDraw).look();
            new PenaltyLaw(sheet, penalty).look();
        }
        return batches.combination();
    }
}
