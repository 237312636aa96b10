package io.github.backcheck.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The values that all parameters of a model had at one moment, and the promise to put them back bit for bit.
 *
 * <pre>{@code
 * try (ParameterSnapshot before = model.snapshot()) {
 *     model.trainStep(batch);
 * } // the parameters are what they were
 * }</pre>
 */
public final class ParameterSnapshot implements AutoCloseable {

    private final List<Parameter> parameters;
    private final List<double[]> values = new ArrayList<>();

    ParameterSnapshot(List<Parameter> parameters) {
        this.parameters = parameters;
        parameters.forEach(parameter -> values.add(parameter.values()));
    }

    /**
     * The parameters whose values are no longer, bit for bit, those of the snapshot.
     *
     * @return their present selves, in the model's order; empty if nothing changed
     */
    public List<Parameter> changed() {
        List<Parameter> changed = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (!sameBits(parameters.get(i).values(), values.get(i))) {
                changed.add(parameters.get(i));
            }
        }
        return List.copyOf(changed);
    }

    private static boolean sameBits(double[] now, double[] then) {
        for (int i = 0; i < then.length; i++) {
            if (Double.doubleToRawLongBits(now[i]) != Double.doubleToRawLongBits(then[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Puts every value back. Parameters that did not change are not written. Where the program throws while one parameter is
     * put back, the others are put back nevertheless, and the first exception is thrown then.
     */
    public void restore() {
        RuntimeException failure = null;
        for (int i = 0; i < parameters.size(); i++) {
            try {
                if (!sameBits(parameters.get(i).values(), values.get(i))) {
                    parameters.get(i).assign(values.get(i));
                }
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The same as {@link #restore()}. */
    @Override
    public void close() {
        restore();
    }
}
