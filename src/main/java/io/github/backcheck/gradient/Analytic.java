package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the network under examination says its gradient is, with how far that may be off for how it was obtained. */
final class Analytic {

    private static final class Entries {
        private final double[] values;
        private final double[] errors;

        private Entries(double[] values, double[] errors) {
            this.values = values;
            this.errors = errors;
        }
    }

    private final Map<String, Entries> byName = new HashMap<>();

    /** @param errors absolute, beyond the rounding of the network's own arithmetic; zeros for a gradient handed out */
    void put(Parameter parameter, double[] values, double[] errors) {
        byName.put(parameter.name(), new Entries(values, errors));
    }

    Optional<double[]> values(Parameter parameter) {
        return Optional.ofNullable(byName.get(parameter.name())).map(entries -> entries.values);
    }

    /** How far each value may be off, beyond rounding; empty for a parameter that was not given. */
    Optional<double[]> errors(Parameter parameter) {
        return Optional.ofNullable(byName.get(parameter.name())).map(entries -> entries.errors);
    }
}
