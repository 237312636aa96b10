package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a backward audit found: one judgement for each step at each layer, from the loss down.
 *
 * @param model name of the network
 * @param source where its gradient was read
 * @param learningRate by which the step was divided; empty if the gradient is the program's own, or if none was found
 * @param forward what is said of the forward pass; empty if the program offers no outputs
 * @param steps from the last layer to the first; empty if nothing could be judged
 * @param remarks on how the program works, none of them a defect
 * @param notJudged what could not be judged as a whole, and why
 */
public record BackwardTrail(
        String model,
        String source,
        OptionalDouble learningRate,
        Optional<ForwardTrail> forward,
        List<StepJudgement> steps,
        List<String> remarks,
        List<String> notJudged) {

    /**
     * Copies the lists.
     *
     * @param model name of the network
     * @param source where its gradient was read
     * @param learningRate by which the step was divided
     * @param forward what is said of the forward pass
     * @param steps from the last layer to the first
     * @param remarks on how the program works
     * @param notJudged what could not be judged
     */
    public BackwardTrail {
        steps = List.copyOf(steps);
        remarks = List.copyOf(remarks);
        notJudged = List.copyOf(notJudged);
    }

    /**
     * The steps that are wrong, named or not.
     *
     * @return from the last layer to the first
     */
    public List<StepJudgement> wrong() {
        return steps.stream().filter(StepJudgement::isWrong).toList();
    }

    /**
     * Whether some step is wrong and all that are have a name.
     *
     * @return false if nothing is wrong, or anything that is has no name
     */
    public boolean isNamed() {
        List<StepJudgement> wrong = wrong();
        return !wrong.isEmpty() && wrong.stream().allMatch(step -> step.verdict() instanceof StepVerdict.Named);
    }

    /**
     * Looks a judgement up.
     *
     * @param step of backpropagation
     * @param layer from 0
     * @return empty if the step is not taken there, or nothing could be judged
     */
    public Optional<StepJudgement> at(BackwardStepName step, int layer) {
        return steps.stream()
                .filter(one -> one.step() == step && one.layer() == layer)
                .findFirst();
    }

    /**
     * Draws the trail.
     *
     * @param outline receives it. Modified.
     */
    public void describeTo(Outline outline) {
        forward.filter(trail -> trail.firstWrong().isPresent() || trail.loss().isWrong())
                .ifPresent(trail -> trail.describeTo(outline));
        outline.heading("Backward pass of " + model + ", from the loss down");
        outline.paragraph("Gradient from " + source
                + (learningRate.isPresent() ? ", learning rate " + Figures.precise(learningRate.getAsDouble()) : "")
                + ".");
        remarks.forEach(outline::bullet);
        int number = 0;
        for (int layer = steps.isEmpty() ? -1 : steps.get(0).layer(); layer >= 0; layer--) {
            int at = layer;
            List<StepJudgement> here =
                    steps.stream().filter(one -> one.layer() == at).toList();
            for (StepJudgement one : here) {
                if (one.isWrong()) {
                    number++;
                    describe(outline, number, one);
                }
            }
            describeRest(outline, here);
        }
        notJudged.forEach(what -> outline.bullet("not judged: " + what));
    }

    private static void describe(Outline outline, int number, StepJudgement one) {
        if (one.verdict() instanceof StepVerdict.Named named) {
            Defect defect = named.defect();
            outline.heading(number + ". " + one.layerName() + ", " + one.step() + ": "
                    + defect.words().title());
            outline.paragraph(defect.words().explanation());
            List<Fact> facts = new ArrayList<>(NamedFacts.of(named));
            one.impact().ifPresent(impact -> facts.add(new Fact("matters", impact.toString())));
            outline.facts(facts);
        } else if (one.verdict() instanceof StepVerdict.Unknown unknown) {
            outline.heading(number + ". " + one.layerName() + ", " + one.step() + ": wrong, and no known defect");
            List<Fact> facts = new ArrayList<>();
            facts.add(new Fact("shape", unknown.shape()));
            facts.addAll(unknown.numbers());
            facts.add(new Fact("right step", "differs by a share of " + Figures.of(unknown.residual())));
            outline.facts(facts);
        }
    }

    private static void describeRest(Outline outline, List<StepJudgement> here) {
        List<String> agree = here.stream()
                .filter(one -> one.verdict() instanceof StepVerdict.Agrees)
                .map(one -> one.step().toString())
                .toList();
        if (!agree.isEmpty()) {
            outline.bullet(here.get(0).layerName() + ": " + String.join(", ", agree) + " agree"
                    + (agree.size() == 1 ? "s" : ""));
        }
        for (StepJudgement one : here) {
            if (one.verdict() instanceof StepVerdict.NotJudged notJudged) {
                outline.bullet(one.layerName() + ", " + one.step() + ": not judged, " + notJudged.reason());
            }
        }
    }

    /** The trail as text. */
    @Override
    public String toString() {
        PlainText page = new PlainText();
        describeTo(page);
        return page.toString();
    }
}
