package io.github.backcheck.audit;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.text.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names why parameters do not change at all. */
final class StillParameters {

    private static final List<String> NOTHING =
            List.of("update-to-a-copy", "update-integer-rate", "update-gradient-cleared");
    private static final List<String> BIASES =
            List.of("biases-frozen", "update-to-a-copy", "update-integer-rate", "update-gradient-cleared");
    private static final List<String> LAYER =
            List.of("layer-skipped", "update-to-a-copy", "update-integer-rate", "update-gradient-cleared");

    /** If the rate is not known, a step of this times the gradient would be one. */
    private static final double SMALL_RATE = 1e-3;

    private final List<Series> still;
    private final Map<Parameter, Reading> readings;
    private final Expected expected;
    private final int parameters;

    StillParameters(List<Series> still, Map<Parameter, Reading> readings, Expected expected, int parameters) {
        this.still = still;
        this.readings = readings;
        this.expected = expected;
        this.parameters = parameters;
    }

    Map<Parameter, ParameterUpdate> judge() {
        Map<Parameter, ParameterUpdate> verdicts = new LinkedHashMap<>();
        for (Series series : still) {
            verdicts.put(series.parameter(), judge(series));
        }
        return verdicts;
    }

    private ParameterUpdate judge(Series series) {
        String name = series.parameter().name();
        double gradient = series.largestGradient();
        if (gradient == 0) {
            return ParameterUpdate.notJudged(
                    name, "it did not change, and its gradient is 0 in every step: nothing could be applied");
        }
        if (!wouldMove(series)) {
            return ParameterUpdate.notJudged(
                    name,
                    "it did not change, and its gradient is so small, " + Figures.of(gradient)
                            + " at most, that a step may be lost in rounding");
        }
        return new ParameterUpdate(
                name,
                "θ ← θ, although the gradient is up to " + Figures.of(gradient),
                List.of(),
                new StepVerdict.Named(
                        Judge.defects(names(series.parameter())),
                        0,
                        Optional.of(new StepVerdict.Replay("plain descent", 1))));
    }

    private boolean wouldMove(Series series) {
        double rate = expected.rate()
                .orElse(readings.values().stream()
                        .filter(reading -> reading.rate().isPresent())
                        .mapToDouble(reading -> Math.abs(reading.rate().getAsDouble()))
                        .max()
                        .orElse(SMALL_RATE));
        for (int step = 0; step < series.steps(); step++) {
            for (int entry = 0; entry < series.entries(); entry++) {
                if (rate * Math.abs(series.gradient(step, entry)) > series.rounding(step, entry)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** By what else stays as it is: everything, all of a layer, its biases alone. */
    private List<String> names(Parameter parameter) {
        if (still.size() == parameters) {
            return NOTHING;
        }
        boolean partner = still.stream()
                .map(Series::parameter)
                .anyMatch(other -> other != parameter && layer(other).equals(layer(parameter)));
        if (partner) {
            return LAYER;
        }
        return parameter.role() == Role.BIASES ? BIASES : hasPartner(parameter) ? NOTHING : LAYER;
    }

    private boolean hasPartner(Parameter parameter) {
        return readings.keySet().stream()
                .anyMatch(other -> other != parameter && layer(other).equals(layer(parameter)));
    }

    /** Weights and biases of a layer are named {@code layer/W} and {@code layer/b}. */
    private static String layer(Parameter parameter) {
        int slash = parameter.name().lastIndexOf('/');
        return slash < 0 ? parameter.name() : parameter.name().substring(0, slash);
    }
}
