package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A small share of {@link AuditCampaign}, held to what the audit reaches today where that is less than it should be. */
class AuditCampaignTest {

    private static final int EVERY = 53;

    // To be raised to the numbers of AuditCampaign.
    private static final double NAMED = 0.99;
    private static final double PLACED = 0.99;
    private static final double HELD_OUT_RIGHT = 0.7;

    private static final AuditCampaign CAMPAIGN = new AuditCampaign(EVERY);

    @Test
    void singleDefectsAreNamed() {
        SingleTally tally = CAMPAIGN.single();
        assertThat(tally.total()).isGreaterThan(150);
        assertThat(tally.named()).as(tally.toString()).isGreaterThanOrEqualTo(NAMED);
        assertThat(tally.placed()).as(tally.toString()).isGreaterThanOrEqualTo(PLACED);
    }

    @Test
    void singleDefectsAreNamedByStepsOfAKnownSize() {
        SingleTally tally = CAMPAIGN.byStepOfKnownSize();
        assertThat(tally.total()).isGreaterThan(50);
        assertThat(tally.named()).as(tally.toString()).isGreaterThanOrEqualTo(NAMED);
    }

    @Test
    void singleDefectsAreNamedByStepsOfAnUnknownSize() {
        SingleTally tally = CAMPAIGN.byStep();
        assertThat(tally.total()).isGreaterThan(50);
        assertThat(tally.named()).as(tally.toString()).isGreaterThanOrEqualTo(NAMED);
    }

    @Test
    void twoDefectsAreNamed() {
        PairTally tally = CAMPAIGN.pairs();
        assertThat(tally.total()).isGreaterThan(30);
        assertThat(tally.named()).as(tally.toString()).isGreaterThanOrEqualTo(AuditCampaign.LEAST_PAIRS_NAMED);
    }

    @Test
    void nothingIsFoundInCorrectPrograms() {
        CorrectTally whole = CAMPAIGN.correct();
        assertThat(whole.alarms()).as(whole.toString()).isZero();
        assertThat(whole.notJudged()).as(whole.toString()).isZero();
        CorrectTally byStep = CAMPAIGN.correctByStep();
        assertThat(byStep.alarms()).as(byStep.toString()).isZero();
    }

    @Test
    void defectsThatAreNotKnownAreCalledUnknown() {
        HeldOutTally tally = CAMPAIGN.heldOut();
        assertThat(tally.total()).isGreaterThan(30);
        assertThat(tally.right()).as(tally.toString()).isGreaterThanOrEqualTo(HELD_OUT_RIGHT);
    }

    @Test
    void defectsOfForwardPassLossAndUpdateAreNamed() {
        for (OtherTally tally : List.of(CAMPAIGN.forward(), CAMPAIGN.loss(), CAMPAIGN.update())) {
            assertThat(tally.total()).isGreaterThan(10);
            assertThat(tally.named()).as(tally.toString()).isGreaterThanOrEqualTo(NAMED);
        }
    }

    @Test
    void theResultIsTheSameOnAnyNumberOfThreads() {
        int few = 20 * EVERY;
        assertThat(new AuditCampaign(few, 1).single())
                .hasToString(new AuditCampaign(few, 3).single().toString());
    }
}
