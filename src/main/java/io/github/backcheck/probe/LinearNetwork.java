package io.github.backcheck.probe;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.model.Precision;
import io.github.backcheck.probe.LinearityReport.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Asks whether a network of several layers computes no more than one layer could, because a nonlinearity is missing: whether
 * its outputs, or what softmax, sigmoid or tanh made them of, are an affine function of the inputs, f(x+y) − f(x) − f(y) + f(0)
 * = 0. Inputs are samples of the data and their negatives, from a hundredth of their size to 10⁸ times, so that no
 * nonlinearity hides in its nearly straight part or in units that are all on.
 *
 * <pre>{@code
 * LinearNetwork.of(model, digits).affine();   // true: W2 (W1 x + b1) + b2 is one layer
 * }</pre>
 *
 * <p>Costs one call of predict(inputs) for each of 11 sizes, with 32 samples each. A network whose last layer is cut off, as by
 * a ReLU, is not recognised.
 */
public final class LinearNetwork {

    private static final double[] SCALES = {1e-2, 0.1, 0.3, 1, 3, 10, 30, 100, 1e4, 1e6, 1e8};
    private static final int QUADRUPLES = 8;
    private static final int ROWS = 4;
    private static final int FEWEST_POINTS = 6;

    /** What the nonlinearity of an output may have to move by before agreement says something. */
    private static final double CLEAR_MOVEMENT = 0.5;

    /** Far outside the straight part of any activation, whatever the weights. */
    private static final double ENLARGED = 1e4;

    private static final double DOUBLE = 1e-10;
    private static final double SINGLE = 1e-4;

    private final Model model;
    private final Batch batch;
    private final boolean single;
    private final List<Size> sizes = new ArrayList<>();

    /** Sums of larger inputs may overflow. */
    private static final double LARGEST = 1e150;

    /** The outputs for the quadruples x, y, x + y and 0 at one size of the inputs. */
    private record Size(double scale, Outputs outputs) {}

    private LinearNetwork(Model model, Batch batch) {
        this.model = model;
        this.batch = batch;
        this.single = model.parameters().stream().anyMatch(p -> p.precision() == Precision.SINGLE);
    }

    /**
     * Asks a program for the outputs of samples and of their sums.
     *
     * @param model offers predict(inputs). Not modified.
     * @param batch samples, of which 16 are used
     * @return what was seen; not judged without predict(inputs), with a single layer, or where the outputs hardly move
     * @throws NullPointerException if something is null
     */
    public static LinearityReport of(Model model, Batch batch) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        int layers = model.layers().size();
        if (!model.can(Capability.PREDICT)) {
            return LinearityReport.notJudged(layers, "needs predict(inputs)");
        }
        if (layers < 2) {
            return LinearityReport.notJudged(
                    layers, "needs two layers or more, a single one is linear up to its activation");
        }
        try (ParameterSnapshot before = model.snapshot()) {
            LinearityReport report = new LinearNetwork(model, batch).look();
            before.restore();
            return report;
        } catch (ModelException e) {
            return LinearityReport.notJudged(layers, String.valueOf(e.getMessage()));
        }
    }

    private LinearityReport look() {
        for (double scale : SCALES) {
            if (scale * spread() > LARGEST) {
                continue;
            }
            Outputs outputs = Outputs.of(model, quadruples(scale));
            if (outputs.areFinite()) {
                sizes.add(new Size(scale, outputs));
            }
        }
        LinearityReport closest = null;
        for (Form form : forms()) {
            LinearityReport report = judge(form);
            if (report.affine()) {
                return report;
            }
            closest = closest == null
                            || (!closest.judgement().isJudged()
                                    && report.judgement().isJudged())
                    ? report
                    : closest;
        }
        return closest == null
                ? LinearityReport.notJudged(model.layers().size(), "the outputs are not finite")
                : closest;
    }

    /** Rows x, y, x + y, 0 of each quadruple; every second one has signs turned, so that units that are on go off. */
    private Batch quadruples(double scale) {
        Random random = new Random(22);
        double[][] inputs = new double[ROWS * QUADRUPLES][batch.inputCount()];
        double[][] targets = new double[ROWS * QUADRUPLES][];
        for (int q = 0; q < QUADRUPLES; q++) {
            int one = random.nextInt(batch.size());
            int other = random.nextInt(batch.size());
            double signOfOne = (q & 1) == 0 ? scale : -scale;
            double signOfOther = (q & 2) == 0 ? scale : -scale;
            for (int i = 0; i < batch.inputCount(); i++) {
                // Some noise, as the data may hold one sample again and again.
                double x = signOfOne * (batch.input(one, i) + 0.1 * spread() * random.nextGaussian());
                double y = signOfOther * (batch.input(other, i) + 0.1 * spread() * random.nextGaussian());
                inputs[ROWS * q][i] = x;
                inputs[ROWS * q + 1][i] = y;
                inputs[ROWS * q + 2][i] = x + y;
            }
            for (int row = 0; row < ROWS; row++) {
                targets[ROWS * q + row] = batch.target(one);
            }
        }
        return Batch.of(inputs, targets);
    }

    private double spread() {
        double largest = 0;
        for (int i = 0; i < batch.inputCount(); i++) {
            largest = Math.max(largest, Math.abs(batch.input(0, i)));
        }
        return largest == 0 ? 1 : largest;
    }

    private List<Form> forms() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double fromOne = 0;
        for (Size size : sizes) {
            for (int row = 0; row < size.outputs().samples(); row++) {
                double sum = 0;
                for (double output : size.outputs().row(row)) {
                    low = Math.min(low, output);
                    high = Math.max(high, output);
                    sum += output;
                }
                fromOne = Math.max(fromOne, Math.abs(sum - 1));
            }
        }
        List<Form> forms = new ArrayList<>();
        if (sizes.isEmpty()) {
            return forms;
        }
        if (low >= 0 && fromOne < 1e-4 && batch.outputCount() > 1) {
            forms.add(Form.LOG_RATIOS);
        } else if (low >= 0 && high <= 1) {
            forms.add(Form.LOGITS);
        } else if (low >= -1 && high <= 1) {
            forms.add(Form.ARTANH);
        }
        forms.add(Form.OUTPUTS);
        return forms;
    }

    private LinearityReport judge(Form form) {
        int points = 0;
        double worst = 0;
        double largestScale = 0;
        double movement = 0;
        double tolerance = single ? SINGLE : DOUBLE;
        for (Size size : sizes) {
            for (int q = 0; q < QUADRUPLES; q++) {
                Optional<Point> point = point(size, q, form);
                if (point.isPresent()) {
                    points++;
                    worst = Math.max(worst, point.get().residual() / point.get().movement());
                    largestScale = Math.max(largestScale, size.scale());
                    movement = Math.max(movement, point.get().movement());
                }
            }
        }
        int layers = model.layers().size();
        if (points < FEWEST_POINTS) {
            return LinearityReport.notJudged(layers, "the outputs do not move, or only to their limits");
        }
        boolean affine = worst <= tolerance && (movement >= CLEAR_MOVEMENT || largestScale >= ENLARGED);
        if (worst <= tolerance && !affine) {
            return LinearityReport.notJudged(layers, "the outputs hardly move");
        }
        Judgement judgement = affine && !isDeclared() ? Judgement.noticed() : Judgement.asExpected();
        return new LinearityReport(judgement, affine, form, layers, points, largestScale, worst);
    }

    /** |f(x+y) − f(x) − f(y) + f(0)| and how far the farthest of these is from f(0). */
    private record Point(double residual, double movement) {}

    /** Empty where the outputs do not move enough above their rounding, or are at the limits of their nonlinearity. */
    private Optional<Point> point(Size size, int quadruple, Form form) {
        int row = ROWS * quadruple;
        double residual = 0;
        double movement = 0;
        double largest = 0;
        for (int k = form == Form.LOG_RATIOS ? 1 : 0; k < batch.outputCount(); k++) {
            double[] f = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                f[i] = undone(size.outputs().row(row + i), k, form);
                if (!Double.isFinite(f[i])) {
                    return Optional.empty();
                }
            }
            for (double value : f) {
                largest = Math.max(largest, Math.abs(value));
                movement = Math.max(movement, Math.abs(value - f[ROWS - 1]));
            }
            residual = Math.max(residual, Math.abs(f[2] - f[0] - f[1] + f[3]));
        }
        double rounding = (single ? 1e-6 : 1e-15) * largest + rounding(form);
        return movement > rounding / (single ? SINGLE : DOUBLE)
                ? Optional.of(new Point(Math.max(0, residual - 8 * rounding), movement))
                : Optional.empty();
    }

    /** What rounding of an output between the limits used becomes in what it was made of. */
    private double rounding(Form form) {
        double unit = single ? Precision.SINGLE.unitRoundOff() : Precision.DOUBLE.unitRoundOff();
        return switch (form) {
            case OUTPUTS -> 0;
            case LOG_RATIOS -> 4 * unit;
            case LOGITS, ARTANH -> 4 * unit / limit();
        };
    }

    private double limit() {
        return single ? 1e-2 : 1e-5;
    }

    private double undone(double[] row, int k, Form form) {
        double a = form == Form.ARTANH ? (1 + row[k]) / 2 : row[k];
        boolean inside = a >= limit() && a <= 1 - limit();
        return switch (form) {
            case OUTPUTS -> row[k];
            case LOG_RATIOS -> row[k] > 1e-30 && row[0] > 1e-30 ? Math.log(row[k] / row[0]) : Double.NaN;
            case LOGITS, ARTANH -> inside ? Math.log(a / (1 - a)) : Double.NaN;
        };
    }

    /** Whether the architecture itself says that no layer but the last has a nonlinearity. */
    private boolean isDeclared() {
        return model.architecture().map(LinearNetwork::hiddenAreIdentity).orElse(false);
    }

    private static boolean hiddenAreIdentity(Architecture known) {
        return known.layers().stream().limit(known.depth() - 1L).allMatch(l -> l.activation() == Activation.IDENTITY);
    }
}
