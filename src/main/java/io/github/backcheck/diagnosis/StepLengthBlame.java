package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.Course;
import io.github.backcheck.trial.Setting;
import io.github.backcheck.trial.StartForm;
import io.github.backcheck.trial.StepLengths;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the length of the steps is to blame. */
final class StepLengthBlame {

    /** Steps that take a tenth off the loss are not too long, unless all they lead to is a constant answer. */
    static final double COMES_DOWN = 0.9;

    /** Beyond what batches make of it. */
    private static final double RISES = 1.01;

    private static final double USUAL_RATIO = 1e-3;

    private static final double EXPLAINS_SOMETHING = 0.03;

    private static final Setting AS_GIVEN = Setting.asGiven();
    private static final Setting FRESH = AS_GIVEN.start(StartForm.FRESH);

    private final Trials trials;
    private final TrialFacts facts;

    StepLengthBlame(Trials trials) {
        this.trials = trials;
        this.facts = new TrialFacts(trials);
    }

    /** Shorter steps in the same direction help. */
    Optional<Finding> tooLong() {
        boolean comesDown = trials.asGiven().isFinite()
                && trials.asGiven().lossRatio() < COMES_DOWN
                && trials.share(trials.asGiven()) > EXPLAINS_SOMETHING;
        return comesDown
                ? Optional.empty()
                : trials.firstCure(Stream.of(
                                AS_GIVEN.stepsTimes(0.1),
                                AS_GIVEN.stepsTimes(0.01),
                                AS_GIVEN.stepsTimes(1e-3),
                                AS_GIVEN.stepsTimes(1e-4),
                                FRESH.stepsTimes(0.1),
                                FRESH.stepsTimes(0.01),
                                FRESH.stepsTimes(1e-3),
                                FRESH.stepsTimes(1e-4)))
                        .map(
                                cure -> new Finding(
                                        FindingId.LEARNING_RATE_TOO_HIGH,
                                        Severity.BREAKS,
                                        List.of(),
                                        "The learning rate is too high: with steps "
                                                + Figures.of(cure.setting().stepsTimes())
                                                + " times as long, in the same direction, the network learns.",
                                        facts.changed(lengthFacts(), cure),
                                        "Divide the learning rate by "
                                                + Figures.of(1 / cure.setting().stepsTimes())
                                                + ". If it looks small already: is the gradient added up over the batch instead of averaged?"));
    }

    /** Longer steps in the same direction help: advice. */
    Optional<Finding> tooShort() {
        boolean isShort = trials.lengths()
                .filter(lengths -> lengths.verdict() == StepLengths.Verdict.TOO_SHORT)
                .isPresent();
        Optional<Course> cure = trials.firstCure(Stream.of(
                AS_GIVEN.stepsTimes(10), AS_GIVEN.stepsTimes(100), FRESH.stepsTimes(10), FRESH.stepsTimes(100)));
        if ((!isShort && cure.isEmpty()) || rises()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                FindingId.LEARNING_RATE_TOO_LOW,
                Severity.ADVICE,
                List.of(),
                cure.map(known -> "The steps are in the right direction and short: "
                                + Figures.of(known.setting().stepsTimes())
                                + " times as long, they make the network learn.")
                        .orElse(
                                "The learning rate is very low: the steps are in the right direction and far too short."),
                cure.map(known -> facts.changed(changeRatio(), known)).orElseGet(() -> facts.asItIs(changeRatio())),
                "Multiply the learning rate by "
                        + Figures.of(
                                cure.map(known -> known.setting().stepsTimes()).orElseGet(this::factorToUsual))
                        + (cure.isPresent() ? ", or train for as many times as many epochs." : ", to begin with.")));
    }

    /** However short, the steps go up. */
    Optional<Finding> uphill() {
        return trials.lengths()
                .filter(lengths -> lengths.verdict() == StepLengths.Verdict.UPHILL)
                .filter(lengths -> trials.asGiven().isFinite() && rises())
                .map(lengths -> new Finding(
                        FindingId.UPDATE_CLIMBS,
                        Severity.BREAKS,
                        List.of(),
                        "Training steps go uphill: however short they are made, the loss of the batch that a step is taken on"
                                + " rises.",
                        facts.asItIs(lengths.lengths().stream()
                                .map(length -> new Fact(
                                        Figures.of(length.factor()) + " times as long",
                                        "the loss rises in " + Figures.percent(length.roseShare())
                                                + " of the batches, by " + Figures.of(length.medianChange())
                                                + " of itself in the median"))
                                .toList()),
                        "Look at the signs: of the difference between output and target, of the derivative, and in the line that"
                                + " changes the parameters. The update subtracts where the gradient is built from a - y. Or does"
                                + " the loss that was given measure something else than the steps make smaller?"));
    }

    private boolean rises() {
        return !trials.asGiven().isFinite() || trials.asGiven().lossRatio() > RISES;
    }

    /** A power of 10 that makes a step change the parameters by about a thousandth; at least 10. */
    private double factorToUsual() {
        double ratio = trials.lengths()
                .map(lengths -> lengths.ratios().median())
                .filter(median -> median > 0)
                .orElse(USUAL_RATIO);
        return Math.pow(10, Math.max(1, Math.rint(Math.log10(USUAL_RATIO / ratio))));
    }

    private List<Fact> lengthFacts() {
        return Stream.concat(
                        trials
                                .lengths()
                                .filter(lengths -> lengths.verdict() == StepLengths.Verdict.TOO_LONG
                                        || lengths.verdict() == StepLengths.Verdict.STRANDED)
                                .map(lengths ->
                                        new Fact("steps", lengths.verdict().toString()))
                                .stream(),
                        changeRatio().stream())
                .toList();
    }

    private List<Fact> changeRatio() {
        return trials.lengths().stream()
                .map(lengths -> new Fact(
                        "change ratio",
                        Figures.of(lengths.ratios().first()) + " of all parameters in the first step, "
                                + Figures.of(lengths.ratios().median()) + " in the median"))
                .toList();
    }
}
