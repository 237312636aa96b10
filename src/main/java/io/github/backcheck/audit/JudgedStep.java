package io.github.backcheck.audit;

import java.util.List;
import java.util.Objects;

/**
 * What an audit says of one step, and where that step is.
 *
 * @param step in words, for example {@code activation}; {@code outputs} where the steps cannot be told apart
 * @param layers from 0, ascending; empty if it is nowhere in particular
 * @param verdict what is said
 * @param suspects the defects that were named, each with its layers, the name first; empty if none was
 */
public record JudgedStep(String step, List<Integer> layers, StepVerdict verdict, List<Suspect> suspects) {

    /**
     * Copies the lists.
     *
     * @param step in words
     * @param layers from 0
     * @param verdict what is said
     * @param suspects the defects that were named
     */
    public JudgedStep {
        Objects.requireNonNull(step, "step");
        layers = List.copyOf(layers);
        Objects.requireNonNull(verdict, "verdict");
        suspects = List.copyOf(suspects);
    }

    /** A step for which no defect was named. */
    static JudgedStep unnamed(String step, List<Integer> layers, StepVerdict verdict) {
        return new JudgedStep(step, layers, verdict, List.of());
    }

    /**
     * Whether the step is known to be wrong.
     *
     * @return true if a defect was named, or if the step is wrong in an unknown way
     */
    public boolean isWrong() {
        return verdict instanceof StepVerdict.Named || verdict instanceof StepVerdict.Unknown;
    }

    /**
     * Whether the step was judged and is right.
     *
     * @return true if it agrees
     */
    public boolean agrees() {
        return verdict instanceof StepVerdict.Agrees;
    }
}
