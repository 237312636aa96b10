package io.github.backcheck.model;

import java.util.Objects;

/**
 * Takes numbers to programs that compute in {@code float}, and brings their answers back.
 *
 * <pre>{@code
 * .trainStep(batch -> net.train(Floats.of(batch.inputs()), batch.labels()))
 * .predictSample(x -> Floats.widened(net.forward(Floats.of(x))))
 * }</pre>
 *
 * <p>Parameters need no conversion: {@link Storage#of(float[][])} is a view of the program's own.
 */
public final class Floats {

    private Floats() {}

    /**
     * Rounds a vector.
     *
     * @param vector any length. Not modified.
     * @return a new array of the same length
     */
    public static float[] of(double[] vector) {
        Objects.requireNonNull(vector, "the vector of doubles is null");
        float[] rounded = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            rounded[i] = (float) vector[i];
        }
        return rounded;
    }

    /**
     * Rounds a matrix.
     *
     * @param rows any number of rows. Not modified.
     * @return new rows of the same lengths
     */
    public static float[][] of(double[][] rows) {
        Objects.requireNonNull(rows, "the matrix of doubles is null");
        float[][] rounded = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            rounded[row] = of(rows[row]);
        }
        return rounded;
    }

    /**
     * Turns a vector of floats into doubles, which is exact.
     *
     * @param vector any length. Not modified.
     * @return a new array of the same length
     */
    public static double[] widened(float[] vector) {
        Objects.requireNonNull(vector, "the vector of floats is null");
        double[] exact = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            exact[i] = vector[i];
        }
        return exact;
    }

    /**
     * Turns a matrix of floats into doubles, which is exact.
     *
     * @param rows any number of rows. Not modified.
     * @return new rows of the same lengths
     */
    public static double[][] widened(float[][] rows) {
        Objects.requireNonNull(rows, "the matrix of floats is null");
        double[][] exact = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            exact[row] = widened(rows[row]);
        }
        return exact;
    }
}
