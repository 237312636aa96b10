package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.MixingReport.Mixed;
import io.github.backcheck.probe.MixingReport.Pattern;
import io.github.backcheck.probe.MixingReport.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Asks whether the outputs for a sample depend on the samples beside it: for a batch, for the same batch in reverse, for half
 * of it, and for some of its samples alone. A program may round differently for a batch; differences count above 1e-9 of the
 * largest output (1e-4 where parameters are {@code float}).
 *
 * <pre>{@code
 * SampleMixing.of(model, digits).pattern();   // SOFTMAX_OVER_SAMPLES
 * }</pre>
 *
 * <p>Costs at most 12 calls of predict(inputs) with at most 32 samples each.
 */
public final class SampleMixing {

    private static final int MOST_SAMPLES = 32;
    private static final int MOST_ALONE = 6;

    private final Model model;
    private final Batch batch;
    private final int last;
    private final Outputs together;
    private final double bound;
    private final Map<Integer, Mixed> mixed = new TreeMap<>();

    private SampleMixing(Model model, Batch batch, Outputs together) {
        this.model = model;
        this.batch = batch;
        this.last = batch.size() - 1;
        this.together = together;
        this.bound = Rounding.of(model, batch).ofOutputs(together.largest());
    }

    /**
     * Asks a program for outputs of related batches.
     *
     * @param model offers predict(inputs). Not modified.
     * @param batch two samples or more, of which the first 32 are used
     * @return what was seen; not judged without predict(inputs), with one sample, or where the program throws, does not repeat
     *     itself or returns NaN
     * @throws NullPointerException if something is null
     */
    public static MixingReport of(Model model, Batch batch) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        Batch part = batch.size() > MOST_SAMPLES ? batch.slice(0, MOST_SAMPLES) : batch;
        if (!model.can(Capability.PREDICT)) {
            return MixingReport.notJudged(part.size(), "needs predict(inputs)");
        }
        if (part.size() < 2) {
            return MixingReport.notJudged(1, "needs two samples or more");
        }
        try (ParameterSnapshot before = model.snapshot()) {
            MixingReport report = ask(model, part);
            before.restore();
            return report;
        } catch (ModelException e) {
            return MixingReport.notJudged(part.size(), String.valueOf(e.getMessage()));
        }
    }

    private static MixingReport ask(Model model, Batch batch) {
        // The first call clears what earlier calls with other data left behind.
        model.predict(batch);
        Outputs once = Outputs.of(model, batch);
        Outputs twice = Outputs.of(model, batch);
        if (!once.areFinite() || !twice.areFinite()) {
            return MixingReport.notJudged(batch.size(), "the outputs are not finite");
        }
        SampleMixing mixing = new SampleMixing(model, batch, once);
        if (once.distance(twice) > mixing.bound) {
            return MixingReport.notJudged(batch.size(), "predict(inputs) returns something else each time it is asked");
        }
        return mixing.look();
    }

    private MixingReport look() {
        Outputs backwards = Outputs.of(model, batch.select(reversed()));
        Outputs after = Outputs.of(model, batch);
        compare(backwards.reversed(), Setting.REORDERED);
        if (together.areAlike(bound) && backwards.areAlike(bound) && together.distance(backwards) <= bound) {
            mixed.clear();
        }
        if (isPreviousCall(backwards, after)) {
            return report(Pattern.PREVIOUS_CALL);
        }
        List<Integer> asked = IntStream.range(0, Math.min(MOST_ALONE, batch.size()))
                .map(i -> i * last / Math.max(1, Math.min(MOST_ALONE, batch.size()) - 1))
                .boxed()
                .toList();
        List<Outputs> alone = new ArrayList<>();
        for (int sample : asked) {
            Outputs single = Outputs.of(model, batch.select(sample));
            alone.add(single);
            note(sample, together, sample, new Aside(single, 0, Setting.ALONE));
        }
        Outputs half = Outputs.of(model, batch.slice(0, batch.size() / 2));
        for (int sample = 0; sample < half.samples(); sample++) {
            note(sample, together, sample, new Aside(half, sample, Setting.HALF));
        }
        return mixed.isEmpty() ? report(Pattern.NONE) : report(pattern(backwards, alone));
    }

    /** Outputs in another setting. */
    private record Aside(Outputs outputs, int row, Setting setting) {}

    private int[] reversed() {
        return IntStream.rangeClosed(0, last).map(i -> last - i).toArray();
    }

    private void compare(Outputs inOrder, Setting setting) {
        for (int sample = 0; sample <= last; sample++) {
            note(sample, together, sample, new Aside(inOrder, sample, setting));
        }
    }

    private void note(int sample, Outputs batchOutputs, int row, Aside aside) {
        int output = batchOutputs.widestAt(row, aside.outputs(), aside.row());
        Mixed seen = new Mixed(
                sample, output, batchOutputs.at(row, output), aside.outputs().at(aside.row(), output), aside.setting());
        if (!(size(seen) <= bound)) {
            mixed.merge(sample, seen, (one, other) -> size(other) > size(one) ? other : one);
        }
    }

    private static double size(Mixed seen) {
        return Math.abs(seen.inBatch() - seen.otherwise());
    }

    private boolean isPreviousCall(Outputs backwards, Outputs after) {
        return together.distance(together.reversed()) > bound
                && backwards.distance(together) <= bound
                && after.distance(together.reversed()) <= bound;
    }

    private Pattern pattern(Outputs backwards, List<Outputs> alone) {
        boolean alike = alone.stream().allMatch(one -> one.distance(alone.get(0)) <= bound);
        boolean batchAlike = together.areAlike(bound) && backwards.areAlike(bound);
        Outputs first = alone.get(0);
        Outputs lastAlone = alone.get(alone.size() - 1);
        if (alike && !batchAlike) {
            return isOne(first) && addsUpToOne() ? Pattern.SOFTMAX_OVER_SAMPLES : Pattern.ALONE_ALL_ALIKE;
        }
        if (batchAlike && together.distance(0, first, 0) <= bound && backwards.distance(0, lastAlone, 0) <= bound) {
            return Pattern.FIRST_FOR_ALL;
        }
        if (batchAlike && together.distance(0, lastAlone, 0) <= bound && backwards.distance(0, first, 0) <= bound) {
            return Pattern.LAST_FOR_ALL;
        }
        if (isPreviousSample(backwards)) {
            return Pattern.PREVIOUS_SAMPLE;
        }
        return together.distance(0, first, 0) <= bound && backwards.distance(0, lastAlone, 0) <= bound
                ? Pattern.CARRIED_OVER
                : Pattern.OTHER;
    }

    private boolean isOne(Outputs alone) {
        return IntStream.range(0, alone.width()).allMatch(k -> Math.abs(alone.at(0, k) - 1) <= bound);
    }

    private boolean addsUpToOne() {
        return IntStream.range(0, together.width())
                .allMatch(k -> Math.abs(IntStream.rangeClosed(0, last)
                                        .mapToDouble(sample -> together.at(sample, k))
                                        .sum()
                                - 1)
                        <= (last + 1) * bound);
    }

    /** Row j of the reversed batch then belongs to sample n − j, whose outputs stand in row n − j + 1 of the batch. */
    private boolean isPreviousSample(Outputs backwards) {
        return last >= 3
                && !together.areAlike(bound)
                && IntStream.rangeClosed(2, last).allMatch(j -> backwards.distance(j, together, last - j + 2) <= bound);
    }

    private MixingReport report(Pattern pattern) {
        List<Mixed> seen = mixed.values().stream()
                .sorted(Comparator.comparingDouble(SampleMixing::size).reversed())
                .toList();
        return new MixingReport(
                pattern == Pattern.NONE ? Judgement.asExpected() : Judgement.noticed(), pattern, last + 1, seen);
    }
}
