package io.github.backcheck.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** How numbers are written, the same in every report and every locale. */
public final class Figures {

    private static final double SMALLEST_PERCENT = 0.01;
    private static final double SMALLEST_PLAIN = 1e-3;
    private static final double LARGEST_PLAIN = 1e5;

    /** From here on one decimal would make 100.0 of a percentage that is less. */
    private static final double ROUNDS_TO_HUNDRED = 99.95;

    private Figures() {}

    /**
     * A measured value with three significant digits: {@code 0.0123}, {@code 4.56e-09}, {@code 0}. Below 100,000 every
     * digit before the decimal point is kept: {@code 12346}.
     *
     * @param value any double, also NaN or infinite
     * @return the figure
     */
    public static String of(double value) {
        return digits(value, 3);
    }

    /**
     * A value with enough digits to be compared with another by eye: six significant digits.
     *
     * @param value any double, also NaN or infinite
     * @return the figure
     */
    public static String precise(double value) {
        return digits(value, 6);
    }

    /**
     * The half-width of an interval: {@code 9e-14}, one significant digit, rounded up. What lies behind it is rounding, whose
     * digits say nothing.
     *
     * @param value at least 0, also NaN or infinite
     * @return the figure
     */
    public static String halfWidth(double value) {
        return !(value > 0) || Double.isInfinite(value)
                ? of(value)
                : digits(
                        BigDecimal.valueOf(value)
                                .round(new MathContext(1, RoundingMode.UP))
                                .doubleValue(),
                        1);
    }

    /**
     * A number of things: {@code 669,706}.
     *
     * @param number any number
     * @return the figure with separators between thousands
     */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * A number of things with their name, in the plural where there is not exactly one: {@code 1 unit}, {@code 30 units}.
     *
     * @param number any number
     * @param singular the name of one of them, whose plural ends in s
     * @return number and name
     */
    public static String count(long number, String singular) {
        return count(number) + " " + singular + (number == 1 ? "" : "s");
    }

    /**
     * A share as a percentage: {@code 9.80 %}. Only a share of exactly 0 or 1 reads 0 % or 100 %.
     *
     * @param part how many
     * @param whole of how many, at least 1
     * @return the percentage
     */
    public static String share(long part, long whole) {
        if (part == 0) {
            return "0 %";
        }
        if (part == whole) {
            return "100 %";
        }
        double percent = 100.0 * part / whole;
        return percent < 0.01 ? "< 0.01 %" : percent > 99.99 ? "> 99.99 %" : percent(percent / 100);
    }

    /**
     * A fraction as a percentage: {@code 9.80 %}, {@code 46.1 %}, {@code 99.97 %}. What is neither 0 nor 1 does not read so.
     *
     * @param fraction between 0 and 1
     * @return the percentage
     */
    public static String percent(double fraction) {
        double percent = 100 * fraction;
        if (percent > 0 && percent < SMALLEST_PERCENT) {
            return "< 0.01 %";
        }
        if (percent > 100 - SMALLEST_PERCENT && percent < 100) {
            return "> 99.99 %";
        }
        boolean twoDecimals = percent < 9.995 || (percent >= ROUNDS_TO_HUNDRED && percent < 100);
        return String.format(Locale.ROOT, twoDecimals ? "%.2f %%" : "%.1f %%", percent);
    }

    private static String digits(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "infinite" : "-infinite";
        }
        // The rounded figure decides how it is written: 99999.7 is no shorter than 100000.
        String scientific = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        int exponent = Integer.parseInt(scientific.substring(scientific.indexOf('e') + 1));
        BigDecimal plain = BigDecimal.valueOf(value).setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_UP);
        double magnitude = Math.abs(plain.doubleValue());
        return magnitude < SMALLEST_PLAIN || magnitude >= LARGEST_PLAIN
                ? scientific
                : plain.stripTrailingZeros().toPlainString();
    }
}
