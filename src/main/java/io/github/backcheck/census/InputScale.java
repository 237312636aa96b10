package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How large the inputs are as a whole and against each other. Sizes are root mean squares over the samples, since what
 * reaches a unit of the first layer grows with them; a rare pixel that reaches 50 after standardising is no large input.
 *
 * @param scale the kind
 * @param rootMeanSquare over all samples and features
 * @param largestMagnitude the largest input, whatever its sign
 * @param median the median over the features that vary of their root mean squares; 0 where none varies
 * @param dominant the features that vary and are at least {@link #UNEVEN} times as large as the median one, ascending
 * @param dominantSize the largest root mean square of a feature that varies; 0 where none varies
 */
public record InputScale(
        Scale scale,
        double rootMeanSquare,
        double largestMagnitude,
        double median,
        List<Integer> dominant,
        double dominantSize) {

    /** Inputs with a larger root mean square are large; standardised ones have 1, pixels from 0 to 16 about 8. */
    public static final double LARGE = 4;

    /** Inputs that all stay below are tiny; pixels divided by 255 twice reach 0.004. */
    public static final double TINY = 0.02;

    /** How many times the median feature a feature must be to count as dominant. */
    public static final double UNEVEN = 100;

    /** A dominant feature that is smaller than this does no harm. */
    private static final double SMALLEST_DOMINANT = 10;

    /**
     * Copies the list.
     *
     * @param scale kept as it is
     * @param rootMeanSquare any number
     * @param largestMagnitude any number
     * @param median any number
     * @param dominant copied
     * @param dominantSize any number
     */
    public InputScale {
        dominant = List.copyOf(dominant);
    }

    static InputScale of(ValueRange values, Columns features) {
        int[] live =
                IntStream.range(0, features.count()).filter(features::varies).toArray();
        double[] sizes = Arrays.stream(live)
                .mapToDouble(features::rootMeanSquare)
                .sorted()
                .toArray();
        double median = sizes.length == 0 ? 0 : sizes[(sizes.length - 1) / 2];
        double limit = Math.max(SMALLEST_DOMINANT, UNEVEN * median);
        List<Integer> dominant = Arrays.stream(live)
                .filter(feature -> features.rootMeanSquare(feature) >= limit)
                .boxed()
                .toList();
        return new InputScale(
                kind(values, median, dominant.size() <= Math.max(1, live.length / 4) ? dominant : List.of()),
                values.rootMeanSquare(),
                values.largestMagnitude(),
                median,
                dominant,
                sizes.length == 0 ? 0 : sizes[sizes.length - 1]);
    }

    private static Scale kind(ValueRange values, double median, List<Integer> dominant) {
        if (values.largestMagnitude() == 0) {
            return Scale.ZERO;
        }
        if (values.largestMagnitude() < TINY) {
            return Scale.TINY;
        }
        if (!dominant.isEmpty() && median <= LARGE) {
            return Scale.UNEVEN;
        }
        return values.rootMeanSquare() > LARGE ? Scale.LARGE : Scale.USUAL;
    }

    Fact fact() {
        return new Fact("scale of the inputs", toString());
    }

    /** As in {@code large: root mean square 7.76, median feature 7.1}. */
    @Override
    public String toString() {
        String sizes = "root mean square " + Figures.of(rootMeanSquare) + ", median feature " + Figures.of(median);
        return switch (scale) {
            case USUAL -> "usual: " + sizes;
            case LARGE -> "large: " + sizes;
            case TINY -> "tiny: none is larger than " + Figures.of(largestMagnitude);
            case UNEVEN ->
                "uneven: the median feature has root mean square " + Figures.of(median) + ", "
                        + Figures.count(dominant.size(), "feature") + " up to " + Figures.of(dominantSize);
            case ZERO -> "every input is 0";
        };
    }
}
