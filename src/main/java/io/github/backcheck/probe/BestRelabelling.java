package io.github.backcheck.probe;

import io.github.backcheck.probe.EvaluationReport.Relabelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The exchange of classes under which most predictions are right: an assignment problem, solved by successive shortest
 * augmenting paths with potentials (Kuhn 1955; Tomizawa 1971).
 */
final class BestRelabelling {

    private BestRelabelling() {}

    /** The best exchange for counts of samples of class k (row) that are predicted as class m (column). */
    static Relabelling of(int[][] confusion) {
        int classes = confusion.length;
        int[] assigned = assign(confusion);
        int samples = Arrays.stream(confusion).flatMapToInt(Arrays::stream).sum();
        int before = 0;
        int after = 0;
        List<Integer> predictedAs = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            before += confusion[k][k];
            after += confusion[k][assigned[k]];
            predictedAs.add(assigned[k]);
        }
        return new Relabelling(predictedAs, (double) before / samples, (double) after / samples, shift(predictedAs));
    }

    private static int shift(List<Integer> predictedAs) {
        int classes = predictedAs.size();
        int shift = predictedAs.get(0);
        for (int k = 0; k < classes; k++) {
            if (predictedAs.get(k) != (k + shift) % classes) {
                return 0;
            }
        }
        return shift;
    }

    /** Columns for rows, largest sum. Row and column 0 of the arrays inside stand for "not assigned yet". */
    private static int[] assign(int[][] gain) {
        int n = gain.length;
        long[] ofRow = new long[n + 1];
        long[] ofColumn = new long[n + 1];
        int[] rowOf = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            rowOf[0] = row;
            long[] shortest = new long[n + 1];
            Arrays.fill(shortest, Long.MAX_VALUE);
            int[] from = new int[n + 1];
            boolean[] done = new boolean[n + 1];
            int column = 0;
            while (rowOf[column] != 0) {
                done[column] = true;
                int next = 0;
                for (int j = 1; j <= n; j++) {
                    if (!done[j]) {
                        long cost = -gain[rowOf[column] - 1][j - 1] - ofRow[rowOf[column]] - ofColumn[j];
                        if (cost < shortest[j]) {
                            shortest[j] = cost;
                            from[j] = column;
                        }
                        next = next == 0 || shortest[j] < shortest[next] ? j : next;
                    }
                }
                long step = shortest[next];
                for (int j = 0; j <= n; j++) {
                    if (done[j]) {
                        ofRow[rowOf[j]] += step;
                        ofColumn[j] -= step;
                    } else if (j > 0 && shortest[j] != Long.MAX_VALUE) {
                        shortest[j] -= step;
                    }
                }
                column = next;
            }
            while (column != 0) {
                rowOf[column] = rowOf[from[column]];
                column = from[column];
            }
        }
        int[] columnOf = new int[n];
        for (int j = 1; j <= n; j++) {
            columnOf[rowOf[j] - 1] = j - 1;
        }
        return columnOf;
    }
}
