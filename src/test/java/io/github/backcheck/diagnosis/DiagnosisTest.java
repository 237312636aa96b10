package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.backcheck.text.Fact;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static Finding finding(FindingId id, Severity severity, String where) {
        return new Finding(id, severity, List.of(where), "Something is the case.", List.of(), "Look at it.");
    }

    @Test
    void ranksBySeverityThenCausesBeforeEffectsThenAsGiven() {
        Finding mild = finding(FindingId.GRADIENT_WRONG, Severity.MILD, "a");
        Finding effect = finding(FindingId.CONSTANT_PREDICTION, Severity.HURTS, "b");
        Finding cause = finding(FindingId.SATURATED_BY_INPUTS, Severity.HURTS, "c");
        Finding upper = finding(FindingId.GRADIENT_WRONG, Severity.BREAKS, "d");
        Finding lower = finding(FindingId.GRADIENT_WRONG, Severity.BREAKS, "e");
        Diagnosis diagnosis =
                new Diagnosis("net", List.of(mild, effect, upper, cause, lower), List.of(), List.of(), List.of());
        assertThat(diagnosis.findings())
                .extracting(Finding::where)
                .containsExactly(List.of("d"), List.of("e"), List.of("c"), List.of("a"));
        assertThat(diagnosis.findings().get(0).consequences()).containsExactly(effect);
        assertThat(diagnosis.finding(FindingId.GRADIENT_WRONG)).contains(upper.with(List.of(effect)));
        assertThat(diagnosis.finding(FindingId.CONSTANT_PREDICTION)).contains(effect);
        assertThat(diagnosis.finding(FindingId.DEAD_UNITS)).isEmpty();
        assertThat(diagnosis.isClean()).isFalse();
    }

    @Test
    void whatIsMildExplainsOnlyIfNothingGraverDoes() {
        Finding mild = finding(FindingId.BACKWARD_STEP_WRONG, Severity.MILD, "a");
        Finding grave = finding(FindingId.UPDATE_WRONG, Severity.HURTS, "b");
        Finding effect = finding(FindingId.SATURATED_BY_WEIGHTS, Severity.HURTS, "c");
        assertThat(new Diagnosis("net", List.of(mild, effect, grave), List.of(), List.of(), List.of()).findings())
                .containsExactly(grave.with(List.of(effect)), mild);
        assertThat(new Diagnosis("net", List.of(mild, effect), List.of(), List.of(), List.of()).findings())
                .containsExactly(mild.with(List.of(effect)).atLeast(Severity.HURTS));
    }

    @Test
    void mildFactsAboutTheDataAndAdviceExplainNothing() {
        Finding mild = finding(FindingId.CLASS_IMBALANCE, Severity.MILD, "a");
        Finding effect = finding(FindingId.SATURATED_BY_WEIGHTS, Severity.HURTS, "b");
        Finding advice = finding(FindingId.NEEDS_MORE_TRAINING, Severity.ADVICE, "");
        assertThat(new Diagnosis("net", List.of(advice, mild, effect), List.of(), List.of(), List.of()).findings())
                .containsExactly(effect, mild, advice);
    }

    @Test
    void aCauseIsNoLessGraveThanWhatComesOfIt() {
        Finding cause = finding(FindingId.LEARNING_RATE_TOO_HIGH, Severity.HURTS, "");
        Finding effect = finding(FindingId.TRAINING_DIVERGES, Severity.BREAKS, "");
        Finding other = finding(FindingId.FROZEN_BY_UNITS, Severity.BREAKS, "hidden");
        Finding below = finding(FindingId.DEAD_UNITS, Severity.BREAKS, "hidden");
        Diagnosis diagnosis =
                new Diagnosis("net", List.of(effect, below, cause, other), List.of(), List.of(), List.of());
        assertThat(diagnosis.findings()).hasSize(1);
        assertThat(diagnosis.findings().get(0).severity()).isEqualTo(Severity.BREAKS);
        assertThat(diagnosis.findings().get(0).withConsequences())
                .extracting(Finding::id)
                .containsExactlyInAnyOrder(
                        FindingId.LEARNING_RATE_TOO_HIGH,
                        FindingId.FROZEN_BY_UNITS,
                        FindingId.DEAD_UNITS,
                        FindingId.TRAINING_DIVERGES);
        assertThat(diagnosis.findings().get(0).toString())
                .contains("Expected where this is so, and seen:")
                .contains("- Something is the case. (training-diverges)");
    }

    @Test
    void adviceAloneIsClean() {
        Finding advice = finding(FindingId.NEEDS_MORE_TRAINING, Severity.ADVICE, "");
        Diagnosis diagnosis = new Diagnosis("net", List.of(advice), List.of(), List.of(), List.of());
        assertThat(diagnosis.isClean()).isTrue();
        assertThat(diagnosis.toString())
                .startsWith("Diagnosis of net: nothing wrong found, but there is advice\n")
                .contains("(needs-more-training, no fault; docs/findings/needs-more-training.md)");
    }

    @Test
    void copiesItsLists() {
        List<String> judged = new ArrayList<>(List.of("the gradient"));
        List<Fact> facts = new ArrayList<>(List.of(new Fact("key", "value")));
        Diagnosis diagnosis = new Diagnosis("net", List.of(), facts, judged, List.of());
        judged.clear();
        facts.clear();
        assertThat(diagnosis.judged()).hasSize(1);
        assertThat(diagnosis.observations()).hasSize(1);
        assertThat(diagnosis.isClean()).isTrue();
    }

    @Test
    void printsItself() {
        Finding finding = new Finding(
                FindingId.LAYER_FROZEN,
                Severity.BREAKS,
                List.of("hidden"),
                "hidden/W does not change in training.",
                List.of(new Fact("hidden", "the same after 20 training steps")),
                "Look at the loop.");
        assertThat(new Diagnosis(
                        "net",
                        List.of(finding),
                        List.of(new Fact("loss", "0.5")),
                        List.of("what changes"),
                        List.of("predictions: needs predict(inputs)")))
                .hasToString("""
                        Diagnosis of net: 1 finding

                        1. hidden/W does not change in training.
                            hidden  the same after 20 training steps
                          What to do: Look at the loop.
                          (layer-frozen, breaks learning; docs/findings/layer-frozen.md)

                        Seen besides:
                            loss  0.5

                        Judged:
                          - what changes

                        Not judged:
                          - predictions: needs predict(inputs)
                        """);
        assertThat(finding.toString()).startsWith("1. hidden/W does not change");
    }

    @Test
    void aFindingNeedsItsKindAndSeverity() {
        assertThatNullPointerException()
                .isThrownBy(() -> finding(null, Severity.MILD, "a"))
                .withMessage("id");
        assertThatNullPointerException()
                .isThrownBy(() -> finding(FindingId.DEAD_UNITS, null, "a"))
                .withMessage("severity");
    }
}
