package io.github.backcheck.audit;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** Compares learning rates with the one configured, or with that of most parameters, and names the ways in which they differ. */
final class RateNames {

    private static final double EQUAL = 1e-6;
    private static final double EQUAL_SINGLE = 1e-3;

    private final Map<Parameter, Reading> readings;
    private final Partners partners;
    private final Expected expected;

    RateNames(Map<Parameter, Reading> readings, Partners partners, Expected expected) {
        this.partners = partners;
        this.readings = readings;
        this.expected = expected;
    }

    /** Replaces readings that are right by ones that name what is wrong with their rate. */
    void apply() {
        OptionalDouble reference = expected.rate().isPresent() ? expected.rate() : mostCommon();
        if (reference.isEmpty()) {
            return;
        }
        Map<Parameter, Reading> changed = new LinkedHashMap<>();
        readings.forEach((parameter, reading) -> {
            if (reading.isRight()
                    && reading.rate().isPresent()
                    && !isEqual(parameter, reading, reference.getAsDouble())) {
                changed.put(parameter, renamed(parameter, reading, reference.getAsDouble()));
            }
        });
        readings.putAll(changed);
    }

    private Reading renamed(Parameter parameter, Reading reading, double reference) {
        double rate = reading.rate().getAsDouble();
        double times = rate / reference;
        List<String> ids = new ArrayList<>();
        addIf(isClose(parameter, rate, reference * reference), "update-rate-squared", ids);
        addIf(expected.batch() > 1 && isClose(parameter, times, expected.batch()), "update-times-batch", ids);
        addIf(
                expected.batch() > 1 && isClose(parameter, times * expected.batch(), 1),
                "update-divided-by-batch-again",
                ids);
        addIf(isClose(parameter, times, 2), "update-applied-twice", ids);
        String factor = Figures.precise(times) + " times "
                + (expected.rate().isPresent() ? "the learning rate given" : "that of most parameters");
        if (!ids.isEmpty()) {
            return reading.named(", " + factor, ids);
        }
        if (expected.rate().isEmpty() || isDampened(parameter, reading, times)) {
            return reading.saying(", " + factor);
        }
        String roleDefect = parameter.role() == Role.BIASES ? "biases-other-rate" : "weights-other-rate";
        return isRightNextToIt(parameter, reference)
                ? reading.named(", " + factor, List.of(roleDefect))
                : reading.withProblem("the learning rate is " + factor);
    }

    private static void addIf(boolean condition, String id, List<String> ids) {
        if (condition) {
            ids.add(id);
        }
    }

    /** A momentum whose new gradient counts 1 − μ. */
    private static boolean isDampened(Parameter parameter, Reading reading, double times) {
        return reading.constants().stream()
                .anyMatch(constant ->
                        constant.name().equals("momentum") && isClose(parameter, times, 1 - constant.value()));
    }

    /** Whether the other parameter of the layer has the rate given. */
    private boolean isRightNextToIt(Parameter parameter, double reference) {
        return partners.of(parameter)
                .map(readings::get)
                .filter(reading -> reading.rate().isPresent())
                .filter(reading -> isEqual(parameter, reading, reference))
                .isPresent();
    }

    private OptionalDouble mostCommon() {
        double best = Double.NaN;
        long votes = 0;
        for (Map.Entry<Parameter, Reading> candidate : readings.entrySet()) {
            OptionalDouble rate = candidate.getValue().rate();
            if (rate.isPresent() && rate.getAsDouble() > 0) {
                long now = readings.values().stream()
                        .filter(reading -> reading.rate().isPresent())
                        .filter(reading ->
                                isClose(candidate.getKey(), reading.rate().getAsDouble(), rate.getAsDouble()))
                        .count();
                if (now > votes) {
                    votes = now;
                    best = rate.getAsDouble();
                }
            }
        }
        return 2 * votes > readings.size() ? OptionalDouble.of(best) : OptionalDouble.empty();
    }

    private static boolean isEqual(Parameter parameter, Reading reading, double reference) {
        return isClose(parameter, Objects.requireNonNull(reading).rate().orElseThrow(), reference);
    }

    private static boolean isClose(Parameter parameter, double value, double other) {
        double allowed = parameter.precision().unitRoundOff() > 1e-10 ? EQUAL_SINGLE : EQUAL;
        return Math.abs(value - other) <= allowed * Math.abs(other);
    }
}
