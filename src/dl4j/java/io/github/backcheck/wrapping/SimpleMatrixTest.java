package io.github.backcheck.wrapping;

import static io.github.backcheck.wrapping.Examined.isFound;
import static io.github.backcheck.wrapping.Examined.isLeftInPeace;

import io.github.backcheck.diagnosis.FindingId;
import org.junit.jupiter.api.Test;

/** The style that needs EJML's SimpleMatrix, which the library itself does not. */
class SimpleMatrixTest {

    @Test
    void simpleMatricesThatAreReassigned() {
        isLeftInPeace(() -> SimpleMatrixNetwork.wrap(new SimpleMatrixNetwork(1)), Tasks.wave(), 300);
        isFound(
                SimpleMatrixNetwork.wrap(new SimpleMatrixNetwork.ResultIgnored(1)),
                Tasks.wave(),
                FindingId.LAYER_FROZEN,
                "No parameter changes in training");
    }
}
