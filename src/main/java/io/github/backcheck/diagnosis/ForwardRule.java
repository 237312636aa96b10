package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.TwinProof;
import io.github.backcheck.text.Fact;
import java.util.List;

/** The network computes something else than its architecture says. */
final class ForwardRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.isAnotherNetwork()
                ? evidence.gradient().at(Point.AS_GIVEN).flatMap(PointCheck::proof).stream()
                        .map(ForwardRule::finding)
                        .toList()
                : List.of();
    }

    private static Finding finding(TwinProof proof) {
        return new Finding(
                FindingId.FORWARD_DIFFERS,
                Severity.HURTS,
                List.of(),
                "The network does not compute what its architecture, as given to Backcheck, says.",
                List.of(new Fact("seen", proof.seen())),
                "Compare the two layer by layer: another activation, or none, in one of them? A bias that is not added? A"
                        + " loss that is added up over the batch (say summed()), a factor of 1/2, a penalty? Parameters in"
                        + " another order, transposed, or given as copies that the program does not use? Either the"
                        + " program or the description is wrong. Until they agree, gradients are judged by the network's"
                        + " own loss, and its units not at all.");
    }
}
