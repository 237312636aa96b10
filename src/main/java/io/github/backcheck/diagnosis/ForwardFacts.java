package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.ForwardTrail;
import io.github.backcheck.audit.JudgedStep;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the forward audit adds where the network is not the one its architecture describes. */
final class ForwardFacts {

    private final Optional<ForwardTrail> trail;

    private ForwardFacts(Optional<ForwardTrail> trail) {
        this.trail = trail;
    }

    static ForwardFacts of(Evidence evidence) {
        return new ForwardFacts(evidence.forward());
    }

    /** A step that is wrong in a way that has a name, and the name. */
    record Named(JudgedStep step, StepVerdict.Named verdict, List<String> layers) {
        Named {
            layers = List.copyOf(layers);
        }

        Defect defect() {
            return verdict.defect();
        }

        String statement() {
            return "The " + defect().change().stepName()
                    + (isLoss() || layers.isEmpty() ? "" : " of " + Texts.joined(layers))
                    + " is not that of the architecture, as given to Backcheck: "
                    + defect().words().title() + ".";
        }

        private boolean isLoss() {
            return step.step().equals("loss");
        }

        List<Fact> facts() {
            List<Fact> facts = new ArrayList<>(BackwardRule.lines(defect()));
            facts.add(new Fact(
                    "replay",
                    "a correct network with this defect gives the " + (isLoss() ? "loss" : "numbers")
                            + " of your program, to a share of " + Figures.of(verdict.residual())));
            verdict.runnerUp()
                    .map(other ->
                            new Fact("next best", other.what() + ", off by a share of " + Figures.of(other.residual())))
                    .ifPresent(facts::add);
            verdict.defects().stream()
                    .skip(1)
                    .map(other -> new Fact("or else", other.words().title() + " (" + other.id() + ")"))
                    .forEach(facts::add);
            facts.add(new Fact("defect", defect().id()));
            return facts;
        }
    }

    /** The steps with a name, in the order in which they run; the loss last. */
    List<Named> named() {
        List<Named> all = new ArrayList<>();
        trail.ifPresent(known -> {
            List<JudgedStep> steps = new ArrayList<>(known.steps());
            steps.add(known.loss());
            for (JudgedStep step : steps) {
                if (step.verdict() instanceof StepVerdict.Named verdict) {
                    List<Integer> at = step.suspects().isEmpty()
                            ? step.layers()
                            : step.suspects().get(0).layers();
                    all.add(new Named(
                            step, verdict, at.stream().map(known.layers()::get).toList()));
                }
            }
        });
        return all;
    }

    /** Whether a forward pass is known that gives the outputs of the network. */
    boolean isKnown() {
        return trail.flatMap(ForwardTrail::plan).isPresent();
    }
}
