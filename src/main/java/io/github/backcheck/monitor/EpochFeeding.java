package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * What one epoch fed of a data set. A row that is in the data twice is expected twice.
 *
 * @param epoch from 1
 * @param fed how many rows were fed
 * @param once how many rows of the data were fed at least once
 * @param again how many of the rows fed had been fed in this epoch before
 * @param rows how many rows the data have
 */
public record EpochFeeding(int epoch, long fed, int once, long again, int rows) {

    /** As in {@code epoch 1: 1,797 rows fed, 100 % of the data seen, 0 rows again}. */
    @Override
    public String toString() {
        return "epoch " + Figures.count(epoch) + ": " + Figures.count(fed, "row") + " fed, " + Figures.share(once, rows)
                + " of the data seen, " + Figures.count(again, "row") + " again";
    }
}
