package io.github.backcheck.gradient;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Some neighbouring rows and columns of a parameter, with the gap that its entries make along a direction.
 *
 * @param rows which rows
 * @param columns which columns
 * @param width columns of the whole parameter
 * @param gap numeric − analytic slope along that part of the direction
 * @param centre where the gap comes from on average; empty where that was not measured
 */
record Block(Span rows, Span columns, int width, Gap gap, Optional<Centre> centre) {

    /** From the first to before the end. */
    record Span(int first, int end) {
        int length() {
            return end - first;
        }

        boolean contains(int index) {
            return first <= index && index < end;
        }

        Span half() {
            return new Span(first, first + length() / 2);
        }

        Span otherHalf() {
            return new Span(first + length() / 2, end);
        }

        /** A ramp that ends with 1. */
        double ramp(int index) {
            return (index - first + 1.0) / length();
        }

        /** The indices near a place; all where there is none, because several make the gap. */
        Span near(Place place) {
            int from = (int) Math.ceil(Math.max(first, place.index - place.error));
            int to = (int) Math.floor(Math.min(end - 1.0, place.index + place.error));
            return from <= to ? new Span(from, to + 1) : this;
        }
    }

    /** A row or column, not always a whole number, and how far it may be off. */
    record Place(double index, double error) {
        /** @param weighted the gap along the direction weighted by the ramp */
        static Place of(Span span, Gap gap, Gap weighted) {
            double share = weighted.value() / gap.value();
            double error = (weighted.uncertainty() + Math.abs(share) * gap.uncertainty()) / Math.abs(gap.value());
            return new Place(span.first + share * span.length() - 1, span.length() * error);
        }

        boolean isWithin(double indices) {
            return error < indices;
        }
    }

    /** The mean row and column of a gap. */
    record Centre(Place row, Place column) {
        /** Measuring it again in a smaller block would not tell more. */
        boolean isSharp() {
            return row.isWithin(0.5) && column.isWithin(0.5);
        }

        /** Several wrong entries will hardly have a whole row and column as theirs by chance. */
        boolean isExact() {
            return row.isWithin(0.05) && column.isWithin(0.05);
        }
    }

    int size() {
        return rows.length() * columns.length();
    }

    int first() {
        return rows.first * width + columns.first;
    }

    IntStream entries() {
        return IntStream.range(0, size()).map(this::entry);
    }

    /** The entry of the parameter that is this one of the block. */
    int entry(int within) {
        return (rows.first + within / columns.length()) * width + columns.first + within % columns.length();
    }

    boolean contains(int entry) {
        return rows.contains(entry / width) && columns.contains(entry % width);
    }

    /** The part in which a single wrong entry, row or column would have such a centre. */
    Block around(Centre known) {
        return new Block(rows.near(known.row), columns.near(known.column), width, gap, Optional.empty());
    }

    /** Cut across the longer side. */
    List<Block> halves() {
        return rows.length() > columns.length()
                ? List.of(part(rows.half(), columns), part(rows.otherHalf(), columns))
                : List.of(part(rows, columns.half()), part(rows, columns.otherHalf()));
    }

    private Block part(Span someRows, Span someColumns) {
        return new Block(someRows, someColumns, width, gap, centre);
    }

    Block with(Gap measured) {
        return new Block(rows, columns, width, measured, centre);
    }

    Block with(Optional<Centre> known) {
        return new Block(rows, columns, width, gap, known);
    }
}
