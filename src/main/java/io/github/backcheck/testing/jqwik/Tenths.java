package io.github.backcheck.testing.jqwik;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;

/** The numbers that networks and samples are made of: −1, −0.9 to 0.9, 1, of which 0 is the simplest and 1 the next. */
final class Tenths {

    private static final double[] SIMPLEST = {0, 1, -1, 0.5, -0.5};

    private Tenths() {}

    static double draw(Random random) {
        return (random.nextInt(21) - 10) / 10.0;
    }

    static double[] draw(int length, Random random) {
        double[] values = new double[length];
        Arrays.setAll(values, i -> draw(random));
        return values;
    }

    static double[][] draw(int rows, int columns, Random random) {
        double[][] values = new double[rows][];
        Arrays.setAll(values, i -> draw(columns, random));
        return values;
    }

    /** 0 for 0, 1 for 1, 2 for −1, and so on: the simpler the lower. */
    static int rank(double value) {
        for (int i = 0; i < SIMPLEST.length; i++) {
            if (value == SIMPLEST[i]) {
                return i;
            }
        }
        int tenths = (int) Math.round(10 * Math.abs(value));
        return SIMPLEST.length + 2 * tenths + (value < 0 ? 1 : 0);
    }

    /** A few that are simpler, the simplest first. */
    static DoubleStream simpler(double value) {
        int rank = rank(value);
        double nearer = (Math.round(10 * value) - Math.signum(value)) / 10.0;
        return DoubleStream.concat(
                Arrays.stream(SIMPLEST).filter(simple -> rank(simple) < rank),
                DoubleStream.of(-value, nearer).filter(other -> rank(other) >= SIMPLEST.length && rank(other) < rank));
    }
}
