package io.github.backcheck.census;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Whether the outputs of a network can become the targets, judged by the activation of its last layer.
 *
 * <pre>{@code
 * TargetReach.of(data, Activation.TANH).unreachable();   // targets below -1 or above 1
 * }</pre>
 *
 * @param activation the last layer's
 * @param lowest the lowest output or the limit that outputs approach; −∞ if there is none
 * @param highest the highest output or the limit that outputs approach; +∞ if there is none
 * @param unreachable how many targets lie outside
 * @param limits how many targets no output reaches but outputs approach, such as 0 and 1 of a sigmoid; that is usual for
 *     classes
 * @param wrongSums how many rows of targets do not sum to 1 where outputs do, after softmax; 0 for other activations
 * @param targets how many targets there are
 * @param lost what no output can reach, as a share of what there is to reach: the squared distances of targets to the range, over
 *     those to the mean target of their output; 0 if no target lies outside
 * @param farthest the target that lies farthest outside; NaN if none does
 * @param firstSamples the first samples with targets outside or with a wrong sum, ascending, at most ten
 */
public record TargetReach(
        Activation activation,
        double lowest,
        double highest,
        long unreachable,
        long limits,
        int wrongSums,
        long targets,
        double lost,
        double farthest,
        List<Integer> firstSamples) {

    private static final int EXAMPLES = 10;

    /** Larger than any target; activations with straight or slower growth are far from overflow there. */
    private static final double FAR = 1e300;

    /** A value as large as this was not held back by any bound. */
    private static final double UNBOUNDED = 1e200;

    /** What rounding may do to a target computed as a quotient. */
    private static final double ROUND_OFF = 1e-9;

    /** What rounding may do to the sum of a row, also in single precision. */
    private static final double SUM_ROUND_OFF = 1e-4;

    /**
     * Copies the list.
     *
     * @param activation kept as it is
     * @param lowest any number
     * @param highest any number
     * @param unreachable any number
     * @param limits any number
     * @param wrongSums any number
     * @param targets any number
     * @param lost any number
     * @param farthest any number
     * @param firstSamples copied
     */
    public TargetReach {
        firstSamples = List.copyOf(firstSamples);
    }

    /**
     * Compares targets with the range of an activation.
     *
     * @param data samples with their targets
     * @param last the activation of the network's last layer
     * @return the counts
     * @throws NullPointerException if an argument is null
     */
    public static TargetReach of(Batch data, Activation last) {
        Objects.requireNonNull(data, "the data are null");
        Objects.requireNonNull(last, "the activation is null");
        Reach reach = Reach.of(last);
        long unreachable = 0;
        long limits = 0;
        int wrongSums = 0;
        double excess = 0;
        double farthest = Double.NaN;
        List<Integer> samples = new ArrayList<>();
        for (int s = 0; s < data.size(); s++) {
            double sum = 0;
            int outside = 0;
            for (double target : data.target(s)) {
                sum += target;
                outside += reach.excludes(target) ? 1 : 0;
                excess += Math.pow(reach.distance(target), 2);
                farthest = reach.excludes(target) && !(reach.distance(target) <= reach.distance(farthest))
                        ? target
                        : farthest;
                limits += reach.onlyApproaches(target) ? 1 : 0;
            }
            boolean wrongSum = reach.sumsToOne && Math.abs(sum - 1) > SUM_ROUND_OFF;
            unreachable += outside;
            wrongSums += wrongSum ? 1 : 0;
            if ((outside > 0 || wrongSum) && samples.size() < EXAMPLES) {
                samples.add(s);
            }
        }
        return new TargetReach(
                last,
                reach.lowest,
                reach.highest,
                unreachable,
                limits,
                wrongSums,
                (long) data.size() * data.outputCount(),
                excess == 0 ? 0 : excess / squaresAboutMeans(data),
                farthest,
                samples);
    }

    private static double squaresAboutMeans(Batch data) {
        double squares = 0;
        for (int output = 0; output < data.outputCount(); output++) {
            int column = output;
            double mean = IntStream.range(0, data.size())
                    .mapToDouble(sample -> data.target(sample, column))
                    .average()
                    .orElseThrow();
            squares += IntStream.range(0, data.size())
                    .mapToDouble(sample -> Math.pow(data.target(sample, column) - mean, 2))
                    .sum();
        }
        return squares;
    }

    /** Range of an activation, read off its values far out: an unbounded one is unbounded there. */
    private record Reach(double lowest, double highest, boolean attained, boolean sumsToOne) {

        static Reach of(Activation activation) {
            if (activation instanceof Elementwise unit) {
                double low = unit.value(-FAR);
                double high = unit.value(FAR);
                return new Reach(
                        low < -UNBOUNDED ? Double.NEGATIVE_INFINITY : low + 0.0,
                        high > UNBOUNDED ? Double.POSITIVE_INFINITY : high,
                        unit.isPiecewiseLinear(),
                        false);
            }
            return new Reach(0, 1, false, true);
        }

        boolean excludes(double target) {
            return target < lowest - ROUND_OFF * Math.abs(lowest) - ROUND_OFF
                    || target > highest + ROUND_OFF * Math.abs(highest) + ROUND_OFF;
        }

        double distance(double target) {
            return excludes(target) ? Math.max(lowest - target, target - highest) : 0;
        }

        boolean onlyApproaches(double target) {
            return !attained && !excludes(target) && (target <= lowest || target >= highest);
        }
    }

    /**
     * The evidence in one line.
     *
     * @return never empty
     */
    public Fact fact() {
        return new Fact("targets against " + activation.name(), toString());
    }

    /** As in {@code outputs 0 to 1; 120 of 600 targets (20.0 %) lie outside, as far as 2; first samples 0, 4}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("outputs " + Figures.of(lowest) + " to " + Figures.of(highest) + "; ");
        text.append(
                unreachable == 0
                        ? "no target lies outside"
                        : Figures.count(unreachable) + " of " + Figures.count(targets, "target") + " ("
                                + Figures.share(unreachable, targets) + ") lie outside, as far as "
                                + Figures.of(farthest));
        if (wrongSums > 0) {
            text.append("; ").append(Figures.count(wrongSums, "row")).append(" of targets do not sum to 1");
        }
        if (!firstSamples.isEmpty()) {
            text.append("; first samples ").append(Lists.indices(firstSamples));
        }
        if (limits > 0) {
            text.append("; ").append(Figures.share(limits, targets)).append(" are limits that outputs only approach");
        }
        return text.toString();
    }
}
