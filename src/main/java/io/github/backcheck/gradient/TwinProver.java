package io.github.backcheck.gradient;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Figures;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;

/** Establishes or refutes a {@link TwinProof}. Parameters are put back bit for bit. */
final class TwinProver {

    /** How far the pre-activations of a layer are moved along a direction, about. */
    private static final double MOVE = 0x1p-10;

    /** How much larger the truncation of a quotient may be than its change when the step is halved: 4/3 if smooth, 2 if not. */
    private static final double TRUNCATION = 8;

    /** A quotient this straight needs no shorter step. */
    private static final double STRAIGHT = 1e-3;

    private static final int SHORTENINGS = 5;
    private static final double SHORTER = 16;

    private final Model model;
    private final Batch batch;
    private final Mlp twin;
    private final ForwardPass pass;
    private final DMatrixRMaj inputs;
    private final DMatrixRMaj targets;
    private final RoundOff roundOff;
    private int lossEvaluations;

    TwinProver(Model model, Batch batch, WhiteBox whiteBox) {
        this.model = model;
        this.batch = batch;
        this.twin = whiteBox.twin();
        this.pass = whiteBox.pass();
        this.inputs = whiteBox.inputs();
        this.targets = whiteBox.targets();
        this.roundOff = whiteBox.roundOff();
    }

    TwinProof prove(Map<Parameter, Estimate> numeric, long seed) {
        String compared = "";
        if (model.can(Capability.PREDICT)) {
            double[][] outputs = outputs();
            for (int n = 0; n < outputs.length; n++) {
                for (int k = 0; k < outputs[n].length; k++) {
                    double expected =
                            pass.activations(twin.architecture().depth() - 1).get(n, k);
                    double allowed = roundOff.outputError(n, k);
                    if (!(Math.abs(outputs[n][k] - expected) <= allowed)) {
                        return refuted("output " + k + " of sample " + n + " is " + Figures.precise(outputs[n][k])
                                + ", the architecture given makes it " + Figures.precise(expected) + " ± "
                                + Figures.of(allowed));
                    }
                }
            }
            compared = "same outputs, ";
        }
        double expected = twin.loss(pass, targets);
        double loss = ownLoss();
        double allowed = lossErrors(expected);
        if (!(Math.abs(loss - expected) <= allowed)) {
            return refuted("the loss is " + Figures.precise(loss) + ", the architecture given makes it "
                    + Figures.precise(expected) + " ± " + Figures.of(allowed) + ratio(loss / expected));
        }
        int confirmed = 0;
        for (ModelLayer layer : model.layers()) {
            for (Parameter parameter : layer.parameters()) {
                Estimate gradient = Objects.requireNonNull(numeric.get(parameter));
                Direction direction = new Direction(layer, parameter, gradient, seed);
                String gap = direction.gap();
                if (!gap.isEmpty()) {
                    return refuted(gap);
                }
                confirmed += direction.confirmsGradient() ? 1 : 0;
            }
        }
        return new TwinProof(
                true,
                compared + "same loss, also when each parameter is moved along a random direction, which confirms the"
                        + " numeric gradient in "
                        + (confirmed == model.parameters().size()
                                ? "all of them"
                                : confirmed + " of "
                                        + Figures.count(model.parameters().size(), "parameter")),
                lossEvaluations);
    }

    private double[][] outputs() {
        try (ParameterSnapshot before = model.snapshot()) {
            double[][] outputs = model.predict(batch);
            before.restore();
            return outputs;
        }
    }

    private TwinProof refuted(String seen) {
        return new TwinProof(false, seen, lossEvaluations);
    }

    private String ratio(double ratio) {
        double n = batch.size();
        double c = batch.outputCount();
        record Reading(double factor, String words) {}
        for (Reading reading : new Reading[] {
            new Reading(n, "the batch size: the network adds the losses of a batch, say summed()"),
            new Reading(
                    1 / n, "one over the batch size: the network averages the losses of a batch, do not say summed()"),
            new Reading(2, "twice"),
            new Reading(0.5, "half"),
            new Reading(c, "the number of outputs"),
            new Reading(1 / c, "one over the number of outputs"),
            new Reading(c / 2, "the number of outputs over 2: a half squared error, not a mean one"),
            new Reading(2 / c, "2 over the number of outputs: a mean squared error, not a half one")
        }) {
            if (reading.factor != 1 && Math.abs(ratio / reading.factor - 1) < 1e-9) {
                return ", a factor of " + Figures.precise(ratio) + " (" + reading.words + ")";
            }
        }
        return "";
    }

    private double ownLoss() {
        lossEvaluations++;
        return model.loss(batch);
    }

    private double lossErrors(double value) {
        return roundOff.lossError(value);
    }

    /** A random direction through one parameter, along which the network's own loss is asked twice. */
    private final class Direction {
        private final Parameter parameter;
        private final Estimate gradient;
        private final double[] old;
        private final double[] moves;
        private double predicted;
        private double uncertainty;
        private double twinChange;
        private double ownChange = Double.NaN;
        private double rounding = Double.NaN;

        Direction(ModelLayer layer, Parameter parameter, Estimate gradient, long seed) {
            this.parameter = parameter;
            this.gradient = gradient;
            this.old = parameter.values();
            this.moves = new double[old.length];
            SplittableRandom random = new SplittableRandom(seed);
            double step = step(layer, parameter);
            for (int i = 0; i < moves.length; i++) {
                moves[i] = random.nextInt(2) == 0 ? step : -step;
            }
        }

        /** Empty if the network and its twin react alike, else what was seen. */
        String gap() {
            try {
                shorten();
                Side up = side(1);
                double ownUp = ownLoss();
                Side down = side(-1);
                ownChange = ownUp - ownLoss();
                rounding = 2 * (lossErrors(up.loss) + lossErrors(down.loss));
                twinChange = up.loss - down.loss;
                boolean alike = Math.abs(ownChange - twinChange) <= rounding || Double.isInfinite(rounding);
                return alike
                        ? ""
                        : "along a random direction in " + parameter.name() + " the loss changes by "
                                + Figures.precise(ownChange) + ", the architecture given makes it "
                                + Figures.precise(twinChange) + " ± " + Figures.of(rounding);
            } finally {
                parameter.assign(old);
                twin.copyFrom(model);
                pass.run(inputs);
            }
        }

        boolean confirmsGradient() {
            return Math.abs(ownChange - predicted) <= uncertainty + rounding;
        }

        /** Shortens the step until the twin's own difference quotient is near its limit. */
        private void shorten() {
            for (int attempt = 0; attempt < SHORTENINGS; attempt++) {
                predict();
                boolean straight = uncertainty <= STRAIGHT * Math.abs(twinChange);
                if (straight && Math.abs(twinChange - predicted) <= uncertainty) {
                    return;
                }
                for (int i = 0; i < moves.length; i++) {
                    moves[i] /= SHORTER;
                }
            }
            predict();
        }

        /** What the numeric gradient makes the change, and how far the quotient over this step may be from its limit. */
        private void predict() {
            Side up = side(1);
            Side down = side(-1);
            twinChange = up.loss - down.loss;
            double half = side(0.5).loss - side(-0.5).loss;
            predicted = 0;
            uncertainty = TRUNCATION * Math.abs(twinChange - 2 * half);
            for (int i = 0; i < moves.length; i++) {
                double move = up.values[i] - down.values[i];
                predicted += gradient.value(i) * move;
                uncertainty += (gradient.uncertainty(i) + gradient.kink(i)) * Math.abs(move);
            }
        }

        private Side side(double factor) {
            double[] moved = old.clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += factor * moves[i];
            }
            parameter.assign(moved);
            twin.copyFrom(model);
            pass.run(inputs);
            return new Side(parameter.values(), twin.loss(pass, targets));
        }
    }

    /** The parameter moved, in the network and in its twin, with the twin's loss there. */
    private static final class Side {
        private final double[] values;
        private final double loss;

        private Side(double[] values, double loss) {
            this.values = values;
            this.loss = loss;
        }
    }

    private double step(ModelLayer layer, Parameter parameter) {
        if (parameter.role() == Parameter.Role.BIASES) {
            return MOVE;
        }
        DMatrixRMaj below = pass.layerInputs(layer.index());
        double typical = Norms.of(below.data) / Math.sqrt(batch.size());
        return MOVE / Math.max(1, typical);
    }
}
