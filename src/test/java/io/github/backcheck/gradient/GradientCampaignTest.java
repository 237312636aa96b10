package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first two thousand networks of {@link GradientCampaign}. */
class GradientCampaignTest {

    private static final int NETWORKS = 2000;

    /** Of all networks; the others have an infinite loss, or a parameter on which nothing that can be told depends. */
    private static final int AT_LEAST_AGREEING = NETWORKS * 8 / 10;

    /** Of all entries in networks of ordinary scale. */
    private static final double MOST_INCONCLUSIVE = 1e-3;

    /** Relative: any defect is larger. */
    private static final double MEDIAN_HALF_WIDTH = 1e-7;

    /** Each sixth of the networks has one of the defects; not all can have the one whose turn it is. */
    private static final int AT_LEAST_SPOILT = NETWORKS / 6 / 3;

    private static CampaignTally tally;

    @BeforeAll
    static void run() throws Exception {
        tally = GradientCampaign.over(NETWORKS);
    }

    @Test
    void noCorrectNetworkIsAccusedAndNoDefectIsMissed() {
        assertThat(tally.alarmCount()).as(tally.toString()).isZero();
        assertThat(tally.throughTwin.total()).isEqualTo(NETWORKS);
        assertThat(tally.throughTwin.of(Verdict.AGREES)).as(tally.toString()).isGreaterThan(AT_LEAST_AGREEING);
        assertThat(tally.byLossOnly.total()).isEqualTo(NETWORKS / GradientCampaign.LOSS_ONLY_EVERY);
        assertThat(tally.floats.total()).isEqualTo(NETWORKS / GradientCampaign.FLOAT_EVERY);
        assertThat(tally.floatsByLossOnly.total()).isEqualTo(NETWORKS / GradientCampaign.FLOAT_EVERY);
    }

    @Test
    void everyDefectIsPutInOftenAndFoundOrWithinTheUncertainty() {
        tally.defects.forEach((defect, outcomes) -> {
            assertThat(outcomes.total()).as(tally.toString()).isGreaterThan(AT_LEAST_SPOILT);
            assertThat(outcomes.of(DefectTally.Outcome.MISSED))
                    .as(tally.toString())
                    .isZero();
        });
    }

    @Test
    void intervalsAreNarrowInNetworksOfOrdinaryScale() {
        assertThat(tally.ordinaryEntries.inconclusiveShare())
                .as(tally.toString())
                .isLessThan(MOST_INCONCLUSIVE);
        assertThat(tally.ordinaryWidths.quantile(0.5)).as(tally.toString()).isLessThanOrEqualTo(MEDIAN_HALF_WIDTH);
        assertThat(tally.otherWidths.quantile(0.5)).as(tally.toString()).isLessThanOrEqualTo(MEDIAN_HALF_WIDTH);
    }

    @Test
    void allRangesOccurUpToTheirEnds() {
        CaseTally cases = tally.cases;
        assertThat(cases.depths.asMap()).as(tally.toString()).containsOnlyKeys(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(cases.widths.asMap()).containsOnlyKeys(1, 2, 4, 8, 16, 32, 64);
        assertThat(cases.samples.asMap()).containsOnlyKeys(1, 2, 4, 8, 16, 32, 64);
        assertThat(cases.weightDecades.asMap()).containsOnlyKeys(-3, -2, -1, 0, 1, 2);
        assertThat(cases.lossDecades.asMap()).containsKeys(-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(cases.activations.asMap()).hasSize(10);
        assertThat(cases.losses.asMap()).hasSize(8);
    }
}
