package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;

/**
 * Whether a training step on a batch is no more than the step on one of its samples: steps from the same parameters, on the
 * batch, on its first and on its last sample alone, each undone.
 *
 * <pre>{@code
 * BatchStep.of(model, batch).kind();   // FIRST_ONLY
 * }</pre>
 *
 * @param kind what was seen
 * @param samples of the batch
 */
public record BatchStep(Kind kind, int samples) {

    /** What a step on a batch is. */
    public enum Kind {
        /** The same as the step on the first sample, or a fraction of it, and not that on the last. */
        FIRST_ONLY("only the first sample of a batch counts"),
        /** The same as the step on the last sample, or a fraction of it, and not that on the first. */
        LAST_ONLY("only the last sample of a batch counts"),
        /** Neither, or a step that does not repeat. */
        OTHER("more than one sample of a batch counts, or it could not be told");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static final int FEWEST = 3;
    private static final double THE_SAME = 1e-9;
    private static final double THE_SAME_IN_FLOATS = 1e-3;

    /**
     * Takes the steps and puts the parameters back.
     *
     * @param model offers trainStep(batch)
     * @param batch at least three samples, or nothing is told
     * @return what was seen
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public static BatchStep of(Model model, Batch batch) {
        if (batch.size() < FEWEST) {
            return new BatchStep(Kind.OTHER, batch.size());
        }
        try (ParameterSnapshot before = model.snapshot()) {
            double[][] whole = change(model, batch, before);
            double[][] first = change(model, batch.slice(0, 1), before);
            double[][] last = change(model, batch.slice(batch.size() - 1, batch.size()), before);
            double[][] again = change(model, batch, before);
            boolean repeats = Math.abs(1 - multiple(whole, again, precision(model))) < THE_SAME;
            boolean isFirst = isFraction(multiple(whole, first, precision(model)), batch.size());
            boolean isLast = isFraction(multiple(whole, last, precision(model)), batch.size());
            Kind kind = !repeats || isFirst == isLast ? Kind.OTHER : isFirst ? Kind.FIRST_ONLY : Kind.LAST_ONLY;
            return new BatchStep(kind, batch.size());
        }
    }

    private static double precision(Model model) {
        boolean doubles = model.parameters().stream()
                .allMatch(parameter -> parameter.precision().unitRoundOff() < THE_SAME);
        return doubles ? THE_SAME : THE_SAME_IN_FLOATS;
    }

    private static double[][] change(Model model, Batch batch, ParameterSnapshot before) {
        List<double[]> start =
                model.parameters().stream().map(Parameter::values).toList();
        model.trainStep(batch);
        double[][] change = new double[start.size()][];
        for (int p = 0; p < change.length; p++) {
            change[p] = model.parameters().get(p).values();
            for (int i = 0; i < change[p].length; i++) {
                change[p][i] -= start.get(p)[i];
            }
        }
        before.restore();
        return change;
    }

    /** Divided by the number of samples, or not. */
    private static boolean isFraction(double multiple, int samples) {
        return Math.abs(multiple - 1) < THE_SAME_IN_FLOATS || Math.abs(multiple * samples - 1) < THE_SAME_IN_FLOATS;
    }

    /** c if every entry of a change is c times that of another, by least squares; NaN if not, or if nothing changed. */
    private static double multiple(double[][] change, double[][] other, double precision) {
        double product = 0;
        double square = 0;
        double largest = 0;
        for (int p = 0; p < change.length; p++) {
            for (int i = 0; i < change[p].length; i++) {
                product += change[p][i] * other[p][i];
                square += other[p][i] * other[p][i];
                largest = Math.max(largest, Math.abs(change[p][i]));
            }
        }
        double multiple = product / square;
        for (int p = 0; p < change.length; p++) {
            for (int i = 0; i < change[p].length; i++) {
                // Small steps on large weights carry the rounding of the weights.
                if (!(Math.abs(change[p][i] - multiple * other[p][i]) <= 1e3 * precision * largest)) {
                    return Double.NaN;
                }
            }
        }
        return multiple;
    }

    /**
     * Adds what was seen to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        return page.heading("A step on a batch of " + samples).facts(List.of(new Fact("is", kind.toString())));
    }

    /** A heading and a fact. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
