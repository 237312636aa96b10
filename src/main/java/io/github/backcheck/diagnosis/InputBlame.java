package io.github.backcheck.diagnosis;

import io.github.backcheck.census.InputScale;
import io.github.backcheck.census.Scale;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.Course;
import io.github.backcheck.trial.InputForm;
import io.github.backcheck.trial.Setting;
import io.github.backcheck.trial.StartForm;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the size of the inputs is to blame. */
final class InputBlame {

    private static final Setting SCALED = Setting.asGiven().inputs(InputForm.STANDARDISED);
    private static final Setting SCALED_AND_FRESH = SCALED.start(StartForm.FRESH);

    private final Trials trials;
    private final InputScale scale;

    InputBlame(Trials trials, Evidence evidence) {
        this.trials = trials;
        this.scale = evidence.data().inputs().scale();
    }

    /** Large or tiny inputs, and scaled ones help. */
    Optional<Finding> scaledHelp() {
        return trials.firstCure(Stream.of(
                        SCALED,
                        SCALED_AND_FRESH,
                        SCALED_AND_FRESH.stepsTimes(0.1),
                        SCALED_AND_FRESH.stepsTimes(0.01),
                        SCALED_AND_FRESH.stepsTimes(10),
                        SCALED_AND_FRESH.stepsTimes(100)))
                .or(() -> trials.goesFarther(twin -> twin.course().setting().inputs() == InputForm.STANDARDISED)
                        .map(Trials.TwinTrial::course))
                .map(this::finding);
    }

    /** The network learns, and with scaled inputs it would do so far better. */
    Optional<Finding> scaledAreBetter() {
        return trials.changed().stream()
                .filter(course -> course.setting().equals(SCALED))
                .filter(trials::isMuchBetter)
                .map(this::finding)
                .findFirst();
    }

    /** The network learns as it is, and scaled inputs are worth while. */
    Optional<Finding> scaledAreFarBetter() {
        return trials.changed().stream()
                .filter(course -> course.setting().inputs() == InputForm.STANDARDISED)
                .filter(trials::isFarBetter)
                .findFirst()
                .map(
                        course -> new Finding(
                                scale.scale() == Scale.TINY ? FindingId.INPUTS_TOO_SMALL : FindingId.INPUTS_UNSCALED,
                                Severity.ADVICE,
                                List.of(),
                                "The network learns, and would learn far better from scaled inputs.",
                                facts(course),
                                "Scale the inputs, for example to 0..1 or to mean 0 and variance 1, in training and in use alike."));
    }

    private Finding finding(Course cure) {
        boolean tiny = scale.scale() == Scale.TINY;
        return new Finding(
                tiny ? FindingId.INPUTS_TOO_SMALL : FindingId.INPUTS_UNSCALED,
                Severity.HURTS,
                List.of(),
                tiny
                        ? "The inputs are so small that the network hardly sees them: none is larger than "
                                + Figures.of(scale.largestMagnitude()) + "."
                        : scale.scale() == Scale.UNEVEN
                                ? "A few inputs are so much larger than the others that the network cannot learn."
                                : "The inputs are so large, up to " + Figures.of(scale.largestMagnitude())
                                        + (trials.learns()
                                                ? ", that the network learns far less than it could."
                                                : ", that the network cannot learn from them."),
                facts(cure),
                tiny
                        ? "Are they scaled twice, for example divided by 255 where they are read and again where they are used?"
                                + " Scale them once, to 0..1 or to mean 0 and variance 1."
                        : "Scale the inputs, for example to 0..1 or to mean 0 and variance 1, in training and in use alike.");
    }

    private List<Fact> facts(Course cure) {
        return new TrialFacts(trials).changed(List.of(new Fact("inputs", scale.toString())), cure);
    }
}
