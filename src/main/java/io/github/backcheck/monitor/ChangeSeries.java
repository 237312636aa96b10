package io.github.backcheck.monitor;

import java.util.ArrayList;
import java.util.List;

/**
 * Comparisons in bounded memory: as long as they fit, all of them; then every second, every fourth and so on, from the
 * first. The latest comparison is always among them.
 */
final class ChangeSeries {

    /** Even, so that dropping every second leaves room for the next that is due. */
    static final int CAPACITY = 256;

    private static final int FIELDS = 5;

    private final int[] steps = new int[CAPACITY];
    private final int[] covered = new int[CAPACITY];
    private final double[] values = new double[CAPACITY * FIELDS];
    private final Row latest = new Row();
    private int kept;
    private int spacing = 1;
    private int added;

    /** What is to be added next: written by its owner, then taken over by {@link #add}. */
    static final class Row {
        int step;
        int covered;
        double weightChange;
        double normBefore;
        double shrinking;
        double downhill;
        double continuing;

        StepChange change() {
            return new StepChange(
                    step, covered, weightChange, normBefore, new Directions(shrinking, downhill, continuing));
        }
    }

    Row next() {
        return latest;
    }

    /** Takes over what was written into {@link #next()}. */
    void add() {
        if (added % spacing == 0) {
            if (kept == CAPACITY) {
                dropEverySecond();
            }
            if (added % spacing == 0) {
                keep();
            }
        }
        added++;
    }

    private void keep() {
        steps[kept] = latest.step;
        covered[kept] = latest.covered;
        int first = kept * FIELDS;
        values[first] = latest.weightChange;
        values[first + 1] = latest.normBefore;
        values[first + 2] = latest.shrinking;
        values[first + 3] = latest.downhill;
        values[first + 4] = latest.continuing;
        kept++;
    }

    private void dropEverySecond() {
        kept = CAPACITY / 2;
        for (int i = 0; i < kept; i++) {
            steps[i] = steps[2 * i];
            covered[i] = covered[2 * i];
            System.arraycopy(values, 2 * i * FIELDS, values, i * FIELDS, FIELDS);
        }
        spacing *= 2;
    }

    int added() {
        return added;
    }

    /** Whether every comparison is still there. */
    boolean complete() {
        return spacing == 1;
    }

    List<StepChange> changes() {
        List<StepChange> changes = new ArrayList<>();
        for (int i = 0; i < kept; i++) {
            int first = i * FIELDS;
            changes.add(new StepChange(
                    steps[i],
                    covered[i],
                    values[first],
                    values[first + 1],
                    new Directions(values[first + 2], values[first + 3], values[first + 4])));
        }
        if (kept > 0 && steps[kept - 1] != latest.step) {
            changes.add(latest.change());
        }
        return List.copyOf(changes);
    }
}
