package io.github.backcheck.diagnosis.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.campaign.Expected.Moment;
import io.github.backcheck.diagnosis.campaign.HealthyTally.Run;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample of the campaign. */
class DiagnosisCampaignTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NAN_INPUT/tanh/64-24-16-10/1",
                "LABELS_SHIFTED/sigmoid/64-30-10/1",
                "TEST_UNSCALED/tanh/64-24-16-10/4",
                "BIAS_NOT_ADDED/tanh/64-24-16-10/4",
                "DROPOUT_ALWAYS/relu/64-32-10/1",
                "LOOP_BOUND/tanh/64-24-16-10/4",
                "ZEROED_BEFORE_APPLIED/sigmoid/64-30-10/4",
                // A wrong forward pass behind weights that have run away.
                "DOUBLE_SOFTMAX/relu/64-40-20-10/3",
                "HIDDEN_ACTIVATION_ON_OUTPUT/tanh/64-24-16-10/1",
                "BIAS_SHARED/tanh/64-20-20-20-10/1",
                "MEAN_OVER_UNITS/tanh/64-24-16-10/1",
                "MOMENTUM_SHARED/relu/64-24-24-24-10/3",
                "RATE_TOO_HIGH/sigmoid/64-30-10/1",
                "IMAGES_TRANSPOSED/sigmoid/64-30-10/5",
            })
    void theCauseOfAFailureComesFirstAndInItsPlace(String key) {
        Injection injection = Injection.of(key);
        Outcome said = injection.natural();
        assertThat(said.isFirst()).as(key + ": " + said).isTrue();
        if (injection.fault().expected().hasLayer()) {
            assertThat(said.placed()).as(key + ": " + said).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BLACK_BORDER", "PLATEAU_AT_SHARES", "RATE_LOW"})
    void whatOnlyLooksLikeAFaultIsNone(Fault fault) {
        Injection program =
                new Injection(fault, fault.expected().bench().places().get(0), 1);
        Outcome said = program.examine(Moment.AFTER_TRAINING);
        assertThat(said.detected()).as(program.key() + ": " + said).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 12, 13})
    void healthyNetworksRaiseNoAlarm(int setting) {
        Run run = HealthyTally.examine(setting, 1).orElseThrow();
        assertThat(run.alarms()).as(run.toString()).isFalse();
    }

    @Test
    void everyFaultIsPutIntoThreeProgramsWithFiveSeeds() {
        List<Injection> all = DiagnosisCampaign.injections(List.of(Fault.values()));
        assertThat(all).hasSize(15 * Fault.values().length).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(one -> assertThat(Injection.of(one.key())).isEqualTo(one));
    }

    /** Rows of the table that are not injected here. Each has its reason. */
    @Test
    void everyRowOfTheTableIsInjected() {
        // 71 is a fault of gradient checks, not of programs: kinks are in the healthy networks with ReLUs, floats in
        // the tests
        // of the examination.
        List<String> notOfPrograms = List.of("71");
        assertThat(IntStream.rangeClosed(1, 72).mapToObj(String::valueOf))
                .allMatch(row -> notOfPrograms.contains(row)
                        || Stream.of(Fault.values())
                                .anyMatch(fault ->
                                        List.of(fault.row().split(", ", -1)).contains(row)));
    }
}
