package io.github.backcheck.trial;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a program learns eight samples by heart, which every network can whose steps are right: from the parameters of a
 * setting, all eight in each step, up to 500 steps as long as the program's own, then ten times as long, then a tenth. The
 * samples are of as many classes as possible, and no two of them have the same inputs.
 *
 * <pre>{@code
 * OverfitCheck.of(Trial.of(model).on(digits), Setting.asGiven()).isReached();
 * }</pre>
 *
 * <p>Learned by heart is: all right where the targets are classes and the model offers predict(inputs); otherwise a loss of at
 * most 5 % of a constant prediction's, or, where that is not known, of the one at the start.
 *
 * @param attempts one per length of steps; those after the one that reached it were not made
 */
public record OverfitCheck(List<Course> attempts) {

    private static final int SAMPLES = 8;
    private static final int STEPS = 500;
    private static final List<Double> FACTORS = List.of(1.0, 10.0, 0.1);
    private static final double SMALL = 0.05;

    /**
     * Copies the list.
     *
     * @param attempts copied; at least one
     */
    public OverfitCheck {
        attempts = List.copyOf(attempts);
    }

    /**
     * Makes the attempts, and puts the parameters back after each.
     *
     * @param trial model, samples and seed; its number of steps and its batch size are not used
     * @param setting what else is changed; its samples are not used, its factor of the steps multiplies the lengths
     * @return how they went
     * @throws NullPointerException if something is null
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public static OverfitCheck of(Trial trial, Setting setting) {
        Objects.requireNonNull(trial, "the trial is null");
        Objects.requireNonNull(setting, "the setting is null");
        List<Course> attempts = new ArrayList<>();
        for (double factor : FACTORS) {
            Course attempt = trial.steps(STEPS)
                    .batchSize(SAMPLES)
                    .runUntilLearned(setting.samples(SAMPLES).stepsTimes(setting.stepsTimes() * factor));
            attempts.add(attempt);
            if (isLearned(attempt)) {
                break;
            }
        }
        return new OverfitCheck(attempts);
    }

    /**
     * What it costs at most, in sample-passes.
     *
     * @param trial the model
     * @return the cost of all attempts with all their steps
     */
    public static long costOf(Trial trial) {
        return FACTORS.size()
                * trial.steps(STEPS)
                        .batchSize(SAMPLES)
                        .costUntilLearned(Setting.asGiven().samples(SAMPLES));
    }

    static boolean isLearned(Course course) {
        if (!course.isFinite()) {
            return false;
        }
        if (course.score().isPresent()) {
            return course.score().get().after() == course.samples();
        }
        return course.explainedShare().isPresent()
                ? course.explainedShare().getAsDouble() >= 1 - SMALL
                : course.lossAfter() <= SMALL * course.lossBefore();
    }

    /**
     * Whether an attempt learned the samples by heart.
     *
     * @return true if one did
     */
    public boolean isReached() {
        return reached().isPresent();
    }

    /**
     * The attempt that learned the samples by heart.
     *
     * @return empty if none did; how many steps it took is {@link Course#steps()}
     */
    public Optional<Course> reached() {
        return attempts.stream().filter(OverfitCheck::isLearned).findFirst();
    }

    /**
     * The attempt that got farthest: the one that reached it, or the one with the lowest finite loss.
     *
     * @return the first attempt if none stayed finite
     */
    public Course best() {
        Course best = attempts.get(0);
        for (Course attempt : attempts) {
            boolean lower = !best.isFinite() || attempt.lossAfter() < best.lossAfter();
            best = attempt.isFinite() && lower ? attempt : best;
        }
        return reached().orElse(best);
    }

    /**
     * What all attempts cost, in sample-passes.
     *
     * @return their sum
     */
    public long cost() {
        return attempts.stream().mapToLong(Course::cost).sum();
    }

    /**
     * Adds the attempts to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        page.heading(Figures.count(best().samples(), "sample") + " learned by heart: " + (isReached() ? "yes" : "no"));
        for (Course attempt : attempts) {
            String right = attempt.score()
                    .map(score -> ", " + score.after() + " of " + score.samples() + " right")
                    .orElse("");
            page.bullet(attempt.setting() + ": loss " + Figures.of(attempt.lossBefore()) + " before, "
                    + Figures.of(attempt.lossAfter()) + " after " + Figures.count(attempt.steps(), "step") + right);
        }
        return page;
    }

    /** A heading and one line per attempt. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
