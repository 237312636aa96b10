package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import java.util.Optional;

/** Follows the classes of the samples as they are fed. A class is a row of targets; with very many rows there are none. */
final class ClassOrderTracker {

    /** With more different rows of targets they are those of a regression. */
    private static final int MOST_CLASSES = 64;

    /** Smaller batches are of one class by chance. */
    private static final int SMALLEST_BATCH = 4;

    private final long[] classes = new long[MOST_CLASSES];
    private final long[] counts = new long[MOST_CLASSES];
    private int known;
    private boolean tooMany;
    private int batches;
    private int ofOneClass;
    private int last = -1;
    private long run;
    private long longestRun;
    private long changes;
    private long samples;

    void add(Batch batch) {
        batches++;
        boolean oneClass = true;
        int first = -1;
        for (int sample = 0; sample < batch.size() && !tooMany; sample++) {
            int index = indexOf(RowHash.ofTargets(batch, sample));
            first = sample == 0 ? index : first;
            oneClass &= index == first;
            count(index);
        }
        ofOneClass += oneClass && batch.size() >= SMALLEST_BATCH ? 1 : 0;
    }

    private int indexOf(long hash) {
        for (int i = 0; i < known; i++) {
            if (classes[i] == hash) {
                return i;
            }
        }
        if (known == MOST_CLASSES) {
            tooMany = true;
            return -1;
        }
        classes[known] = hash;
        known++;
        return known - 1;
    }

    private void count(int index) {
        if (index < 0) {
            return;
        }
        run = index == last ? run + 1 : 1;
        changes += index == last || last < 0 ? 0 : 1;
        longestRun = Math.max(longestRun, run);
        last = index;
        counts[index]++;
        samples++;
    }

    /** Empty if the targets are no classes, or all of one. */
    Optional<ClassOrder> order() {
        if (tooMany || known < 2) {
            return Optional.empty();
        }
        double squares = 0;
        for (int i = 0; i < known; i++) {
            squares += (double) counts[i] * counts[i];
        }
        return Optional.of(new ClassOrder(batches, ofOneClass, longestRun, changes, samples - squares / samples));
    }
}
