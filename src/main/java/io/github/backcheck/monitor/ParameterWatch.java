package io.github.backcheck.monitor;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.UpdateWatcher;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One parameter, its values at the start, and what was seen of it. Its changes are either measured while the program writes
 * them, or by reading the parameter and comparing it with what it was; both take the same pieces in the same order, and so
 * give the same bits.
 */
final class ParameterWatch implements UpdateWatcher {

    private final Parameter parameter;
    private final ParameterPlace place;
    private final double[] start;
    private final UntouchedEntries untouched;
    private final ChangeSums sums;
    private final ChangeSeries series = new ChangeSeries();
    private final ChangeStatistics statistics = new ChangeStatistics();
    private Optional<ParameterChange.NonFinite> firstNonFinite = Optional.empty();

    /** The values at step {@link #readAt}, and room for those of the next reading. Null as long as both are the start. */
    private double @Nullable [] last;

    private double @Nullable [] now;
    private double @Nullable [] piece;
    private int readAt;

    private double[] writtenBefore = new double[0];
    private double[] written = new double[0];
    private int updates;
    private boolean onlooking;

    ParameterWatch(Parameter parameter, ParameterPlace place) {
        this.parameter = parameter;
        this.place = place;
        this.start = parameter.values();
        this.untouched = new UntouchedEntries(start);
        this.sums = new ChangeSums(start.length);
        lookForNonFinite(start, 0);
    }

    /** From now on expects to be told of updates while they are made. */
    void lookOn() {
        onlooking = true;
    }

    @Override
    public void begin(double[] before, double[] parameterNow, double[] gradient) {
        updates++;
        if (updates == 1 && onlooking) {
            writtenBefore = before;
            written = parameterNow;
            sums.begin(gradient);
        }
    }

    @Override
    public void wrote(int from, int to) {
        if (updates == 1 && onlooking) {
            sums.add(writtenBefore, written, from, to);
        }
    }

    void compare(int step, int covered) {
        double[] values;
        if (onlooking && updates == 1 && covered == 1) {
            values = written;
            sums.finish();
            note(step, 1, sums.weightChange(), sums.normBefore());
        } else {
            stopLookingOn();
            values = read(step);
        }
        updates = 0;
        untouched.compared(values);
        if (firstNonFinite.isEmpty() && sums.notFinite()) {
            lookForNonFinite(values, step);
        }
    }

    /** Somebody else writes this parameter, or several updates are observed at once. */
    private void stopLookingOn() {
        if (onlooking) {
            onlooking = false;
            sums.finish();
        }
    }

    private double[] read(int step) {
        double[] before = last == null ? start.clone() : last;
        double[] after = now == null ? new double[start.length] : now;
        double[] part = piece == null ? new double[PIECE] : piece;
        piece = part;
        parameter.readInto(after);
        sums.begin(null);
        for (int from = 0; from < after.length; from += PIECE) {
            int to = Math.min(from + PIECE, after.length);
            System.arraycopy(before, from, part, 0, to - from);
            sums.add(part, after, from, to);
        }
        sums.finish();
        double weightChange = sums.weightChangeIsSafe() || Arrays.equals(before, after)
                ? sums.weightChange()
                : Norm.of(after.length, i -> after[i] - before[i]);
        double normBefore = sums.normIsSafe() ? sums.normBefore() : Norm.of(before.length, i -> before[i]);
        note(step, step - readAt, weightChange, normBefore);
        readAt = step;
        last = after;
        now = before;
        return after;
    }

    private void note(int step, int covered, double weightChange, double normBefore) {
        ChangeSeries.Row row = series.next();
        row.step = step;
        row.covered = covered;
        row.weightChange = weightChange;
        row.normBefore = normBefore;
        row.shrinking = sums.directions().shrinking();
        row.downhill = sums.directions().downhill();
        row.continuing = sums.directions().continuing();
        series.add();
        statistics.add(StepChange.ratio(weightChange, normBefore));
    }

    private void lookForNonFinite(double[] values, int step) {
        for (int i = 0; i < values.length && firstNonFinite.isEmpty(); i++) {
            if (!Double.isFinite(values[i])) {
                firstNonFinite = Optional.of(new ParameterChange.NonFinite(step, parameter.entryName(i), values[i]));
            }
        }
    }

    ParameterChange summary() {
        double[] values = parameter.values();
        untouched.look(values);
        ChangeSummary summary = new ChangeSummary(
                statistics.ratios(series),
                Norm.of(start.length, i -> values[i] - start[i]),
                Norm.of(start.length, i -> start[i]));
        return new ParameterChange(
                place,
                series.changes(),
                series.added() == 0 ? Untouched.none() : untouched.summary(place.shape()),
                firstNonFinite,
                summary);
    }
}
