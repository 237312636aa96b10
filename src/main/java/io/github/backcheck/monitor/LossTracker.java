package io.github.backcheck.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes the losses of a run one by one and keeps the means of equally many consecutive ones: of at most 64 segments, which
 * are joined in pairs when they are full.
 *
 * <pre>{@code
 * LossTracker losses = LossTracker.of(KnownLoss.of(architecture, data));
 * losses.add(step, net.train(batch.inputs(), batch.targets()));
 * losses.curve().recentTrend();
 * }</pre>
 *
 * <p>Memory does not grow with the number of losses. Not thread-safe.
 */
public final class LossTracker {

    /** Even, so that all can be joined in pairs. */
    static final int SEGMENTS = 64;

    private final List<KnownLoss> known;
    private final int[] firstSteps = new int[SEGMENTS];
    private final int[] lastSteps = new int[SEGMENTS];
    private final double[] means = new double[SEGMENTS];
    private int full;
    private int perSegment = 1;
    private int inSegment;
    private double sum;
    private int losses;
    private int lastStep;
    private double first = Double.NaN;
    private double last = Double.NaN;
    private Optional<LossCurve.NonFinite> firstNonFinite = Optional.empty();

    private LossTracker(List<KnownLoss> known) {
        this.known = List.copyOf(known);
    }

    /**
     * Starts without a loss.
     *
     * @param known levels at which a network may get stuck, none if they are not known
     * @return a new tracker
     */
    public static LossTracker of(List<KnownLoss> known) {
        return new LossTracker(Objects.requireNonNull(known, "the list of known losses is null"));
    }

    /**
     * Adds a loss.
     *
     * @param step the step it belongs to, above that of the loss before
     * @param loss any number; the first that is NaN or infinite is remembered, and none of them counts in a mean
     * @return this tracker
     * @throws IllegalArgumentException if steps do not go up
     */
    public LossTracker add(int step, double loss) {
        if (losses > 0 && step <= lastStep) {
            throw new IllegalArgumentException(
                    "a loss of step " + step + " after one of step " + lastStep + ": a later step was expected");
        }
        first = losses == 0 ? loss : first;
        last = loss;
        lastStep = step;
        losses++;
        if (Double.isFinite(loss)) {
            addFinite(step, loss);
        } else if (firstNonFinite.isEmpty()) {
            firstNonFinite = Optional.of(new LossCurve.NonFinite(step, loss));
        }
        return this;
    }

    private void addFinite(int step, double loss) {
        if (full == SEGMENTS) {
            joinPairs();
        }
        if (inSegment == 0) {
            firstSteps[full] = step;
        }
        lastSteps[full] = step;
        sum += loss / perSegment;
        inSegment++;
        if (inSegment == perSegment) {
            means[full] = sum;
            full++;
            inSegment = 0;
            sum = 0;
        }
    }

    private void joinPairs() {
        full = SEGMENTS / 2;
        for (int i = 0; i < full; i++) {
            firstSteps[i] = firstSteps[2 * i];
            lastSteps[i] = lastSteps[2 * i + 1];
            means[i] = means[2 * i] / 2 + means[2 * i + 1] / 2;
        }
        perSegment *= 2;
    }

    /**
     * The losses so far. More may be added afterwards.
     *
     * @return the curve
     */
    public LossCurve curve() {
        List<LossSegment> segments = new ArrayList<>();
        for (int i = 0; i < full; i++) {
            segments.add(new LossSegment(firstSteps[i], lastSteps[i], means[i]));
        }
        return new LossCurve(losses, new LossCurve.Ends(first, last), segments, firstNonFinite, known);
    }
}
