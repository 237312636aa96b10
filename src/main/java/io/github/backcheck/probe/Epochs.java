package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Passes of a program's own loop from the same parameters, each undone. */
final class Epochs {

    private final Model model;
    private final ParameterSnapshot before;
    private final Set<Long> ends = new HashSet<>();

    Epochs(Model model, ParameterSnapshot before) {
        this.model = model;
        this.before = before;
    }

    Model model() {
        return model;
    }

    /** Puts the parameters back, and lets something be set first. */
    void restore() {
        before.restore();
    }

    /** The data as a pass leaves them. */
    Batch dataAfter(Batch data) {
        before.restore();
        Batch left = model.epoch(data);
        ends.add(fingerprint(values()));
        before.restore();
        return left;
    }

    /** Lets a pass run for what it leaves outside the parameters; where it ends is not kept in mind. */
    void flush(Batch data) {
        before.restore();
        model.epoch(data);
        before.restore();
    }

    /** All parameters after a pass from the parameters as they are, or from moderate ones. */
    List<double[]> parametersAfter(Batch data, Start start) {
        before.restore();
        if (start == Start.MODERATE) {
            Movements.redraw(model, 1, 12);
        }
        model.epoch(data);
        List<double[]> values = values();
        ends.add(fingerprint(values));
        before.restore();
        return values;
    }

    /** Where a pass starts from. */
    enum Start {
        AS_IT_IS,
        MODERATE
    }

    List<double[]> values() {
        return model.parameters().stream().map(Parameter::values).toList();
    }

    /** Whether an earlier pass ended in just these parameters, all of them, to the last bit. */
    boolean isEarlierEnd(List<double[]> values) {
        return ends.contains(fingerprint(values));
    }

    private static long fingerprint(List<double[]> values) {
        long print = 0;
        for (double[] parameter : values) {
            for (double value : parameter) {
                // Knuth's multiplier for a linear congruential generator modulo 2^64; the shift lets high bits count
                // below.
                print = (print ^ Double.doubleToLongBits(value)) * 6364136223846793005L;
                print ^= print >>> 32;
            }
        }
        return print;
    }

    static boolean areIdentical(List<double[]> one, List<double[]> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.equals(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
