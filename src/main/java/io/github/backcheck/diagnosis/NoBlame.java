package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.InputUse;
import io.github.backcheck.trial.OverfitCheck;
import io.github.backcheck.trial.Setting;
import io.github.backcheck.trial.StartForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said where nothing odd is to blame: another start, more training, or that the reason is not known. */
final class NoBlame {

    private static final Setting FRESH = Setting.asGiven().start(StartForm.FRESH);

    private final Trials trials;
    private final Evidence evidence;
    private final TrialFacts facts;

    NoBlame(Trials trials, Evidence evidence) {
        this.trials = trials;
        this.evidence = evidence;
        this.facts = new TrialFacts(trials);
    }

    /** Fresh weights help though nothing is odd about the present ones. */
    Optional<Finding> start() {
        boolean isShut = !new SaturationRule().judge(evidence).isEmpty()
                || !new DeadUnitRule().judge(evidence).isEmpty();
        return trials.cure(FRESH)
                .filter(cure -> !isShut && !trials.asGiven().isFalling())
                .map(cure -> new Finding(
                        FindingId.LOCAL_MINIMUM,
                        Severity.ADVICE,
                        List.of(),
                        "From other random weights the same program learns; from where it is, it does not get away.",
                        facts.changed(List.of(), cure),
                        "Start again with another seed. If that happens often, give the hidden layers more units or take smaller"
                                + " batches."));
    }

    /** The network is on its way. */
    Optional<Finding> falling() {
        return trials.asGiven().isFalling()
                ? Optional.of(new Finding(
                        FindingId.NEEDS_MORE_TRAINING,
                        Severity.ADVICE,
                        List.of(),
                        "The loss is falling: the network has only not been trained for long enough.",
                        facts.asItIs(List.of()),
                        "Train for more epochs, or with a somewhat higher learning rate."))
                : Optional.empty();
    }

    /** The network learns, and so slowly that it may look as if it did not. */
    Optional<Finding> slow() {
        return trials.isSlow() ? falling() : Optional.empty();
    }

    /** The loss stands still, and no change that was tried helps. */
    Optional<Finding> unknown() {
        if (trials.eight().isEmpty()
                || trials.asGiven().isFalling()
                || trials.asGiven().lossRatio() < StepLengthBlame.COMES_DOWN
                || !trials.asGiven().isFinite()) {
            return Optional.empty();
        }
        boolean referenceLearns = trials.twins().stream().limit(1).anyMatch(twin -> trials.cures(twin.course()));
        boolean learnsByHeart = trials.eight().filter(OverfitCheck::isReached).isPresent();
        if (learnsByHeart && !referenceLearns) {
            return Optional.of(new Finding(
                    FindingId.NEEDS_MORE_TRAINING,
                    Severity.ADVICE,
                    List.of(),
                    "The network comes on slowly or stands on a plateau; a few samples it does learn by heart, so that its steps"
                            + " are not to blame.",
                    facts.withTwins(),
                    "Train for more epochs, try a higher learning rate, or start again with another seed. If that does not help:"
                            + " do the targets belong to their inputs?"));
        }
        List<Fact> seen = new ArrayList<>(facts.withTwins());
        evidence.reports().find(InputUse.class).map(NoBlame::inputUse).ifPresent(seen::add);
        seen.add(new Fact(
                "eight samples",
                learnsByHeart
                        ? "can be learned by heart"
                        : "cannot be learned by heart either, from fresh weights, with steps as they are, 10 times and 0.1"
                                + " times as long"));
        return Optional.of(
                referenceLearns
                        ? new Finding(
                                FindingId.NOT_LEARNING,
                                Severity.HURTS,
                                List.of(),
                                "The network does not learn by its own steps; one of the same architecture learns the same"
                                        + " samples by those of Adam.",
                                seen,
                                learnsByHeart
                                        ? "Update by Adam, or give each layer a learning rate of its own: the gradients of the"
                                                + " layers may be of very different sizes."
                                        : "The data are fine. Do the training steps use other targets, other samples or other"
                                                + " parameters than the loss does?")
                        : new Finding(
                                FindingId.NOT_LEARNING,
                                Severity.HURTS,
                                List.of(),
                                "The network does not learn, and why is not known: gradient and update are right as far as"
                                        + " they could be judged, and no change that was tried helps.",
                                seen,
                                "Look at the data: do the targets belong to their inputs? Then at what could not be judged,"
                                        + " below."));
    }

    private static Fact inputUse(InputUse use) {
        int without = use.unusedFeatures().size();
        return new Fact(
                "inputs",
                use.isIgnored()
                        ? "the answers are the same whatever the inputs are"
                        : use.features().isEmpty()
                                ? "loss " + Figures.precise(use.loss()) + ", with each other's inputs "
                                        + Figures.precise(use.shuffledLoss())
                                : (without == 0
                                                ? "all"
                                                : Figures.count(use.features().size() - without)) + " of "
                                        + Figures.count(use.features().size(), "input feature")
                                        + " that vary change the outputs");
    }
}
