package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The entries of a parameter that kept their value, bit for bit: in the first eight comparisons, every fourth later one, and
 * when the report was made. A weight that moved and came back bit for bit in between was not seen to move.
 *
 * @param entries how many
 * @param rows the rows of which no entry changed, ascending
 * @param columns the columns of which no entry changed, ascending
 */
public record Untouched(int entries, List<Integer> rows, List<Integer> columns) {

    /**
     * Copies the lists.
     *
     * @param entries kept as it is
     * @param rows copied
     * @param columns copied
     */
    public Untouched {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /** What was left when the entries in a set, numbered row by row, changed. */
    static Untouched of(BitSet changed, Shape shape) {
        int columns = shape.columns();
        List<Integer> untouchedRows = IntStream.range(0, shape.rows())
                .filter(row -> changed.get(row * columns, (row + 1) * columns).isEmpty())
                .boxed()
                .toList();
        BitSet changedColumns = new BitSet(columns);
        changed.stream().forEach(entry -> changedColumns.set(entry % columns));
        List<Integer> untouchedColumns = IntStream.range(0, columns)
                .filter(column -> !changedColumns.get(column))
                .boxed()
                .toList();
        return new Untouched(shape.size() - changed.cardinality(), untouchedRows, untouchedColumns);
    }

    static Untouched none() {
        return new Untouched(0, List.of(), List.of());
    }

    /** As in {@code 90 entries never changed (rows: none, columns: 0, 32, 39)}. */
    @Override
    public String toString() {
        return (entries == 1 ? "1 entry" : Figures.count(entries) + " entries") + " never changed (rows: "
                + Lists.indices(rows) + "; columns: " + Lists.indices(columns) + ")";
    }
}
