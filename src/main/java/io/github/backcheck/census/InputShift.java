package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether test inputs come from where the training inputs come from: mean and mean square of each feature are compared.
 * A difference counts from eight standard errors on, which chance does not reach even among a hundred thousand features;
 * the standard error is the larger one of that with a variance in common and that with a variance for each part (Welch
 * 1938), since a rare value fools either of them.
 *
 * @param kind what was seen
 * @param scaleRatio root mean square of the test inputs / that of the training inputs; NaN if all training inputs are 0
 * @param features how many features were compared
 * @param shifted how many differ
 * @param most the features that differ most, at most five
 */
public record InputShift(ShiftKind kind, double scaleRatio, int features, int shifted, List<ShiftedFeature> most) {

    private static final int EXAMPLES = 5;
    private static final int FEWEST_SAMPLES = 30;
    private static final double CLEAR = 8;

    /** A factor between this and its inverse is no other scaling. */
    private static final double OTHER_SCALE = 1.5;

    /** A factor explains the differences if it leaves at most this share of them. */
    private static final double LEFT = 0.1;

    /**
     * Copies the list.
     *
     * @param kind kept as it is
     * @param scaleRatio any number
     * @param features any number
     * @param shifted any number
     * @param most copied
     */
    public InputShift {
        most = List.copyOf(most);
    }

    static InputShift of(Rows training, Rows test) {
        double ratio =
                ValueRange.of(test).rootMeanSquare() / ValueRange.of(training).rootMeanSquare();
        Moments first = Moments.of(training);
        Moments second = Moments.of(test);
        if (Math.min(training.count(), test.count()) < FEWEST_SAMPLES) {
            return new InputShift(ShiftKind.NOT_JUDGED, ratio, training.columns(), 0, List.of());
        }
        List<ShiftedFeature> shifted = shifted(first, second, 1);
        boolean scaled = ratio > 0
                && (ratio > OTHER_SCALE || ratio < 1 / OTHER_SCALE)
                && shifted(first, second, ratio).size() <= LEFT * shifted.size();
        return new InputShift(
                shifted.isEmpty() ? ShiftKind.NONE : scaled ? ShiftKind.SCALED : ShiftKind.SHIFTED,
                ratio,
                training.columns(),
                shifted.size(),
                shifted.stream()
                        .sorted(Comparator.comparingDouble(ShiftedFeature::score)
                                .reversed()
                                .thenComparing(ShiftedFeature::feature))
                        .limit(EXAMPLES)
                        .toList());
    }

    private static List<ShiftedFeature> shifted(Moments training, Moments test, double scale) {
        List<ShiftedFeature> shifted = new ArrayList<>();
        for (int f = 0; f < training.features(); f++) {
            double score = training.score(test, f, scale);
            if (score > CLEAR) {
                shifted.add(new ShiftedFeature(
                        f, training.mean(f), test.mean(f), training.deviation(f), test.deviation(f), score));
            }
        }
        return shifted;
    }

    Fact fact() {
        return new Fact("test inputs against training", toString());
    }

    /** What was seen, with the features that differ most. */
    @Override
    public String toString() {
        String differing = Figures.count(shifted) + " of " + Figures.count(features, "feature") + " differ";
        String examples = most.stream().map(ShiftedFeature::toString).collect(Collectors.joining("; "));
        return switch (kind) {
            case NONE ->
                "no feature differs by more than chance, root mean square " + Figures.of(scaleRatio)
                        + " times as large";
            case SCALED ->
                Figures.of(scaleRatio) + " times as large, otherwise alike: " + differing + " (" + examples + ")";
            case SHIFTED -> differing + " by more than chance (" + examples + ")";
            case NOT_JUDGED -> "not judged: needs at least " + FEWEST_SAMPLES + " samples in each part";
        };
    }
}
