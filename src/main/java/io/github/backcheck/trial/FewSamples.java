package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ClassTargets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A few samples that a network can be asked to learn by heart. */
final class FewSamples {

    private FewSamples() {}

    /**
     * The first of each class in turn, then the second of each, and so on; without classes, the first ones. None has the
     * inputs of one before it; where that leaves too few, there are fewer.
     */
    static Batch of(Batch data, int number) {
        List<Integer> order = inTurn(data);
        Set<List<Double>> seen = new HashSet<>();
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < order.size() && chosen.size() < number; i++) {
            int sample = order.get(i);
            if (seen.add(Arrays.stream(data.input(sample)).boxed().toList())) {
                chosen.add(sample);
            }
        }
        return data.select(chosen.stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<Integer> inTurn(Batch data) {
        Optional<ClassTargets> targets = ClassTargets.of(data);
        int classes = targets.map(ClassTargets::count).orElse(1);
        List<List<Integer>> byClass = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            byClass.add(new ArrayList<>());
        }
        for (int sample = 0; sample < data.size(); sample++) {
            int c = sample;
            byClass.get(targets.map(t -> t.classOf(c)).orElse(0)).add(sample);
        }
        List<Integer> order = new ArrayList<>();
        for (int turn = 0; order.size() < data.size(); turn++) {
            for (List<Integer> samples : byClass) {
                if (turn < samples.size()) {
                    order.add(samples.get(turn));
                }
            }
        }
        return order;
    }
}
