package io.github.backcheck.testing;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link AssertionBenchmark}: {@code -Dbench.main=io.github.backcheck.testing.AssertionSpeed}. */
public final class AssertionSpeed {

    private AssertionSpeed() {}

    /**
     * Runs it.
     *
     * @param arguments none
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(AssertionBenchmark.class.getName())
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(5))
                        .measurementIterations(4)
                        .measurementTime(TimeValue.seconds(5))
                        .build())
                .run();
    }
}
