package io.github.backcheck.census;

import io.github.backcheck.text.Figures;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * How large some numbers are.
 *
 * @param smallest the smallest
 * @param largest the largest
 * @param mean their mean; exactly the value if all are equal
 * @param rootMeanSquare the root of the mean of their squares
 */
public record ValueRange(double smallest, double largest, double mean, double rootMeanSquare) {

    /** Asks for the numbers twice, once for their size and once for their squares measured against it. */
    static ValueRange of(Supplier<DoubleStream> numbers) {
        Running running = new Running();
        numbers.get().forEach(running::add);
        double size = Math.max(Math.abs(running.smallest), Math.abs(running.largest));
        double squares = size == 0
                ? 0
                : numbers.get().map(value -> (value / size) * (value / size)).sum() / running.count;
        return new ValueRange(running.smallest, running.largest, running.mean, size * Math.sqrt(squares));
    }

    private static final class Running {
        private long count;
        private double smallest = Double.POSITIVE_INFINITY;
        private double largest = Double.NEGATIVE_INFINITY;
        private double mean;

        void add(double value) {
            count++;
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
            mean += value / count - mean / count; // the difference itself may overflow
        }
    }

    /** As in {@code 0 to 16, mean 4.88, root mean square 7.76}. */
    @Override
    public String toString() {
        return Figures.of(smallest) + " to " + Figures.of(largest) + ", mean " + Figures.of(mean)
                + ", root mean square " + Figures.of(rootMeanSquare);
    }
}
