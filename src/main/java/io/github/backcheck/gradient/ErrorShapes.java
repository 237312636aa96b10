package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Finds the simplest pattern that reproduces every checked entry of a wrong gradient within its uncertainty. */
final class ErrorShapes {

    /** One constant fits one entry; this many make a pattern. A whole parameter of fewer entries is judged by itself. */
    private static final int ENTRIES_FOR_PATTERN = 2;

    /** An integer, or one over an integer, is taken for the factor if it is this near and reproduces the entries as well. */
    private static final double NEARLY = 0.01;

    private final Parameter parameter;
    private final double[] analytic;
    private final Estimate numeric;
    private final Comparison comparison;
    private final int[] checked;

    ErrorShapes(Parameter parameter, double[] analytic, Estimate numeric, Comparison comparison) {
        this.parameter = parameter;
        this.analytic = analytic;
        this.numeric = numeric;
        this.comparison = comparison;
        this.checked =
                IntStream.range(0, analytic.length).filter(numeric::isChecked).toArray();
    }

    ErrorShape find() {
        if (reproduced(entry -> 0, 0)) {
            return new ErrorShape.Zero();
        }
        return factor().or(this::transposed)
                .or(this::alongParameter)
                .or(this::rowsOrColumns)
                .orElseGet(ErrorShape.Irregular::new);
    }

    private boolean reproduced(IntToDoubleFunction pattern, double slack) {
        for (int entry : checked) {
            double allowed = slack * comparison.allowed(entry);
            if (!(Math.abs(analytic[entry] - pattern.applyAsDouble(entry)) <= allowed)) {
                return false;
            }
        }
        return true;
    }

    /** Least squares for analytic = base + c · pattern. */
    private double fit(IntToDoubleFunction base, IntToDoubleFunction pattern) {
        double products = 0;
        double squares = 0;
        for (int entry : checked) {
            double p = pattern.applyAsDouble(entry);
            products += (analytic[entry] - base.applyAsDouble(entry)) * p;
            squares += p * p;
        }
        return products / squares;
    }

    private Optional<ErrorShape> factor() {
        double fitted = fit(entry -> 0, numeric::value);
        if (!Double.isFinite(fitted) || fitted == 0 || informative() < Math.min(ENTRIES_FOR_PATTERN, analytic.length)) {
            return Optional.empty();
        }
        return DoubleStream.of(Math.rint(fitted), 1 / Math.rint(1 / fitted), fitted)
                .filter(factor -> Math.abs(factor / fitted - 1) < NEARLY)
                .filter(factor -> reproduced(entry -> factor * numeric.value(entry), 2 * (1 + Math.abs(factor))))
                .boxed()
                .findFirst()
                // Nearly the numeric gradient itself: a few entries are wrong, and not all by a factor.
                .filter(factor -> factor != 1)
                .map(ErrorShape.Factor::new);
    }

    private int informative() {
        int count = 0;
        for (int entry : checked) {
            count += Math.abs(numeric.value(entry)) > 10 * comparison.allowed(entry) ? 1 : 0;
        }
        return count;
    }

    private Optional<ErrorShape> transposed() {
        int n = parameter.rows();
        boolean square = n == parameter.columns() && n > 1 && numeric.isComplete();
        return square && reproduced(entry -> numeric.value(entry % n * n + entry / n), 2)
                ? Optional.of(new ErrorShape.Transposed())
                : Optional.empty();
    }

    private Optional<ErrorShape> alongParameter() {
        double[] theta = parameter.values();
        double fitted = fit(numeric::value, entry -> theta[entry]);
        if (!Double.isFinite(fitted) || checked.length < ENTRIES_FOR_PATTERN) {
            return Optional.empty();
        }
        return reproduced(entry -> numeric.value(entry) + fitted * theta[entry], 2)
                ? Optional.of(new ErrorShape.AlongParameter(fitted))
                : Optional.empty();
    }

    /** At most half of the rows, or else at most half of the columns, while all others agree. */
    private Optional<ErrorShape> rowsOrColumns() {
        TreeSet<Integer> rows = new TreeSet<>();
        TreeSet<Integer> columns = new TreeSet<>();
        for (int entry : checked) {
            if (comparison.verdict(entry) == Verdict.DISAGREES) {
                rows.add(entry / parameter.columns());
                columns.add(entry % parameter.columns());
            }
        }
        List<ErrorShape> fitting = new ArrayList<>();
        if (2 * rows.size() <= parameter.rows()) {
            fitting.add(new ErrorShape.Rows(List.copyOf(rows)));
        }
        if (2 * columns.size() <= parameter.columns()) {
            boolean fewer = columns.size() < rows.size();
            fitting.add(fewer ? 0 : fitting.size(), new ErrorShape.Columns(List.copyOf(columns)));
        }
        return fitting.stream().findFirst();
    }
}
