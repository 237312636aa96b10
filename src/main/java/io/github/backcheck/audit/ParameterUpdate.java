package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the update does to one parameter, or to all of them.
 *
 * @param parameter its name in the model
 * @param rule what is done at each step, such as {@code θ ← θ - 0.1 g, momentum 0.9}; empty if it is not known
 * @param constants that the rule was read off with, each with its uncertainty
 * @param verdict right, a named defect, wrong, or not judged
 */
public record ParameterUpdate(String parameter, String rule, List<UpdateConstant> constants, StepVerdict verdict) {

    /**
     * Copies the list.
     *
     * @param parameter its name
     * @param rule what is done at each step
     * @param constants read off
     * @param verdict on the update
     */
    public ParameterUpdate {
        Objects.requireNonNull(parameter, "parameter");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(verdict, "verdict");
        constants = List.copyOf(constants);
    }

    /** How the reason begins where changes were seen and no update gives them. */
    static final String NOT_REPRODUCED = "none of the known updates gives its changes";

    /**
     * Whether it moved, and no update that is known here, with any gradient that is, explains how.
     *
     * @return false if it is judged, did not move, or could not be looked at
     */
    public boolean isNotReproduced() {
        return verdict instanceof StepVerdict.NotJudged notJudged
                && notJudged.reason().startsWith(NOT_REPRODUCED);
    }

    static ParameterUpdate notJudged(String parameter, String reason) {
        return new ParameterUpdate(parameter, "", List.of(), new StepVerdict.NotJudged(reason));
    }

    /**
     * The name of what is wrong.
     *
     * @return empty if nothing is, or if what is wrong has no name
     */
    public Optional<Defect> defect() {
        return verdict instanceof StepVerdict.Named named ? Optional.of(named.defect()) : Optional.empty();
    }

    /**
     * Whether the update is known to be right.
     *
     * @return false too where it could not be judged
     */
    public boolean agrees() {
        return verdict instanceof StepVerdict.Agrees;
    }

    /**
     * A constant by its name.
     *
     * @param name for example {@code momentum}
     * @return empty if the rule has no such constant
     */
    public Optional<UpdateConstant> constant(String name) {
        return constants.stream()
                .filter(constant -> constant.name().equals(name))
                .findFirst();
    }

    boolean isAs(ParameterUpdate other) {
        return rule.equals(other.rule) && head(verdict).equals(head(other.verdict));
    }

    /** The verdict without the numbers that differ from parameter to parameter. */
    private static String head(StepVerdict verdict) {
        if (verdict instanceof StepVerdict.Agrees) {
            return "agrees";
        }
        if (verdict instanceof StepVerdict.Named named) {
            return named.defect().id();
        }
        if (verdict instanceof StepVerdict.Unknown unknown) {
            return unknown.shape();
        }
        return ((StepVerdict.NotJudged) verdict).reason();
    }

    /** The verdict in a few words. */
    String headline() {
        if (verdict instanceof StepVerdict.Agrees) {
            return "right" + (rule.isEmpty() ? "" : ": " + rule);
        }
        if (verdict instanceof StepVerdict.Named named) {
            return named.defect().words().title();
        }
        if (verdict instanceof StepVerdict.Unknown unknown) {
            return "wrong: " + unknown.shape();
        }
        return "not judged: " + ((StepVerdict.NotJudged) verdict).reason();
    }

    /**
     * Draws the entry on an outline.
     *
     * @param outline receives it. Modified.
     */
    void describeTo(Outline outline) {
        outline.bullet(parameter + ": " + headline() + ".");
        if (verdict instanceof StepVerdict.Agrees agrees) {
            outline.facts(List.of(new Fact("read off", readOff(agrees.residual()))));
        } else if (verdict instanceof StepVerdict.Named named) {
            describe(named, outline);
        } else if (verdict instanceof StepVerdict.Unknown unknown) {
            outline.facts(unknown.numbers());
        }
    }

    private void describe(StepVerdict.Named named, Outline outline) {
        outline.facts(List.of(
                new Fact("update", rule),
                new Fact("read off", readOff(named.residual())),
                new Fact(
                        "turned down",
                        named.runnerUp()
                                .map(other -> other.what() + ", residual " + Figures.of(other.residual()))
                                .orElse("nothing else")),
                new Fact("wrong", named.defect().words().wrong()),
                new Fact("right", named.defect().words().right())));
        if (named.defects().size() > 1) {
            outline.facts(List.of(new Fact(
                    "the same numbers",
                    named.defects().stream()
                            .skip(1)
                            .map(defect -> defect.words().title())
                            .collect(Collectors.joining("; ")))));
        }
    }

    private String readOff(double residual) {
        String all = constants.stream().map(UpdateConstant::toString).collect(Collectors.joining(", "));
        return (all.isEmpty() ? "" : all + ", ") + "replayed with a residual of " + Figures.of(residual);
    }
}
