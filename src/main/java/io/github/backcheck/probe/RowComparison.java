package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.probe.EpochReport.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares data with what a program left of them: the same rows, each with its own targets, in whatever order. */
final class RowComparison {

    private static final double SAME_FACTOR = 1e-6;

    private final Batch given;
    private final Batch left;
    private final Map<List<Double>, List<Integer>> samplesOf = new HashMap<>();
    private final Set<List<Double>> targets = new HashSet<>();

    RowComparison(Batch given, Batch left) {
        this.given = given;
        this.left = left;
        for (int sample = 0; sample < given.size(); sample++) {
            samplesOf
                    .computeIfAbsent(key(given.input(sample)), row -> new ArrayList<>())
                    .add(sample);
            targets.add(key(given.target(sample)));
        }
    }

    /** A row that can be looked up; zeros of both signs are the same. */
    private static List<Double> key(double[] row) {
        return Arrays.stream(row).mapToObj(value -> value + 0.0).toList();
    }

    Rows rows() {
        Map<List<Double>, Integer> seen = new HashMap<>();
        int changed = 0;
        int parted = 0;
        int targetsChanged = 0;
        boolean moved = false;
        for (int row = 0; row < left.size(); row++) {
            List<Double> inputs = key(left.input(row));
            List<Double> target = key(left.target(row));
            List<Integer> samples = samplesOf.getOrDefault(inputs, List.of());
            seen.merge(inputs, 1, Integer::sum);
            changed += samples.isEmpty() ? 1 : 0;
            moved |= !samples.isEmpty() && !samples.contains(row);
            if (!targets.contains(target)) {
                targetsChanged++;
            } else if (!samples.isEmpty()
                    && samples.stream().noneMatch(s -> key(given.target(s)).equals(target))) {
                parted++;
            }
        }
        List<Integer> lost = new ArrayList<>();
        List<Integer> doubled = new ArrayList<>();
        samplesOf.forEach((inputs, samples) -> {
            int now = seen.getOrDefault(inputs, 0);
            lost.addAll(samples.subList(Math.min(now, samples.size()), samples.size()));
            if (now > samples.size()) {
                doubled.add(samples.get(0));
            }
        });
        Collections.sort(lost);
        Collections.sort(doubled);
        double factor = changed == 0 ? 1 : factor();
        return new Rows(lost, doubled, parted, changed, factor, targetsChanged, moved);
    }

    /** What all inputs were multiplied by: lengths of rows, in order of size, are then multiplied by it too. */
    private double factor() {
        double[] before = lengths(given);
        double[] after = lengths(left);
        double factor = Arrays.stream(after).sum() / Arrays.stream(before).sum();
        for (int row = 0; row < before.length; row++) {
            if (!(Math.abs(after[row] - factor * before[row]) <= SAME_FACTOR * factor * before[row])) {
                return 1;
            }
        }
        return factor;
    }

    private static double[] lengths(Batch batch) {
        return Arrays.stream(batch.inputs())
                .mapToDouble(row -> Math.sqrt(Arrays.stream(row).map(x -> x * x).sum()))
                .sorted()
                .toArray();
    }

    /** Whether all numbers are the same within rounding, row by row in any order of the rows. */
    boolean isAlmostTheSame() {
        return almost(given.inputs(), left.inputs()) && almost(given.targets(), left.targets());
    }

    private static boolean almost(double[][] one, double[][] other) {
        List<Double> these = sorted(one);
        List<Double> those = sorted(other);
        double largest = Math.max(Math.abs(these.get(0)), Math.abs(these.get(these.size() - 1)));
        for (int i = 0; i < these.size(); i++) {
            if (Math.abs(these.get(i) - those.get(i)) > 1e-6 * largest) {
                return false;
            }
        }
        return true;
    }

    private static List<Double> sorted(double[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .boxed()
                .collect(Collectors.toList());
    }
}
