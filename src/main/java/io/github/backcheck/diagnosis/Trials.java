package io.github.backcheck.diagnosis;

import io.github.backcheck.trial.Course;
import io.github.backcheck.trial.InputForm;
import io.github.backcheck.trial.OverfitCheck;
import io.github.backcheck.trial.Setting;
import io.github.backcheck.trial.StepLengths;
import io.github.backcheck.trial.TwinSetting;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Short trainings from the given parameters and with something changed. What was not needed was not tried.
 *
 * @param guess what share of the samples is right if the most frequent class is always answered; 0 where there are no classes
 * @param asGiven with nothing changed
 * @param lengths steps of other lengths; empty where the network learns
 * @param changed the program itself with something changed, in the order tried
 * @param twins the reference network in its place, in the order tried
 * @param eight whether eight samples can be learned by heart; empty where it was not asked
 */
public record Trials(
        double guess,
        Course asGiven,
        Optional<StepLengths> lengths,
        List<Course> changed,
        List<TwinTrial> twins,
        Optional<OverfitCheck> eight) {

    /**
     * A network that explains so much after a trial learns, however slowly: a healthy one of sigmoids with a common learning rate
     * explains 0.14, others 0.9.
     */
    private static final double LEARNS = 0.1;

    /** Or one whose loss comes down so far, from wherever it began, and still falls. */
    private static final double COMES_DOWN = 0.7;

    /** To not far above a constant prediction's. */
    private static final double NEAR = -0.5;

    /** Whose loss grows so much in a trial is not learning, however many samples happen to be right. */
    private static final double BLOWN_UP = 2;

    private static final int FEWEST_MORE = 3;
    private static final double CHANCE = 3;

    /** With a change that is a cure so much is explained. */
    private static final double CURED = 0.15;

    /** And so much more than without it. */
    private static final double BETTER = 0.12;

    private static final double HALF = 0.5;

    private static final double FAR_LESS = 0.6;

    private static final double MUCH_FARTHER = 0.3;

    /** Who explains less after a trial may think that nothing is learned. */
    private static final double SLOW = 0.2;

    /**
     * One trial of the reference network.
     *
     * @param setting how it was trained
     * @param course how it went
     */
    public record TwinTrial(TwinSetting setting, Course course) {}

    /**
     * Copies the lists.
     *
     * @param guess kept as it is
     * @param asGiven kept as it is
     * @param lengths kept as it is
     * @param changed copied
     * @param twins copied
     * @param eight kept as it is
     */
    public Trials {
        changed = List.copyOf(changed);
        twins = List.copyOf(twins);
    }

    /** Whether the network learns as it is. */
    boolean learns() {
        return share(asGiven) >= LEARNS
                || (share(asGiven) > NEAR && asGiven.lossRatio() < COMES_DOWN && asGiven.isFalling());
    }

    /** Whether it looks as if it did not, to whoever watches as few steps as a trial has. */
    boolean isSlow() {
        return share(asGiven) < SLOW;
    }

    /** Whether a change leaves a network that learns far behind. */
    boolean isMuchBetter(Course course) {
        return isFarLower(course) && share(course) >= share(asGiven) + MUCH_FARTHER;
    }

    /** Whether a change leaves far less to explain, in as many steps. */
    boolean isFarBetter(Course course) {
        return asGiven.isFinite()
                && isFarLower(course)
                && isMoreThanChance(course)
                && 1 - share(course) < FAR_LESS * (1 - share(asGiven));
    }

    /**
     * Where nothing is known of what there is to explain, a loss that came down by a larger part may have begun higher up. The
     * targets are the same, so that what is left at the end can be compared.
     */
    private boolean isFarLower(Course course) {
        double least = course.explained().isPresent() ? 1 : HALF;
        return course.lossAfter() < least * asGiven.lossAfter();
    }

    /** The reference network as it is, and one with a change that goes much farther, if there are such. */
    Optional<TwinTrial> goesFarther(Predicate<TwinTrial> wanted) {
        Optional<TwinTrial> plain = twins.stream()
                .filter(twin -> twin.setting().penalty().isEmpty()
                        && twin.setting().unitsTimes() == 1
                        && twin.course().setting().inputs() == InputForm.AS_GIVEN)
                .findFirst();
        return twins.stream()
                .filter(wanted)
                .filter(twin -> plain.filter(known -> share(known.course()) < HALF
                                && share(twin.course()) >= Math.max(0, share(known.course())) + MUCH_FARTHER)
                        .isPresent())
                .findFirst();
    }

    /** How much of what there is to explain is explained at the end: 0 for a constant answer, 1 for the truth. */
    double share(Course course) {
        if (!course.isFinite()) {
            return -1;
        }
        double share = course.explainedShare()
                .orElseGet(() -> course.accuracy().isPresent() && course.lossRatio() < BLOWN_UP
                        ? overGuess(course.accuracy().getAsDouble())
                        : 1 - course.lossRatio());
        return Double.isNaN(share) ? -1 : Math.max(-1, share);
    }

    private double overGuess(double accuracy) {
        return guess < 1 ? (accuracy - guess) / (1 - guess) : 0;
    }

    /** Whether a change makes a network learn that does not. */
    boolean cures(Course course) {
        double share = share(course);
        return share >= CURED
                && share >= Math.max(0, share(asGiven)) + BETTER
                && isLower(course)
                && isMoreThanChance(course);
    }

    /** Losses of other inputs or fewer samples cannot be compared. */
    private boolean isLower(Course course) {
        boolean comparable = asGiven.isFinite()
                && course.setting().inputs() == asGiven.setting().inputs()
                && course.samples() == asGiven.samples();
        return !comparable || course.lossAfter() < asGiven.lossAfter();
    }

    /** Where only the samples that are right can be counted, a few more may be so by chance. */
    private boolean isMoreThanChance(Course course) {
        if (course.explained().isPresent()
                || course.score().isEmpty()
                || asGiven.score().isEmpty()) {
            return true;
        }
        int more = course.score().get().after() - asGiven.score().get().after();
        return more >= FEWEST_MORE && more >= CHANCE * Math.sqrt(course.samples() * guess * (1 - guess));
    }

    /** The trial with exactly these changes, if it was made and is a cure. */
    Optional<Course> cure(Setting setting) {
        return changed.stream()
                .filter(course -> course.setting().equals(setting))
                .filter(this::cures)
                .findFirst();
    }

    /** The first of these trials that was made and is a cure. */
    Optional<Course> firstCure(Stream<Setting> settings) {
        return settings.flatMap(setting -> cure(setting).stream()).findFirst();
    }
}
