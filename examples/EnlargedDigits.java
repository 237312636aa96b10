package io.github.backcheck.examples;

import io.github.backcheck.model.Batch;

/** Images of 8 x 8 pixels drawn as those of MNIST are: 20 x 20 in the middle of 28 x 28, the rest black. */
final class EnlargedDigits {

    private static final int SMALL = 8;
    private static final int LARGE = 20;
    private static final int BORDER = 4;
    private static final int SIDE = LARGE + 2 * BORDER;
    private static final int BRIGHTEST = 255;

    private EnlargedDigits() {}

    /** Enlarges pixels from 0 to 1 to bytes. */
    static LabelledImages of(Batch digits) {
        byte[] pixels = new byte[digits.size() * SIDE * SIDE];
        byte[] labels = new byte[digits.size()];
        int[] classes = digits.labels();
        for (int digit = 0; digit < digits.size(); digit++) {
            double[] small = digits.input(digit);
            labels[digit] = (byte) classes[digit];
            for (int row = 0; row < LARGE; row++) {
                for (int column = 0; column < LARGE; column++) {
                    int at = (digit * SIDE + BORDER + row) * SIDE + BORDER + column;
                    pixels[at] = (byte) Math.round(BRIGHTEST * between(small, row, column));
                }
            }
        }
        String name = "enlarged digits";
        return LabelledImages.of(Idx.of(name, pixels, digits.size(), SIDE, SIDE), Idx.of(name, labels, digits.size()));
    }

    /** The small image at the middle of a large pixel, linear between the middles of its own. */
    private static double between(double[] small, int row, int column) {
        double y = place(row);
        double x = place(column);
        int top = (int) Math.min(y, SMALL - 2);
        int left = (int) Math.min(x, SMALL - 2);
        double down = y - top;
        double right = x - left;
        int at = top * SMALL + left;
        return (1 - down) * ((1 - right) * small[at] + right * small[at + 1])
                + down * ((1 - right) * small[at + SMALL] + right * small[at + SMALL + 1]);
    }

    private static double place(int large) {
        double place = (large + 0.5) * SMALL / LARGE - 0.5;
        return Math.min(Math.max(place, 0), SMALL - 1);
    }
}
