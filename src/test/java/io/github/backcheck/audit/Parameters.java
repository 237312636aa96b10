package io.github.backcheck.audit;

import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Storage;

/** Parameters and gradients of models as other models see them. */
final class Parameters {

    private static final double NORM = 0.05;

    private Parameters() {}

    /** A parameter as the storage of another. */
    static Storage storage(Parameter parameter) {
        int columns = parameter.columns();
        return Storage.entries(
                parameter.rows(),
                columns,
                (i, j) -> parameter.get(i * columns + j),
                (i, j, value) -> parameter.set(i * columns + j, value));
    }

    /** The gradient of a model, shortened to a norm where it is longer. */
    static Gradient clipped(Model model, Gradient gradient) {
        double squares = 0;
        for (Parameter parameter : model.parameters()) {
            double[] values = gradient.of(parameter).orElseThrow();
            squares += Vectors.dot(values, values);
        }
        double factor = Math.min(1, NORM / Math.sqrt(squares));
        Gradient clipped = null;
        for (Parameter parameter : model.parameters()) {
            double[] values = gradient.of(parameter).orElseThrow();
            double[] scaled = Vectors.sum(new double[values.length], factor, values);
            Storage part = Storage.flat(scaled, 0, parameter.rows(), parameter.columns());
            clipped = clipped == null ? Gradient.of(parameter.name(), part) : clipped.and(parameter.name(), part);
        }
        return clipped;
    }
}
