package io.github.backcheck.monitor;

import java.util.stream.DoubleStream;

/** Running minimum, median and maximum of change ratios. */
final class ChangeStatistics {

    private final Quantiles quantiles = new Quantiles();
    private double smallest = Double.NaN;
    private double largest = Double.NaN;

    /** NaN, which is what a parameter that is not finite has, is left out. */
    void add(double ratio) {
        quantiles.add(ratio);
        if (!Double.isNaN(ratio)) {
            smallest = Double.isNaN(smallest) ? ratio : Math.min(smallest, ratio);
            largest = Double.isNaN(largest) ? ratio : Math.max(largest, ratio);
        }
    }

    /** The median is that of all comparisons themselves as long as the series has them all. */
    ChangeRatios ratios(ChangeSeries series) {
        DoubleStream known =
                series.changes().stream().mapToDouble(StepChange::changeRatio).filter(ratio -> !Double.isNaN(ratio));
        double median = series.complete() ? Median.of(known).orElse(Double.NaN) : quantiles.median();
        return new ChangeRatios(series.added(), smallest, median, largest);
    }
}
