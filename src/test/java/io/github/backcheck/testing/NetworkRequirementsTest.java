package io.github.backcheck.testing;

import static io.github.backcheck.testing.NetworkRequirements.hasRightForwardPass;
import static io.github.backcheck.testing.NetworkRequirements.hasRightGradients;
import static io.github.backcheck.testing.NetworkRequirements.hasRightUpdates;
import static io.github.backcheck.testing.NetworkRequirements.isHealthyOn;
import static io.github.backcheck.testing.Unjudged.allowingUnjudged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** The requirements as AssertJ takes them. */
class NetworkRequirementsTest {

    private static final Batch BATCH = PlainNet.data(12);
    private static final Batch DATA = PlainNet.data(200);

    @Test
    void aRightNetworkSatisfiesAll() {
        assertThat(new PlainNet().model())
                .satisfies(
                        hasRightForwardPass(BATCH),
                        hasRightGradients(BATCH),
                        hasRightUpdates(BATCH),
                        isHealthyOn(DATA));
    }

    @Test
    void aBrokenOneIsReportedAsTheAssertionDoes() {
        Model model = new PlainNet() {
            @Override
            double slope(double a) {
                return 1;
            }
        }.model();

        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> hasRightGradients(BATCH).accept(model))
                .withMessageStartingWith("\nhidden, activation derivative: the factor f'(z) is missing; hidden/W[1,1] ")
                .satisfies(
                        e -> assertThat(e.getStackTrace()[0].getClassName()).startsWith("io.github.backcheck.testing"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(model).satisfies(hasRightGradients(BATCH)))
                .withMessageContaining(
                        "--\nhidden, activation derivative: the factor f'(z) is missing; hidden/W[1,1] ");
        assertThat(model).satisfies(hasRightUpdates(BATCH));
    }

    @Test
    void severalAreCollectedSoftly() {
        Model model = new PlainNet() {
            @Override
            double slope(double a) {
                return 1;
            }

            @Override
            void update(double rate) {
                super.update(-rate);
            }
        }.model();
        SoftAssertions softly = new SoftAssertions();

        softly.assertThat(model).satisfies(hasRightGradients(BATCH));
        softly.assertThat(model).satisfies(hasRightUpdates(BATCH));

        assertThat(softly.errorsCollected()).hasSize(2);
    }

    @Test
    void whatMayStayUnjudgedIsHandedOn() {
        Model model = new PlainNet().wrapped().build();

        assertThat(model).satisfies(isHealthyOn(DATA, allowingUnjudged("dead and saturated units")));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(model).satisfies(isHealthyOn(DATA)))
                .withMessageContaining("\ndead and saturated units: not judged: needs architecture or trace(inputs)\n");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> assertThat(model).satisfies(hasRightForwardPass(BATCH, allowingUnjudged("forward pass"))))
                .as("nothing at all was judged")
                .withMessageContaining("\nforward pass: not judged: it needs an architecture\n");
        assertThat(model).satisfies(hasRightGradients(BATCH, allowingUnjudged("hidden")));
        assertThat(model).satisfies(hasRightUpdates(BATCH, allowingUnjudged("hidden")));
    }

    @Test
    void badInput() {
        assertThatNullPointerException()
                .isThrownBy(() -> hasRightGradients(null))
                .withMessage("the samples are null");
        assertThatNullPointerException()
                .isThrownBy(() -> isHealthyOn(DATA, null))
                .withMessage("what may stay unjudged is null");
    }
}
