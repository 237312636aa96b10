package io.github.backcheck.model;

/**
 * Looks on while a program updates one parameter, so that nobody has to read the parameter a second time. The program
 * writes it piece by piece and calls after each piece; watching changes nothing.
 *
 * <pre>{@code
 * watcher.begin(before, parameter, gradient);
 * for (int from = 0; from < size; from = to) {
 *     to = Math.min(from + before.length, size);
 *     System.arraycopy(parameter, from, before, 0, to - from);
 *     // update parameter[from] to parameter[to - 1]
 *     watcher.wrote(from, to);
 * }
 * }</pre>
 */
public interface UpdateWatcher {

    /** How many entries a piece has, the last one excepted. They stay in a processor's first cache. */
    int PIECE = 512;

    /**
     * An update begins. The arrays are the program's own and are valid until the next update.
     *
     * @param before where the values that a piece had before it was written will be, from index 0. Not modified.
     * @param parameter all entries, row by row. Not modified.
     * @param gradient of the same shape. Not modified.
     */
    void begin(double[] before, double[] parameter, double[] gradient);

    /**
     * A piece was written. Pieces come in order, without gaps, and have {@link #PIECE} entries but for the last.
     *
     * @param from the first entry
     * @param to the entry after the last
     */
    void wrote(int from, int to);
}
