package io.github.backcheck.trial;

import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How the reference network is trained in a network's place. Immutable; each setting returns a new one.
 *
 * <pre>{@code
 * TwinSetting.with(Optimiser.adam(0.01)).penalty(0).unitsTimes(2)
 * }</pre>
 *
 * @param optimiser how gradients are applied
 * @param penalty λ in place of the architecture's; empty for the architecture's own
 * @param unitsTimes how many times as many units each layer but the last has, at least 1; with more than 1 the start is fresh
 * @param freshSeed the seed of fresh start values; empty for the network's present weights
 * @param stepsTimes how many times as many steps are taken, at least 1
 */
public record TwinSetting(
        Optimiser optimiser, OptionalDouble penalty, int unitsTimes, OptionalLong freshSeed, int stepsTimes) {

    /**
     * Checks the ranges.
     *
     * @param optimiser how gradients are applied
     * @param penalty at least 0 and finite, or empty
     * @param unitsTimes at least 1
     * @param freshSeed any
     * @param stepsTimes at least 1
     * @throws NullPointerException if something is null
     * @throws IllegalArgumentException if a number is out of range
     */
    public TwinSetting {
        Objects.requireNonNull(optimiser, "the optimiser is null");
        if (penalty.isPresent() && !(penalty.getAsDouble() >= 0 && penalty.getAsDouble() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the penalty lambda is " + penalty.getAsDouble() + ", 0 or a positive number was expected");
        }
        requireAtLeastOne(unitsTimes, "units");
        requireAtLeastOne(stepsTimes, "steps");
    }

    private static void requireAtLeastOne(int factor, String what) {
        if (factor < 1) {
            throw new IllegalArgumentException(
                    "the factor of the " + what + " is " + factor + ", at least 1 was expected");
        }
    }

    /**
     * The network as it is, from its present weights.
     *
     * @param optimiser how gradients are applied
     * @return the setting
     */
    public static TwinSetting with(Optimiser optimiser) {
        return new TwinSetting(optimiser, OptionalDouble.empty(), 1, OptionalLong.empty(), 1);
    }

    /**
     * With another penalty.
     *
     * @param lambda λ, 0 for none
     * @return a new setting
     * @throws IllegalArgumentException if λ is negative, NaN or infinite
     */
    public TwinSetting penalty(double lambda) {
        return new TwinSetting(optimiser, OptionalDouble.of(lambda), unitsTimes, freshSeed, stepsTimes);
    }

    /**
     * With more hidden units, from fresh start values.
     *
     * @param factor at least 1
     * @return a new setting
     * @throws IllegalArgumentException if it is below 1
     */
    public TwinSetting unitsTimes(int factor) {
        return new TwinSetting(optimiser, penalty, factor, freshSeed, stepsTimes);
    }

    /**
     * From fresh start values.
     *
     * @param seed the same seed gives the same values
     * @return a new setting
     */
    public TwinSetting fresh(long seed) {
        return new TwinSetting(optimiser, penalty, unitsTimes, OptionalLong.of(seed), stepsTimes);
    }

    /**
     * With more steps.
     *
     * @param factor at least 1
     * @return a new setting
     * @throws IllegalArgumentException if it is below 1
     */
    public TwinSetting stepsTimes(int factor) {
        return new TwinSetting(optimiser, penalty, unitsTimes, freshSeed, factor);
    }

    /** In words: {@code Sgd[learningRate=0.1], no penalty, 2 times as many hidden units}. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>(List.of(optimiser.toString()));
        penalty.ifPresent(lambda -> words.add(lambda == 0 ? "no penalty" : "penalty " + Figures.of(lambda)));
        if (unitsTimes > 1) {
            words.add(unitsTimes + " times as many hidden units");
        }
        freshSeed.ifPresent(seed -> words.add("fresh start values of seed " + seed));
        if (stepsTimes > 1) {
            words.add(stepsTimes + " times as many steps");
        }
        return String.join(", ", words);
    }
}
