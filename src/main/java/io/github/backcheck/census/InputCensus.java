package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The inputs of a data set.
 *
 * @param values over all samples and features
 * @param zeroShare the share of numbers that are exactly 0, from 0 to 1
 * @param constant the features that are the same in every sample, 0 or not, ascending
 * @param constantlyZero those of them that are 0, ascending
 * @param scale how large they are as a whole and against each other
 * @param signedBytes empty unless they look like bytes read with sign
 * @param header empty unless a sample begins with the header of a file of images
 */
public record InputCensus(
        ValueRange values,
        double zeroShare,
        List<Integer> constant,
        List<Integer> constantlyZero,
        InputScale scale,
        Optional<SignedBytes> signedBytes,
        Optional<ImageHeader> header) {

    /**
     * Copies the lists.
     *
     * @param values kept as it is
     * @param zeroShare any number
     * @param constant copied
     * @param constantlyZero copied
     * @param scale kept as it is
     * @param signedBytes kept as it is
     * @param header kept as it is
     */
    public InputCensus {
        constant = List.copyOf(constant);
        constantlyZero = List.copyOf(constantlyZero);
    }

    static InputCensus of(Batch data) {
        Rows inputs = Rows.inputs(data);
        ValueRange values = ValueRange.of(inputs);
        Columns features = Columns.of(inputs);
        return new InputCensus(
                values,
                features.zeroShare(),
                features.constant(),
                features.constantlyZero(),
                InputScale.of(values, features),
                SignedBytes.of(inputs, values),
                ImageHeader.of(inputs));
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("inputs", values.toString()),
                scale.fact(),
                new Fact("inputs exactly 0", Figures.percent(zeroShare)),
                new Fact("constant inputs", Lists.indices(constant)),
                new Fact("of these always 0", Lists.indices(constantlyZero))));
        signedBytes.map(SignedBytes::fact).ifPresent(facts::add);
        header.map(ImageHeader::fact).ifPresent(facts::add);
        return List.copyOf(facts);
    }

    /** One line per fact. */
    @Override
    public String toString() {
        return facts().stream().map(Fact::toString).collect(Collectors.joining("\n"));
    }
}
