package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the error of a wrong gradient looks like. Each shape but {@link Irregular} reproduces every entry that was checked
 * within its interval; one that says where and not what reproduces those outside. Its text completes "the analytic
 * gradient is ...".
 */
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
     * @param readings what it may come from, in words; several where the sizes of the network do not tell them apart, none
     *     where nothing fits
     */
    record Factor(double factor, List<String> readings) implements ErrorShape {
        /**
         * Copies the list.
         *
         * @param factor the constant
         * @param readings what it may come from
         */
        public Factor {
            readings = List.copyOf(readings);
        }

        @Override
        public String toString() {
            return factor == -1
                    ? "the numeric gradient with its sign flipped"
                    : "the numeric gradient times " + Figures.precise(factor) + readAs(readings);
        }
    }

    /**
     * The penalty is right, and the rest of the analytic gradient is that of the numeric one times a constant.
     *
     * @param factor the constant
     * @param readings what it may come from
     */
    record FactorBesidePenalty(double factor, List<String> readings) implements ErrorShape {
        /**
         * Copies the list.
         *
         * @param factor the constant
         * @param readings what it may come from
         */
        public FactorBesidePenalty {
            readings = List.copyOf(readings);
        }

        @Override
        public String toString() {
            return "right in the penalty, and the rest is the numeric gradient "
                    + (factor == -1 ? "with its sign flipped" : "times " + Figures.precise(factor) + readAs(readings));
        }
    }

    /** The analytic gradient of a matrix holds the entries of the numeric one column by column. */
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
     * @param reading what that means for the penalty, in words
     */
    record AlongParameter(double factor, String reading) implements ErrorShape {
        @Override
        public String toString() {
            return "the numeric gradient plus " + Figures.precise(factor) + " times the parameter itself: " + reading;
        }
    }

    /**
     * The analytic gradient is a multiple of the parameter itself and has nothing to do with the data.
     *
     * @param factor analytic = factor · θ
     */
    record ParameterItself(double factor) implements ErrorShape {
        @Override
        public String toString() {
            return (factor == 1 ? "the parameter itself" : Figures.precise(factor) + " times the parameter itself")
                    + ", without anything of the numeric gradient";
        }
    }

    /**
     * The analytic gradient is too large by the same amount in every entry.
     *
     * @param offset analytic − numeric
     */
    record Offset(double offset) implements ErrorShape {
        @Override
        public String toString() {
            return "the numeric gradient plus " + Figures.precise(offset) + " in every entry";
        }
    }

    /**
     * Entries that are too large are cut off, all others are right.
     *
     * @param limit no entry of the analytic gradient is larger, whatever its sign
     */
    record Clipped(double limit) implements ErrorShape {
        @Override
        public String toString() {
            return "the numeric gradient with its entries cut off at " + Figures.precise(limit);
        }
    }

    /** An end of the batch. */
    enum BatchEnd {
        /** The first sample. */
        FIRST("first", "as if nothing were added after it", "as by a loop that starts one too late"),
        /** The last sample. */
        LAST("last", "as if each overwrote the one before (= for +=)", "as by a loop that ends one too early");

        private final String words;
        private final String alone;
        private final String missing;

        BatchEnd(String words, String alone, String missing) {
            this.words = words;
            this.alone = alone;
            this.missing = missing;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * The analytic gradient is that of a single sample of the batch.
     *
     * @param which of them
     * @param factor what the sample's own gradient is multiplied by: 1, or one over the batch size
     */
    record OneSample(BatchEnd which, double factor) implements ErrorShape {
        @Override
        public String toString() {
            return "that of the " + which + " sample alone" + divided(factor) + ": " + which.alone;
        }
    }

    /**
     * The analytic gradient is that of the batch without one sample.
     *
     * @param which is missing
     * @param factor what the sum over the others is multiplied by
     */
    record WithoutSample(BatchEnd which, double factor) implements ErrorShape {
        @Override
        public String toString() {
            return "the sum over all samples but the " + which + divided(factor) + ": " + which.missing;
        }
    }

    /** The answer to one call holds something of the calls before it. */
    enum EarlierCalls implements ErrorShape {
        /** Asked again, the answer is the sum of the first one and this batch's gradient. */
        ALL_ADDED_UP("the sum of this and all earlier calls: the accumulators are never set back to 0"),
        /** Asked again, the answer is twice this batch's gradient. */
        PREVIOUS_ADDED("the sum of this and the previous call: what the previous call left is added once more"),
        /** Asked again, the answer is right. */
        EARLIER(
                "what an earlier call left behind: asked again for the same batch, the program gives the right gradient");

        private final String words;

        EarlierCalls(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Each answer is this batch's gradient and a share of the answer before.
     *
     * @param share of the previous answer
     */
    record Momentum(double share) implements ErrorShape {
        @Override
        public String toString() {
            return "the numeric gradient plus " + Figures.precise(share)
                    + " times the answer of the call before, as with momentum inside the gradient";
        }
    }

    /**
     * Only some units, that is rows, are wrong.
     *
     * @param units from 0
     * @param within what it looks like in these rows
     */
    record Rows(List<Integer> units, ErrorShape within) implements ErrorShape {
        /**
         * Copies the list.
         *
         * @param units from 0
         * @param within what it looks like in these rows
         */
        public Rows {
            units = List.copyOf(units);
        }

        @Override
        public String toString() {
            return "wrong for " + some("unit", units) + " only" + where(within);
        }
    }

    /**
     * Only some inputs, that is columns, are wrong.
     *
     * @param inputs from 0
     * @param within what it looks like in these columns
     */
    record Columns(List<Integer> inputs, ErrorShape within) implements ErrorShape {
        /**
         * Copies the list.
         *
         * @param inputs from 0
         * @param within what it looks like in these columns
         */
        public Columns {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String toString() {
            return "wrong for " + some("input", inputs) + " only" + where(within);
        }
    }

    /**
     * Neighbouring units and neighbouring inputs.
     *
     * @param firstUnit from 0
     * @param lastUnit the last one that belongs to it
     * @param firstInput from 0
     * @param lastInput the last one that belongs to it
     */
    record Range(int firstUnit, int lastUnit, int firstInput, int lastInput) {
        boolean contains(int unit, int input) {
            return firstUnit <= unit && unit <= lastUnit && firstInput <= input && input <= lastInput;
        }

        /** As in {@code units 0 to 3 and input 2}. */
        @Override
        public String toString() {
            return some("unit", between(firstUnit, lastUnit)) + " and " + some("input", between(firstInput, lastInput));
        }

        private static List<Integer> between(int first, int last) {
            return IntStream.rangeClosed(first, last).boxed().toList();
        }
    }

    /**
     * Only a rectangle of the matrix is wrong.
     *
     * @param range the rectangle
     * @param within what it looks like there
     */
    record Block(Range range, ErrorShape within) implements ErrorShape {
        @Override
        public String toString() {
            return "wrong for " + range + " only" + where(within);
        }
    }

    /**
     * Only a rectangle of the matrix is right, as with the loop bounds of another matrix.
     *
     * @param range the rectangle
     * @param outside what it looks like elsewhere
     */
    record OutsideBlock(Range range, ErrorShape outside) implements ErrorShape {
        @Override
        public String toString() {
            return "right for " + range + " only, and elsewhere it is " + outside
                    + ", as by a loop with the bounds of another matrix";
        }
    }

    /** No simple pattern. */
    record Irregular() implements ErrorShape {
        @Override
        public String toString() {
            return "wrong in no simple pattern";
        }
    }

    private static String readAs(List<String> readings) {
        return readings.isEmpty() ? "" : ": " + String.join(", or ", readings);
    }

    private static String divided(double factor) {
        return factor == 1 ? "" : ", divided by " + Figures.precise(1 / factor);
    }

    private static String where(ErrorShape within) {
        return within instanceof Irregular ? "" : ", where it is " + within;
    }

    private static String some(String noun, List<Integer> indices) {
        return noun + (indices.size() == 1 ? " " : "s ") + Lists.indices(indices);
    }
}
