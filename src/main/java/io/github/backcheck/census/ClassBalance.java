package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How evenly samples are spread over classes.
 *
 * @param counts samples of each class, class 0 first
 * @param largest the class with most samples, the first of equals
 * @param smallest the class with fewest samples among those that have any, the first of equals
 * @param missing the classes without a sample, ascending
 */
public record ClassBalance(List<Integer> counts, int largest, int smallest, List<Integer> missing) {

    /**
     * Copies the lists.
     *
     * @param counts copied
     * @param largest any class
     * @param smallest any class
     * @param missing copied
     */
    public ClassBalance {
        counts = List.copyOf(counts);
        missing = List.copyOf(missing);
    }

    static ClassBalance of(List<Integer> counts) {
        int largest = 0;
        int smallest = -1;
        for (int c = 0; c < counts.size(); c++) {
            largest = counts.get(c) > counts.get(largest) ? c : largest;
            if (counts.get(c) > 0 && (smallest < 0 || counts.get(c) < counts.get(smallest))) {
                smallest = c;
            }
        }
        return new ClassBalance(
                counts,
                largest,
                smallest,
                IntStream.range(0, counts.size())
                        .filter(c -> counts.get(c) == 0)
                        .boxed()
                        .toList());
    }

    /**
     * The share of the largest class, which a network reaches that always answers with it.
     *
     * @return above 0, at most 1
     */
    public double largestShare() {
        return (double) counts.get(largest) / samples();
    }

    /**
     * The share of the smallest class that has samples.
     *
     * @return above 0, at most 1
     */
    public double smallestShare() {
        return (double) counts.get(smallest) / samples();
    }

    private int samples() {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    Fact fact() {
        return new Fact("balance of the classes", toString());
    }

    /** As in {@code largest class 3 (10.2 %), smallest class 8 (9.68 %)}. */
    @Override
    public String toString() {
        return "largest class " + largest + " (" + Figures.percent(largestShare()) + "), smallest class " + smallest
                + " ("
                + Figures.percent(smallestShare()) + ")"
                + (missing.isEmpty() ? "" : ", no samples of " + Lists.indices(missing));
    }
}
