package io.github.backcheck.gradient;

import io.github.backcheck.model.Elementwise;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The numeric deltas of a network whose architecture is known. Each unit's pre-activation is moved by h, −h and 2h for all
 * samples at once, the movement is carried through the layers above as a difference (never as two values that are
 * subtracted, so nothing cancels), and the movement of each sample's own loss gives ∂ℓ/∂z. Nothing is linearised: where a
 * factor such as a (1 − a) occurs, it belongs to an identity that holds for moves of any length.
 *
 * <p>With Δ(x) the movement of the loss, the value is (Δ(h) − Δ(−h)) / 2h, from which h² ℓ‴ / 6 is taken off as the third
 * difference (Δ(2h) − 3 Δ(h) − Δ(−h)) / 6h shows it (Richardson's extrapolation, on four equidistant values of which one is
 * ℓ itself); the half-width is at least three times that correction. A kink inside the step shows as a difference of the one-sided
 * slopes that does not shrink with h; the half-width then covers both slopes.
 */
final class UnitWiseDifferences {

    /**
     * How far the pre-activation that reacts most may move when a unit moves by h; small enough that h² vanishes beside
     * the rounding, and about what is needed for the third difference to show it.
     */
    private static final double MOVE = 0x1p-20;

    /**
     * The same where a unit of the layer, or of one above it, is on a kink: the curvature on the side where only one value is known is not
     * seen, so that it has to vanish beside the rounding even where the loss is nearly 0 and its curvature is not.
     */
    private static final double MOVE_AT_KINK = 0x1p-60;

    /** One-sided slopes of a smooth loss differ by far less than this, relatively; {@link RoundOff#kinks} knows the kinks. */
    private static final double KINK = 0x1p-17;

    /** Far from what doubles can hold, so that products of movements do not underflow. */
    private static final double SHORTEST = 1e-150;

    /** Below some ten milliseconds of work a second thread costs more than it saves. */
    private static final double WORK_FOR_TWO_THREADS = 5e7;

    /** In units of h. A third of the columns that are carried through the network belongs to each. */
    private static final double[] STEPS = {1, -1, 2};

    private final Recording recording;
    private final RoundOff roundOff;
    private final int samples;
    private final Responses responses;
    private final double[][][] deltas;
    private final double[][][] widths;
    private final double[][][] jumps;

    UnitWiseDifferences(Recording recording, RoundOff roundOff) {
        this.recording = recording;
        this.roundOff = roundOff;
        this.samples = recording.samples();
        this.responses = new Responses(recording, roundOff, STEPS.length);
        this.deltas = new double[recording.depth()][][];
        this.widths = new double[recording.depth()][][];
        this.jumps = new double[recording.depth()][][];
        double gain = 1;
        double reach = MOVE;
        boolean belowKinks = false;
        for (int layer = recording.depth() - 1; layer >= 0; layer--) {
            belowKinks |= anyAtKink(layer);
            reach = Math.min(reach / gain, Math.min(belowKinks ? MOVE_AT_KINK : MOVE, distanceToSeam(layer) / 4));
            differences(layer, reach);
            gain = layer == 0 ? 1 : steepest(layer - 1) * largestRowSum(recording.weights(layer));
        }
    }

    /** Numeric ∂ℓ/∂z of each sample's own loss, for each layer units x samples. */
    double[][][] deltas() {
        return deltas;
    }

    /** Half-widths of {@link #deltas()}, without the rounding of either side and without {@link #jumps()}. */
    double[][][] widths() {
        return widths;
    }

    /** Half of the difference between the slopes on both sides, where there is one. */
    double[][][] jumps() {
        return jumps;
    }

    /**
     * @param reach h so that no pre-activation of this layer or above moves by more than {@link #MOVE}, nor by more than a
     *     quarter of its distance to a seam; from weights, slopes and pre-activations, never from the answer. As nothing
     *     cancels, it may be tiny.
     */
    private void differences(int layer, double reach) {
        int units = recording.units(layer);
        deltas[layer] = new double[units][samples];
        widths[layer] = new double[units][samples];
        jumps[layer] = new double[units][samples];
        double h = Math.max(reach, SHORTEST);
        double[] moves = new double[STEPS.length * samples];
        for (int step = 0; step < STEPS.length; step++) {
            for (int n = 0; n < samples; n++) {
                moves[step * samples + n] = STEPS[step] * h;
            }
        }
        boolean tooFar = !(reach >= SHORTEST);
        int threads = work(layer) < WORK_FOR_TWO_THREADS ? 1 : 2;
        IntStream parts = IntStream.range(0, threads);
        // Each unit has its own row: the result is the same to the last bit whoever computes it.
        (threads == 1 ? parts : parts.parallel())
                .forEach(part -> differences(
                        layer,
                        h,
                        new Tail(responses, layer, moves),
                        part * units / threads,
                        (part + 1) * units / threads));
        for (int unit = 0; tooFar && unit < units; unit++) {
            Arrays.fill(widths[layer][unit], Double.POSITIVE_INFINITY);
        }
    }

    /** Multiplications, about, that one layer takes. */
    private double work(int layer) {
        double perColumn = 1;
        for (int above = layer + 1; above < recording.depth(); above++) {
            perColumn += recording.units(above) * (above + 1 < recording.depth() ? recording.units(above + 1) : 1.0);
        }
        return perColumn * recording.units(layer) * STEPS.length * samples;
    }

    private void differences(int layer, double h, Tail tail, int first, int end) {
        for (int unit = first; unit < end; unit++) {
            double[] movement = tail.lossMovement(unit);
            for (int n = 0; n < samples; n++) {
                quotient(h, movement, layer, unit, n);
            }
        }
    }

    private void quotient(double h, double[] movement, int layer, int unit, int n) {
        double up = movement[n] / h;
        double down = -movement[samples + n] / h;
        double farUp = movement[2 * samples + n] / (2 * h);
        double mean = (up + down) / 2;
        double correction = (2 * farUp - 3 * up + down) / 6;
        double jump = Math.abs((up - down) - 2 * (farUp - up));
        if (jump > KINK * Math.abs(mean)) {
            deltas[layer][unit][n] = mean;
            // The curvature on both sides of the kink is of the order of that on the one side where it is seen.
            widths[layer][unit][n] = 4 * Math.abs(farUp - up);
            jumps[layer][unit][n] = (0.5 + KINK) * jump;
        } else {
            deltas[layer][unit][n] = mean - correction;
            // A smooth loss has jump = 6 |correction|, up to the next order.
            // Where only the second derivative jumps (ELU), the error of the value is twice the correction.
            widths[layer][unit][n] = 3 * Math.abs(correction) + Math.abs(jump - 6 * Math.abs(correction));
        }
    }

    /** The smallest distance of a pre-activation to its seam, apart from those that rounding puts on it. */
    private double distanceToSeam(int layer) {
        double smallest = Double.POSITIVE_INFINITY;
        if (recording.architecture().layer(layer).activation() instanceof Elementwise f
                && f.seam().isPresent()) {
            double seam = f.seam().getAsDouble();
            double[][] z = recording.z(layer);
            for (int unit = 0; unit < z.length; unit++) {
                for (int n = 0; n < samples; n++) {
                    double distance = Math.abs(z[unit][n] - seam);
                    if (distance < smallest && distance > roundOff.preActivationError(layer, unit, n)) {
                        smallest = distance;
                    }
                }
            }
        }
        return smallest;
    }

    private boolean anyAtKink(int layer) {
        for (int unit = 0; unit < recording.units(layer); unit++) {
            for (int n = 0; n < samples; n++) {
                if (roundOff.isAtKink(layer, unit, n)) {
                    return true;
                }
            }
        }
        return false;
    }

    private double steepest(int layer) {
        double steepest = 0;
        double[][] slopes = recording.slopes(layer);
        for (int unit = 0; unit < slopes.length; unit++) {
            for (int n = 0; n < samples; n++) {
                boolean either = roundOff.isAtKink(layer, unit, n);
                steepest = Math.max(steepest, either ? 1 : slopes[unit][n]);
            }
        }
        return steepest;
    }

    private static double largestRowSum(double[][] weights) {
        double largest = 0;
        for (double[] row : weights) {
            double sum = 0;
            for (double weight : row) {
                sum += Math.abs(weight);
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }
}
