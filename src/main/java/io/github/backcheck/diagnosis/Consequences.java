package io.github.backcheck.diagnosis;

import static io.github.backcheck.diagnosis.FindingId.*;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Hangs effects below the gravest cause that they are to be expected of. */
final class Consequences {

    /** Steps that lead where they should not, so that weights grow and units are driven to where their derivative is 0. */
    private static final Set<FindingId> WRONG_STEPS = EnumSet.of(
            GRADIENT_NOT_REPEATABLE,
            UPDATE_CLIMBS,
            STEPS_ADD_UP,
            UPDATE_WRONG,
            BACKWARD_STEP_WRONG,
            GRADIENT_WRONG,
            LEARNING_RATE_TOO_HIGH);

    /** What makes steps longer than was meant. */
    private static final Set<FindingId> TOO_LONG =
            EnumSet.of(UPDATE_WRONG, STEPS_ADD_UP, BACKWARD_STEP_WRONG, GRADIENT_WRONG, INPUTS_UNSCALED);

    private static final Set<FindingId> WRONG_INPUTS = EnumSet.of(HEADER_IN_DATA, BYTES_WITH_SIGN, INPUTS_UNSCALED);

    private static final Set<FindingId> WRONG_START =
            EnumSet.of(PENALTY_TOO_LARGE, WEIGHTS_TOO_LARGE, WEIGHTS_TOO_SMALL, WEIGHTS_ONE_SIDED, UNITS_ALIKE);

    private static final Set<FindingId> WRONG_FORWARD =
            EnumSet.of(FORWARD_DIFFERS, SAMPLES_INFLUENCE_EACH_OTHER, OUTPUTS_IGNORE_PARAMETERS, LOSS_NOT_REPEATABLE);

    /** Of each effect, what it may come of. */
    private static final Map<FindingId, Set<FindingId>> CAUSES = causes();

    /** How a network looks that does not learn, whatever the reason. */
    private static final Set<FindingId> SYMPTOMS = EnumSet.of(
            NOT_FINITE,
            SATURATED_BY_INPUTS,
            SATURATED_BY_WEIGHTS,
            DEAD_UNITS,
            TRAINING_DIVERGES,
            CONSTANT_PREDICTION,
            FROZEN_BY_UNITS,
            VANISHING_GRADIENT,
            NOT_LEARNING);

    /** What has no influence on training. */
    private static final Set<FindingId> BESIDE_TRAINING = EnumSet.of(
            TEST_DATA_DIFFER,
            TEST_IN_TRAINING,
            TEST_TARGETS_WRONG,
            ACCURACY_MISCOUNTED,
            LOSS_MISREPORTED,
            TARGETS_UNRELATED);

    private Consequences() {}

    private static Map<FindingId, Set<FindingId>> causes() {
        Map<FindingId, Set<FindingId>> causes = new EnumMap<>(FindingId.class);
        Set<FindingId> anyCause = EnumSet.complementOf(EnumSet.of(
                CONSTANT_PREDICTION,
                NOT_LEARNING,
                TEST_DATA_DIFFER,
                TEST_IN_TRAINING,
                TEST_TARGETS_WRONG,
                ACCURACY_MISCOUNTED,
                LOSS_MISREPORTED,
                CLASSES_PERMUTED,
                NEEDS_MORE_TRAINING,
                LOCAL_MINIMUM));
        causes.put(CONSTANT_PREDICTION, anyCause);
        causes.put(NOT_LEARNING, anyCause);
        causes.put(SATURATED_BY_WEIGHTS, union(WRONG_STEPS, WRONG_START, WRONG_INPUTS, WRONG_FORWARD));
        causes.put(
                DEAD_UNITS, union(WRONG_STEPS, WRONG_START, WRONG_INPUTS, WRONG_FORWARD, EnumSet.of(FROZEN_BY_INPUTS)));
        causes.put(TRAINING_DIVERGES, union(WRONG_STEPS, WRONG_START, WRONG_INPUTS));
        causes.put(SATURATED_BY_INPUTS, WRONG_INPUTS);
        causes.put(
                FROZEN_BY_UNITS,
                union(
                        WRONG_STEPS,
                        WRONG_START,
                        WRONG_INPUTS,
                        WRONG_FORWARD,
                        EnumSet.of(SATURATED_BY_INPUTS, SATURATED_BY_WEIGHTS, DEAD_UNITS)));
        causes.put(
                NOT_FINITE,
                union(WRONG_STEPS, WRONG_START, WRONG_INPUTS, EnumSet.of(TARGETS_OUT_OF_RANGE, FORWARD_DIFFERS)));
        causes.put(TARGETS_OUT_OF_RANGE, EnumSet.of(TARGETS_NOT_ONE_HOT));
        causes.put(GRADIENT_WRONG, EnumSet.of(TARGETS_NOT_ONE_HOT, GRADIENT_NOT_REPEATABLE, OUTPUTS_IGNORE_PARAMETERS));
        causes.put(BACKWARD_STEP_WRONG, EnumSet.of(TARGETS_NOT_ONE_HOT));
        causes.put(LAYER_FROZEN, EnumSet.of(DEAD_UNITS, SATURATED_BY_INPUTS, SATURATED_BY_WEIGHTS));
        causes.put(OUTPUTS_IGNORE_PARAMETERS, EnumSet.of(FROZEN_BY_INPUTS));
        causes.put(
                FORWARD_DIFFERS,
                EnumSet.of(OUTPUTS_IGNORE_PARAMETERS, SAMPLES_INFLUENCE_EACH_OTHER, PARAMETERS_MISSING));
        causes.put(NETWORK_IS_LINEAR, EnumSet.of(OUTPUTS_IGNORE_PARAMETERS, SAMPLES_INFLUENCE_EACH_OTHER));
        causes.put(WEIGHTS_TOO_LARGE, union(WRONG_STEPS, WRONG_INPUTS));
        causes.put(LEARNING_RATE_TOO_HIGH, TOO_LONG);
        causes.put(VANISHING_GRADIENT, WRONG_START);
        return causes;
    }

    /** Whether a finding says why a network does not learn, as against how it looks when it does not. */
    static boolean isCauseOfFailure(Finding finding) {
        return finding.severity().compareTo(Severity.MILD) < 0
                && !SYMPTOMS.contains(finding.id())
                && !BESIDE_TRAINING.contains(finding.id());
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Set<FindingId> union(Set<FindingId>... sets) {
        Set<FindingId> all = EnumSet.noneOf(FindingId.class);
        List.of(sets).forEach(all::addAll);
        return all;
    }

    /**
     * Ranks findings, worst first and of equals causes before effects, and hangs each effect below the first that it is expected
     * of. A cause is no less grave than its effects, unless it is no fault.
     */
    static List<Finding> nest(List<Finding> findings) {
        List<Finding> ranked = ranked(findings);
        return ranked(ranked.stream()
                .filter(finding -> causeOf(finding, ranked).isEmpty())
                .map(root -> withEffects(root, ranked))
                .toList());
    }

    private static Finding withEffects(Finding cause, List<Finding> ranked) {
        List<Finding> effects = ranked.stream()
                .filter(finding ->
                        causeOf(finding, ranked).filter(cause::equals).isPresent())
                .map(effect -> withEffects(effect, ranked))
                .toList();
        Finding whole = cause.with(effects);
        if (cause.severity() == Severity.ADVICE) {
            return whole;
        }
        for (Finding effect : effects) {
            whole = whole.atLeast(effect.severity());
        }
        return whole;
    }

    /**
     * What is mild explains no failure, as long as there is anything graver. Where there is not, a wrong step that is mild where
     * it was measured is still the likeliest cause of a failure; and a network whose steps are known to be too short has not
     * come farther yet.
     */
    private static Optional<Finding> causeOf(Finding effect, List<Finding> ranked) {
        Predicate<Finding> grave = finding -> finding.severity().compareTo(Severity.MILD) < 0;
        Predicate<Finding> mild = finding -> finding.severity() == Severity.MILD
                && WRONG_STEPS.contains(finding.id())
                && (finding.id() != GRADIENT_WRONG
                        || effect.id() == LEARNING_RATE_TOO_HIGH
                        || effect.id() == TRAINING_DIVERGES
                        || effect.id() == NOT_LEARNING);
        Predicate<Finding> slow =
                finding -> finding.severity() == Severity.ADVICE && finding.id() == LEARNING_RATE_TOO_LOW;
        return first(effect, ranked, grave)
                .or(() -> first(effect, ranked, mild))
                .or(() -> first(effect, ranked, slow));
    }

    /** A gradient is wrong because outputs ignore parameters if it is the gradient of these. */
    private static Optional<Finding> first(Finding effect, List<Finding> ranked, Predicate<Finding> wanted) {
        Set<FindingId> known = CAUSES.getOrDefault(effect.id(), Set.of());
        return ranked.stream()
                .filter(wanted)
                .filter(finding -> known.contains(finding.id()))
                .filter(finding -> finding.id() != OUTPUTS_IGNORE_PARAMETERS
                        || effect.id() != GRADIENT_WRONG
                        || finding.where().containsAll(effect.where()))
                .min(Comparator.comparing(Finding::id));
    }

    private static List<Finding> ranked(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::severity).thenComparing(Finding::id))
                .toList();
    }
}
