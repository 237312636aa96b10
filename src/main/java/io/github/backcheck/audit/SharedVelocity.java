package io.github.backcheck.audit;

import io.github.backcheck.model.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Two parameters of one shape with one velocity between them. The steps of the one and the other, taken in turn, are then those
 * of a single parameter with momentum: v ← μ v + g₁, θ₁ ← θ₁ − η v, v ← μ v + g₂, θ₂ ← θ₂ − η v.
 */
final class SharedVelocity {

    private static final String DEFECT = "layers-share-one-velocity";

    private final Series first;
    private final Series second;

    private SharedVelocity(Series first, Series second) {
        this.first = first;
        this.second = second;
    }

    /** Whoever comes first in a step, if their steps in turn follow a rule that those of one alone do not. */
    static Optional<Reading> of(Series one, Series other, Function<List<Series>, Optional<Reading>> solver) {
        Parameter here = one.parameter();
        Parameter there = other.parameter();
        if (here.rows() != there.rows() || here.columns() != there.columns() || one.steps() != other.steps()) {
            return Optional.empty();
        }
        return new SharedVelocity(one, other).read(solver).or(() -> new SharedVelocity(other, one).read(solver));
    }

    private Optional<Reading> read(Function<List<Series>, Optional<Reading>> solver) {
        Series inTurn = new Series(
                first.parameter(),
                inTurn((series, step) -> row(series, entry -> series.theta(step, entry))),
                inTurn((series, step) -> row(series, entry -> series.change(step, entry))),
                inTurn(Series::gradients));
        String names = first.parameter().name() + " and " + second.parameter().name();
        return solver.apply(List.of(inTurn))
                .filter(Reading::isRight)
                .map(reading -> reading.named(", one velocity for " + names, List.of(DEFECT)));
    }

    private interface Row {
        double[] of(Series series, int step);
    }

    private interface Entry {
        double of(int entry);
    }

    private double[][] inTurn(Row row) {
        double[][] rows = new double[2 * first.steps()][];
        for (int step = 0; step < first.steps(); step++) {
            rows[2 * step] = row.of(first, step);
            rows[2 * step + 1] = row.of(second, step);
        }
        return rows;
    }

    private static double[] row(Series series, Entry entry) {
        double[] row = new double[series.entries()];
        for (int i = 0; i < row.length; i++) {
            row[i] = entry.of(i);
        }
        return row;
    }
}
