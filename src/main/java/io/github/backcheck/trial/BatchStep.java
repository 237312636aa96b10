package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which places of a batch count in a training step. Of all samples, the one is looked for whose replacement by another changes
 * the step most; that one and its replacement then stand in for the sample at each other place. A place where both of them
 * leave the step bit for bit what it was does not count, whatever stands there: steps from the same parameters, each undone.
 *
 * <pre>{@code
 * BatchStep.of(model, batch).ignored();   // 16 to 31: the loop ends at half the batch
 * }</pre>
 *
 * @param samples of the batch
 * @param ignored places that do not count, ascending from 0; empty if all count, or if it could not be told
 */
public record BatchStep(int samples, List<Integer> ignored) {

    /** With two samples, one and both of them are hard to tell apart. */
    private static final int FEWEST = 3;

    /** A step for each; of larger batches, the first so many samples are taken. */
    private static final int MOST = 64;

    /** Times the rounding of the largest parameter: what is as clear at one place is not lost in rounding at another. */
    private static final double CLEAR = 1e3;

    /**
     * Puts the numbers together.
     *
     * @param samples of the batch
     * @param ignored places that do not count, ascending from 0
     */
    public BatchStep {
        ignored = List.copyOf(ignored);
    }

    /**
     * Takes the steps and puts the parameters back.
     *
     * @param model offers trainStep(batch)
     * @param batch at least three samples, or nothing is told; of more than 64 the first 64 are taken
     * @return what was seen
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public static BatchStep of(Model model, Batch batch) {
        int size = Math.min(MOST, batch.size());
        try (ParameterSnapshot before = model.snapshot()) {
            BatchStep step = new BatchStep(size, new Places(model, batch.slice(0, size), before).ignored());
            before.restore();
            return step;
        }
    }

    /**
     * Whether one sample alone makes the step.
     *
     * @param place from 0
     * @return whether no other place counts
     */
    public boolean isOnly(int place) {
        return ignored.size() == samples - 1 && !ignored.contains(place);
    }

    /** The steps, each undone. */
    private static final class Places {

        private final Model model;
        private final Batch batch;
        private final ParameterSnapshot before;
        private final int[] inOrder;

        Places(Model model, Batch batch, ParameterSnapshot before) {
            this.model = model;
            this.batch = batch;
            this.before = before;
            this.inOrder = IntStream.range(0, batch.size()).toArray();
        }

        List<Integer> ignored() {
            if (batch.size() < FEWEST) {
                return List.of();
            }
            double[][] step = after(inOrder);
            if (!Arrays.deepEquals(step, after(inOrder))) {
                return List.of();
            }
            int loudest = loudest(step);
            if (loudest < 0) {
                return List.of();
            }
            int other = another(loudest);
            return Arrays.stream(inOrder)
                    .filter(place -> place != loudest)
                    .filter(place -> Arrays.deepEquals(step, after(with(place, loudest)))
                            && Arrays.deepEquals(step, after(with(place, other))))
                    .boxed()
                    .toList();
        }

        /** The place at which another sample changes the step most; −1 if none changes it by far more than rounding does. */
        private int loudest(double[][] step) {
            double most = CLEAR * rounding();
            int loudest = -1;
            for (int place : inOrder) {
                double here = distance(step, after(with(place, another(place))));
                if (here > most) {
                    most = here;
                    loudest = place;
                }
            }
            return loudest;
        }

        private double rounding() {
            return model.parameters().stream()
                    .mapToDouble(parameter -> parameter.precision().unitRoundOff()
                            * Arrays.stream(parameter.values())
                                    .map(Math::abs)
                                    .max()
                                    .orElse(0))
                    .max()
                    .orElse(0);
        }

        private static double distance(double[][] one, double[][] other) {
            return IntStream.range(0, one.length)
                    .mapToDouble(p -> IntStream.range(0, one[p].length)
                            .mapToDouble(i -> Math.abs(one[p][i] - other[p][i]))
                            .max()
                            .orElse(0))
                    .max()
                    .orElse(0);
        }

        private int[] with(int place, int sample) {
            int[] changed = inOrder.clone();
            changed[place] = sample;
            return changed;
        }

        /** The next sample that is not the same; the place itself if all are. */
        private int another(int place) {
            return IntStream.range(1, batch.size())
                    .map(distance -> (place + distance) % batch.size())
                    .filter(other -> !isSame(place, other))
                    .findFirst()
                    .orElse(place);
        }

        private boolean isSame(int one, int other) {
            return Arrays.equals(batch.input(one), batch.input(other))
                    && Arrays.equals(batch.target(one), batch.target(other));
        }

        private double[][] after(int[] order) {
            model.trainStep(batch.select(order));
            double[][] values =
                    model.parameters().stream().map(Parameter::values).toArray(double[][]::new);
            before.restore();
            return values;
        }
    }

    /**
     * Adds what was seen to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        return page.heading("A step on a batch of " + samples)
                .facts(List.of(new Fact(
                        "does not depend on",
                        ignored.isEmpty()
                                ? "no sample, or it could not be told"
                                : Figures.count(ignored.size(), "sample") + ", at " + Lists.indices(ignored))));
    }

    /** A heading and a fact. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
