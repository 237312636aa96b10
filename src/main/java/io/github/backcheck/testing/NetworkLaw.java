package io.github.backcheck.testing;

import io.github.backcheck.probe.LawsReport;
import java.util.function.Function;

/** What every right network keeps to, in the order in which a {@link NetworkContract} asks: questions first, training last. */
public enum NetworkLaw {
    /** {@code loss(batch)} gives the same number each time, up to the rounding of sums in another order. */
    LOSS_REPEATABLE("the loss is the same when asked again", RepeatChecks::loss),
    /** {@code predict(inputs)} gives the same outputs each time. */
    PREDICTIONS_REPEATABLE("predictions are the same when asked again", RepeatChecks::predictions),
    /** {@code gradient(batch)} gives the same gradient each time; it does not when sums are never set back to 0. */
    GRADIENT_REPEATABLE("the gradient is the same when asked again", RepeatChecks::gradient),
    /** Loss, predictions, trace and gradient leave every parameter as it is, bit for bit. */
    PARAMETERS_LEFT_ALONE("asking changes no parameter", RepeatChecks::parametersLeftAlone),
    /** The loss is the same before and after a gradient was computed. */
    LOSS_PURE("the loss is the same after the gradient was computed", RepeatChecks::lossAfterGradient),
    /** The losses of single samples make up the loss of the batch. */
    LOSS_ADDS_UP(
            "the losses of single samples make up that of the batch",
            specimen -> BatchChecks.law(LawsReport.Law.LOSS_OF_SINGLES, specimen)),
    /** A batch that holds every sample twice has the same loss, or twice the loss if it is a sum. */
    LOSS_OF_DOUBLED_BATCH(
            "a doubled batch has the same loss, or twice the sum",
            specimen -> BatchChecks.law(LawsReport.Law.LOSS_OF_COPIES, specimen)),
    /** The order of the samples does not change the loss. */
    LOSS_IN_ANY_ORDER(
            "the order of the samples does not change the loss",
            specimen -> BatchChecks.law(LawsReport.Law.LOSS_IN_ANY_ORDER, specimen)),
    /** The outputs for a sample are the same in any batch. */
    SAMPLES_INDEPENDENT("samples do not influence each other", BatchChecks::samplesIndependent),
    /** Outputs and loss are those of the architecture. */
    FORWARD_AGREES(
            "outputs and loss are those of the architecture",
            specimen -> Outcomes.forward(specimen.model(), specimen.batch(), specimen.seed())),
    /** The gradient agrees with finite differences, in every parameter. */
    GRADIENT_AGREES(
            "the gradient is that of the loss",
            specimen -> Outcomes.gradients(specimen.model(), specimen.batch(), specimen.seed())),
    /** The gradients of single samples make up the gradient of the batch. */
    GRADIENT_ADDS_UP(
            "the gradients of single samples make up that of the batch",
            specimen -> BatchChecks.law(LawsReport.Law.GRADIENT_OF_SINGLES, specimen)),
    /** The gradient goes with the loss when every sample is there twice. */
    GRADIENT_OF_DOUBLED_BATCH(
            "a doubled batch has the same gradient, or twice the sum",
            specimen -> BatchChecks.law(LawsReport.Law.GRADIENT_OF_COPIES, specimen)),
    /** The order of the samples does not change the gradient. */
    GRADIENT_IN_ANY_ORDER(
            "the order of the samples does not change the gradient",
            specimen -> BatchChecks.law(LawsReport.Law.GRADIENT_IN_ANY_ORDER, specimen)),
    /** No two units of a hidden layer have the same weights, in and out, and no two layers are one array. */
    UNITS_DIFFER("no two units start alike", StartChecks::unitsDiffer),
    /**
     * No hidden unit has the same activation for every sample of the data, and no unit at all is so saturated by all of them that
     * nothing passes it; judged from 30 samples on.
     */
    NO_UNIT_DEAD("no unit is dead at the start", StartChecks::noUnitDead),
    /** A small enough part of a training step lowers the loss of its own batch. */
    SMALL_STEP_DESCENDS("a small step descends", StepChecks::smallStepDescends),
    /** Every parameter has changed after five training steps. */
    EVERY_PARAMETER_MOVES("every layer moves", StepChecks::everyParameterMoves),
    /** Training steps do with the gradient what an optimiser does. */
    UPDATE_AGREES(
            "a training step applies the gradient",
            specimen -> Outcomes.updates(specimen.model(), specimen.batch(), specimen.seed())),
    /**
     * Eight samples are learned by heart in at most 500 steps, or with steps ten times as long or a tenth; where longer steps get
     * farther, of up to a thousand times the length.
     */
    EIGHT_SAMPLES_LEARNED("eight samples are learned by heart", StepChecks::eightSamplesLearned);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // A method reference that holds nothing.
    private final Function<Specimen, Outcome> check;

    NetworkLaw(String words, Function<Specimen, Outcome> check) {
        this.words = words;
        this.check = check;
    }

    Outcome judge(Specimen specimen) {
        return check.apply(specimen);
    }

    /** The law in words, as tests are called. */
    @Override
    public String toString() {
        return words;
    }
}
