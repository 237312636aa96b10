package io.github.backcheck.census;

import java.util.Arrays;

/**
 * How alike the targets of two samples are. Of classes, 1 where they are the same and 0 where not. Of numbers, the product
 * of their standardised ranks, mean over the outputs: above 0 where both are high or both are low, 0 on average.
 */
abstract class Likeness {

    private static final int MOST_OUTPUTS = 16;

    private Likeness() {}

    static Likeness of(Rows targets) {
        return switch (HotRows.of(targets).kind()) {
            case ONE_HOT, BROKEN_ONE_HOT, TWO_CLASSES -> new OfClasses(targets);
            case NEVER_CLEARED, SEVERAL_LABELS, NUMBERS, CONSTANT -> new OfNumbers(targets);
        };
    }

    abstract AgreementKind kind();

    abstract float of(int one, int other);

    /** How many of these samples have other targets than the most frequent ones. */
    static int varied(Rows targets) {
        RowIndex index = RowIndex.over(targets);
        int[] counts = new int[targets.count()];
        for (int s = 0; s < counts.length; s++) {
            counts[index.firstLike(s)]++;
        }
        return counts.length - Arrays.stream(counts).max().orElse(0);
    }

    private static final class OfClasses extends Likeness {
        private final int[] classes;

        OfClasses(Rows targets) {
            RowIndex index = RowIndex.over(targets);
            classes = new int[targets.count()];
            for (int s = 0; s < classes.length; s++) {
                classes[s] = index.firstLike(s);
            }
        }

        @Override
        AgreementKind kind() {
            return AgreementKind.SAME_CLASS;
        }

        @Override
        float of(int one, int other) {
            return classes[one] == classes[other] ? 1 : 0;
        }
    }

    private static final class OfNumbers extends Likeness {
        private final float[][] ranks;

        OfNumbers(Rows targets) {
            Columns columns = Columns.of(targets);
            int step = Math.max(1, targets.columns() / MOST_OUTPUTS);
            int[] outputs = new int[targets.columns()];
            int count = 0;
            for (int c = 0; c < targets.columns() && count < MOST_OUTPUTS; c += step) {
                if (columns.varies(c)) {
                    outputs[count++] = c;
                }
            }
            ranks = new float[targets.count()][count];
            for (int o = 0; o < count; o++) {
                rank(targets, outputs[o], o);
            }
        }

        private void rank(Rows targets, int output, int place) {
            double[] values = new double[ranks.length];
            for (int s = 0; s < values.length; s++) {
                values[s] = targets.row(s)[output] + 0.0;
            }
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double[] middles = new double[values.length];
            double squares = 0;
            for (int s = 0; s < values.length; s++) {
                middles[s] = below(sorted, values[s]) + upTo(sorted, values[s]) - sorted.length;
                squares += middles[s] * middles[s];
            }
            double deviation = Math.sqrt(squares / values.length);
            for (int s = 0; s < values.length; s++) {
                ranks[s][place] = (float) (middles[s] / deviation);
            }
        }

        private static int below(double[] sorted, double value) {
            int from = 0;
            int to = sorted.length;
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (sorted[middle] < value) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }

        private static int upTo(double[] sorted, double value) {
            return below(sorted, Math.nextUp(value));
        }

        @Override
        AgreementKind kind() {
            return AgreementKind.RANKS;
        }

        @Override
        float of(int one, int other) {
            float sum = 0;
            for (int o = 0; o < ranks[one].length; o++) {
                sum += ranks[one][o] * ranks[other][o];
            }
            return ranks[one].length == 0 ? 0 : sum / ranks[one].length;
        }
    }
}
