package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The targets of a data set.
 *
 * @param values over all samples and outputs
 * @param classCounts how many samples each class has, class 0 first; empty where the targets are no classes, see {@link
 *     ClassTargets}
 * @param constantPrediction the loss of the best prediction that ignores the inputs
 * @param rows how many targets of each row are hot
 * @param balance how evenly samples are spread over classes; empty where the targets are no classes
 * @param order whether samples come class by class; empty where the targets are no classes
 * @param header empty unless the targets begin with the header of a file of labels
 */
public record TargetCensus(
        ValueRange values,
        List<Integer> classCounts,
        ConstantPrediction constantPrediction,
        HotRows rows,
        Optional<ClassBalance> balance,
        Optional<ClassOrder> order,
        Optional<LabelHeader> header) {

    /**
     * Copies the list.
     *
     * @param values kept as it is
     * @param classCounts copied
     * @param constantPrediction kept as it is
     * @param rows kept as it is
     * @param balance kept as it is
     * @param order kept as it is
     * @param header kept as it is
     */
    public TargetCensus {
        classCounts = List.copyOf(classCounts);
    }

    static TargetCensus of(Batch data) {
        Rows targets = Rows.targets(data);
        Optional<ClassTargets> classes = ClassTargets.of(data);
        List<Integer> counts = classes.map(ClassTargets::counts).orElse(List.of());
        return new TargetCensus(
                ValueRange.of(targets),
                counts,
                ConstantPrediction.of(Columns.of(targets), counts),
                HotRows.of(targets),
                classes.map(known -> ClassBalance.of(counts)),
                classes.map(known -> ClassOrder.of(known, data.size())),
                LabelHeader.of(data));
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("targets", values.toString()),
                rows.fact(),
                new Fact(
                        "classes",
                        classCounts.isEmpty()
                                ? "none: the targets are not one-hot and not of two values"
                                : Lists.histogram(classCounts))));
        balance.map(ClassBalance::fact).ifPresent(facts::add);
        order.map(ClassOrder::fact).ifPresent(facts::add);
        header.map(LabelHeader::fact).ifPresent(facts::add);
        facts.add(new Fact("best constant prediction", constantPrediction.toString()));
        return List.copyOf(facts);
    }

    /** One line per fact. */
    @Override
    public String toString() {
        return facts().stream().map(Fact::toString).collect(Collectors.joining("\n"));
    }
}
