package io.github.backcheck.gradient;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Loss;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

/**
 * The numeric deltas of a network whose architecture is known. Each unit's pre-activation is moved by ±h and ±2h for all
 * samples at once, the movement is carried through the layers above as a difference (never as two values that are
 * subtracted, so nothing cancels), and the movement of each sample's own loss gives ∂ℓ/∂z. No derivative enters.
 *
 * <p>With D(h) the central quotient, the value is (4 D(h) − D(2h)) / 3 (Richardson 1911, §1.1) and the half-width is at
 * least |D(2h) − D(h)|, three times the error of D(h) itself. A kink inside the step shows as a difference of the one-sided
 * slopes that does not shrink with h; the half-width then covers both slopes.
 */
final class UnitWiseDifferences {

    /** How far the pre-activation that reacts most may move; small enough that h² vanishes beside the rounding. */
    private static final double MOVE = 0x1p-17;

    /** Far from what doubles can hold, so that products of movements do not underflow. */
    private static final double SHORTEST = 1e-150;

    private static final double[] STEPS = {1, -1, 2, -2};

    private final Mlp twin;
    private final Architecture architecture;
    private final ForwardPass pass;
    private final RoundOff roundOff;
    private final int samples;
    private final int rows;
    private final double[] targets;
    private final double[][] z;
    private final double[][] a;
    private final DMatrixRMaj[] transposedWeights;
    private final double[][] deltas;
    private final double[][] widths;

    UnitWiseDifferences(Mlp twin, ForwardPass pass, DMatrixRMaj targets, RoundOff roundOff) {
        this.twin = twin;
        this.pass = pass;
        this.roundOff = roundOff;
        this.architecture = twin.architecture();
        this.samples = pass.samples();
        this.rows = samples * STEPS.length;
        this.targets = tiled(targets.data);
        int depth = architecture.depth();
        this.z = new double[depth][];
        this.a = new double[depth][];
        this.transposedWeights = new DMatrixRMaj[depth];
        this.deltas = new double[depth][];
        this.widths = new double[depth][];
        for (int layer = 0; layer < depth; layer++) {
            z[layer] = tiled(pass.preActivations(layer).data);
            a[layer] = tiled(pass.activations(layer).data);
            transposedWeights[layer] = CommonOps_DDRM.transpose(twin.weights(layer), null);
        }
        for (int layer = depth - 1; layer >= 0; layer--) {
            differences(layer);
        }
    }

    /** Numeric ∂ℓ/∂z of each sample's own loss, samples x units. */
    double[][] deltas() {
        return deltas;
    }

    /** Half-widths of {@link #deltas()}, samples x units, without the rounding of either side. */
    double[] widths(int layer) {
        return widths[layer];
    }

    private double[] tiled(double[] perSample) {
        double[] tiled = new double[perSample.length * STEPS.length];
        for (int step = 0; step < STEPS.length; step++) {
            System.arraycopy(perSample, 0, tiled, step * perSample.length, perSample.length);
        }
        return tiled;
    }

    private void differences(int layer) {
        int units = architecture.layer(layer).units();
        deltas[layer] = new double[samples * units];
        widths[layer] = new double[samples * units];
        Tail tail = new Tail(layer);
        double h = step(layer);
        for (int unit = 0; unit < units; unit++) {
            double[] movement = tail.lossMovement(unit, h);
            for (int n = 0; n < samples; n++) {
                quotient(layer, n * units + unit, h, movement, n);
            }
        }
    }

    private void quotient(int layer, int at, double h, double[] movement, int n) {
        double up = movement[n] / h;
        double down = -movement[samples + n] / h;
        double farUp = movement[2 * samples + n] / (2 * h);
        double farDown = -movement[3 * samples + n] / (2 * h);
        double near = (up + down) / 2;
        double far = (farUp + farDown) / 2;
        double curvature = Math.abs(near - far);
        double jump = Math.abs(2 * (up - down) - (farUp - farDown));
        boolean exactlyAtKink = curvature <= MOVE * jump;
        deltas[layer][at] = near + (near - far) / 3;
        widths[layer][at] = curvature + (exactlyAtKink ? (0.5 + MOVE) * jump : jump);
    }

    /**
     * h so that no pre-activation above moves by more than {@link #MOVE}, nor by more than a quarter of its distance to a
     * kink; from weights, slopes and pre-activations, never from the answer. As nothing cancels, h may be tiny.
     */
    private double step(int layer) {
        double gain = 1;
        double h = Math.min(MOVE, distanceToKink(layer) / 4);
        for (int above = layer + 1; above < architecture.depth(); above++) {
            gain *= steepest(above - 1) * largestRowSum(twin.weights(above));
            h = Math.min(h, Math.min(MOVE, distanceToKink(above) / 4) / gain);
        }
        return Math.max(h, SHORTEST);
    }

    /** The smallest distance of a pre-activation to its kink, apart from those that rounding puts on it. */
    private double distanceToKink(int layer) {
        if (!(architecture.layer(layer).activation() instanceof Elementwise f)
                || f.kink().isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double smallest = Double.POSITIVE_INFINITY;
        double[] preActivations = pass.preActivations(layer).data;
        for (int i = 0; i < preActivations.length; i++) {
            double distance = Math.abs(preActivations[i] - f.kink().getAsDouble());
            if (distance > roundOff.preActivationError(layer, i)) {
                smallest = Math.min(smallest, distance);
            }
        }
        return smallest;
    }

    private double steepest(int layer) {
        Elementwise f = (Elementwise) architecture.layer(layer).activation();
        double steepest = 0;
        for (double preActivation : pass.preActivations(layer).data) {
            steepest = Math.max(steepest, f.derivative(preActivation));
        }
        return steepest;
    }

    private static double largestRowSum(DMatrixRMaj weights) {
        double largest = 0;
        for (int row = 0; row < weights.numRows; row++) {
            double sum = 0;
            for (int i = row * weights.numCols; i < (row + 1) * weights.numCols; i++) {
                sum += Math.abs(weights.data[i]);
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    /** The layers from one layer's pre-activations up to the loss, with the buffers that a movement passes through. */
    private final class Tail {
        private final int from;
        private final int last = architecture.depth() - 1;
        private final DMatrixRMaj[] movements = new DMatrixRMaj[architecture.depth()];
        private final double[] lossMovement = new double[rows];

        Tail(int from) {
            this.from = from;
            for (int layer = Math.min(from + 1, last); layer <= last; layer++) {
                movements[layer] =
                        new DMatrixRMaj(rows, architecture.layer(layer).units());
            }
        }

        /** How far each sample's loss moves, for each of the four steps, when one unit's pre-activation does. */
        double[] lossMovement(int unit, double h) {
            if (from == last) {
                moveOutput(unit, h);
            } else {
                moveBelow(unit, h);
                for (int layer = from + 1; layer < last; layer++) {
                    activate(layer);
                    MatrixMatrixMult_DDRM.mult_reorder(
                            movements[layer], transposedWeights[layer + 1], movements[layer + 1]);
                }
            }
            return atLoss();
        }

        private void moveOutput(int unit, double h) {
            DMatrixRMaj movement = movements[last];
            Arrays.fill(movement.data, 0);
            for (int row = 0; row < rows; row++) {
                movement.data[row * movement.numCols + unit] = STEPS[row / samples] * h;
            }
        }

        /** The first hop is of rank one: every unit above moves by its weight times the unit's own movement. */
        private void moveBelow(int unit, double h) {
            Layer layer = architecture.layer(from);
            Elementwise f = (Elementwise) layer.activation();
            DMatrixRMaj above = movements[from + 1];
            for (int row = 0; row < rows; row++) {
                int at = row * layer.units() + unit;
                double moved = f.increment(z[from][at], a[from][at], STEPS[row / samples] * h);
                for (int k = 0; k < above.numCols; k++) {
                    above.data[row * above.numCols + k] =
                            moved * transposedWeights[from + 1].data[unit * above.numCols + k];
                }
            }
        }

        private void activate(int layer) {
            architecture
                    .layer(layer)
                    .activation()
                    .increments(z[layer], a[layer], movements[layer].data, rows, movements[layer].numCols);
        }

        private double[] atLoss() {
            Loss loss = architecture.loss();
            if (loss.requiredHead().isEmpty()) {
                activate(last);
            }
            int outputs = architecture.outputCount();
            for (int row = 0; row < rows; row++) {
                lossMovement[row] =
                        loss.incrementOfSample(z[last], a[last], targets, movements[last].data, row * outputs, outputs);
            }
            return lossMovement;
        }
    }
}
