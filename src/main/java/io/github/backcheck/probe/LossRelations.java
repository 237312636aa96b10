package io.github.backcheck.probe;

import io.github.backcheck.probe.EvaluationReport.LossRelation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Finds what a reported loss is of the loss descended: the same relation for each of several settings of the parameters. */
final class LossRelations {

    private final List<Trial> trials;
    private final double tolerance;

    /**
     * What a program reports and descends under one setting of its parameters.
     *
     * @param squares Σ w² over all weights
     * @param outputs empty without predict(inputs)
     */
    record Trial(double reported, double descended, double squares, Optional<Recount> outputs) {}

    /** A relation and its constant. */
    record Match(LossRelation relation, double factor) {}

    LossRelations(List<Trial> trials, double tolerance) {
        this.trials = List.copyOf(trials);
        this.tolerance = tolerance;
    }

    boolean isConstant() {
        return trials.stream().allMatch(t -> t.reported() == trials.get(0).reported());
    }

    Match match() {
        OptionalDouble factor = constant(t -> t.reported() / t.descended());
        if (factor.isPresent()) {
            boolean same = Math.abs(factor.getAsDouble() - 1) <= tolerance;
            return same ? new Match(LossRelation.EQUAL, 1) : new Match(LossRelation.FACTOR, factor.getAsDouble());
        }
        OptionalDouble penalty = constant(t -> (t.descended() - t.reported()) / t.squares());
        if (penalty.isPresent()) {
            return new Match(LossRelation.WITHOUT_PENALTY, 1);
        }
        OptionalDouble root = constant(t -> t.reported() * t.reported() / t.descended());
        if (root.isPresent()) {
            return new Match(LossRelation.ROOT, Math.sqrt(root.getAsDouble()));
        }
        return ofOutputs();
    }

    private Match ofOutputs() {
        Map<ToDoubleFunction<Recount>, LossRelation> errors = new LinkedHashMap<>();
        errors.put(Recount::squaredError, LossRelation.SQUARED_ERROR);
        errors.put(r -> Math.sqrt(r.squaredError()), LossRelation.SQUARED_ERROR);
        errors.put(Recount::crossEntropy, LossRelation.CROSS_ENTROPY);
        errors.put(Recount::binaryCrossEntropy, LossRelation.CROSS_ENTROPY);
        errors.put(Recount::absoluteError, LossRelation.ABSOLUTE_ERROR);
        for (Map.Entry<ToDoubleFunction<Recount>, LossRelation> error : errors.entrySet()) {
            OptionalDouble factor = constant(t -> t.reported()
                    / t.outputs().map(error.getKey()::applyAsDouble).orElse(Double.NaN));
            if (factor.isPresent()) {
                return new Match(error.getValue(), factor.getAsDouble());
            }
        }
        return new Match(LossRelation.OTHER, 1);
    }

    /** The value that a quotient has in all trials; empty if there is none, or if it is 0 or not finite. */
    private OptionalDouble constant(ToDoubleFunction<Trial> quotient) {
        double first = quotient.applyAsDouble(trials.get(0));
        boolean same = Double.isFinite(first)
                && first != 0
                && trials.stream()
                        .allMatch(t -> Math.abs(quotient.applyAsDouble(t) - first) <= tolerance * Math.abs(first));
        return same ? OptionalDouble.of(first) : OptionalDouble.empty();
    }
}
