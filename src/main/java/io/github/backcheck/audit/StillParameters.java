package io.github.backcheck.audit;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final double CLEAR = 100;

    private final List<Series> still = new ArrayList<>();
    private final Map<Parameter, Reading> readings;
    private final Partners partners;
    private final Expected expected;
    private final int parameters;

    /** @param parameters how many there are in all */
    StillParameters(Map<Parameter, Reading> readings, Partners partners, Expected expected, int parameters) {
        this.readings = readings;
        this.partners = partners;
        this.expected = expected;
        this.parameters = parameters;
    }

    /**
     * Judges parameters that did not change, or not by more than rounding.
     *
     * @param series all of them
     * @return a verdict for each
     */
    Map<Parameter, ParameterUpdate> judge(List<Series> series) {
        still.addAll(series);
        Map<Parameter, ParameterUpdate> verdicts = new LinkedHashMap<>();
        for (Series one : still) {
            verdicts.put(one.parameter(), judge(one));
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
        if (!series.isStill() && !isRateKnown()) {
            return ParameterUpdate.notJudged(
                    name,
                    "its changes, " + Figures.of(series.largestChange())
                            + " at most, are too small to be told from rounding");
        }
        if (!wouldMove(series)) {
            return ParameterUpdate.notJudged(
                    name,
                    "it did not change by more than rounding, and its gradient is so small, " + Figures.of(gradient)
                            + " at most, that a step may be lost in rounding");
        }
        return new ParameterUpdate(
                name,
                "θ ← θ, although the gradient is up to " + Figures.of(gradient),
                List.of(),
                new StepVerdict.Named(
                        Judge.defects(names(series)), 0, Optional.of(new StepVerdict.Replay("plain descent", 1))));
    }

    private boolean isRateKnown() {
        return expected.rate().isPresent()
                || readings.values().stream().anyMatch(reading -> reading.rate().isPresent());
    }

    private boolean wouldMove(Series series) {
        double rate = expected.rate()
                .orElse(readings.values().stream()
                        .filter(reading -> reading.rate().isPresent())
                        .mapToDouble(reading -> Math.abs(reading.rate().getAsDouble()))
                        .max()
                        .orElse(SMALL_RATE));
        double margin = series.isStill() ? 1 : CLEAR;
        for (int step = 0; step < series.steps(); step++) {
            for (int entry = 0; entry < series.entries(); entry++) {
                if (rate * Math.abs(series.gradient(step, entry)) > margin * series.rounding(step, entry)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** By what else stays as it is: everything, all of a layer, its biases alone. */
    private List<String> names(Series series) {
        Parameter parameter = series.parameter();
        if (still.size() == parameters) {
            return NOTHING;
        }
        Optional<Parameter> partner = partners.of(parameter);
        boolean wholeLayer = partner.isEmpty() || still.stream().anyMatch(other -> other.parameter() == partner.get());
        if (wholeLayer) {
            return LAYER;
        }
        if (parameter.role() == Role.WEIGHTS) {
            return NOTHING;
        }
        List<String> names = new ArrayList<>(BIASES);
        if (hasMeanOfZero(series)) {
            names.add("biases-tied");
        }
        return names;
    }

    /** As the biases under a softmax have, whose gradients add up to 0. */
    private static boolean hasMeanOfZero(Series series) {
        double largest = series.largestGradient();
        for (int step = 0; step < series.steps(); step++) {
            double mean = Arrays.stream(series.gradients(step)).average().orElseThrow();
            if (Math.abs(mean) > series.relativeError() * largest) {
                return false;
            }
        }
        return series.entries() > 1;
    }
}
