package io.github.backcheck.probe;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.Random;

/**
 * Sets parameters to something else. Networks whose units are all saturated or dead do not answer to small changes, so there
 * are moderate weights too, under which every healthy network answers. Whoever uses it restores a {@link ParameterSnapshot}.
 */
final class Movements {

    private Movements() {}

    /** Adds noise of a share of each parameter's size. */
    static void shake(Model model, double share, long seed) {
        Random random = new Random(seed);
        for (Parameter parameter : model.parameters()) {
            double size = share * size(parameter);
            double[] values = parameter.values();
            for (int i = 0; i < values.length; i++) {
                values[i] += size * random.nextGaussian();
            }
            parameter.assign(values);
        }
    }

    /** Draws every parameter anew, of a size under which few units saturate or die. */
    static void redraw(Model model, double size, long seed) {
        Random random = new Random(seed);
        for (Parameter parameter : model.parameters()) {
            redraw(parameter, size, random);
        }
    }

    /** Draws one parameter anew: normal, weights with standard deviation size / √inputs, biases with 0.3 size. */
    static void redraw(Parameter parameter, double size, Random random) {
        double deviation = size * moderate(parameter);
        double[] values = parameter.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = deviation * random.nextGaussian();
        }
        parameter.assign(values);
    }

    private static double moderate(Parameter parameter) {
        return parameter.role() == Parameter.Role.BIASES ? 0.3 : 1 / Math.sqrt(parameter.columns());
    }

    private static double size(Parameter parameter) {
        double squares = 0;
        for (double value : parameter.values()) {
            squares += Double.isFinite(value) ? value * value : 0;
        }
        return Math.max(Math.sqrt(squares / parameter.size()), 0.01 * moderate(parameter));
    }
}
