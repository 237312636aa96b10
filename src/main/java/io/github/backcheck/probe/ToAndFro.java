package io.github.backcheck.probe;

import java.util.Arrays;
import java.util.List;

/**
 * Tells random answers from those of something that remembers. The steps of an optimiser that is given the same batch at the
 * same parameters again and again come ever closer to one step, from one side, or with a momentum below 0 from both sides in
 * turn; what is drawn anew each time goes to and fro, so that one difference takes back half of the one before (the
 * correlation of consecutive differences of independent numbers is −1/2), or comes back to what it was.
 */
final class ToAndFro {

    private static final double LOWEST = -0.8;
    private static final double HIGHEST = -0.2;
    private static final int FEWEST = 5;

    private ToAndFro() {}

    /** Whether answers, one after the other, are drawn. */
    static boolean are(List<double[]> answers) {
        return comeBack(answers) || takeBackHalf(answers);
    }

    /** To the last bit, with another in between. */
    private static boolean comeBack(List<double[]> answers) {
        for (int i = 2; i < answers.size(); i++) {
            boolean moved = !Arrays.equals(answers.get(i), answers.get(i - 1));
            for (int j = 0; moved && j < i - 1; j++) {
                if (Arrays.equals(answers.get(i), answers.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean takeBackHalf(List<double[]> answers) {
        double sum = 0;
        int pairs = 0;
        for (int i = 2; i < answers.size(); i++) {
            double cosine = cosine(answers.get(i - 2), answers.get(i - 1), answers.get(i));
            if (!Double.isNaN(cosine)) {
                sum += cosine;
                pairs++;
            }
        }
        double mean = sum / pairs;
        return pairs >= FEWEST && mean > LOWEST && mean < HIGHEST;
    }

    /** Of the two differences. */
    private static double cosine(double[] first, double[] second, double[] third) {
        double products = 0;
        double before = 0;
        double after = 0;
        for (int i = 0; i < first.length; i++) {
            double one = second[i] - first[i];
            double other = third[i] - second[i];
            products += one * other;
            before += one * one;
            after += other * other;
        }
        return products / Math.sqrt(before * after);
    }
}
