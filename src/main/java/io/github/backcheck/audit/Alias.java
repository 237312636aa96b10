package io.github.backcheck.audit;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two parameters of which one changes when the other is written.
 *
 * @param first a parameter of the model
 * @param second another one
 */
record Alias(Parameter first, Parameter second) {

    /** Writes the first and the last entry of each parameter and looks at the others. Puts everything back. */
    static List<Alias> among(Model model) {
        List<Alias> found = new ArrayList<>();
        List<Parameter> all = model.parameters();
        for (int p = 0; p < all.size(); p++) {
            for (int q = p + 1; q < all.size(); q++) {
                Parameter first = all.get(p);
                Parameter second = all.get(q);
                if (writingChanges(first, second) || writingChanges(second, first)) {
                    found.add(new Alias(first, second));
                }
            }
        }
        return found;
    }

    /** Parameters of one shape that hold the same numbers after every step, and moved; NaN is like any other NaN. */
    static List<Alias> among(Model model, List<TakenStep> taken) {
        List<Alias> found = new ArrayList<>();
        List<Parameter> all = model.parameters();
        for (int p = 0; p < all.size(); p++) {
            for (int q = p + 1; q < all.size(); q++) {
                Alias pair = new Alias(all.get(p), all.get(q));
                int first = p;
                int second = q;
                if (pair.isOfOneShape()
                        && all.get(p).size() > 1
                        && taken.stream()
                                .allMatch(step -> Arrays.equals(step.after()[first], step.after()[second])
                                        && Arrays.stream(step.after()[first]).allMatch(Double::isFinite))
                        && taken.stream().anyMatch(step -> !Arrays.equals(step.after()[first], step.before()[first]))) {
                    found.add(pair);
                }
            }
        }
        return found;
    }

    private static boolean writingChanges(Parameter written, Parameter watched) {
        double[] before = watched.values();
        for (int entry : new int[] {0, written.size() - 1}) {
            double old = written.get(entry);
            try {
                written.set(entry, old == 0 ? 1 : 2 * old);
                if (!Arrays.equals(before, watched.values())) {
                    return true;
                }
            } finally {
                written.set(entry, old);
            }
        }
        return false;
    }

    boolean concerns(Parameter parameter) {
        return first == parameter || second == parameter;
    }

    Parameter otherThan(Parameter parameter) {
        return first == parameter ? second : first;
    }

    boolean isOfOneShape() {
        return first.rows() == second.rows() && first.columns() == second.columns();
    }
}
