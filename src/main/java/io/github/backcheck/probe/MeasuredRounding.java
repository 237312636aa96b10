package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.model.Precision;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * How far two losses or gradients of a correct program may be apart because it rounds. Most of it is a share of the numbers
 * themselves. Where large numbers cancel, as in a network that has learned all it can, it is more: that part is measured, by
 * asking again with parameters that differ in their last digits.
 */
final class MeasuredRounding {

    private static final double DOUBLE = 1e-7;
    private static final double SINGLE = 1e-2;

    /** The measured part is the largest of a few, of errors that are random. */
    private static final double FARTHER = 100;

    private static final int TRIALS = 4;

    /** Units of the last place. */
    private static final double LAST_DIGITS = 4;

    private static final long SEED = 7;

    private final Model model;
    private final Batch batch;
    private final Entries entries;
    private final double relative;
    private final double unit;
    private Optional<Double> ofLoss = Optional.empty();
    private Optional<double[]> ofGradient = Optional.empty();

    MeasuredRounding(Model model, Batch batch) {
        this.model = model;
        this.batch = batch;
        this.entries = new Entries(model);
        boolean single = model.parameters().stream().anyMatch(p -> p.precision() == Precision.SINGLE);
        this.relative = single ? SINGLE : DOUBLE;
        this.unit = (single ? Precision.SINGLE : Precision.DOUBLE).unitRoundOff();
    }

    /** Of numbers of a size, nothing measured: for the same question asked twice. */
    double of(double scale) {
        return relative * scale;
    }

    /** Of losses of a size. Asks a loss that is known to repeat itself. */
    double ofLoss(double scale) {
        if (ofLoss.isEmpty()) {
            ofLoss = Optional.of(measuredLoss());
        }
        return Math.max(relative * scale, FARTHER * ofLoss.get());
    }

    /**
     * Compares gradients, parameter by parameter, as those of lower layers may be much smaller. Asks a gradient that is known to
     * repeat itself.
     *
     * @param times how many numbers of this size were added up on the way
     * @return the worst entry
     */
    Deviation between(double[] one, double[] other, double times) {
        if (ofGradient.isEmpty()) {
            ofGradient = Optional.of(measuredGradient());
        }
        double[] measured = ofGradient.get();
        double largest = Math.max(Entries.largest(one), Entries.largest(other));
        Deviation worst = Deviation.NONE;
        boolean anyTells = false;
        for (int p = 0, from = 0; p < measured.length; p++) {
            int to = from + model.parameters().get(p).size();
            double[] left = Arrays.copyOfRange(one, from, to);
            double[] right = Arrays.copyOfRange(other, from, to);
            Entries.Widest widest = Entries.widest(left, right);
            double scale = Math.max(Entries.largest(left), Entries.largest(right));
            double measure = FARTHER * Math.max(measured[p], unit * largest);
            Deviation here = new Deviation(
                    widest.gap(), scale, times * Math.max(relative * scale, measure), from + widest.index());
            anyTells |= here.tells();
            worst = here.isWorseThan(worst) ? here : worst;
            from = to;
        }
        // What is all rounding in one parameter is no matter if others tell.
        return anyTells && worst.isSmall() && !worst.tells() ? Deviation.NONE : worst;
    }

    private double measuredLoss() {
        double loss = model.loss(batch);
        double[] most = new double[1];
        nearby(() -> most[0] = Math.max(most[0], Math.abs(model.loss(batch) - loss)));
        return most[0];
    }

    private double[] measuredGradient() {
        double[] gradient = entries.gradient(batch);
        double[] most = new double[model.parameters().size()];
        nearby(() -> {
            double[] moved = entries.gradient(batch);
            for (int p = 0, at = 0; p < most.length; p++) {
                for (int end = at + model.parameters().get(p).size(); at < end; at++) {
                    most[p] = Math.max(most[p], Math.abs(moved[at] - gradient[at]));
                }
            }
        });
        return most;
    }

    private void nearby(Runnable ask) {
        Random random = new Random(SEED);
        try (ParameterSnapshot before = model.snapshot()) {
            for (int trial = 0; trial < TRIALS; trial++) {
                for (Parameter parameter : model.parameters()) {
                    double last = LAST_DIGITS * parameter.precision().unitRoundOff();
                    parameter.assign(Arrays.stream(parameter.values())
                            .map(value -> value * (1 + last * (2 * random.nextDouble() - 1)))
                            .toArray());
                }
                ask.run();
                before.restore();
            }
        }
    }

    /**
     * A difference.
     *
     * @param gap how large
     * @param scale the largest number compared
     * @param tolerance how much of it rounding may make
     * @param index of the entry
     */
    record Deviation(double gap, double scale, double tolerance, int index) {

        /** Of the numbers compared, what rounding may make without saying nothing at all. */
        private static final double MUCH = 0.02;

        static final Deviation NONE = new Deviation(0, 0, 0, 0);

        boolean isSmall() {
            return gap <= tolerance;
        }

        /** Whether there is more to see than rounding. */
        boolean tells() {
            return !isSmall() || gap <= MUCH * scale;
        }

        double share() {
            return scale == 0 ? gap : gap / scale;
        }

        boolean isWorseThan(Deviation other) {
            return isSmall() == other.isSmall() ? share() > other.share() : other.isSmall();
        }
    }
}
