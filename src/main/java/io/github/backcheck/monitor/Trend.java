package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether numbers go up or down, and how surely. The slope is the median of the slopes between all pairs (Theil 1950; Sen
 * 1968, J. Am. Stat. Assoc. 63, 1379-1389, eq. 2.9), the significance that of Mann's test (Mann 1945, Econometrica 13,
 * 245-259) with the normal approximation, the continuity correction and the variance for ties of Kendall, <i>Rank
 * Correlation Methods</i>, chapters 3 and 4. Both are indifferent to outliers. The test supposes that without a trend every
 * order of the numbers is as likely as any other.
 *
 * @param slope per step, below 0 if the numbers fall
 * @param pValue how often numbers without any trend would look at least as much like one, from 0 to 1
 * @param points how many numbers there are
 */
public record Trend(double slope, double pValue, int points) {

    /** A trend is believed below this p-value: one in a hundred. */
    public static final double SIGNIFICANT = 0.01;

    /** With fewer numbers not even a perfect order is significant enough to build upon. */
    public static final int FEWEST_POINTS = 8;

    /** The trend of means over equally many losses each. */
    static Trend of(List<LossSegment> segments) {
        List<Double> slopes = new ArrayList<>();
        long concordance = 0;
        for (int i = 0; i < segments.size(); i++) {
            for (int j = i + 1; j < segments.size(); j++) {
                double rise = segments.get(j).mean() - segments.get(i).mean();
                slopes.add(rise / (segments.get(j).middle() - segments.get(i).middle()));
                concordance += (long) Math.signum(rise);
            }
        }
        double slope =
                Median.of(slopes.stream().mapToDouble(Double::doubleValue)).orElse(Double.NaN);
        return new Trend(slope, pValue(concordance, variance(segments)), segments.size());
    }

    /** Without ties n (n − 1) (2n + 5) / 18. */
    private static double variance(List<LossSegment> segments) {
        double[] sorted =
                segments.stream().mapToDouble(LossSegment::mean).sorted().toArray();
        double variance = term(sorted.length);
        int first = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[first]) {
                variance -= term(i - first);
                first = i;
            }
        }
        return variance;
    }

    private static double term(int n) {
        return n * (n - 1.0) * (2 * n + 5) / 18;
    }

    private static double pValue(long concordance, double variance) {
        if (concordance == 0 || !(variance > 0)) {
            return 1;
        }
        double z = (Math.abs(concordance) - 1) / Math.sqrt(variance);
        return 2 * upperTail(z);
    }

    /**
     * The share of a normal distribution beyond z ≥ 0, by the continued fraction of Laplace (Abramowitz and Stegun 26.2.14)
     * where it converges quickly and by the series 26.2.10 elsewhere.
     */
    private static double upperTail(double z) {
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z < 2) {
            double term = z;
            double sum = z;
            for (int n = 1; n < 40; n++) {
                term *= z * z / (2 * n + 1);
                sum += term;
            }
            return 0.5 - density * sum;
        }
        double fraction = z;
        for (int n = 60; n >= 1; n--) {
            fraction = z + n / fraction;
        }
        return density / fraction;
    }

    /**
     * Whether the numbers fall, beyond what chance does.
     *
     * @return true if the slope is below 0 and the p-value below {@link #SIGNIFICANT}
     */
    public boolean falls() {
        return slope < 0 && pValue < SIGNIFICANT;
    }

    /**
     * Whether the numbers rise, beyond what chance does.
     *
     * @return true if the slope is above 0 and the p-value below {@link #SIGNIFICANT}
     */
    public boolean rises() {
        return slope > 0 && pValue < SIGNIFICANT;
    }

    /** As in {@code falls by 0.0012 per step (p = 1.2e-05, 64 points)}. */
    @Override
    public String toString() {
        String verdict = falls()
                ? "falls by " + Figures.of(-slope) + " per step"
                : rises() ? "rises by " + Figures.of(slope) + " per step" : "neither falls nor rises";
        return verdict + " (p = " + Figures.of(pValue) + ", " + Figures.count(points, "point") + ")";
    }
}
