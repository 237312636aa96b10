package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.probe.EpochReport.Order;
import java.util.List;
import java.util.stream.IntStream;

/** Replays a pass over data that are sorted by class in several orders: what came last is predicted, if nothing shuffles. */
final class OrderTrial {

    /** By this much more often than it occurs the last class must be predicted. */
    private static final double CLEAR_EXCESS = 0.25;

    private static final int SAMPLES_FOR_EACH_CLASS = 10;
    private static final int SHUFFLES = 2;

    private final Epochs epochs;
    private final Batch data;
    private final ClassTargets classes;

    OrderTrial(Epochs epochs, Batch data, ClassTargets classes) {
        this.epochs = epochs;
        this.data = data;
        this.classes = classes;
    }

    boolean isLargeEnough() {
        return data.size() >= SAMPLES_FOR_EACH_CLASS * classes.count();
    }

    /** Whether the class changes hardly more often, from sample to sample, than there are classes. */
    boolean isSorted() {
        long changes = IntStream.range(1, data.size())
                .filter(sample -> classes.classOf(sample) != classes.classOf(sample - 1))
                .count();
        return changes > 0 && changes < 2L * classes.count();
    }

    Order order() {
        int last = lastClass(data);
        double shuffled = 0;
        for (int seed = 0; seed < SHUFFLES; seed++) {
            shuffled = Math.max(shuffled, shareAfter(data.shuffled(seed), last));
        }
        return new Order(last, shareOf(last), shareAfter(data, last), shuffled);
    }

    /** Whether whatever class comes last is predicted far too often, for each of several orders of the classes. */
    boolean follows() {
        int size = data.size();
        int[] backwards = IntStream.range(0, size).map(i -> size - 1 - i).toArray();
        int half = IntStream.range(size / 2, size)
                .filter(s -> classes.classOf(s) != classes.classOf(s - 1))
                .findFirst()
                .orElse(size / 2);
        Batch turned =
                data.select(IntStream.range(0, size).map(i -> (i + half) % size).toArray());
        List<Batch> orders = List.of(data, data.select(backwards), turned, turned.select(backwards));
        return orders.stream().allMatch(this::lastIsPredicted);
    }

    private boolean lastIsPredicted(Batch sorted) {
        int last = lastClass(sorted);
        double after = shareAfter(sorted, last);
        if (after < shareOf(last) + CLEAR_EXCESS) {
            return false;
        }
        for (int seed = 0; seed < SHUFFLES; seed++) {
            if (shareAfter(data.shuffled(seed), last) > after / 2) {
                return false;
            }
        }
        return true;
    }

    private static int lastClass(Batch sorted) {
        return ClassTargets.of(sorted).orElseThrow().classOf(sorted.size() - 1);
    }

    private double shareOf(int wanted) {
        return (double) classes.counts().get(wanted) / data.size();
    }

    /** The share of the data that is predicted to be of a class after a pass. */
    private double shareAfter(Batch order, int wanted) {
        epochs.restore();
        epochs.model().epoch(order);
        Recount recount = Recount.of(epochs.model(), data);
        epochs.restore();
        return (double) IntStream.range(0, data.size())
                        .filter(sample -> recount.predicted(sample) == wanted)
                        .count()
                / data.size();
    }
}
