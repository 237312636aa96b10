package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One unit over a whole data set.
 *
 * @param unit from 0
 * @param samples how many were seen
 * @param activation how its activation a varies between samples
 * @param slope its derivative; empty where f′ was not judged
 */
public record UnitHealth(int unit, long samples, Spread activation, Optional<Slope> slope) {

    /**
     * A unit is constant when the variance of its activation is at most this share of the mean of a². That is a millionth
     * of its size: far above round-off, far below anything that the next layer could use. It is relative because small
     * inputs make small, healthy activations; a unit that is 0 everywhere is constant, one that is nearly 0 need not be.
     */
    public static final double CONSTANT_VARIANCE = 1e-12;

    /**
     * Whether the unit is dead: its activation is the same for every sample, of which there were at least two. A ReLU that
     * is off everywhere is one such unit.
     *
     * @return false as well where an activation was NaN or infinite
     */
    public boolean dead() {
        double deviation = Math.sqrt(activation.variance());
        double size = Math.hypot(activation.mean(), deviation);
        return samples > 1 && Double.isFinite(deviation) && deviation <= Math.sqrt(CONSTANT_VARIANCE) * size;
    }

    /**
     * Whether the unit is dead for good: a = 0 and f′ = 0 on every sample, so that no gradient on these data revives it.
     *
     * @return false where f′ was not judged
     */
    public boolean off() {
        return dead()
                && activation.smallest() == 0
                && activation.largest() == 0
                && slope.map(s -> s.zero() == samples).orElse(false);
    }

    /**
     * The mean of f′(z) / max f′.
     *
     * @return from 0 to 1, empty where f′ was not judged
     */
    public OptionalDouble meanSlope() {
        return slope.map(s -> OptionalDouble.of(s.mean())).orElse(OptionalDouble.empty());
    }

    /**
     * The share of samples on which f′(z) / max f′ is below {@link Slope#SATURATED}.
     *
     * @return from 0 to 1, empty where f′ was not judged
     */
    public OptionalDouble saturatedShare() {
        return slope.map(s -> OptionalDouble.of((double) s.saturated() / samples))
                .orElse(OptionalDouble.empty());
    }

    /**
     * The share of samples on which f′(z) is exactly 0.
     *
     * @return from 0 to 1, empty where f′ was not judged
     */
    public OptionalDouble zeroSlopeShare() {
        return slope.map(s -> OptionalDouble.of((double) s.zero() / samples)).orElse(OptionalDouble.empty());
    }

    /** One line. */
    @Override
    public String toString() {
        return "unit " + unit + " over " + Figures.count(samples, "sample") + ": " + activation
                + slope.map(s -> "; " + s).orElse("") + (dead() ? "; dead" : "");
    }
}
