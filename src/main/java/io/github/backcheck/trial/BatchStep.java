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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which places of a batch count in a training step. Of all samples, the one is looked for whose replacement by another changes
 * the step most; that one and its replacement then stand in for the sample at each other place, and change places with it. A
 * place where all that leaves the step bit for bit what it was does not count, whatever stands there, if it is so at other
 * parameters, too: a program that learns from its mistakes only takes no step for many samples. Each step is undone.
 *
 * <pre>{@code
 * BatchStep.of(model, batch).ignored();   // 16 to 31: the loop ends at half the batch
 * }</pre>
 *
 * @param samples of the batch
 * @param ignored places that do not count, ascending from 0: all of them if a step is the same whatever the batch, none if all
 *     count or if it could not be told
 */
public record BatchStep(int samples, List<Integer> ignored) {

    /** With two samples, one and both of them are hard to tell apart. */
    private static final int FEWEST = 3;

    /** A step for each; of larger batches, the first so many samples are taken. */
    private static final int MOST = 64;

    /** So often the same step is asked for, before and after the search. */
    private static final int TIMES = 9;

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
        Batch some = batch.slice(0, size);
        try (ParameterSnapshot before = model.snapshot()) {
            List<Integer> ignored = new ArrayList<>(new Places(model, some, before).ignored());
            if (!ignored.isEmpty()) {
                reverse(model);
                try (ParameterSnapshot elsewhere = model.snapshot()) {
                    ignored.retainAll(new Places(model, some, elsewhere).ignored());
                }
            }
            before.restore();
            return new BatchStep(size, ignored);
        }
    }

    /** Factors by which a decay shrinks parameters are equal to rounding. */
    private static final double DECAY = 1e-6;

    /** The same numbers in each parameter, in the opposite order: another network of the same kind. */
    private static void reverse(Model model) {
        for (Parameter parameter : model.parameters()) {
            double[] values = parameter.values();
            for (int i = 0; i < values.length; i++) {
                parameter.set(i, values[values.length - 1 - i]);
            }
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
            if (isStill(step) || !isAlways(step)) {
                return List.of();
            }
            if (isTheSameForEach(step)) {
                return Arrays.stream(inOrder).boxed().toList();
            }
            int loudest = loudest(step);
            if (loudest < 0) {
                return List.of();
            }
            int other = another(loudest);
            double[][] without = after(with(loudest, other));
            List<Integer> ignored = new ArrayList<>();
            for (int place : inOrder) {
                if (place != loudest
                        && Arrays.deepEquals(step, after(with(place, loudest)))
                        && Arrays.deepEquals(step, after(with(place, other)))
                        && Arrays.deepEquals(without, after(exchanged(loudest, other, place)))) {
                    ignored.add(place);
                }
            }
            return isAlways(step) ? ignored : List.of();
        }

        /** A sample in another place than its own, in which the other stands: what came first may have said all there is. */
        private int[] exchanged(int sample, int other, int place) {
            int[] changed = with(sample, other);
            changed[place] = sample;
            return changed;
        }

        /** Whatever sample stands in every place; but not where a step does nothing but shrink the parameters, as a decay does. */
        private boolean isTheSameForEach(double[][] step) {
            int first = inOrder[0];
            return another(first) != first
                    && !isScaled(step)
                    && IntStream.of(inOrder)
                            .allMatch(sample -> Arrays.deepEquals(step, after(each(sample, inOrder.length))));
        }

        private static int[] each(int sample, int places) {
            int[] same = new int[places];
            Arrays.fill(same, sample);
            return same;
        }

        private boolean isScaled(double[][] after) {
            double[] factors = IntStream.range(0, after.length)
                    .boxed()
                    .flatMapToDouble(p -> {
                        double[] here = model.parameters().get(p).values();
                        return IntStream.range(0, here.length)
                                .filter(i -> here[i] != 0 || after[p][i] != 0)
                                .mapToDouble(i -> after[p][i] / here[i]);
                    })
                    .sorted()
                    .toArray();
            return factors.length == 0 || factors[factors.length - 1] - factors[0] <= DECAY;
        }

        private boolean isStill(double[][] after) {
            return IntStream.range(0, after.length)
                    .allMatch(p ->
                            Arrays.equals(after[p], model.parameters().get(p).values()));
        }

        /** Not so where a step remembers, draws, or is taken at every fourth call only. */
        private boolean isAlways(double[][] step) {
            return IntStream.range(0, TIMES).allMatch(time -> Arrays.deepEquals(step, after(inOrder)));
        }

        /** The place at which another sample changes the step most; −1 if none changes it by far more than rounding does, or if that stops it. */
        private int loudest(double[][] step) {
            double most = CLEAR * rounding();
            int loudest = -1;
            for (int place : inOrder) {
                double[][] there = after(with(place, another(place)));
                if (isStill(there)) {
                    return -1; // whether a step is taken at all depends on the samples
                }
                double here = distance(step, there);
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
