package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether the penalty or the width is to blame, by what the reference network does with another. */
final class DesignBlame {

    private final Trials trials;

    DesignBlame(Trials trials) {
        this.trials = trials;
    }

    /** Without the penalty the reference network goes much farther. */
    Optional<Finding> penalty() {
        return trials.goesFarther(twin -> twin.setting().penalty().equals(OptionalDouble.of(0)))
                .map(cure -> new Finding(
                        FindingId.PENALTY_TOO_LARGE,
                        Severity.HURTS,
                        List.of(),
                        "The penalty on the weights is so large that nothing can be learned.",
                        new TrialFacts(trials).withTwins(),
                        "Make lambda smaller, by a factor of 100 to begin with; is it multiplied by the batch size, or not"
                                + " divided by the number of samples?"));
    }

    /** With more units it does, too. */
    Optional<Finding> width() {
        return trials.goesFarther(twin -> twin.setting().unitsTimes() > 1)
                .filter(cure -> trials.asGiven().isFinite())
                .map(cure -> new Finding(
                        FindingId.TOO_NARROW,
                        Severity.HURTS,
                        List.of(),
                        "The hidden layers have too few units for these data: with "
                                + Figures.count(cure.setting().unitsTimes()) + " times as many the network learns.",
                        new TrialFacts(trials).withTwins(),
                        "Give the hidden layers more units."));
    }
}
