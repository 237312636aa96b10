package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Differences of the user's own loss, one parameter entry or one direction at a time, for networks of which nothing but the
 * loss is known. Every probe writes into the live parameter and puts the old values back, bit for bit, also when the loss
 * throws.
 */
final class ParameterWiseDifferences {

    /** The first step, against the typical size of the parameter's entries; Ridders' scheme shrinks it from there. */
    private static final double RELATIVE_STEP = 0.03;

    /** The same for floats, of whose rounding a longer step sees less. */
    private static final double RELATIVE_STEP_OF_FLOATS = 0.25;

    /** Spacing of the noise measurement, against the size of the parameters; see {@link NoiseLevel}. */
    private static final double NOISE_SPACING = 0x1p-40;

    /**
     * Noise is taken to be at least this many units in the last place of the loss, or of 1 if that is more: measured noise can
     * be lucky, and a small loss often comes from numbers near 1 such as 1 − a, whose rounding a few values do not show.
     */
    private static final double NOISE_FLOOR = 4;

    private final Model model;
    private final Batch batch;
    private final double lossHere;
    private final double noise;
    private long evaluations;

    ParameterWiseDifferences(Model model, Batch batch, long seed) {
        this.model = model;
        this.batch = batch;
        this.lossHere = loss();
        this.noise = measureNoise(seed);
    }

    private double loss() {
        evaluations++;
        return model.loss(batch);
    }

    /** How often the user's loss was evaluated so far. */
    long evaluations() {
        return evaluations;
    }

    double noise() {
        return noise;
    }

    /** Each parameter stirs up the rounding of the layers above it only, so the noisiest counts. */
    private double measureNoise(long seed) {
        return model.parameters().stream()
                .mapToDouble(parameter -> measureNoise(parameter, seed))
                .max()
                .orElseThrow();
    }

    private double measureNoise(Parameter parameter, long seed) {
        double unitRoundOff = parameter.precision().unitRoundOff();
        double floor = NOISE_FLOOR * unitRoundOff * Math.max(1, Math.abs(lossHere));
        LineProbe line = new LineProbe(parameter, randomSigns(parameter, seed));
        double spacing = typicalEntry(parameter) * Math.max(NOISE_SPACING, 4 * unitRoundOff);
        return NoiseLevel.of(offset -> line.at(offset).loss(), spacing, floor);
    }

    private static double relativeStep(Parameter parameter) {
        return parameter.precision() == Precision.SINGLE ? RELATIVE_STEP_OF_FLOATS : RELATIVE_STEP;
    }

    /** Root mean square of the entries, or what He initialisation would give where all are 0. */
    private static double typicalEntry(Parameter parameter) {
        double size = Norms.of(parameter.values()) / Math.sqrt(parameter.size());
        return size > 0 ? size : Math.sqrt(2.0 / parameter.columns());
    }

    private static double[] randomSigns(Parameter parameter, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] signs = new double[parameter.size()];
        Arrays.setAll(signs, i -> random.nextInt(2) == 0 ? 1 : -1);
        return signs;
    }

    /** The slope of the loss along one random direction of ±1 in all entries of a parameter. */
    static final class Direction {
        private final double[] signs;
        private final Slope slope;

        private Direction(double[] signs, Slope slope) {
            this.signs = signs;
            this.slope = slope;
        }

        Slope slope() {
            return slope;
        }

        /** The same slope according to a gradient. */
        double slopeOf(double[] gradient) {
            double sum = 0;
            for (int i = 0; i < signs.length; i++) {
                sum += signs[i] * gradient[i];
            }
            return sum;
        }
    }

    Direction direction(Parameter parameter, long seed) {
        double[] signs = randomSigns(parameter, seed);
        return new Direction(signs, slope(new LineProbe(parameter, signs), directionStep(parameter)));
    }

    private static double directionStep(Parameter parameter) {
        return relativeStep(parameter) * typicalEntry(parameter) / Math.sqrt(parameter.columns());
    }

    /** Whether the loss jumps somewhere near along a random direction, so that its differences are not to be trusted. */
    boolean findsJump(Parameter parameter, long seed) {
        LineProbe line = new LineProbe(parameter, randomSigns(parameter, seed));
        double step = directionStep(parameter);
        return new JumpSearch(line, slope(line, step).value(), noise).findsJump(step);
    }

    /**
     * Differentiates with respect to one entry. At a kink nothing can be excluded from the loss alone: with several units on
     * their kinks at once, a program's choice of sides need not even lie between the one-sided slopes.
     */
    void entry(Parameter parameter, int entry, Estimate into) {
        double step = relativeStep(parameter) * Math.max(typicalEntry(parameter), Math.abs(parameter.get(entry)));
        Slope slope = slope(new EntryProbe(parameter, entry), step);
        into.set(entry, slope.value(), slope.uncertainty());
        if (slope.jump() > 0) {
            into.setKink(entry, Double.POSITIVE_INFINITY);
        }
    }

    private Slope slope(Slope.Probe probe, double step) {
        return Slope.at(probe, lossHere, step, noise);
    }

    /** Moves all entries of a parameter along a direction. */
    private final class LineProbe implements Slope.Probe {
        private final Parameter parameter;
        private final double[] direction;

        LineProbe(Parameter parameter, double[] direction) {
            this.parameter = parameter;
            this.direction = direction;
        }

        @Override
        public Slope.Value at(double offset) {
            double[] old = parameter.values();
            double[] moved = old.clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += offset * direction[i];
            }
            try {
                parameter.assign(moved);
                return new Slope.Value(offset, loss());
            } finally {
                parameter.assign(old);
            }
        }
    }

    /** Moves one entry. What was written is read back, because adding rounds, and a program of floats rounds more. */
    private final class EntryProbe implements Slope.Probe {
        private final Parameter parameter;
        private final int entry;

        EntryProbe(Parameter parameter, int entry) {
            this.parameter = parameter;
            this.entry = entry;
        }

        @Override
        public Slope.Value at(double offset) {
            double old = parameter.get(entry);
            try {
                parameter.set(entry, old + offset);
                return new Slope.Value(parameter.get(entry) - old, loss());
            } finally {
                parameter.set(entry, old);
            }
        }
    }

    /**
     * Entries to look at when not all are: corners, the rest of the first and last row and column as far as there is room,
     * and random ones.
     *
     * @param parameter the parameter
     * @param count how many
     * @param seed of the random ones
     * @return sorted indices, all of them if there are no more than count
     */
    static int[] stratified(Parameter parameter, int count, long seed) {
        int size = parameter.size();
        if (count >= size) {
            int[] all = new int[size];
            Arrays.setAll(all, i -> i);
            return all;
        }
        int columns = parameter.columns();
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int corner : new int[] {0, size - 1, columns - 1, size - columns}) {
            if (chosen.size() < count) {
                chosen.add(corner);
            }
        }
        Random random = new Random(seed);
        while (chosen.size() < count) {
            int entry = random.nextInt(size);
            chosen.add(
                    switch (chosen.size() % 8) {
                        case 4 -> entry % columns;
                        case 5 -> size - columns + entry % columns;
                        case 6 -> entry / columns * columns;
                        case 7 -> entry / columns * columns + columns - 1;
                        default -> entry;
                    });
            if (chosen.size() < count) {
                chosen.add(random.nextInt(size));
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
}
