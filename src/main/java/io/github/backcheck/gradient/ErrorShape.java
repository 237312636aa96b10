package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.stream.Collectors;

/** What the error of a wrong gradient looks like. Each pattern but the last reproduces every entry that was checked. */
public sealed interface ErrorShape {

    /** The analytic gradient is exactly 0 everywhere, the numeric one is not. */
    record Zero() implements ErrorShape {
        @Override
        public String toString() {
            return "exactly zero in every entry";
        }
    }

    /**
     * The analytic gradient is the numeric one times a constant.
     *
     * @param factor the constant, below 0 for a flipped sign
     */
    record Factor(double factor) implements ErrorShape {
        @Override
        public String toString() {
            return factor == -1
                    ? "the numeric gradient with its sign flipped"
                    : "the numeric gradient times " + Figures.precise(factor);
        }
    }

    /** The analytic gradient of a square matrix is the numeric one with rows and columns exchanged. */
    record Transposed() implements ErrorShape {
        @Override
        public String toString() {
            return "the numeric gradient with rows and columns exchanged";
        }
    }

    /**
     * The difference is a multiple of the parameter itself, as with a penalty that only one side has.
     *
     * @param factor analytic − numeric = factor · θ
     */
    record AlongParameter(double factor) implements ErrorShape {
        @Override
        public String toString() {
            return "the numeric gradient plus " + Figures.precise(factor)
                    + " times the parameter itself: a penalty that is "
                    + (factor > 0
                            ? "in the gradient but not, or less, in the loss"
                            : "in the loss but not, or less, or with the wrong sign, in the gradient");
        }
    }

    /**
     * Only some rows, that is units, are wrong.
     *
     * @param rows from 0
     */
    record Rows(List<Integer> rows) implements ErrorShape {
        /**
         * Copies the list.
         *
         * @param rows from 0
         */
        public Rows {
            rows = List.copyOf(rows);
        }

        @Override
        public String toString() {
            return "wrong in " + some("row", rows) + " only";
        }
    }

    /**
     * Only some columns, that is inputs, are wrong.
     *
     * @param columns from 0
     */
    record Columns(List<Integer> columns) implements ErrorShape {
        /**
         * Copies the list.
         *
         * @param columns from 0
         */
        public Columns {
            columns = List.copyOf(columns);
        }

        @Override
        public String toString() {
            return "wrong in " + some("column", columns) + " only";
        }
    }

    /** No simple pattern. */
    record Irregular() implements ErrorShape {
        @Override
        public String toString() {
            return "wrong in no simple pattern";
        }
    }

    private static String some(String noun, List<Integer> indices) {
        int shown = 8;
        return noun
                + (indices.size() == 1 ? " " : "s ")
                + indices.stream().limit(shown).map(String::valueOf).collect(Collectors.joining(", "))
                + (indices.size() > shown ? " and " + (indices.size() - shown) + " more" : "");
    }
}
