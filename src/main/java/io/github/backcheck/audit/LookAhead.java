package io.github.backcheck.audit;

import io.github.backcheck.model.Model;
import java.util.List;
import java.util.Optional;

/**
 * Nesterov's momentum as Sutskever, Martens, Dahl and Hinton 2013, eq. 3 and 4, write it first: the gradient is taken at
 * θ + μ v, where v is the last change. As μ is not known, it is read off with the gradient at θ, and again where that leads.
 */
final class LookAhead {

    private static final int ROUNDS = 25;
    private static final double SETTLED = 1e-12;

    private LookAhead() {}

    /** Series with gradients at the points ahead; empty if μ does not settle or does not explain the steps. */
    static Optional<List<Series>> of(Model model, List<TakenStep> taken, GradientOracle oracle, List<Series> plain) {
        List<Series> moving =
                plain.stream().filter(series -> !series.isWithinRounding()).toList();
        if (moving.isEmpty()) {
            return Optional.empty();
        }
        double momentum = 0;
        List<Series> now = moving;
        for (int round = 0; round < ROUNDS; round++) {
            Optional<LinearFit> fit = LinearFit.of(now, List.of(Term.GRADIENT, Term.PREVIOUS_CHANGE));
            if (fit.isEmpty() || !(Math.abs(fit.get().of(Term.PREVIOUS_CHANGE)) < 1)) {
                return Optional.empty();
            }
            double next = fit.get().of(Term.PREVIOUS_CHANGE);
            if (fit.get().reproduces() && Math.abs(next - momentum) <= 1e-6) {
                return Optional.of(SeriesBuilder.of(model, taken, ahead(taken, oracle, momentum)));
            }
            if (Math.abs(next - momentum) <= SETTLED) {
                return Optional.empty();
            }
            momentum = next;
            now = SeriesBuilder.of(model, taken, ahead(taken, oracle, momentum)).stream()
                    .filter(series -> !series.isWithinRounding())
                    .toList();
        }
        return Optional.empty();
    }

    private static double[][][] ahead(List<TakenStep> taken, GradientOracle oracle, double momentum) {
        double[][][] gradients = new double[taken.size()][][];
        for (int step = 0; step < gradients.length; step++) {
            double[][] point = Judge.copy(taken.get(step).before());
            for (int p = 0; step > 0 && p < point.length; p++) {
                double[] from = taken.get(step - 1).before()[p];
                double[] to = taken.get(step - 1).after()[p];
                for (int i = 0; i < from.length; i++) {
                    point[p][i] += momentum * (to[i] - from[i]);
                }
            }
            gradients[step] = oracle.at(point, taken.get(step).batch());
        }
        return gradients;
    }
}
