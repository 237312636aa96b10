package io.github.backcheck.census;

import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.List;

/**
 * Whether the samples come class by class. A run is a longest piece of the data in which all samples have the same class.
 * Of N samples in random order, n_i of class i, the number of runs has
 *
 * <pre>
 * mean     (N (N + 1) − Σ n_i²) / N
 * variance (Σ n_i² (Σ n_i² + N (N + 1)) − 2 N Σ n_i³ − N³) / (N² (N − 1))
 * </pre>
 *
 * (D. E. Barton and F. N. David, Multiple runs, <i>Biometrika</i> 44, 1957; for two classes A. Wald and J. Wolfowitz 1940).
 *
 * @param runs how many there are
 * @param expectedRuns their mean under shuffling
 * @param score (runs − mean) / standard deviation; 0 if the order cannot change the number
 */
public record ClassOrder(int runs, double expectedRuns, double score) {

    private static final double FAR_BELOW = -6;

    static ClassOrder of(ClassTargets targets, int samples) {
        int runs = 1;
        for (int s = 1; s < samples; s++) {
            runs += targets.classOf(s) == targets.classOf(s - 1) ? 0 : 1;
        }
        return of(runs, targets.counts());
    }

    static ClassOrder of(int runs, List<Integer> counts) {
        double n = 0;
        double squares = 0;
        double cubes = 0;
        for (int count : counts) {
            n += count;
            squares += (double) count * count;
            cubes += (double) count * count * count;
        }
        double mean = (n * (n + 1) - squares) / n;
        double variance =
                n < 2 ? 0 : (squares * (squares + n * (n + 1)) - 2 * n * cubes - n * n * n) / (n * n * (n - 1));
        return new ClassOrder(runs, mean, variance > 0 ? (runs - mean) / Math.sqrt(variance) : 0);
    }

    /**
     * Whether the samples come class by class, wholly or in blocks: the runs are less than half of those expected, and by
     * more than six standard deviations. Then a mini-batch taken in this order sees few of the classes.
     *
     * @return false for small data sets, where nothing can be said
     */
    public boolean grouped() {
        return score < FAR_BELOW && runs < expectedRuns / 2;
    }

    Fact fact() {
        return new Fact("order of the classes", toString());
    }

    /** As in {@code class by class: 10 runs of one class, 1,616 expected in random order}. */
    @Override
    public String toString() {
        return (grouped() ? "class by class: " : "") + Figures.count(runs, "run") + " of one class, "
                + Figures.count(Math.round(expectedRuns)) + " expected in random order";
    }
}
