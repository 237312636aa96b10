package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.List;

/** Steps of the program itself, made longer or shorter after it has taken them. */
final class ProgramSteps {

    private final Model model;
    private final List<Parameter> parameters;
    private final double[][] before;
    private final double[][] after;
    private final double[][] scaled;

    ProgramSteps(Model model) {
        this.model = model;
        this.parameters = model.parameters();
        this.before = arrays();
        this.after = arrays();
        this.scaled = arrays();
    }

    private double[][] arrays() {
        return parameters.stream().map(p -> new double[p.size()]).toArray(double[][]::new);
    }

    /** Takes one step; a factor of 1 leaves it as it is, to the last bit. */
    void take(Batch batch, double factor) {
        if (factor != 1) {
            read(before);
        }
        model.trainStep(batch);
        read(after);
        if (factor != 1) {
            write(factor);
            read(after);
        }
    }

    /** Takes one step of the program's own and remembers where it began, too. */
    void watch(Batch batch) {
        read(before);
        model.trainStep(batch);
        read(after);
    }

    /** Goes to θ + factor · Δθ of the last step that was watched; 0 for its beginning and 1 for its end are exact. */
    void goTo(double factor) {
        if (factor == 0 || factor == 1) {
            assign(factor == 0 ? before : after);
        } else {
            write(factor);
        }
    }

    private void write(double factor) {
        for (int p = 0; p < scaled.length; p++) {
            for (int i = 0; i < scaled[p].length; i++) {
                scaled[p][i] = before[p][i] + factor * (after[p][i] - before[p][i]);
            }
        }
        assign(scaled);
    }

    private void assign(double[][] values) {
        for (int p = 0; p < values.length; p++) {
            parameters.get(p).assign(values[p]);
        }
    }

    private void read(double[][] into) {
        for (int p = 0; p < into.length; p++) {
            parameters.get(p).readInto(into[p]);
        }
    }

    /** Whether all parameters were finite after the last step. */
    boolean isFinite() {
        for (double[] values : after) {
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** ‖Δθ‖ / ‖θ‖ of the last step that was watched, over all parameters together. */
    double changeRatio() {
        double change = 0;
        double size = 0;
        for (int p = 0; p < before.length; p++) {
            for (int i = 0; i < before[p].length; i++) {
                double moved = after[p][i] - before[p][i];
                change += moved * moved;
                size += before[p][i] * before[p][i];
            }
        }
        return Math.sqrt(change / size);
    }
}
