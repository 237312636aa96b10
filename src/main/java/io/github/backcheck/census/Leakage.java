package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Test samples whose inputs occur in the training data, number for number.
 *
 * @param tested how many test samples were looked for
 * @param found how many were found
 * @param conflicting how many of these have other targets than the first training sample with these inputs
 * @param first the first of them as training and test sample, at most five
 */
public record Leakage(int tested, int found, int conflicting, List<SamplePair> first) {

    private static final int EXAMPLES = 5;

    /**
     * Copies the list.
     *
     * @param tested any number
     * @param found any number
     * @param conflicting any number
     * @param first copied
     */
    public Leakage {
        first = List.copyOf(first);
    }

    static Leakage of(Batch training, Batch test) {
        RowIndex index = RowIndex.of(Rows.inputs(training));
        int found = 0;
        int conflicting = 0;
        List<SamplePair> first = new ArrayList<>();
        for (int s = 0; s < test.size(); s++) {
            int original = index.find(test.input(s));
            if (original >= 0) {
                found++;
                conflicting += RowIndex.same(training.target(original), test.target(s)) ? 0 : 1;
                if (first.size() < EXAMPLES) {
                    first.add(new SamplePair(original, s));
                }
            }
        }
        return new Leakage(test.size(), found, conflicting, first);
    }

    /**
     * The share of test samples that a network may have learned by heart.
     *
     * @return from 0 to 1
     */
    public double share() {
        return (double) found / tested;
    }

    Fact fact() {
        return new Fact("test samples in training", toString());
    }

    /** As in {@code 36 (10.0 %), 0 of them with other targets; training = test: 3 = 0, 17 = 4}. */
    @Override
    public String toString() {
        return found == 0
                ? "none"
                : Figures.count(found) + " (" + Figures.share(found, tested) + "), " + Figures.count(conflicting)
                        + " of them with other targets; training = test: "
                        + first.stream().map(SamplePair::toString).collect(Collectors.joining(", "));
    }
}
