package io.github.backcheck.census;

/** Mean and variance of each feature and of its square, and the comparison of two data sets by them. */
final class Moments {

    /** Standard deviations this small against the mean are rounding. */
    private static final double ROUND_OFF = 1e-12;

    private final int samples;
    private final Columns values;
    private final Columns squares;

    private Moments(Rows rows) {
        samples = rows.count();
        values = Columns.of(rows);
        squares = Columns.of(rows.squared());
    }

    static Moments of(Rows rows) {
        return new Moments(rows);
    }

    int features() {
        return values.count();
    }

    double mean(int feature) {
        return values.mean(feature);
    }

    double deviation(int feature) {
        return values.deviation(feature);
    }

    /** How far a feature of the other data, divided by a scale, is from this one, in standard errors. */
    double score(Moments other, int feature, double scale) {
        return Math.max(
                score(values, other.values, other.samples, new Place(feature, scale)),
                score(squares, other.squares, other.samples, new Place(feature, scale * scale)));
    }

    private double score(Columns mine, Columns theirs, int others, Place at) {
        double gap = Math.abs(mine.mean(at.feature) - theirs.mean(at.feature) / at.scale);
        double first = mine.variance(at.feature);
        double second = theirs.variance(at.feature) / at.scale / at.scale;
        double pooled = (samples * first + others * second) / (samples + others);
        double error = Math.sqrt(Math.max(pooled * (1.0 / samples + 1.0 / others), first / samples + second / others));
        return gap <= ROUND_OFF * Math.abs(mine.mean(at.feature)) ? 0 : gap / error;
    }

    private record Place(int feature, double scale) {}
}
