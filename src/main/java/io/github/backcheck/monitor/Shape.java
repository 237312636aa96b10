package io.github.backcheck.monitor;

/**
 * The shape of a parameter.
 *
 * @param rows units of the layer
 * @param columns inputs of the layer, or 1 for biases
 */
public record Shape(int rows, int columns) {

    /**
     * Number of entries.
     *
     * @return rows × columns
     */
    public int size() {
        return rows * columns;
    }

    /** As in {@code 30 x 64}. */
    @Override
    public String toString() {
        return rows + " x " + columns;
    }
}
