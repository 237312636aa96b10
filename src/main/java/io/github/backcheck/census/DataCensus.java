package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ClassTargets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Counts and measures a data set before training: ranges, features that never vary, classes, and the loss that a network
 * reaches without looking at its inputs.
 *
 * <pre>{@code
 * CensusReport census = DataCensus.of(digits);
 * census.inputs().constantlyZero();                       // [0, 32, 39]
 * census.targets().constantPrediction().crossEntropy();   // OptionalDouble[2.302...]
 * }</pre>
 */
public final class DataCensus {

    private DataCensus() {}

    /**
     * Looks at a data set.
     *
     * @param data all samples with their targets
     * @return the report
     * @throws NullPointerException if the data are null
     */
    public static CensusReport of(Batch data) {
        Objects.requireNonNull(data, "the data are null");
        return new CensusReport(
                new DataShape(data.size(), data.inputCount(), data.outputCount()), inputs(data), targets(data));
    }

    private static InputCensus inputs(Batch data) {
        long zeros = allInputs(data).filter(value -> value == 0).count();
        IntPredicate constant = input -> column(data, input).allMatch(value -> value == data.input(0, input));
        IntPredicate zero = input -> data.input(0, input) == 0;
        return new InputCensus(
                ValueRange.of(() -> allInputs(data)),
                (double) zeros / data.size() / data.inputCount(),
                inputsThatAre(constant, data),
                inputsThatAre(constant.and(zero), data));
    }

    private static List<Integer> inputsThatAre(IntPredicate condition, Batch data) {
        return IntStream.range(0, data.inputCount()).filter(condition).boxed().toList();
    }

    private static TargetCensus targets(Batch data) {
        List<Integer> counts = ClassTargets.of(data).map(ClassTargets::counts).orElse(List.of());
        double variances = IntStream.range(0, data.outputCount())
                .mapToDouble(output -> variance(data, output))
                .sum();
        return new TargetCensus(
                ValueRange.of(() ->
                        IntStream.range(0, data.outputCount()).boxed().flatMapToDouble(output -> target(data, output))),
                counts,
                new ConstantPrediction(
                        variances / 2,
                        variances / data.outputCount(),
                        counts.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(entropy(counts, data.size()))));
    }

    private static double variance(Batch data, int output) {
        double mean = ValueRange.of(() -> target(data, output)).mean();
        return target(data, output)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / data.size();
    }

    private static double entropy(List<Integer> counts, int samples) {
        return counts.stream()
                .filter(count -> count > 0)
                .mapToDouble(count -> (double) count / samples * Math.log((double) samples / count))
                .sum();
    }

    private static DoubleStream allInputs(Batch data) {
        return IntStream.range(0, data.inputCount()).boxed().flatMapToDouble(input -> column(data, input));
    }

    private static DoubleStream column(Batch data, int input) {
        return IntStream.range(0, data.size()).mapToDouble(sample -> data.input(sample, input));
    }

    private static DoubleStream target(Batch data, int output) {
        return IntStream.range(0, data.size()).mapToDouble(sample -> data.target(sample, output));
    }
}
