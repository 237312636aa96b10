package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.TwinProof;
import io.github.backcheck.text.Fact;
import java.util.List;

/** The network computes something else than its architecture says. */
final class ForwardRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.gradient().at(Point.AS_GIVEN).flatMap(point -> point.proof()).stream()
                .filter(proof -> !proof.holds())
                .map(ForwardRule::finding)
                .toList();
    }

    private static Finding finding(TwinProof proof) {
        return new Finding(
                FindingId.FORWARD_DIFFERS,
                Severity.HURTS,
                List.of(),
                "The network does not compute what the architecture given says.",
                List.of(new Fact("seen", proof.seen())),
                "Compare the architecture with the code, layer by layer: is an activation missing or another one, is a bias not"
                        + " added, is a batch summed instead of averaged, is there a penalty? One of the two is wrong. Until"
                        + " they agree, gradients are judged by the network's own loss alone.");
    }
}
