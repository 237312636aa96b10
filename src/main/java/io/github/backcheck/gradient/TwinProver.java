package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Establishes or refutes a {@link TwinProof}. Parameters are put back bit for bit. */
final class TwinProver {

    /**
     * How far the pre-activations of a layer are moved along a direction, about: so far that rounding leaves ten digits of the
     * change, and no further, because what a kink inside the step does is not seen by halving it.
     */
    private static final double MOVE = 0x1p-18;

    /** How much larger the truncation of a quotient may be than its change when the step is halved: 4/3 if smooth, 2 if not. */
    private static final double TRUNCATION = 8;

    private final Model model;
    private final Batch batch;
    private final Recording recording;
    private final RoundOff roundOff;
    private final SafeLogarithm logarithm;
    private final Map<Parameter, Estimate> numeric;
    private final LossMeter meter;
    private final List<LayerDirection> contradictions = new ArrayList<>();

    TwinProver(Model model, Batch batch, WhiteBox whiteBox, Map<Parameter, Estimate> numeric, LossMeter meter) {
        this.model = model;
        this.batch = batch;
        this.recording = whiteBox.recording();
        this.roundOff = whiteBox.roundOff();
        this.logarithm = whiteBox.logarithm();
        this.numeric = numeric;
        this.meter = meter;
    }

    TwinProof prove(long seed) {
        String compared = "";
        double blur = 0;
        if (model.can(Capability.PREDICT)) {
            double[][] outputs = outputs();
            double largest = Arrays.stream(outputs)
                    .flatMapToDouble(Arrays::stream)
                    .map(Math::abs)
                    .max()
                    .orElse(0);
            for (int n = 0; n < outputs.length; n++) {
                for (int k = 0; k < outputs[n].length; k++) {
                    double expected = recording.a(recording.depth() - 1)[k][n];
                    double allowed = roundOff.outputError(n, k);
                    if (!(Math.abs(outputs[n][k] - expected) <= allowed)) {
                        return refuted("output " + k + " of sample " + n + " is " + Figures.precise(outputs[n][k])
                                + ", the architecture given makes it " + Figures.precise(expected) + " ± "
                                + Figures.halfWidth(allowed));
                    }
                    blur = Math.max(blur, share(allowed, largest));
                }
            }
            compared = "same outputs, ";
        }
        double[][] a = recording.a(recording.depth() - 1);
        double expected = recording.loss() + logarithm.ofLoss(recording, a);
        double loss = meter.loss();
        double allowed = roundOff.lossError(a, expected);
        if (!(Math.abs(loss - expected) <= allowed)) {
            return refuted("the loss is " + Figures.precise(loss) + ", the architecture given makes it "
                    + Figures.precise(expected) + " ± " + Figures.halfWidth(allowed) + ratio(loss / expected));
        }
        blur = Math.max(blur, share(allowed, Math.abs(expected)));
        int confirmed = 0;
        for (ModelLayer layer : model.layers()) {
            LayerDirection direction = new LayerDirection(layer, seed + layer.index());
            String gap = direction.gap();
            if (!gap.isEmpty()) {
                return refuted(gap);
            }
            confirmed += direction.confirmsGradient() ? 1 : 0;
            if (direction.contradictsGradient()) {
                contradictions.add(direction);
            }
        }
        int layers = model.layers().size();
        return new TwinProof(
                true,
                blur,
                logarithm.inWords(),
                compared + "same loss" + (logarithm.inWords().isEmpty() ? "" : " (" + logarithm.inWords() + ")")
                        + ", also when the parameters of each layer are moved along a random direction, which"
                        + " confirms the numeric gradient in "
                        + (confirmed == layers ? "all layers" : confirmed + " of " + Figures.count(layers, "layer")));
    }

    /** How many times further a pre-activation above moves, typically, than one of this layer. */
    private double gain(int layer) {
        double gain = 1;
        double largest = 1;
        for (int above = layer + 1; above < recording.depth(); above++) {
            double[][] slopes = recording.slopes(above - 1);
            double slope = Norms.of(Norms.ofRows(slopes)) / Math.sqrt(slopes.length * (double) batch.size());
            gain *= slope * Norms.of(Norms.ofRows(recording.weights(above))) / Math.sqrt(recording.units(above));
            largest = Math.max(largest, gain);
        }
        return largest;
    }

    private static double share(double part, double whole) {
        return part == 0 ? 0 : part / whole;
    }

    private double[][] outputs() {
        try (ParameterSnapshot before = model.snapshot()) {
            double[][] outputs = model.predict(batch);
            before.restore();
            return outputs;
        }
    }

    /**
     * Whether the network's own loss takes the side of the analytic gradient: along the direction through this parameter's
     * layer it contradicts the numeric one, and is nearer to the analytic one.
     */
    boolean supports(Analytic analytic, String parameter) {
        return contradictions.stream()
                .filter(direction -> direction.layer.parameters().stream()
                        .anyMatch(one -> one.name().equals(parameter)))
                .anyMatch(direction -> direction.supports(analytic));
    }

    private TwinProof refuted(String seen) {
        return new TwinProof(false, 0, "", seen);
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

    /** A random direction through the parameters of one layer, along which the network's own loss is asked twice. */
    private final class LayerDirection {
        private final ModelLayer layer;
        private final Map<Parameter, double[]> moves = new LinkedHashMap<>();
        private double predicted;
        private double uncertainty;
        private double rounding;
        private double ownChange;
        private boolean tellsSomething;
        private Side up;
        private Side down;

        LayerDirection(ModelLayer layer, long seed) {
            this.layer = layer;
            this.up = new Side(layer);
            this.down = up;
            SplittableRandom random = new SplittableRandom(seed);
            double length = MOVE / gain(layer.index());
            double typicalInput = Norms.of(Norms.ofRows(recording.inputs(layer.index()))) / Math.sqrt(batch.size());
            for (Parameter parameter : layer.parameters()) {
                double step = parameter.role() == Parameter.Role.BIASES ? length : length / Math.max(1, typicalInput);
                double[] signed = new double[parameter.size()];
                Arrays.setAll(signed, i -> random.nextInt(2) == 0 ? step : -step);
                moves.put(parameter, signed);
            }
        }

        /** Empty if the network and its twin react alike, else what was seen. */
        String gap() {
            up = side(1);
            down = side(-1);
            ownChange = up.ownLoss - down.ownLoss;
            rounding = up.rounding() + down.rounding();
            predicted = up.predicted - down.predicted;
            double change = up.twinLoss() - down.twinLoss();
            double halfChange = up.twinLossHalfWay() - down.twinLossHalfWay();
            uncertainty = up.uncertainty + down.uncertainty + TRUNCATION * Math.abs(change - 2 * halfChange);
            tellsSomething = Double.isFinite(ownChange) && Double.isFinite(change) && Double.isFinite(rounding);
            return !tellsSomething || Math.abs(ownChange - change) <= rounding
                    ? ""
                    : "along a random direction in " + words() + " the loss changes by " + Figures.precise(ownChange)
                            + ", the architecture given makes it " + Figures.precise(change) + " ± "
                            + Figures.halfWidth(rounding);
        }

        private String words() {
            return layer.parameters().stream().map(Parameter::name).collect(Collectors.joining(" and "));
        }

        boolean confirmsGradient() {
            return tellsSomething && Math.abs(ownChange - predicted) <= uncertainty + rounding;
        }

        boolean supports(Analytic analytic) {
            double claimed = 0;
            for (Parameter parameter : layer.parameters()) {
                double[] gradient = analytic.values(parameter).orElseGet(() -> new double[parameter.size()]);
                double[] above = Objects.requireNonNull(up.moved.get(parameter));
                double[] below = Objects.requireNonNull(down.moved.get(parameter));
                for (int i = 0; i < gradient.length; i++) {
                    claimed += gradient[i] * (above[i] - below[i]);
                }
            }
            return Math.abs(ownChange - claimed) < Math.abs(ownChange - predicted);
        }

        boolean contradictsGradient() {
            return tellsSomething && !confirmsGradient();
        }

        private Side side(int sign) {
            Map<Parameter, double[]> old = new LinkedHashMap<>();
            moves.keySet().forEach(parameter -> old.put(parameter, parameter.values()));
            try {
                Side side = new Side(layer);
                moves.forEach((parameter, move) -> {
                    double[] moved = Objects.requireNonNull(old.get(parameter)).clone();
                    for (int i = 0; i < moved.length; i++) {
                        moved[i] += sign * move[i];
                    }
                    parameter.assign(moved);
                });
                old.forEach((parameter, values) -> side.note(parameter, values, parameter.values()));
                side.head = recording.headWith(layer.index(), side.moves, 1);
                side.ownLoss = meter.loss();
                return side;
            } finally {
                old.forEach(Parameter::assign);
            }
        }
    }

    /** A layer whose parameters were moved; what counts is how far they really moved, after their own rounding. */
    private final class Side {
        private final int layer;
        private final double[][] moves;
        private final Map<Parameter, double[]> moved = new LinkedHashMap<>();
        private double penalty;
        private double halfPenalty;
        private double[][] head;
        private double ownLoss;
        private double predicted;
        private double uncertainty;

        Side(ModelLayer layer) {
            this.layer = layer.index();
            this.head = recording.z(recording.depth() - 1);
            this.moves = new double[recording.units(layer.index())][batch.size()];
        }

        private void note(Parameter parameter, double[] from, double[] to) {
            Estimate gradient = Objects.requireNonNull(numeric.get(parameter));
            double[] moved = new double[from.length];
            this.moved.put(parameter, moved);
            for (int i = 0; i < moved.length; i++) {
                moved[i] = to[i] - from[i];
                predicted += gradient.value(i) * moved[i];
                uncertainty += (gradient.uncertainty(i) + gradient.kink(i)) * Math.abs(moved[i]);
            }
            if (parameter.role() == Parameter.Role.BIASES) {
                for (int unit = 0; unit < moves.length; unit++) {
                    for (int n = 0; n < moves[unit].length; n++) {
                        moves[unit][n] += moved[unit];
                    }
                }
                return;
            }
            double[][] rows = Rows.of(moved, parameter.rows(), parameter.columns());
            double[][] inputs = recording.below(layer);
            for (int unit = 0; unit < moves.length; unit++) {
                Rows.addProducts(rows[unit], 0, inputs, inputs.length, moves[unit]);
            }
            for (int i = 0; i < moved.length; i++) {
                penalty += moved[i] * (2 * from[i] + moved[i]);
                halfPenalty += moved[i] / 2 * (2 * from[i] + moved[i] / 2);
            }
        }

        /** The twin's loss here, without the penalty of the weights where they were. */
        double twinLoss() {
            return lossOf(head) + recording.architecture().l2() / 2 * penalty;
        }

        double twinLossHalfWay() {
            return lossOf(recording.headWith(layer, moves, 0.5))
                    + recording.architecture().l2() / 2 * halfPenalty;
        }

        private double lossOf(double[][] head) {
            return recording.lossOf(head) + logarithm.ofLoss(recording, recording.outputsOf(head));
        }

        /** How far the network's loss and that of its twin may be apart here. */
        double rounding() {
            return 2 * roundOff.lossError(recording.outputsOf(head), Math.max(Math.abs(ownLoss), recording.loss()));
        }
    }
}
