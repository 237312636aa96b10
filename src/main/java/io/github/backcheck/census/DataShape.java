package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Figures;

/**
 * How many numbers a data set has.
 *
 * @param samples rows
 * @param inputs columns of the inputs
 * @param outputs columns of the targets
 */
public record DataShape(int samples, int inputs, int outputs) {

    static DataShape of(Batch data) {
        return new DataShape(data.size(), data.inputCount(), data.outputCount());
    }

    /** As in {@code 1,797 samples, 64 inputs, 10 outputs}. */
    @Override
    public String toString() {
        return Figures.count(samples, "sample") + ", " + Figures.count(inputs, "input") + ", "
                + Figures.count(outputs, "output");
    }
}
