package io.github.backcheck.audit;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Parameter.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Explains a parameter by a gradient that belongs elsewhere: to another parameter, or to other entries. */
final class MovedGradients {

    private final Series series;
    private final List<Series> all;

    MovedGradients(Series series, List<Series> all) {
        this.series = series;
        this.all = all;
    }

    Optional<Reading> explain(Function<List<Series>, Optional<Reading>> solver) {
        return tied(solver).or(() -> transposed(solver)).or(() -> ofAnother(solver));
    }

    private Optional<Reading> tied(Function<List<Series>, Optional<Reading>> solver) {
        if (series.entries() < 2 || !movesAsOne()) {
            return Optional.empty();
        }
        Optional<Reading> reading = solver.apply(List.of(series.withGradient(means())));
        String how = ", with the mean of g over all entries";
        return series.parameter().role() == Role.BIASES
                ? reading.map(found -> found.named(how, List.of("biases-tied")))
                : reading.map(found -> found.saying(how).withProblem("all entries move by the same amount"));
    }

    private boolean movesAsOne() {
        for (int step = 0; step < series.steps(); step++) {
            for (int entry = 1; entry < series.entries(); entry++) {
                double gap = Math.abs(series.change(step, entry) - series.change(step, 0));
                if (!(gap <= series.rounding(step, entry) + series.rounding(step, 0))) {
                    return false;
                }
            }
        }
        return true;
    }

    private double[][] means() {
        double[][] means = new double[series.steps()][series.entries()];
        for (int step = 0; step < means.length; step++) {
            Arrays.fill(
                    means[step], Arrays.stream(series.gradients(step)).average().orElseThrow());
        }
        return means;
    }

    private Optional<Reading> transposed(Function<List<Series>, Optional<Reading>> solver) {
        Parameter parameter = series.parameter();
        int n = parameter.rows();
        if (n != parameter.columns() || n < 2) {
            return Optional.empty();
        }
        double[][] turned = new double[series.steps()][series.entries()];
        for (int step = 0; step < turned.length; step++) {
            for (int entry = 0; entry < turned[step].length; entry++) {
                turned[step][entry] = series.gradient(step, entry % n * n + entry / n);
            }
        }
        return solver.apply(List.of(series.withGradient(turned)))
                .map(found -> found.named(", with g transposed", List.of("update-transposed")));
    }

    private Optional<Reading> ofAnother(Function<List<Series>, Optional<Reading>> solver) {
        for (Series other : all) {
            boolean sameShape = other.parameter().rows() == series.parameter().rows()
                    && other.parameter().columns() == series.parameter().columns();
            if (other.parameter() != series.parameter() && sameShape && other.hasGradient()) {
                double[][] theirs = new double[series.steps()][];
                for (int step = 0; step < theirs.length; step++) {
                    theirs[step] = other.gradients(step);
                }
                Optional<Reading> reading = solver.apply(List.of(series.withGradient(theirs)));
                if (reading.isPresent()) {
                    return reading.map(found -> found.named(
                            ", with the g of " + other.parameter().name(), List.of("layer-gradient-of-another")));
                }
            }
        }
        return Optional.empty();
    }
}
