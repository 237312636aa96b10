package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The network computes something else than its architecture says. */
final class ForwardRule implements Rule {

    private static final String ADVICE =
            "mend that instead. Until they agree, gradients are judged by the network's own loss, and its units not at all.";

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<ForwardFacts.Named> named = ForwardFacts.of(evidence).named();
        boolean isSeenInOutputs = evidence.proof().isEmpty() && !named.isEmpty();
        if (!evidence.isAnotherNetwork() && !isSeenInOutputs) {
            return List.of();
        }
        List<Fact> seen = evidence.proof().stream()
                .map(proof -> new Fact("seen", proof.seen()))
                .toList();
        Optional<Misdescribed> words = evidence.reports().find(Misdescribed.class);
        if (words.isPresent()) {
            return List.of(misdescribed(words.get(), seen));
        }
        return named.isEmpty()
                ? List.of(unnamed(seen))
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
                FindingId.FORWARD_DIFFERS, Severity.ADVICE, List.of(), words.statement(), seen, words.advice());
    }

    private static Finding unnamed(List<Fact> seen) {
        return new Finding(
                FindingId.FORWARD_DIFFERS,
                Severity.HURTS,
                List.of(),
                "The network does not compute what its architecture, as given to Backcheck, says.",
                seen,
                "Compare the two layer by layer: another activation, or none, in one of them? A bias that is not added? A"
                        + " loss that is added up over the batch (say summed()), a factor of 1/2, a penalty? Parameters in"
                        + " another order, transposed, or given as copies that the program does not use? Either the"
                        + " program or the description is wrong. Until they agree, gradients are judged by the network's"
                        + " own loss, and its units not at all.");
    }
}
