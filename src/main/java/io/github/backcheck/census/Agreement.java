package io.github.backcheck.census;

import io.github.backcheck.text.Figures;
import java.util.Random;

/**
 * How alike the targets of samples are whose inputs are near each other, against chance: the same count with the targets
 * dealt out anew at random, 200 times.
 *
 * @param kind what is counted
 * @param samples how many samples were compared with their neighbours
 * @param neighbours how many neighbours of each
 * @param observed the agreement of the targets as they are
 * @param chance its mean over the random ones
 * @param deviation the standard deviation of the random ones
 */
public record Agreement(
        AgreementKind kind, int samples, int neighbours, double observed, double chance, double deviation) {

    private static final int DEALS = 200;

    /**
     * Compares.
     *
     * @param nearest the neighbours of each query
     * @param queries rows of the targets that belong to the queries
     * @param references rows of the targets that belong to the neighbours; the same array if both are the same samples
     */
    static Agreement of(int[][] nearest, int[] queries, int[] references, Likeness likeness) {
        float[][] alike = new float[queries.length][references.length];
        for (int q = 0; q < queries.length; q++) {
            for (int r = 0; r < references.length; r++) {
                alike[q][r] = likeness.of(queries[q], references[r]);
            }
        }
        boolean same = queries == references;
        double observed = mean(nearest, alike, identity(queries.length), identity(references.length));
        Random random = new Random(queries.length);
        double mean = 0;
        double squares = 0;
        for (int deal = 1; deal <= DEALS; deal++) {
            int[] dealt = Draw.order(queries.length, random);
            double value = mean(nearest, alike, dealt, same ? dealt : identity(references.length));
            double gap = value - mean;
            mean += gap / deal;
            squares += gap * (value - mean);
        }
        return new Agreement(
                likeness.kind(), queries.length, nearest[0].length, observed, mean, Math.sqrt(squares / (DEALS - 1)));
    }

    private static int[] identity(int size) {
        int[] identity = new int[size];
        for (int i = 0; i < size; i++) {
            identity[i] = i;
        }
        return identity;
    }

    private static double mean(int[][] nearest, float[][] alike, int[] queries, int[] references) {
        double sum = 0;
        for (int q = 0; q < nearest.length; q++) {
            float[] row = alike[queries[q]];
            for (int r : nearest[q]) {
                sum += row[references[r]];
            }
        }
        return sum / nearest.length / nearest[0].length;
    }

    double excess() {
        return observed - chance;
    }

    /**
     * How far the agreement is from chance.
     *
     * @return (observed − chance) / deviation, 0 if the random ones are all the same
     */
    public double score() {
        return deviation > 0 ? excess() / deviation : 0;
    }

    /** As in {@code 86.3 % of the 5 nearest neighbours of 600 samples have the same class, 10.1 % by chance}. */
    @Override
    public String toString() {
        String who = "the " + neighbours + " nearest neighbours of " + Figures.count(samples, "sample");
        return kind == AgreementKind.SAME_CLASS
                ? Figures.percent(observed) + " of " + who + " have the same class, " + Figures.percent(chance)
                        + " by chance"
                : "ranks of targets of " + who + " correlate by " + Figures.of(observed) + ", " + Figures.of(chance)
                        + " by chance";
    }
}
