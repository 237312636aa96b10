package io.github.backcheck.monitor;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Which input features took more than one value in the samples that a network was fed. A weight behind an input that is
 * always 0 has gradient 0 and cannot learn, which is nobody's fault.
 *
 * @param samples how many samples were seen, a sample as often as it was fed
 * @param ranges one per input feature
 */
public record LiveInputs(long samples, List<InputRange> ranges) {

    /**
     * Copies the list.
     *
     * @param samples kept as it is
     * @param ranges copied
     */
    public LiveInputs {
        ranges = List.copyOf(ranges);
    }

    /**
     * The features that took more than one value.
     *
     * @return indices from 0, ascending
     */
    public List<Integer> live() {
        return where(range -> range.smallest() < range.largest());
    }

    /**
     * The features that took one value only, 0 or another. After a single sample these are all.
     *
     * @return indices from 0, ascending
     */
    public List<Integer> constant() {
        return where(InputRange::constant);
    }

    /**
     * The features that were 0 in every sample.
     *
     * @return indices from 0, ascending
     */
    public List<Integer> constantlyZero() {
        return where(InputRange::zero);
    }

    private List<Integer> where(Predicate<InputRange> condition) {
        return IntStream.range(0, ranges.size())
                .filter(input -> condition.test(ranges.get(input)))
                .boxed()
                .toList();
    }

    /**
     * Adds the result to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        page.heading("Inputs over " + Figures.count(samples, "sample"));
        return samples == 0 ? page.paragraph("No batch was seen.") : page.facts(facts());
    }

    List<Fact> facts() {
        List<Integer> constant = constant();
        return List.of(
                new Fact("live inputs", Figures.count(live().size()) + " of " + Figures.count(ranges.size())),
                new Fact("always 0", Lists.indices(constantlyZero())),
                new Fact(
                        "constant, not 0",
                        Lists.indices(constant.stream()
                                .filter(input -> !ranges.get(input).zero())
                                .toList())));
    }

    /** A heading and three facts, without the ranges. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
