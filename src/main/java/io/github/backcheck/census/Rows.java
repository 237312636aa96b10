package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import java.util.function.IntFunction;

/** The inputs or the targets of a batch, row by row. Each row is a copy, so that a whole data set is never held twice. */
final class Rows {

    private final int count;
    private final int columns;
    private final IntFunction<double[]> row;

    private Rows(int count, int columns, IntFunction<double[]> row) {
        this.count = count;
        this.columns = columns;
        this.row = row;
    }

    static Rows inputs(Batch data) {
        return new Rows(data.size(), data.inputCount(), data::input);
    }

    static Rows targets(Batch data) {
        return new Rows(data.size(), data.outputCount(), data::target);
    }

    /** The rows of one and then those of the other, of as many columns. */
    static Rows both(Rows first, Rows second) {
        return new Rows(
                first.count + second.count,
                first.columns,
                index -> index < first.count ? first.row(index) : second.row(index - first.count));
    }

    /** The square of each number. */
    Rows squared() {
        return new Rows(count, columns, index -> {
            double[] squares = row(index);
            for (int c = 0; c < columns; c++) {
                squares[c] *= squares[c];
            }
            return squares;
        });
    }

    /** Only some of the rows. */
    Rows select(int[] indices) {
        return new Rows(indices.length, columns, index -> row(indices[index]));
    }

    int count() {
        return count;
    }

    int columns() {
        return columns;
    }

    double[] row(int index) {
        return row.apply(index);
    }
}
