package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import java.util.Optional;
import java.util.function.Function;

/**
 * The gradient that a function gives at the program's present parameters: the program's own, or one that the caller trusts.
 * Where the program adds to sums that it never sets back, two calls in a row differ by the gradient of one.
 */
final class HandedOutGradient implements GradientOracle {

    private static final String ADDS_UP = ", whose sums are never reset, by differences of two calls";

    private final Model model;
    private final Function<Batch, Gradient> function;
    private final String source;
    private final boolean addsUp;

    private HandedOutGradient(Model model, Function<Batch, Gradient> function, String source, boolean addsUp) {
        this.model = model;
        this.function = function;
        this.source = source;
        this.addsUp = addsUp;
    }

    /**
     * Asks three times on one batch.
     *
     * @return empty if the answers differ by more than a sum that grows evenly
     */
    static Optional<GradientOracle> of(Model model, Function<Batch, Gradient> function, String source, Batch batch) {
        StepTaker taker = new StepTaker(model);
        double[][] start = taker.present();
        double[][][] answers = new double[3][][];
        for (int call = 0; call < answers.length; call++) {
            taker.assign(start);
            answers[call] = flatten(model, function.apply(batch));
        }
        boolean single = model.parameters().stream().anyMatch(p -> p.precision() == Precision.SINGLE);
        double allowed = single ? 1e-4 : 1e-9;
        if (Gap.largest(answers[1], answers[0]) <= allowed && Gap.largest(answers[2], answers[1]) <= allowed) {
            return Optional.of(new HandedOutGradient(model, function, source, false));
        }
        double[][] first = minus(answers[1], answers[0]);
        double[][] second = minus(answers[2], answers[1]);
        return Gap.largest(first, second) <= 10 * allowed
                ? Optional.of(new HandedOutGradient(model, function, source + ADDS_UP, true))
                : Optional.empty();
    }

    /** Whether a source is one of sums that are never set back. */
    static boolean addsUp(String source) {
        return source.endsWith(ADDS_UP);
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public double[][] at(double[][] parameters, Batch batch) {
        double[][] first = call(parameters, batch);
        return addsUp ? minus(call(parameters, batch), first) : first;
    }

    private double[][] call(double[][] parameters, Batch batch) {
        new StepTaker(model).assign(parameters);
        return flatten(model, function.apply(batch));
    }

    private static double[][] flatten(Model model, Gradient gradient) {
        return model.parameters().stream()
                .map((Parameter parameter) -> gradient.of(parameter).orElse(new double[0]))
                .toArray(double[][]::new);
    }

    private static double[][] minus(double[][] one, double[][] other) {
        double[][] difference = new double[one.length][];
        for (int p = 0; p < one.length; p++) {
            difference[p] = one[p].clone();
            for (int i = 0; i < difference[p].length; i++) {
                difference[p][i] -= other[p][i];
            }
        }
        return difference;
    }

    /** Relative differences of gradients. */
    private static final class Gap {

        private Gap() {}

        /** Relative to the largest entry of each parameter; the largest over all. */
        static double largest(double[][] one, double[][] other) {
            double worst = 0;
            for (int p = 0; p < one.length; p++) {
                double scale = 0;
                double gap = 0;
                for (int i = 0; i < one[p].length; i++) {
                    scale = Math.max(scale, Math.max(Math.abs(one[p][i]), Math.abs(other[p][i])));
                    gap = Math.max(gap, Math.abs(one[p][i] - other[p][i]));
                }
                worst = scale > 0 ? Math.max(worst, gap / scale) : worst;
            }
            return worst;
        }
    }
}
