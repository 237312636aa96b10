package io.github.backcheck.gradient;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.ShortIncrement;
import io.github.backcheck.model.ShortLossIncrement;

/**
 * How each unit of the twin, and the loss of each sample, responds to short moves; prepared once for all differences. The
 * columns are the samples, repeated for each step.
 */
final class Responses {

    private final Recording recording;
    private final RoundOff roundOff;
    private final int copies;
    private final double[][][] outgoing;
    private final ShortIncrement[][] units;
    private final double[][] outputs;
    private final ShortLossIncrement loss;

    Responses(Recording recording, RoundOff roundOff, int copies) {
        this.recording = recording;
        this.roundOff = roundOff;
        this.copies = copies;
        int depth = recording.depth();
        Architecture architecture = recording.architecture();
        this.outgoing = new double[depth][][];
        this.units = new ShortIncrement[depth][];
        for (int layer = 0; layer < depth; layer++) {
            outgoing[layer] = layer == depth - 1 ? new double[0][] : Rows.transposed(recording.weights(layer + 1));
            units[layer] = architecture.layer(layer).activation() instanceof Elementwise f
                    ? units(layer, f)
                    : new ShortIncrement[0];
        }
        this.outputs = Rows.repeated(recording.a(depth - 1), copies);
        this.loss = architecture
                .loss()
                .shortIncrement(
                        Rows.repeated(recording.z(depth - 1), copies),
                        outputs,
                        Rows.repeated(recording.targets(), copies));
    }

    private ShortIncrement[] units(int layer, Elementwise f) {
        double[][] a = Rows.repeated(recording.a(layer), copies);
        double[][] slopes = Rows.repeated(recording.slopes(layer), copies);
        ShortIncrement[] increments = new ShortIncrement[a.length];
        for (int unit = 0; unit < a.length; unit++) {
            increments[unit] = anyAtSeam(layer, unit)
                    ? exactly(f, Rows.repeated(new double[][] {recording.z(layer)[unit]}, copies)[0], a[unit])
                    : f.shortIncrement(a[unit], slopes[unit]);
        }
        return increments;
    }

    private boolean anyAtSeam(int layer, int unit) {
        for (int n = 0; n < recording.samples(); n++) {
            if (roundOff.isAtSeam(layer, unit, n)) {
                return true;
            }
        }
        return false;
    }

    /** Moves that may cross a seam. */
    private static ShortIncrement exactly(Elementwise f, double[] z, double[] a) {
        return (weight, moves, into) -> {
            for (int n = 0; n < into.length; n++) {
                into[n] = f.increment(z[n], a[n], weight * moves[n]);
            }
        };
    }

    Recording recording() {
        return recording;
    }

    /** The weights that lead from each unit of a layer to the layer above, units x units above. */
    double[][] outgoing(int layer) {
        return outgoing[layer];
    }

    ShortIncrement unit(int layer, int unit) {
        return units[layer][unit];
    }

    /** Activations of the last layer, outputs x columns. */
    double[][] outputs() {
        return outputs;
    }

    ShortLossIncrement loss() {
        return loss;
    }
}
