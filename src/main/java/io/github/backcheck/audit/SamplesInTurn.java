package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a training step on a batch takes its samples one after another, each at the weights that the one before left: the
 * program itself is shown the samples one by one and must arrive where it arrives with the batch.
 */
final class SamplesInTurn {

    /** Roundings of θ between two orders of adding. */
    private static final double ROUNDINGS = 8;

    private SamplesInTurn() {}

    static boolean holds(Model model, Batch batch) {
        if (batch.size() == 1) {
            return false;
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, batch.size()).boxed().toList());
        List<double[]> together = after(model, List.of(batch));
        if (areSame(model, together, added(model, singles(batch, order)))) {
            return false; // steps so small that the order of things cannot be seen, or none at all
        }
        boolean inOrder = areSame(model, together, after(model, singles(batch, order)));
        Collections.reverse(order);
        return inOrder || areSame(model, together, after(model, singles(batch, order)));
    }

    private static List<Batch> singles(Batch batch, List<Integer> order) {
        return order.stream().map(batch::select).toList();
    }

    private static List<double[]> after(Model model, List<Batch> steps) {
        try (ParameterSnapshot before = model.snapshot()) {
            steps.forEach(model::trainStep);
            List<double[]> after =
                    model.parameters().stream().map(Parameter::values).toList();
            before.restore();
            return after;
        }
    }

    /** The changes by single samples, all from the same parameters, added up. */
    private static List<double[]> added(Model model, List<Batch> singles) {
        List<double[]> start =
                model.parameters().stream().map(Parameter::values).toList();
        List<double[]> sum = new ArrayList<>(start);
        for (Batch single : singles) {
            List<double[]> after = after(model, List.of(single));
            for (int i = 0; i < start.size(); i++) {
                double[] change = Vectors.sum(after.get(i), -1, start.get(i));
                sum.set(i, Vectors.sum(sum.get(i), 1, change));
            }
        }
        return sum;
    }

    private static boolean areSame(Model model, List<double[]> one, List<double[]> other) {
        for (int i = 0; i < one.size(); i++) {
            double roundOff = model.parameters().get(i).precision().unitRoundOff();
            if (Vectors.distance(one.get(i), other.get(i)) > ROUNDINGS * roundOff * Vectors.norm(one.get(i))) {
                return false;
            }
        }
        return true;
    }
}
