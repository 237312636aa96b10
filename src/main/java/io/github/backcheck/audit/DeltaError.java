package io.github.backcheck.audit;

import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private record Entry(int observation, int sample, double z, double seen, double right) {
        double ratio() {
            return seen / right;
        }
    }

    private final List<Entry> entries;
    private final double residual;
    private final boolean last;
    private final boolean ofBatches;

    private DeltaError(List<Entry> entries, double residual, boolean last, boolean ofBatches) {
        this.ofBatches = ofBatches;
        this.entries = entries;
        this.last = last;
        this.residual = residual;
    }

    static DeltaError of(LayerExplanation explanation, List<Observation> observations, int layer) {
        List<Entry> singles = new ArrayList<>();
        List<Entry> batches = new ArrayList<>();
        double residual = 0;
        int last = observations.get(0).twin().architecture().depth() - 1;
        for (int i = 0; i < observations.size(); i++) {
            Observation one = observations.get(i);
            double[] right = one.delta(Backpropagation.standard(), layer);
            double[] seen = explanation.deltas().get(i);
            double[] z = one.preActivations(layer);
            double size = Math.max(Vectors.norm(seen), Vectors.norm(right));
            residual = Math.max(residual, size == 0 ? 0 : Vectors.distance(seen, right) / size);
            int units = right.length / one.batch().size();
            for (int j = 0; j < right.length; j++) {
                if (Math.abs(right[j]) > 1e-6 * size) {
                    Entry entry = new Entry(i, j / units, z[j], seen[j], right[j]);
                    (one.isSingle() ? singles : batches).add(entry);
                }
            }
        }
        boolean ofBatches = singles.stream().allMatch(entry -> Math.abs(entry.ratio() - 1) < 1e-6);
        List<Entry> entries = ofBatches ? batches : singles;
        entries.sort(Comparator.comparingDouble(Entry::z));
        return new DeltaError(entries, residual, layer == last, ofBatches);
    }

    /** Single samples are right. */
    boolean isOfBatches() {
        return ofBatches;
    }

    /** Each sample of a batch has a multiple of its δ: what is wrong is how much it counts. */
    boolean scalesSamples() {
        Map<List<Integer>, Double> ratios = new HashMap<>();
        for (Entry entry : entries) {
            double first = ratios.computeIfAbsent(List.of(entry.observation(), entry.sample()), key -> entry.ratio());
            if (Math.abs(first - entry.ratio()) > 1e-6 * Math.max(1, Math.abs(first))) {
                return false;
            }
        }
        return true;
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
        return ofRatio || (!last && (isPositive() || isSmooth(Entry::seen)));
    }

    /** A wrong derivative is mostly one of the right sign, or 0; whatever else is wrong changes signs. */
    private boolean isPositive() {
        return entries.stream().allMatch(entry -> entry.ratio() >= 0);
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
        String where = ofBatches ? "right for single samples; for several " : "";
        return isConstant()
                ? where + "delta is " + Figures.precise(entries.get(0).ratio()) + " times what it should be"
                : where + "delta is " + Figures.precise(smallest()) + " to " + Figures.precise(largest())
                        + " times what it should be"
                        + (isSmooth(Entry::ratio) && distinct() > 4 ? ", depending on z alone" : "");
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
