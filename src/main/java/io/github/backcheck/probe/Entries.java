package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;

/** All entries of all parameters of a model in one array, parameter by parameter. */
final class Entries {

    private final Model model;

    Entries(Model model) {
        this.model = model;
    }

    /** 0 where the gradient says nothing about a parameter. */
    double[] gradient(Batch samples) {
        Gradient gradient = model.gradient(samples);
        double[] all = new double[model.size()];
        int at = 0;
        for (Parameter parameter : model.parameters()) {
            int from = at;
            gradient.of(parameter).ifPresent(values -> System.arraycopy(values, 0, all, from, values.length));
            at += parameter.size();
        }
        return all;
    }

    double[] values() {
        double[] all = new double[model.size()];
        int at = 0;
        for (Parameter parameter : model.parameters()) {
            System.arraycopy(parameter.values(), 0, all, at, parameter.size());
            at += parameter.size();
        }
        return all;
    }

    /** Where the entries of a parameter begin. */
    int start(Parameter wanted) {
        int at = 0;
        for (Parameter parameter : model.parameters()) {
            if (parameter == wanted) {
                return at;
            }
            at += parameter.size();
        }
        throw new IllegalArgumentException(wanted + " is none of " + model.parameters());
    }

    /** As in {@code hidden/W[3,17]}. */
    String name(int index) {
        int at = index;
        for (Parameter parameter : model.parameters()) {
            if (at < parameter.size()) {
                return parameter.entryName(at);
            }
            at -= parameter.size();
        }
        throw new IllegalStateException("entry " + index + " of " + model.size());
    }

    /** The largest difference and the entry that has it. */
    record Widest(double gap, int index) {}

    static Widest widest(double[] one, double[] other) {
        int widest = 0;
        for (int i = 0; i < one.length; i++) {
            double gap = Math.abs(one[i] - other[i]);
            if (Double.isNaN(gap)) {
                return new Widest(Double.POSITIVE_INFINITY, i);
            }
            widest = gap > Math.abs(one[widest] - other[widest]) ? i : widest;
        }
        return new Widest(Math.abs(one[widest] - other[widest]), widest);
    }

    static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
