package io.github.backcheck.audit;

import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.Optional;

/** Updates by the sign of the gradient, and by gradients whose entries are cut off at a largest value. */
final class SignTheory implements Theory {

    private static final double EQUAL = 1e-6;

    /** The gradient, no entry beyond a limit. */
    private record Limited(double limit) implements Column {
        @Override
        public double value(Series series, int step, int entry) {
            return Math.max(-limit, Math.min(limit, series.gradient(step, entry)));
        }
    }

    /** Its sign. */
    private record Sign() implements Column {
        @Override
        public double value(Series series, int step, int entry) {
            return Math.signum(series.gradient(step, entry));
        }
    }

    @Override
    public Optional<Reading> explain(List<Series> parts, Expected expected) {
        // One entry that moves by the same each time may as well be a gradient that is shortened to a norm.
        boolean tells = parts.stream().anyMatch(series -> series.considered().length > 1);
        Optional<Reading> sign = LinearFit.of(parts, List.of(new Sign()))
                .filter(fit -> tells)
                .filter(LinearFit::reproduces)
                .map(SignTheory::readSign);
        return sign.isPresent() ? sign : limited(parts);
    }

    private static Reading readSign(LinearFit fit) {
        UpdateConstant rate = UpdateConstant.read("learning rate", -fit.of(new Sign()), fit.uncertainty(new Sign()));
        return new Reading.Draft()
                .constant(rate)
                .says("θ ← θ - " + Figures.precise(rate.value()) + " sign(g)")
                .defect("update-sign-of-gradient")
                .of(fit.residual());
    }

    /** Every entry whose change is the largest of all was cut off, so the smallest gradient among them is near the limit. */
    private static Optional<Reading> limited(List<Series> parts) {
        double largest = parts.stream().mapToDouble(SignTheory::largest).max().orElse(0);
        double rate = Double.NaN;
        int cut = 0;
        double longest = 0;
        for (Series series : parts) {
            for (int step = Term.MEMORY; step < series.steps(); step++) {
                for (int entry : series.considered()) {
                    double change = Math.abs(series.change(step, entry));
                    double g = Math.abs(series.gradient(step, entry));
                    if (change >= largest * (1 - EQUAL)) {
                        cut++;
                    } else if (g > longest) {
                        longest = g;
                        rate = change / g;
                    }
                }
            }
        }
        if (cut < 2 || !(rate > 0)) {
            return Optional.empty();
        }
        Limited column = new Limited(largest / rate);
        return LinearFit.of(parts, List.of(column))
                .filter(LinearFit::reproduces)
                .map(fit -> readLimited(fit, column));
    }

    private static double largest(Series series) {
        double largest = 0;
        for (int step = Term.MEMORY; step < series.steps(); step++) {
            largest = Math.max(largest, series.largestChange(step));
        }
        return largest;
    }

    private static Reading readLimited(LinearFit fit, Limited column) {
        UpdateConstant rate = UpdateConstant.read("learning rate", -fit.of(column), fit.uncertainty(column));
        UpdateConstant limit =
                UpdateConstant.read("largest entry of the gradient", column.limit(), EQUAL * column.limit());
        Reading.Draft draft = new Reading.Draft()
                .constant(rate)
                .constant(limit)
                .rate(rate.value())
                .says("θ ← θ - " + Figures.precise(rate.value()) + " g")
                .says("entries of g cut off at ± " + Figures.precise(limit.value()));
        if (rate.value() < 0) {
            draft.defect("update-ascent");
        }
        return draft.of(fit.residual());
    }
}
