package io.github.backcheck.gradient;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Elementwise;
import java.util.Arrays;

/** The layers from one layer's pre-activations up to the loss, with the buffers that a movement passes through. */
final class Tail {

    /** Units whose movements are carried to the layer above together. */
    private static final int TOGETHER = 4;

    private final Responses responses;
    private final Recording recording;
    private final int from;
    private final int last;
    private final double[] moves;
    private final double[] moved;
    private final double[][] together;
    private final double[][][] movements;
    private final double[] lossMovement;

    /**
     * @param responses of all units and the loss
     * @param from the layer in which one unit at a time is moved
     * @param moves how far its pre-activation moves, for each column. Not modified, kept.
     */
    Tail(Responses responses, int from, double[] moves) {
        this.responses = responses;
        this.recording = responses.recording();
        this.from = from;
        this.last = recording.depth() - 1;
        this.moves = moves;
        int columns = moves.length;
        this.moved = new double[columns];
        this.together = new double[TOGETHER][columns];
        this.movements = new double[last + 1][][];
        for (int layer = from; layer <= last; layer++) {
            movements[layer] =
                    layer == last || layer > from + 1 ? new double[recording.units(layer)][columns] : together;
        }
        this.lossMovement = new double[columns];
    }

    /** How far each sample's loss moves, in each column, when one unit's pre-activation does; until the next call. */
    double[] lossMovement(int unit) {
        double[][] head = movements[last];
        if (from == last) {
            clear(head);
            System.arraycopy(moves, 0, head[unit], 0, moves.length);
        } else {
            responses.unit(from, unit).of(1, moves, moved);
            if (isZero(moved)) {
                Arrays.fill(lossMovement, 0);
                return lossMovement;
            }
            firstHop(responses.outgoing(from)[unit]);
            for (int layer = from + 2; layer < last; layer++) {
                carry(layer);
            }
        }
        respond(head);
        responses.loss().of(head, lossMovement);
        return lossMovement;
    }

    private static boolean isZero(double[] values) {
        for (double value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static void clear(double[][] rows) {
        for (double[] row : rows) {
            Arrays.fill(row, 0);
        }
    }

    /** Of rank one: every unit above moves by its weight times the unit's own movement. */
    private void firstHop(double[] weights) {
        int layer = from + 1;
        if (layer == last) {
            for (int unit = 0; unit < weights.length; unit++) {
                multiply(weights[unit], moved, movements[last][unit]);
            }
            return;
        }
        clear(movements[layer + 1]);
        for (int first = 0; first < weights.length; first += TOGETHER) {
            int count = Math.min(TOGETHER, weights.length - first);
            for (int i = 0; i < count; i++) {
                responses.unit(layer, first + i).of(weights[first + i], moved, together[i]);
            }
            add(layer + 1, first, together, count);
        }
    }

    private static void multiply(double weight, double[] row, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = weight * row[i];
        }
    }

    /** From the pre-activations of a layer to those of the layer above. */
    private void carry(int layer) {
        double[][] rows = movements[layer];
        clear(movements[layer + 1]);
        for (int first = 0; first < rows.length; first += TOGETHER) {
            int count = Math.min(TOGETHER, rows.length - first);
            for (int i = 0; i < count; i++) {
                responses.unit(layer, first + i).of(1, rows[first + i], together[i]);
            }
            add(layer + 1, first, together, count);
        }
    }

    private void add(int layer, int first, double[][] rows, int count) {
        double[][] weights = recording.weights(layer);
        for (int unit = 0; unit < weights.length; unit++) {
            Rows.addProducts(weights[unit], first, rows, count, movements[layer][unit]);
        }
    }

    /** The activations of the last layer, unless the loss wants its pre-activations. */
    private void respond(double[][] head) {
        if (recording.architecture().loss().requiredHead().isPresent()) {
            return;
        }
        Activation activation = recording.architecture().layer(last).activation();
        if (activation instanceof Elementwise) {
            for (int unit = 0; unit < head.length; unit++) {
                responses.unit(last, unit).of(1, head[unit], head[unit]);
            }
        } else {
            Activation.SOFTMAX.shortIncrements(responses.outputs(), head);
        }
    }
}
