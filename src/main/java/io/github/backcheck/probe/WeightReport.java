package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the parameters look like, without a call of the program.
 *
 * @param judgement noticed where a layer has a trait, or layers are copies
 * @param layers one per layer, first layer first
 * @param copies weights of several layers that are equal to the last bit
 */
public record WeightReport(Judgement judgement, List<LayerWeights> layers, List<Copies> copies) {

    /** What weights of a working network do not look like. */
    public enum Trait {
        /** Every weight is 0. */
        ALL_ZERO("all weights are 0"),
        /** Every weight has one value that is not 0. */
        ALL_EQUAL("all weights are equal"),
        /** All, or nearly all, weights of many are above 0 (or below). */
        ONE_SIGN("the weights have one sign"),
        /** Units have the same incoming weights and the same bias to the last bit. */
        IDENTICAL_UNITS("units have the same weights and biases"),
        /** Rows repeat the first numbers of one another: a generator was set back for each row. */
        REPEATED_ROWS("rows of weights are equal, the biases are not"),
        /** The weights are far larger than the number of inputs allows. */
        TOO_LARGE("the weights are large for the number of inputs"),
        /** The weights are far smaller than the number of inputs asks for. */
        TOO_SMALL("the weights are small for the number of inputs"),
        /** A weight or bias is NaN or infinite. */
        NOT_FINITE("a weight or bias is NaN or infinite");

        private final String words;

        Trait(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * The parameters of one layer.
     *
     * @param layer its name
     * @param units how many units
     * @param inputs how many inputs
     * @param weights the distribution of the weights
     * @param biases the distribution of the biases; empty for a layer without
     * @param relativeSpread root mean square of the weights times √inputs: 1 for LeCun, 1.41 for He, about 1 for Xavier
     * @param identical groups of units with the same weights and bias, each of two or more, none twice
     * @param inseparable the groups of which the outgoing weights are equal too, so that no training tells them apart
     * @param traits what a working network does not look like; empty if there is nothing
     */
    public record LayerWeights(
            String layer,
            int units,
            int inputs,
            Distribution weights,
            Optional<Distribution> biases,
            double relativeSpread,
            List<List<Integer>> identical,
            List<List<Integer>> inseparable,
            List<Trait> traits) {

        /**
         * Copies the lists.
         *
         * @param layer kept as it is
         * @param units kept as it is
         * @param inputs kept as it is
         * @param weights kept as it is
         * @param biases kept as it is
         * @param relativeSpread kept as it is
         * @param identical copied
         * @param inseparable copied
         * @param traits copied
         */
        public LayerWeights {
            identical = identical.stream().map(List::copyOf).toList();
            inseparable = inseparable.stream().map(List::copyOf).toList();
            traits = List.copyOf(traits);
        }

        /**
         * Whether the layer looks like this.
         *
         * @param trait which
         * @return true if it is among the traits
         */
        public boolean has(Trait trait) {
            return traits.contains(trait);
        }

        private List<Fact> facts() {
            List<Fact> facts = new ArrayList<>();
            facts.add(new Fact(
                    layer,
                    weights + ", " + Figures.of(relativeSpread) + " / sqrt(" + Figures.count(inputs) + ")"
                            + biases.map(b -> "; biases " + b).orElse("; no biases")));
            for (Trait trait : traits) {
                facts.add(new Fact("in " + layer, trait + detail(trait)));
            }
            return facts;
        }

        private String detail(Trait trait) {
            return switch (trait) {
                case ONE_SIGN ->
                    ": " + Figures.count(weights.positive()) + " of " + Figures.count(weights.entries())
                            + " are positive (z = " + Figures.of(weights.signScore()) + ")";
                case IDENTICAL_UNITS, REPEATED_ROWS ->
                    ": "
                            + identical.stream().limit(3).map(Lists::indices).collect(Collectors.joining("; "))
                            + (inseparable.isEmpty() ? "" : ", with equal outgoing weights: they stay alike for ever");
                default -> "";
            };
        }
    }

    /**
     * How numbers are distributed.
     *
     * @param entries how many, at least 1
     * @param mean their mean
     * @param deviation their standard deviation
     * @param smallest the smallest
     * @param largest the largest
     * @param positive how many are above 0
     * @param zero how many are 0
     */
    public record Distribution(
            int entries, double mean, double deviation, double smallest, double largest, int positive, int zero) {

        /**
         * How unlikely the share of positive numbers is among those that are not 0, if both signs are equally likely: its
         * distance from one half in standard deviations, √n of them for a single sign.
         *
         * @return above 0 for many positive numbers, 0 without numbers
         */
        public double signScore() {
            int counted = entries - zero;
            return counted == 0 ? 0 : (2.0 * positive - counted) / Math.sqrt(counted);
        }

        /** As in {@code -0.2 to 0.3, mean 0.01, standard deviation 0.1}. */
        @Override
        public String toString() {
            return Figures.of(smallest) + " to " + Figures.of(largest) + ", mean " + Figures.of(mean)
                    + ", standard deviation " + Figures.of(deviation);
        }
    }

    /**
     * Weights of two layers that are equal to the last bit.
     *
     * @param one a parameter's name
     * @param other another parameter's name
     * @param shared whether they are one array: what is written into the one is read from the other
     */
    public record Copies(String one, String other, boolean shared) {

        /** As in {@code hidden/W and second/W are one array}. */
        @Override
        public String toString() {
            return one + " and " + other + (shared ? " are one array" : " have equal entries");
        }
    }

    /**
     * Copies the lists.
     *
     * @param judgement kept as it is
     * @param layers copied
     * @param copies copied
     */
    public WeightReport {
        layers = List.copyOf(layers);
        copies = List.copyOf(copies);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        layers.forEach(layer -> facts.addAll(layer.facts()));
        copies.forEach(copy -> facts.add(new Fact("copies", copy.toString())));
        return page.heading("Parameters").facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
