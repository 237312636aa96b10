package io.github.backcheck.audit;

import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an audit of a forward pass found. Prints itself: the first wrong step first, then the others, then what agrees.
 *
 * @param model name of the network
 * @param layers names of its layers, first layer first
 * @param steps with a trace, pre-activation and activation of each layer in the order in which they run; without, one entry
 *     for the outputs that agree or are unknown, or one for each step that was named
 * @param loss what is said of the loss that the network reports
 * @param plan a forward pass of the reference network that reproduces the outputs of this one; the standard one if all is
 *     right, empty if none is known
 * @param notes what could not be asked or does not fit together, in sentences
 * @param seed that reproduces the audit
 */
public record ForwardTrail(
        String model,
        List<String> layers,
        List<JudgedStep> steps,
        JudgedStep loss,
        Optional<ForwardPropagation> plan,
        List<String> notes,
        long seed) {

    /** Beyond this a difference is more than the order of a sum. */
    private static final double ROUNDING = 1e-8;

    /**
     * Copies the lists.
     *
     * @param model name of the network
     * @param layers names of its layers
     * @param steps what is said of the forward pass
     * @param loss what is said of the loss
     * @param plan that reproduces the outputs
     * @param notes in sentences
     * @param seed that reproduces the audit
     */
    public ForwardTrail {
        layers = List.copyOf(layers);
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /**
     * The first step that is known to be wrong. Steps above it were judged on what they were really given.
     *
     * @return empty if none is known to be wrong, which does not mean that all were judged
     */
    public Optional<JudgedStep> firstWrong() {
        return steps.stream().filter(JudgedStep::isWrong).findFirst();
    }

    /**
     * Whether the outputs are known to be those of the architecture.
     *
     * @return true if every step was judged and agrees, the loss aside
     */
    public boolean isRight() {
        return !steps.isEmpty()
                && steps.stream().allMatch(JudgedStep::agrees)
                && plan.filter(known -> known == ForwardPropagation.standard()).isPresent();
    }

    /**
     * Draws the trail on an outline.
     *
     * @param outline receives it. Modified.
     */
    public void describeTo(Outline outline) {
        outline.heading("Forward audit of " + model + ": " + headline());
        notes.forEach(outline::paragraph);
        List<JudgedStep> all = new ArrayList<>(steps);
        all.add(loss);
        all.stream().filter(JudgedStep::isWrong).forEach(step -> describe(step, outline));
        all.stream().filter(step -> !step.isWrong()).forEach(step -> describe(step, outline));
    }

    private String headline() {
        long wrong = steps.stream().filter(JudgedStep::isWrong).count();
        String forward = firstWrong()
                .map(first ->
                        "wrong " + place(first) + (wrong > 1 ? ", and " + Figures.count(wrong - 1) + " more" : ""))
                .orElseGet(() -> isRight() ? "right" : "not judged in full");
        return forward + (loss.isWrong() ? "; the loss is wrong" : "");
    }

    private String place(JudgedStep step) {
        return step.step()
                + (step.layers().isEmpty() || (step.layers().size() == layers.size() && layers.size() > 1)
                        ? ""
                        : " of " + step.layers().stream().map(layers::get).collect(Collectors.joining(", ")));
    }

    private void describe(JudgedStep step, Outline outline) {
        StepVerdict verdict = step.verdict();
        if (verdict instanceof StepVerdict.Agrees agrees) {
            outline.bullet(place(step) + ": agrees"
                    + (agrees.residual() > ROUNDING ? " up to " + Figures.of(agrees.residual()) : ""));
        } else if (verdict instanceof StepVerdict.NotJudged notJudged) {
            outline.bullet(place(step) + ": not judged, " + notJudged.reason());
        } else if (verdict instanceof StepVerdict.Unknown unknown) {
            outline.bullet(place(step) + ": wrong in a way that no known defect explains; " + unknown.shape()
                    + ". Relative difference " + Figures.of(unknown.residual()) + ".");
            outline.facts(unknown.numbers());
        } else if (verdict instanceof StepVerdict.Named named) {
            outline.bullet(place(step) + ": " + named.defect().words().title() + " ("
                    + named.defect().id() + "). "
                    + named.defect().words().explanation() + " Replaying it reproduces the numbers to "
                    + Figures.of(named.residual())
                    + named.runnerUp()
                            .map(other -> ", " + other.what() + " to " + Figures.of(other.residual()))
                            .orElse("")
                    + others(step) + ".");
        }
    }

    private String others(JudgedStep step) {
        return step.suspects().stream()
                .skip(1)
                .map(suspect -> "; or " + suspect.defect().id() + " in "
                        + suspect.layers().stream().map(layers::get).collect(Collectors.joining(", ")))
                .collect(Collectors.joining());
    }

    /** The whole trail as text. */
    @Override
    public String toString() {
        PlainText page = new PlainText();
        describeTo(page);
        return page.toString();
    }
}
