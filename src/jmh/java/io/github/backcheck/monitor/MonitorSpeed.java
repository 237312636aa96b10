package io.github.backcheck.monitor;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link MonitorBenchmark} in three forks: {@code -Dbench.main=io.github.backcheck.monitor.MonitorSpeed}. */
public final class MonitorSpeed {

    private MonitorSpeed() {}

    /**
     * Runs it.
     *
     * @param arguments networks such as {@code 784-30-10}; all if nothing is said
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(MonitorBenchmark.class.getName())
                .forks(3)
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(3))
                .measurementIterations(4)
                .measurementTime(TimeValue.seconds(5));
        if (arguments.length > 0 && arguments[0].contains("-")) {
            options.param("network", arguments);
        }
        new Runner(options.build()).run();
    }
}
