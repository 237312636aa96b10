package io.github.backcheck.gradient;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs {@link GradientCheckBenchmark} and prints what a check costs in training steps: {@code networks} for the four networks
 * by which the check is measured, {@code width}, {@code depth} or {@code batch} for how the cost grows.
 */
public final class GradientCheckSpeed {

    private GradientCheckSpeed() {}

    /**
     * Runs it.
     *
     * @param arguments what to vary, {@code networks} if nothing is said
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        for (String series : arguments.length == 0 ? new String[] {"networks"} : arguments) {
            print(series, new Runner(options(series).build()).run());
        }
    }

    private static ChainedOptionsBuilder options(String series) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(GradientCheckBenchmark.class.getName())
                .forks(1)
                // The second thread that large networks get is left out: the baselines have one.
                .jvmArgsAppend("-Djava.util.concurrent.ForkJoinPool.common.parallelism=0")
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(4)
                .measurementTime(TimeValue.seconds(1));
        return switch (series) {
            case "width" ->
                options.param("activation", "tanh")
                        .param(
                                "network",
                                "64-16-16-10",
                                "64-32-32-10",
                                "64-64-64-10",
                                "64-128-128-10",
                                "64-256-256-10");
            case "depth" ->
                options.param("activation", "tanh")
                        .param("network", "64-64-10", "64-64-64-10", "64-64-64-64-10", "64-64-64-64-64-10");
            case "batch" ->
                options.param("activation", "tanh")
                        .param("network", "784-128-64-10")
                        .param("batchSize", "1", "8", "32", "128");
            default -> options;
        };
    }

    private static void print(String series, Collection<RunResult> results) {
        Map<List<String>, Map<String, Double>> rows = new LinkedHashMap<>();
        results.stream()
                .sorted(Comparator.comparing(result -> result.getParams().getParam("activation")))
                .forEach(result -> {
                    List<String> row = List.of("network", "activation", "batchSize").stream()
                            .map(result.getParams()::getParam)
                            .toList();
                    rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
                            .put(
                                    result.getPrimaryResult().getLabel(),
                                    result.getPrimaryResult().getScore());
                });
        System.out.printf("%n%s: means over 4 s in one fork, one thread%n", series);
        System.out.println(
                "| network | activation | batch | parameters | training step, ms | every entry, ms | in steps"
                        + " | ns per parameter | whole check, in steps | textbook loop, in steps |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        rows.forEach((row, times) -> System.out.println(line(row, times)));
    }

    private static String line(List<String> row, Map<String, Double> times) {
        int parameters = parameters(row.get(0));
        double step = times.get("trainingStep");
        double check = times.get("everyEntry");
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %,d | %.2f | %.2f | %.2f | %.1f | %.1f | %,.0f |",
                row.get(0),
                row.get(1),
                row.get(2),
                parameters,
                step / 1e3,
                check / 1e3,
                check / step,
                1e3 * check / parameters,
                times.get("wholeCheck") / step,
                times.get("textbookEntry") * parameters / step);
    }

    private static int parameters(String network) {
        int[] sizes =
                Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray();
        int parameters = 0;
        for (int layer = 1; layer < sizes.length; layer++) {
            parameters += sizes[layer] * (sizes[layer - 1] + 1);
        }
        return parameters;
    }
}
