package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Model;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BoundedMemoryProperties {

    @Property(tries = 60)
    void aSeriesIsBoundedEvenlySpacedAndEndsWithTheLastStep(@ForAll @IntRange(min = 1, max = 5000) int steps) {
        double[][] weights = {{1}};
        WeightChangeTracker tracker = WeightChangeTracker.of(
                Model.named("one").weights("W", weights).loss(any -> 0).build());
        for (int step = 1; step <= steps; step++) {
            weights[0][0] += 1;
            tracker.record();
        }

        ParameterChange change = tracker.report().find("W").orElseThrow();
        List<StepChange> series = change.series();
        assertThat(series).hasSizeBetween(Math.min(steps, ChangeSeries.CAPACITY / 2), ChangeSeries.CAPACITY + 1);
        assertThat(series.get(0).step()).isEqualTo(1);
        assertThat(series.get(series.size() - 1).step()).isEqualTo(steps);
        int spacing = series.size() > 2 ? series.get(1).step() - series.get(0).step() : 1;
        for (int i = 1; i < series.size() - 1; i++) {
            assertThat(series.get(i).step() - series.get(i - 1).step()).isEqualTo(spacing);
        }
        assertThat(change.summary().ratios().comparisons()).isEqualTo(steps);
        assertThat(change.summary().ratios().largest()).isEqualTo(1);
        assertThat(change.summary().ratios().smallest()).isEqualTo(1.0 / steps);
        assertThat(change.summary().distance()).isEqualTo(steps);
    }

    @Property(tries = 100)
    void theMedianIsWithinOnePercent(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int count) {
        Random random = new Random(seed);
        double[] values = IntStream.range(0, count)
                .mapToDouble(i -> Math.exp(Math.max(-40, Math.min(10, 10 * random.nextGaussian() - 10))))
                .sorted()
                .toArray();
        Quantiles quantiles = new Quantiles();
        for (double value : values) {
            quantiles.add(value);
        }

        double middle = values[(count - 1) / 2];
        assertThat(quantiles.median()).isBetween(0.99 * middle, 1.011 * middle);
    }

    @Property(tries = 100)
    void aThinnedListIsBounded(@ForAll @IntRange(min = 1, max = 2000) int count) {
        Thinned<Integer> thinned = new Thinned<>(16);
        IntStream.range(0, count).forEach(thinned::add);

        List<Integer> items = thinned.items();
        assertThat(items).hasSizeBetween(Math.min(count, 8), 17).startsWith(0).endsWith(count - 1);
        int spacing = items.size() > 2 ? items.get(1) : 1;
        for (int i = 0; i < items.size() - 1; i++) {
            assertThat(items.get(i)).isEqualTo(i * spacing);
        }
    }
}
