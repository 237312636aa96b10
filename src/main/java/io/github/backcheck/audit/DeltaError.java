package io.github.backcheck.audit;

import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The error of a δ that no known defect gives: the ratio of δ as the program has it to δ as it should be, for each unit and
 * sample. If it is a function of z alone, the derivative is wrong; otherwise what the derivative was multiplied by.
 */
final class DeltaError {

    /** A ratio that changes this much less between neighbours in z than at random is a function of z. */
    private static final double SMOOTH = 0.15;

    /** Fewer ratios say nothing. */
    private static final int FEWEST = 12;

    private record Entry(double z, double target, double seen, double right) {
        double ratio() {
            return seen / right;
        }
    }

    private final List<Entry> entries;
    private final double residual;
    private final boolean last;

    private DeltaError(List<Entry> entries, double residual, boolean last) {
        this.entries = entries;
        this.last = last;
        this.residual = residual;
    }

    static DeltaError of(LayerExplanation explanation, List<Observation> observations, int layer) {
        List<Entry> entries = new ArrayList<>();
        double residual = 0;
        for (int i = 0; i < observations.size(); i++) {
            Observation one = observations.get(i);
            double[] right = one.delta(Backpropagation.standard(), layer);
            double[] seen = explanation.deltas().get(i);
            double[] z = one.preActivations(layer);
            double size = Math.max(Vectors.norm(seen), Vectors.norm(right));
            residual = Math.max(residual, size == 0 ? 0 : Vectors.distance(seen, right) / size);
            boolean last = layer == one.twin().architecture().depth() - 1;
            int units = right.length / one.batch().size();
            for (int j = 0; j < right.length && one.isSingle(); j++) {
                if (Math.abs(right[j]) > 1e-6 * size) {
                    double target = last ? one.batch().target(j / units, j % units) : 0;
                    entries.add(new Entry(z[j], target, seen[j], right[j]));
                }
            }
        }
        entries.sort(Comparator.comparingDouble(Entry::z));
        boolean last = layer == observations.get(0).twin().architecture().depth() - 1;
        return new DeltaError(entries, residual, last);
    }

    double residual() {
        return residual;
    }

    private boolean isConstant() {
        if (entries.isEmpty()) {
            return true;
        }
        double first = entries.get(0).ratio();
        return entries.stream().allMatch(entry -> Math.abs(entry.ratio() - first) <= 1e-7 * Math.abs(first));
    }

    /** Whether the numbers tell a wrong derivative from a wrong factor. */
    boolean isDecided() {
        return entries.size() >= FEWEST && !isConstant();
    }

    /** Whether the ratio, or δ itself, is a function of the pre-activation alone. */
    boolean followsPreActivations() {
        if (!isDecided()) {
            return false;
        }
        boolean ofRatio = isSmooth(Entry::ratio) && distinct() > 4;
        return ofRatio || (!last && (isMask() || isSmooth(Entry::seen)));
    }

    /** Every ratio is 0 or 1, as with a derivative that is switched on and off by the wrong thing. */
    private boolean isMask() {
        return entries.stream().allMatch(entry -> entry.seen() == 0 || Math.abs(entry.ratio() - 1) < 1e-7);
    }

    private long distinct() {
        return entries.stream()
                .map(entry -> Math.rint(entry.ratio() * 1e6))
                .distinct()
                .count();
    }

    private boolean isSmooth(ToDoubleFunction<Entry> number) {
        return median(number, 1) <= SMOOTH * median(number, entries.size() / 2);
    }

    /** The median change of a number over a distance in the order of z. */
    private double median(ToDoubleFunction<Entry> number, int distance) {
        double[] changes = new double[entries.size() - distance];
        for (int i = 0; i < changes.length; i++) {
            changes[i] =
                    Math.abs(number.applyAsDouble(entries.get(i + distance)) - number.applyAsDouble(entries.get(i)));
        }
        Arrays.sort(changes);
        return changes[changes.length / 2];
    }

    String shape() {
        if (entries.isEmpty()) {
            return "not 0 where the right one is";
        }
        if (isConstant() && Math.abs(entries.get(0).ratio() - 1) < 1e-6) {
            return "right for single samples, wrong for several";
        }
        return isConstant()
                ? "delta is " + Figures.precise(entries.get(0).ratio()) + " times what it should be"
                : "delta is " + Figures.precise(smallest()) + " to " + Figures.precise(largest())
                        + " times what it should be" + (followsPreActivations() ? ", depending on z alone" : "");
    }

    private double smallest() {
        return entries.stream().mapToDouble(Entry::ratio).min().orElse(Double.NaN);
    }

    private double largest() {
        return entries.stream().mapToDouble(Entry::ratio).max().orElse(Double.NaN);
    }

    List<Fact> numbers(String layerName) {
        return entries.stream()
                .max(Comparator.comparingDouble(entry -> Math.abs(entry.seen() - entry.right())))
                .map(entry -> List.of(new Fact(
                        "delta of " + layerName,
                        "yours " + Figures.precise(entry.seen()) + ", the right step gives "
                                + Figures.precise(entry.right()) + " at z = " + Figures.precise(entry.z()))))
                .orElse(List.of());
    }
}
