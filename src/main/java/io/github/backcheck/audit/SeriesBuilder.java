package io.github.backcheck.audit;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sorts steps by parameter and asks for the gradients that belong to them. */
final class SeriesBuilder {

    private SeriesBuilder() {}

    /** One series per parameter. Ends before the first step in which a number is not finite. */
    static List<Series> of(Model model, List<TakenStep> taken, GradientOracle oracle) {
        return of(model, taken, gradients(taken, oracle));
    }

    private static double[][][] gradients(List<TakenStep> taken, GradientOracle oracle) {
        double[][][] gradients = new double[taken.size()][][];
        for (int step = 0; step < gradients.length; step++) {
            if (!isFinite(taken.get(step).before())) {
                return Arrays.copyOf(gradients, step);
            }
            gradients[step] =
                    oracle.at(taken.get(step).before(), taken.get(step).batch());
        }
        return gradients;
    }

    /** With gradients that are known: steps x parameters x entries. */
    static List<Series> of(Model model, List<TakenStep> taken, double[][][] gradients) {
        int steps = 0;
        while (steps < gradients.length
                && isFinite(gradients[steps])
                && isFinite(taken.get(steps).after())) {
            steps++;
        }
        List<Series> all = new ArrayList<>();
        for (int p = 0; p < model.parameters().size(); p++) {
            Parameter parameter = model.parameters().get(p);
            double[][] theta = new double[steps][];
            double[][] change = new double[steps][];
            double[][] gradient = new double[steps][];
            for (int step = 0; step < steps; step++) {
                theta[step] = taken.get(step).before()[p];
                change[step] = minus(taken.get(step).after()[p], theta[step]);
                gradient[step] = gradients[step][p];
            }
            all.add(new Series(parameter, theta, change, gradient));
        }
        return all;
    }

    private static double[] minus(double[] one, double[] other) {
        double[] difference = one.clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= other[i];
        }
        return difference;
    }

    private static boolean isFinite(double[][] all) {
        for (double[] values : all) {
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
