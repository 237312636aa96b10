package io.github.backcheck.testing;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What a check of a contract looks at.
 *
 * @param model the network
 * @param batch a few samples
 * @param data more samples
 * @param seed of what is drawn
 */
record Specimen(Model model, Batch batch, Batch data, long seed) {

    /** Two answers of a right program may be so far apart, in shares of the larger, because sums are added in another order. */
    private static final double ROUNDING = 1e-9;

    private static final double ROUNDING_OF_FLOATS = 1e-4;

    double rounding() {
        return hasFloats() ? ROUNDING_OF_FLOATS : ROUNDING;
    }

    boolean hasFloats() {
        return model.parameters().stream().anyMatch(p -> p.precision() == Precision.SINGLE);
    }

    /** Why a check cannot be made; empty if all is there that it needs. */
    Optional<Outcome> missing(Capability... needed) {
        return Arrays.stream(needed)
                .filter(capability -> !model.can(capability))
                .findFirst()
                .map(capability -> Outcome.notJudged("needs " + capability));
    }

    double[] parameters() {
        return model.parameters().stream()
                .flatMapToDouble(p -> Arrays.stream(p.values()))
                .toArray();
    }

    void assign(double[] values) {
        int at = 0;
        for (Parameter parameter : model.parameters()) {
            parameter.assign(Arrays.copyOfRange(values, at, at + parameter.size()));
            at += parameter.size();
        }
    }

    /** All entries in the model's order; 0 for parameters of which the gradient says nothing. */
    double[] gradient() {
        Gradient gradient = model.gradient(batch);
        return model.parameters().stream()
                .flatMapToDouble(p -> gradient.of(p)
                        .map(Arrays::stream)
                        .orElseGet(() -> DoubleStream.generate(() -> 0).limit(p.size())))
                .toArray();
    }

    /** The name of an entry of all parameters end to end. */
    String entryName(int index) {
        int at = index;
        for (Parameter parameter : model.parameters()) {
            if (at < parameter.size()) {
                return parameter.entryName(at);
            }
            at -= parameter.size();
        }
        throw new IllegalArgumentException("entry " + index + " of " + model.size());
    }
}
