package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The network computes something else than its architecture says. */
final class ForwardRule implements Rule {

    private static final String ADVICE =
            "mend that instead. Until they agree, gradients are judged by the network's own loss, and its units not at all.";

    /** Outputs that differ by less are the same, but for rounding in {@code float}. */
    private static final double SAME = 1e-6;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<ForwardFacts.Named> named = ForwardFacts.of(evidence).named();
        Optional<Misdescribed> words = evidence.reports().find(Misdescribed.class);
        boolean isSeenInOutputs = evidence.proof().isEmpty() && (!named.isEmpty() || words.isPresent());
        if (!evidence.isAnotherNetwork() && !isSeenInOutputs) {
            return List.of();
        }
        List<Fact> seen = evidence.proof().stream()
                .map(proof -> new Fact("seen", proof.seen()))
                .toList();
        if (words.isPresent()) {
            return List.of(misdescribed(words.get(), seen));
        }
        return named.isEmpty()
                ? List.of(unnamed(evidence, seen))
                : named.stream().map(one -> named(one, seen)).toList();
    }

    private static Finding named(ForwardFacts.Named named, List<Fact> seen) {
        List<Fact> facts = new ArrayList<>(seen);
        facts.addAll(named.facts());
        return new Finding(
                FindingId.FORWARD_DIFFERS,
                Severity.HURTS,
                named.layers(),
                named.statement(),
                facts,
                named.defect().words().explanation() + " If the program is meant to do this, the description is wrong: "
                        + ADVICE);
    }

    private static Finding misdescribed(Misdescribed words, List<Fact> seen) {
        return new Finding(
                FindingId.FORWARD_DIFFERS, words.severity(), List.of(), words.statement(), seen, words.advice());
    }

    /** Whether outputs were compared and are what they should be. */
    private static boolean isOnlyTheLoss(Evidence evidence) {
        return evidence.predictions().isPresent()
                && evidence.forwardGap().filter(gap -> gap.outputs() < SAME).isPresent();
    }

    private static Finding lossAlone(List<Fact> seen) {
        return new Finding(
                FindingId.FORWARD_DIFFERS,
                Severity.HURTS,
                List.of(),
                "The loss is not that of the architecture, as given to Backcheck; the outputs are.",
                seen,
                "Is another loss meant, or a penalty on the weights, which the architecture does not say? Does loss(batch) give"
                        + " an error rate, or the loss of other samples than those of the batch? It must be the one that"
                        + " training descends. Until the two agree, gradients are judged by the network's own loss, and its"
                        + " units not at all.");
    }

    private static Finding unnamed(Evidence evidence, List<Fact> seen) {
        if (isOnlyTheLoss(evidence)) {
            return lossAlone(seen);
        }
        List<String> bare = evidence.layersWithoutBiases();
        List<Fact> facts = new ArrayList<>(seen);
        if (!bare.isEmpty()) {
            facts.add(new Fact("not given", "biases of " + Texts.joined(bare)));
        }
        return new Finding(
                FindingId.FORWARD_DIFFERS,
                Severity.HURTS,
                List.of(),
                "The network does not compute what its architecture, as given to Backcheck, says.",
                facts,
                (bare.isEmpty() ? "" : "Has the network biases in " + Texts.joined(bare) + ", which were not given? ")
                        + "Compare the two layer by layer: another activation, or none, in one of them? A bias that is not"
                        + " added? Inputs that the program scales itself, before its first layer (then give scaled data, and"
                        + " the network behind the scaling)? A loss that is added up over the batch (say summed()), a factor"
                        + " of 1/2, a penalty? Parameters in another order, transposed, or given as copies that the program"
                        + " does not use? Either the program or the description is wrong. Until they agree, gradients are"
                        + " judged by the network's own loss, and its units not at all.");
    }
}
