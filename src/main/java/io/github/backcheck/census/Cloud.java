package io.github.backcheck.census;

import java.util.Arrays;
import java.util.Random;

/**
 * Some samples as points: each feature that varies has mean 0 and variance 1 over them, and is cut off at three standard
 * deviations, so that neither a feature in thousands nor a rare pixel outweighs the others.
 */
final class Cloud {

    /** With more features, a random choice of them says as much about who is near whom. */
    private static final int MOST_FEATURES = 1000;

    private static final double CUT = 3;

    private final double[][] points;
    private final double[] squares;

    private Cloud(double[][] points) {
        this.points = points;
        squares = Arrays.stream(points).mapToDouble(point -> dot(point, point)).toArray();
    }

    static int[] features(Columns columns, Random random) {
        int[] live = new int[columns.count()];
        int count = 0;
        for (int c = 0; c < live.length; c++) {
            if (columns.varies(c) && columns.deviation(c) > 0) {
                live[count++] = c;
            }
        }
        int[] all = Arrays.copyOf(live, count);
        return Arrays.stream(Draw.some(MOST_FEATURES, count, random))
                .map(i -> all[i])
                .toArray();
    }

    static Cloud of(Rows rows, Columns columns, int[] features) {
        double[][] points = new double[rows.count()][features.length];
        for (int s = 0; s < points.length; s++) {
            double[] row = rows.row(s);
            for (int f = 0; f < features.length; f++) {
                double deviation = columns.deviation(features[f]);
                double place = deviation > 0 ? (row[features[f]] - columns.mean(features[f])) / deviation : 0;
                points[s][f] = Math.max(-CUT, Math.min(CUT, place));
            }
        }
        return new Cloud(points);
    }

    /** The nearest points to each point, itself left out. */
    int[][] neighbours(int count) {
        double[][] distances = new double[points.length][points.length];
        for (int q = 0; q < points.length; q++) {
            distances[q][q] = Double.POSITIVE_INFINITY;
            for (int p = 0; p < q; p++) {
                double twice = 2 * dot(points[p], points[q]);
                distances[q][p] = squares[p] - twice;
                distances[p][q] = squares[q] - twice;
            }
        }
        return Arrays.stream(distances).map(row -> smallest(row, count)).toArray(int[][]::new);
    }

    /** The points nearest to each point of another cloud. */
    int[][] neighbours(Cloud others, int count) {
        int[][] nearest = new int[others.points.length][];
        for (int q = 0; q < nearest.length; q++) {
            double[] distances = new double[points.length];
            for (int p = 0; p < points.length; p++) {
                distances[p] = squares[p] - 2 * dot(points[p], others.points[q]);
            }
            nearest[q] = smallest(distances, count);
        }
        return nearest;
    }

    private static int[] smallest(double[] distances, int count) {
        int[] nearest = new int[count];
        int held = 0;
        for (int p = 0; p < distances.length; p++) {
            int place = held;
            while (place > 0 && distances[nearest[place - 1]] > distances[p]) {
                if (place < count) {
                    nearest[place] = nearest[place - 1];
                }
                place--;
            }
            if (place < count) {
                nearest[place] = p;
                held = Math.min(count, held + 1);
            }
        }
        return nearest;
    }

    /** Four sums, since each addition would wait for the one before. */
    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
