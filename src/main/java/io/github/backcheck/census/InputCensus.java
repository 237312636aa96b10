package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The inputs of a data set.
 *
 * @param values over all samples and features
 * @param zeroShare the share of numbers that are exactly 0, from 0 to 1
 * @param constant the features that are the same in every sample, 0 or not, ascending
 * @param constantlyZero those of them that are 0, ascending
 */
public record InputCensus(ValueRange values, double zeroShare, List<Integer> constant, List<Integer> constantlyZero) {

    /**
     * Copies the lists.
     *
     * @param values kept as it is
     * @param zeroShare any number
     * @param constant copied
     * @param constantlyZero copied
     */
    public InputCensus {
        constant = List.copyOf(constant);
        constantlyZero = List.copyOf(constantlyZero);
    }

    List<Fact> facts() {
        return List.of(
                new Fact("inputs", values.toString()),
                new Fact("inputs exactly 0", Figures.percent(zeroShare)),
                new Fact("constant inputs", Lists.indices(constant)),
                new Fact("of these always 0", Lists.indices(constantlyZero)));
    }

    /** One line per fact. */
    @Override
    public String toString() {
        return facts().stream().map(Fact::toString).collect(Collectors.joining("\n"));
    }
}
