package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The batches that a program is shown: single samples, as different as there are, and one small batch of some of them.
 *
 * @param singles batches of one sample
 * @param together some of them in one batch; empty if there is one sample only
 */
record Specimens(List<Batch> singles, List<Batch> together) {

    private static final int SINGLES = 6;

    /** 5 is neither a square nor one less than one, and few layers have five units. */
    private static final int TOGETHER = 5;

    static Specimens of(Batch batch) {
        int[] chosen = chosen(batch);
        List<Batch> singles = Arrays.stream(chosen).mapToObj(batch::select).toList();
        List<Batch> together = chosen.length == 1
                ? List.of()
                : List.of(batch.select(Arrays.copyOf(chosen, Math.min(TOGETHER, chosen.length))));
        return new Specimens(singles, together);
    }

    /** For programs that cannot do with single samples: the whole batch, and the same in another order. */
    static Specimens whole(Batch batch) {
        return new Specimens(List.of(), List.of(batch, batch.shuffled(1)));
    }

    /** One of each class first. */
    private static int[] chosen(Batch batch) {
        List<Integer> chosen = new ArrayList<>();
        int[] labels = batch.labels();
        List<Integer> classes = new ArrayList<>();
        for (int sample = 0; sample < batch.size(); sample++) {
            if (!classes.contains(labels[sample])) {
                classes.add(labels[sample]);
                chosen.add(sample);
            }
        }
        IntStream.range(0, batch.size())
                .filter(sample -> !chosen.contains(sample))
                .forEach(chosen::add);
        return chosen.stream().limit(SINGLES).mapToInt(Integer::intValue).toArray();
    }

    boolean areTakenOneByOne(Model model) {
        return !singles.isEmpty() && together.stream().anyMatch(batch -> SamplesInTurn.holds(model, batch));
    }

    /** Single samples only. */
    Specimens apart() {
        return new Specimens(singles, List.of());
    }

    Batch first() {
        return all().get(0);
    }

    /** Another than the first, if there is one. */
    Batch other() {
        return all().get(indexOfOther());
    }

    int indexOfOther() {
        return singles.isEmpty() ? 1 : singles.size() - 1;
    }

    List<Batch> all() {
        List<Batch> all = new ArrayList<>(singles);
        all.addAll(together);
        return all;
    }
}
