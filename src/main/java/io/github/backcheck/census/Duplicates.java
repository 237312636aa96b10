package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Samples with the same inputs as an earlier one. No network can give two targets to the same inputs; where inputs take
 * few values, as on a truth table, repetitions are normal.
 *
 * @param samples how many samples were compared
 * @param repeated samples whose inputs equal those of an earlier sample
 * @param conflicting those of them whose targets differ from the first sample with these inputs
 * @param firstRepeated the first of them, at most five
 * @param firstConflicting the first of them, at most five
 */
public record Duplicates(
        int samples, int repeated, int conflicting, List<SamplePair> firstRepeated, List<SamplePair> firstConflicting) {

    private static final int EXAMPLES = 5;

    /**
     * Copies the lists.
     *
     * @param samples any number
     * @param repeated any number
     * @param conflicting any number
     * @param firstRepeated copied
     * @param firstConflicting copied
     */
    public Duplicates {
        firstRepeated = List.copyOf(firstRepeated);
        firstConflicting = List.copyOf(firstConflicting);
    }

    static Duplicates of(Batch data) {
        RowIndex index = RowIndex.over(Rows.inputs(data));
        int repeated = 0;
        int conflicting = 0;
        List<SamplePair> firstRepeated = new ArrayList<>();
        List<SamplePair> firstConflicting = new ArrayList<>();
        for (int s = 0; s < data.size(); s++) {
            int first = index.firstLike(s);
            if (first < s) {
                if (++repeated <= EXAMPLES) {
                    firstRepeated.add(new SamplePair(first, s));
                }
                if (!RowIndex.same(data.target(first), data.target(s)) && ++conflicting <= EXAMPLES) {
                    firstConflicting.add(new SamplePair(first, s));
                }
            }
        }
        return new Duplicates(data.size(), repeated, conflicting, firstRepeated, firstConflicting);
    }

    Fact fact() {
        return new Fact("repeated inputs", toString());
    }

    /** As in {@code 12 (0.67 %), 2 of them with other targets (samples 3 = 17, 4 = 90)}. */
    @Override
    public String toString() {
        if (repeated == 0) {
            return "none";
        }
        String repetitions = Figures.count(repeated) + " (" + Figures.share(repeated, samples) + ")";
        return conflicting == 0
                ? repetitions + ", all with the same targets (samples " + list(firstRepeated) + ")"
                : repetitions + ", " + Figures.count(conflicting) + " of them with other targets (samples "
                        + list(firstConflicting) + ")";
    }

    private static String list(List<SamplePair> pairs) {
        return pairs.stream().map(SamplePair::toString).collect(Collectors.joining(", "));
    }
}
