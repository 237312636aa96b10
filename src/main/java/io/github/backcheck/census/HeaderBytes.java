package io.github.backcheck.census;

/** Bytes of a file header that were taken for data, with or without sign, as multiples of a unit. */
final class HeaderBytes {

    private static final int BYTES = 256;
    private static final int LOWEST = -128;
    private static final double ROUND_OFF = 1e-3;

    private HeaderBytes() {}

    /** Whether the first so many numbers are bytes. */
    static boolean are(double[] numbers, int count, double unit) {
        for (int i = 0; i < count; i++) {
            double value = numbers[i] / unit;
            if (Math.abs(value - Math.rint(value)) > ROUND_OFF
                    || Math.rint(value) < LOWEST
                    || Math.rint(value) >= BYTES) {
                return false;
            }
        }
        return true;
    }

    /** Four bytes as one number, the highest first. */
    static long number(double[] numbers, int from, double unit) {
        long number = 0;
        for (int i = from; i < from + Integer.BYTES; i++) {
            number = number * BYTES + Math.floorMod((int) Math.rint(numbers[i] / unit), BYTES);
        }
        return number;
    }
}
