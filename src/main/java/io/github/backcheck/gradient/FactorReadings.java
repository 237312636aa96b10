package io.github.backcheck.gradient;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Reduction;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a constant factor may come from, in a network of given sizes: products of 2, the batch size and the outputs. */
final class FactorReadings {

    /** Products and quotients that are equal on paper are, in doubles, to a few roundings. */
    private static final double SAME = 1e-12;

    /** Beyond this a product of sizes is numerology. */
    private static final int MOST_CAUSES = 3;

    /** One thing that was done once too often, or not at all. */
    private record Cause(double factor, String words) {}

    /** Causes that together make a factor. */
    private record Reading(double factor, int causes, String words) {
        Reading and(Cause cause) {
            return new Reading(
                    factor * cause.factor, causes + 1, words.isEmpty() ? cause.words : words + ", and " + cause.words);
        }

        Reading flipped() {
            return new Reading(-factor, causes, "the sign is flipped" + (words.isEmpty() ? "" : ", and " + words));
        }
    }

    private static final Set<Loss> SQUARED = EnumSet.of(Loss.HALF_SQUARED_ERROR, Loss.MEAN_SQUARED_ERROR);

    private final List<Reading> readings = new ArrayList<>();

    private FactorReadings() {}

    static FactorReadings of(Parameter parameter, Circumstances circumstances) {
        Optional<Architecture> architecture = circumstances.twin().map(Circumstances.Twin::architecture);
        Optional<Loss> loss = architecture.map(Architecture::loss);
        FactorReadings known = new FactorReadings();
        List<Reading> products = List.of(new Reading(1, 0, ""));
        products = extended(products, ofSquare(loss));
        products = extended(products, ofBatch(circumstances.batch().size(), architecture.map(Architecture::reduction)));
        products = extended(products, ofOutputs(circumstances.batch().outputCount(), loss));
        products.stream().filter(reading -> reading.causes > 0).forEach(known::add);
        known.addSizes(circumstances.layer(parameter));
        known.readings.add(new Reading(-1, 1, "the sign is flipped"));
        known.readings.sort(Comparator.comparingInt(Reading::causes));
        return known;
    }

    private static List<Cause> ofSquare(Optional<Loss> loss) {
        boolean squared = loss.map(SQUARED::contains).orElse(true);
        String square = "the 2 of a square's derivative, or the ½ before the square, is on one side only";
        return List.of(
                new Cause(2, squared ? square : "everything counts twice"),
                new Cause(0.5, squared ? square : "everything counts half"));
    }

    private static List<Cause> ofBatch(int samples, Optional<Reduction> reduction) {
        String size = "the batch size of " + Figures.count(samples);
        if (samples == 1) {
            return List.of();
        }
        String added = reduction
                .map(how -> how == Reduction.MEAN
                        ? "the gradient is added up over the batch, the loss averaged"
                        : "the gradient is multiplied by the batch size")
                .orElse("added up over the batch where the loss is averaged");
        String averaged = reduction
                .map(how -> how == Reduction.MEAN
                        ? "averaged over the batch twice"
                        : "the gradient is averaged over the batch, the loss added up")
                .orElse("averaged over the batch once more than the loss");
        return List.of(
                new Cause(samples, size + " (" + added + ")"),
                new Cause(1.0 / samples, "one over " + size + " (" + averaged + ")"));
    }

    private static List<Cause> ofOutputs(int outputs, Optional<Loss> loss) {
        String size = "the number of outputs, " + Figures.count(outputs);
        boolean averaged = loss.map(known -> known == Loss.MEAN_SQUARED_ERROR).orElse(true);
        return outputs == 1
                ? List.of()
                : List.of(
                        new Cause(outputs, size + (averaged ? " (only the loss is averaged over the outputs)" : "")),
                        new Cause(
                                1.0 / outputs,
                                "one over " + size + " (the gradient is averaged over the outputs"
                                        + loss.map(known -> averaged ? " twice)" : ", the loss is not)")
                                                .orElse(")")));
    }

    private static List<Reading> extended(List<Reading> products, List<Cause> causes) {
        List<Reading> all = new ArrayList<>(products);
        causes.forEach(cause -> products.forEach(product -> all.add(product.and(cause))));
        return all;
    }

    /** Sizes of the layer say less, so that they stand alone and are not multiplied with others. */
    private void addSizes(ModelLayer layer) {
        addSize(layer.weights().rows(), "the number of units of " + layer.name());
        addSize(layer.weights().columns(), "the number of inputs of " + layer.name());
    }

    private void addSize(int size, String words) {
        if (size > 1) {
            String named = words + ", " + Figures.count(size);
            add(new Reading(size, 1, named));
            add(new Reading(1.0 / size, 1, "one over " + named));
        }
    }

    private void add(Reading reading) {
        if (reading.causes <= MOST_CAUSES && Math.abs(reading.factor - 1) > SAME) {
            readings.add(reading);
            readings.add(reading.flipped());
        }
    }

    /** The constant with a meaning that is nearest to a fitted one. */
    Optional<Double> nearest(double fitted) {
        return readings.stream()
                .map(Reading::factor)
                .min(Comparator.comparingDouble(factor -> Math.abs(factor / fitted - 1)));
    }

    /** The readings of a factor that need the fewest causes, hedged if that is more than one; none if it has no meaning here. */
    List<String> of(double factor) {
        List<Reading> equal = readings.stream()
                .filter(reading -> Math.abs(reading.factor / factor - 1) < SAME)
                .toList();
        return equal.stream()
                .filter(reading -> reading.causes == equal.get(0).causes)
                .map(reading -> (reading.causes > 1 ? "perhaps " : "") + reading.words)
                .distinct()
                .toList();
    }
}
