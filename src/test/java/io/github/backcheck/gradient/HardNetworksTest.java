package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Model;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of {@link GradientCampaign} that a check once got wrong, by their seeds. */
class HardNetworksTest {

    /**
     * Correct ones that the loss alone accused: an infinite loss beside the point (2444, 12721), deep tanh layers that jump at
     * their zero biases (8632, 10357, 72960), kinks nearer than rounding shows (5865, 11310).
     */
    @ParameterizedTest
    @ValueSource(longs = {2444, 5865, 8632, 10357, 11310, 12721, 72960})
    void theLossAloneAccusesNoCorrectNetwork(long seed) {
        CampaignCase hard = CampaignCase.of(seed);

        GradientReport report = hard.check().lossOnly().run();

        assertThat(report.verdict()).as(hard + "\n" + report).isNotEqualTo(Verdict.DISAGREES);
    }

    /**
     * Correct ones with units on kinks: of an ELU of large α, whose curvature on one side was not allowed for, and below a seam,
     * whose delta is a little uncertain (68302, 89064, 94869).
     */
    @ParameterizedTest
    @ValueSource(longs = {13115, 22218, 38420, 38427, 40112, 43630, 66461, 68302, 71062, 89064, 90489, 93067, 94869})
    void theTwinAccusesNoCorrectNetworkOnAKink(long seed) {
        CampaignCase hard = CampaignCase.of(seed);

        GradientReport report = hard.check().run();

        assertThat(report.verdict()).as(hard + "\n" + report).isNotEqualTo(Verdict.DISAGREES);
    }

    /** What excuses the correct ones does not excuse wrong ones. */
    @ParameterizedTest
    @ValueSource(longs = {221, 366, 427, 540, 1149, 2655, 5517})
    void theLossAloneAccusesFlippedSigns(long seed) {
        CampaignCase network = CampaignCase.of(seed);
        network.network.backprop(network.batch);
        Optional<Consumer<PlainNetwork>> spoil =
                Defect.SIGN.in(network.network, network.batch, new SplittableRandom(seed));
        Model wrong = network.network.spoilt(spoil.orElseThrow());

        GradientReport report =
                GradientCheck.of(wrong).on(network.batch).lossOnly().run();

        assertThat(report.verdict()).as(network + "\n" + report).isEqualTo(Verdict.DISAGREES);
    }

    /** A softmax whose largest pre-activation rounding decides. */
    @ParameterizedTest
    @ValueSource(longs = 51005)
    void theTwinIsNotRefutedForAChaoticSoftmax(long seed) {
        assertProofsHold(CampaignCase.of(seed).check().run());
    }

    /** A probability below the smallest float. */
    @ParameterizedTest
    @ValueSource(longs = 793)
    void theTwinIsNotRefutedForAnUnderflow(long seed) {
        assertProofsHold(FloatCase.of(seed).check().run());
    }

    private static void assertProofsHold(GradientReport report) {
        assertThat(report.points())
                .as(report.toString())
                .hasSize(2)
                .allSatisfy(
                        point -> assertThat(point.proof().orElseThrow().holds()).isTrue());
        assertThat(report.verdict()).as(report.toString()).isNotEqualTo(Verdict.DISAGREES);
    }

    /** Kinks inside the step of the proof. */
    @ParameterizedTest
    @ValueSource(longs = {221, 366, 427, 659, 947, 1149, 1555, 3140})
    void theProofConfirmsTheGradientOfEveryLayer(long seed) {
        GradientReport report = CampaignCase.of(seed).check().run();

        assertThat(report.points())
                .hasSize(2)
                .allSatisfy(
                        point -> assertThat(point.proof().orElseThrow().seen()).endsWith("all layers"));
    }

    /** Blank samples on kinks, whose slopes do not concern the weights (540, 4353, 2655, 5517). */
    @ParameterizedTest
    @ValueSource(longs = {540, 4353, 2655, 5517})
    void everyWeightIsJudgedBesideBlankSamples(long seed) {
        PointCheck given =
                CampaignCase.of(seed).check().run().at(Point.AS_GIVEN).orElseThrow();

        assertThat(given.parameters())
                .filteredOn(check -> check.parameter().endsWith("W"))
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.entries().inconclusive()).isZero());
    }

    /** One unit below two of a softmax, whose weights must not be alike (67, 904, 1139, 1231). */
    @ParameterizedTest
    @ValueSource(longs = {67, 904, 1139, 1231})
    void livelyParametersLetTheGradientThrough(long seed) {
        PointCheck lively = CampaignCase.of(seed).check().run().at(Point.LIVELY).orElseThrow();

        assertThat(lively.parameters())
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check.entries().inconclusive()).isZero());
    }
}
