package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.StepJudgement;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.mlp.BackwardStepName;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the backward audit adds to the gradient check. A step counts as wrong only in a layer whose gradient the check did not
 * find right, and that no other rule speaks of.
 */
final class BackwardFacts {

    /** A replay that is farther from the program's numbers does not name anything; floats need this much. */
    private static final double REPRODUCED = 1e-4;

    /** Steps whose errors are handed down to the layers below. */
    private static final Set<BackwardStepName> MAKING_DELTA = EnumSet.of(
            BackwardStepName.LOSS_DELTA, BackwardStepName.PROPAGATION, BackwardStepName.ACTIVATION_DERIVATIVE);

    private final Evidence evidence;
    private final List<StepJudgement> steps;

    private BackwardFacts(Evidence evidence) {
        this.evidence = evidence;
        this.steps = evidence.backward().map(trail -> trail.steps()).orElse(List.of());
    }

    static BackwardFacts of(Evidence evidence) {
        return new BackwardFacts(evidence);
    }

    /** Steps with a known defect, from the last layer to the first. */
    List<StepJudgement> named() {
        return steps.stream().filter(this::isNamed).toList();
    }

    /** Steps of a layer that are wrong in no way that is known. */
    List<StepJudgement> unknown(LayerFacts layer) {
        return steps.stream()
                .filter(step -> step.layer() == layer.index() && isUnknown(step))
                .toList();
    }

    /** What is kept from call to call, where the gradient is another one each time. */
    Optional<StepVerdict.Named> carriedOver() {
        return steps.stream()
                .filter(this::isCarriedOver)
                .filter(step -> step.verdict() instanceof StepVerdict.Named)
                .map(step -> (StepVerdict.Named) step.verdict())
                .findFirst();
    }

    /**
     * Whether a wrong gradient of a layer needs no words of its own: a step has a name, or all steps are right on what the
     * wrong layers above hand down, or on what a wrong forward pass left.
     */
    boolean explains(LayerFacts layer) {
        List<StepJudgement> here =
                steps.stream().filter(step -> step.layer() == layer.index()).toList();
        if (here.stream().anyMatch(this::isUnknown)) {
            return false;
        }
        boolean isRightForWrongForward = ForwardFacts.of(evidence).isKnown()
                && !here.isEmpty()
                && here.stream().allMatch(step -> step.verdict() instanceof StepVerdict.Agrees);
        boolean inherits = here.stream().anyMatch(step -> step.verdict() instanceof StepVerdict.Agrees)
                && steps.stream()
                        .anyMatch(step -> step.layer() > layer.index()
                                && MAKING_DELTA.contains(step.step())
                                && (isNamed(step) || isUnknown(step)));
        return isRightForWrongForward || inherits || here.stream().anyMatch(this::isNamed);
    }

    private boolean isNamed(StepJudgement step) {
        return step.verdict() instanceof StepVerdict.Named named
                && named.residual() <= REPRODUCED
                && !isCarriedOver(step)
                && !isOwnRate(step)
                && !isReductionOfAll(step)
                && isOpen(step, verdict -> verdict != Verdict.AGREES);
    }

    /**
     * Whether one constant for single samples and batches alike is all that a name says of a layer, and only steps have said
     * it: a learning rate of the layer's own is as likely.
     */
    private boolean isOwnRate(StepJudgement step) {
        StepReading reading = StepReading.of(evidence);
        List<Optional<StepReading.Reason>> reasons = spoilt(step).stream()
                .map(reading::reason)
                .filter(Optional::isPresent)
                .toList();
        return step.step() != BackwardStepName.BATCH_REDUCTION
                && !reasons.isEmpty()
                && reasons.stream().allMatch(Optional.of(StepReading.Reason.OWN_RATE)::equals);
    }

    /**
     * Whether the samples are put together as in a layer that follows its gradient: read off steps, a sum is a mean at a larger
     * learning rate, and the rate at which that layer agrees makes this one agree too.
     */
    private boolean isReductionOfAll(StepJudgement step) {
        return !evidence.hasOwnGradient()
                && evidence.reports().find(Evidence.MeantRate.class).isEmpty()
                && step.step() == BackwardStepName.BATCH_REDUCTION
                && steps.stream()
                        .filter(other -> other.step() == step.step() && other.layer() != step.layer())
                        .filter(other -> sharesName(step, other))
                        .map(other -> evidence.layers().get(other.layer()))
                        .anyMatch(layer -> layer.parameters().stream()
                                .allMatch(name -> evidence.gradient().verdict(name) == Verdict.AGREES));
    }

    private static boolean sharesName(StepJudgement one, StepJudgement other) {
        return one.verdict() instanceof StepVerdict.Named first
                && other.verdict() instanceof StepVerdict.Named second
                && first.defects().stream().anyMatch(second.defects()::contains);
    }

    private boolean isUnknown(StepJudgement step) {
        return step.verdict() instanceof StepVerdict.Unknown
                && evidence.isRepeatable()
                && isOpen(step, verdict -> verdict == Verdict.DISAGREES);
    }

    private boolean isCarriedOver(StepJudgement step) {
        return !evidence.isRepeatable() && step.step() == BackwardStepName.ACCUMULATION;
    }

    /** Whether a gradient that the step can spoil has a verdict that asks for an explanation, and nobody else gives it. */
    private boolean isOpen(StepJudgement step, Predicate<Verdict> asking) {
        LayerFacts layer = evidence.layers().get(step.layer());
        return spoilt(step).stream()
                .anyMatch(name -> asking.test(evidence.verdict(name)) && !evidence.isSaidToBeFrozen(layer, name));
    }

    /** The parameters whose gradients a wrong step spoils in its own layer. */
    private List<String> spoilt(StepJudgement step) {
        List<String> all = evidence.layers().get(step.layer()).parameters();
        return switch (step.step()) {
            case OUTER_PRODUCT -> all.subList(0, 1);
            case BIAS_SUM -> all.subList(1, all.size());
            default -> all;
        };
    }
}
