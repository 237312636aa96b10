package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Lists;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The targets of a data set.
 *
 * @param values over all samples and outputs
 * @param classCounts how many samples each class has, class 0 first; empty where the targets are no classes, see {@link
 *     io.github.backcheck.model.ClassTargets}
 * @param constantPrediction the loss of the best prediction that ignores the inputs
 */
public record TargetCensus(ValueRange values, List<Integer> classCounts, ConstantPrediction constantPrediction) {

    /**
     * Copies the list.
     *
     * @param values kept as it is
     * @param classCounts copied
     * @param constantPrediction kept as it is
     */
    public TargetCensus {
        classCounts = List.copyOf(classCounts);
    }

    List<Fact> facts() {
        return List.of(
                new Fact("targets", values.toString()),
                new Fact(
                        "classes",
                        classCounts.isEmpty()
                                ? "none: the targets are not one-hot and not of two values"
                                : Lists.histogram(classCounts)),
                new Fact("best constant prediction", constantPrediction.toString()));
    }

    /** One line per fact. */
    @Override
    public String toString() {
        return facts().stream().map(Fact::toString).collect(Collectors.joining("\n"));
    }
}
