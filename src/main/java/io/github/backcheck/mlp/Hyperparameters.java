package io.github.backcheck.mlp;

/** Checks of the numbers that people choose, with errors that say what was seen and what was expected. */
final class Hyperparameters {

    private Hyperparameters() {}

    static void requirePositive(double number, String what) {
        if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the " + what + " is " + number + ", a positive number was expected");
        }
    }

    static void requireFraction(double number, String what) {
        if (!(number >= 0 && number < 1)) {
            throw new IllegalArgumentException(
                    "the " + what + " is " + number + ", 0 <= " + what + " < 1 was expected");
        }
    }

    static void requireAtLeastOne(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException("the " + what + " must be at least 1, it is " + number);
        }
    }
}
