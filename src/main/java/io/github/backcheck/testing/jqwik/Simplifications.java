package io.github.backcheck.testing.jqwik;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ShrinkingDistance;

/**
 * The ways in which a network becomes simpler by one step: fewer layers, fewer units, fewer samples, simpler functions, simpler
 * numbers, in this order. What is left of a network stays as it was, so that what fails goes on failing.
 */
final class Simplifications {

    private final Limits limits;
    private final Set<Part> parts;

    Simplifications(Limits limits, Set<Part> parts) {
        this.limits = limits;
        this.parts = parts;
    }

    /** How far a network is from the simplest: the first number counts most. */
    ShrinkingDistance distance(NetworkCase network) {
        Architecture shape = network.architecture();
        Draft draft = new Draft(network);
        return ShrinkingDistance.of(
                shape.depth(),
                shape.inputCount()
                        + shape.layers().stream()
                                .mapToInt(layer -> layer.units())
                                .sum(),
                network.batch().size(),
                formRank(shape),
                rank(draft.parameterRows().stream()),
                rank(Stream.of(network.batch().inputs(), draft.targets()))
                        + (shape.loss() == Loss.SOFTMAX_CROSS_ENTROPY
                                ? Arrays.stream(network.batch().labels()).sum()
                                : 0));
    }

    private static long rank(Stream<double[][]> matrices) {
        return matrices.flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .mapToLong(Tenths::rank)
                .sum();
    }

    private int formRank(Architecture shape) {
        int rank = Math.max(0, headRank(shape))
                + Math.max(0, limits.reductions().indexOf(shape.reduction()))
                + Math.max(0, limits.penalties().indexOf(shape.l2()));
        for (int layer = 0; layer < shape.depth() - 1; layer++) {
            rank += Math.max(0, limits.activations().indexOf(shape.layer(layer).activation()));
        }
        return rank;
    }

    private int headRank(Architecture shape) {
        return limits.heads().indexOf(new Head(shape.layer(shape.depth() - 1).activation(), shape.loss()));
    }

    /** One step simpler each, the largest steps first. */
    Stream<NetworkCase> of(NetworkCase network) {
        List<Supplier<Stream<Consumer<Draft>>>> steps = new ArrayList<>();
        if (parts.contains(Part.SHAPE)) {
            steps.add(() -> fewerLayers(network));
            steps.add(() -> fewerUnits(network));
        }
        if (parts.contains(Part.SAMPLES)) {
            steps.add(() -> fewerSamples(network));
        }
        if (parts.contains(Part.SHAPE)) {
            steps.add(() -> simplerForms(network));
        }
        if (parts.contains(Part.WEIGHTS)) {
            steps.add(() -> simplerNumbers(network, Part.WEIGHTS));
        }
        if (parts.contains(Part.DATA)) {
            steps.add(() -> simplerNumbers(network, Part.DATA));
        }
        if (parts.contains(Part.WEIGHTS) && parts.contains(Part.DATA)) {
            steps.add(() -> targetsForBiases(network));
        }
        return steps.stream().flatMap(Supplier::get).map(step -> {
            Draft draft = new Draft(network);
            step.accept(draft);
            return draft.finished();
        });
    }

    private Stream<Consumer<Draft>> fewerLayers(NetworkCase network) {
        Architecture shape = network.architecture();
        if (shape.depth() <= limits.layers().from()) {
            return Stream.empty();
        }
        Head head = new Head(shape.layer(shape.depth() - 1).activation(), shape.loss());
        Stream<Consumer<Draft>> last = shape.layer(shape.depth() - 2).units() < head.fewestOutputs()
                ? Stream.empty()
                : Stream.of(Draft::withoutLastLayer);
        return Stream.concat(
                IntStream.range(0, shape.depth() - 1).mapToObj(layer -> draft -> draft.withoutLayer(layer)), last);
    }

    private Stream<Consumer<Draft>> fewerUnits(NetworkCase network) {
        Stream<Consumer<Draft>> inOneLevel = IntStream.rangeClosed(
                        0, network.architecture().depth())
                .boxed()
                .flatMap(level -> fewerUnits(network, level));
        return Stream.concat(inOneLevel, fewerUnitsEverywhere(network));
    }

    /** What takes as many units above as below would not fail otherwise. */
    private Stream<Consumer<Draft>> fewerUnitsEverywhere(NetworkCase network) {
        int[] levels = IntStream.rangeClosed(0, network.architecture().depth())
                .filter(level -> units(network, level) > fewest(network, level))
                .toArray();
        if (levels.length < 2) {
            return Stream.empty();
        }
        return Stream.of(
                draft -> Arrays.stream(levels).forEach(level -> draft.withoutUnit(level, units(network, level) - 1)),
                draft -> Arrays.stream(levels).forEach(level -> draft.withoutUnit(level, 0)));
    }

    private static int units(NetworkCase network, int level) {
        Architecture shape = network.architecture();
        return level == 0 ? shape.inputCount() : shape.layer(level - 1).units();
    }

    private int fewest(NetworkCase network, int level) {
        Architecture shape = network.architecture();
        boolean isSoftmax = level > 0 && shape.layer(level - 1).activation() == Activation.SOFTMAX;
        return Math.max(limits.units().from(), isSoftmax ? 2 : 1);
    }

    private Stream<Consumer<Draft>> fewerUnits(NetworkCase network, int level) {
        int units = units(network, level);
        int fewest = fewest(network, level);
        if (units <= fewest) {
            return Stream.empty();
        }
        Stream<Consumer<Draft>> allButOne = fewest > 1
                ? Stream.empty()
                : IntStream.range(0, units).mapToObj(unit -> draft -> draft.withOnlyUnit(level, unit));
        return Stream.concat(
                allButOne, IntStream.range(0, units).mapToObj(unit -> draft -> draft.withoutUnit(level, unit)));
    }

    private Stream<Consumer<Draft>> fewerSamples(NetworkCase network) {
        int samples = network.batch().size();
        int fewest = limits.samples().from();
        if (samples <= fewest) {
            return Stream.empty();
        }
        return Stream.concat(
                IntStream.rangeClosed(0, samples - fewest)
                        .mapToObj(from -> draft -> draft.withSamples(from, from + fewest)),
                IntStream.range(0, samples).mapToObj(sample -> draft -> draft.withoutSample(sample)));
    }

    private Stream<Consumer<Draft>> simplerForms(NetworkCase network) {
        Architecture shape = network.architecture();
        List<Consumer<Draft>> steps = new ArrayList<>();
        for (Head head : limits.heads().subList(0, headRank(shape))) {
            if (shape.outputCount() >= head.fewestOutputs()) {
                steps.add(draft -> draft.withHead(head));
            }
        }
        for (Reduction other : before(limits.reductions(), shape.reduction())) {
            steps.add(draft -> draft.with(other));
        }
        for (double lambda : before(limits.penalties(), shape.l2())) {
            steps.add(draft -> draft.withPenalty(lambda));
        }
        for (int layer = 0; layer < shape.depth() - 1; layer++) {
            int place = layer;
            for (Activation other :
                    before(limits.activations(), shape.layer(layer).activation())) {
                steps.add(draft -> draft.withActivation(place, other));
            }
        }
        return steps.stream();
    }

    private static <T> List<T> before(List<T> simplestFirst, T present) {
        return simplestFirst.subList(0, simplestFirst.indexOf(present));
    }

    /** All numbers of a matrix at once, then one by one. */
    private static Stream<Consumer<Draft>> simplerNumbers(NetworkCase network, Part part) {
        List<Consumer<Draft>> steps = new ArrayList<>();
        List<double[][]> matrices = rows(new Draft(network), part);
        for (int m = 0; m < matrices.size(); m++) {
            int matrix = m;
            for (double value : new double[] {0, 1}) {
                if (isSimpler(value, matrices.get(m))) {
                    steps.add(draft ->
                            Arrays.stream(rows(draft, part).get(matrix)).forEach(row -> Arrays.fill(row, value)));
                }
            }
        }
        for (int m = 0; m < matrices.size(); m++) {
            addSingle(matrices.get(m), m, part, steps);
        }
        if (part == Part.DATA) {
            addClasses(network, steps);
        }
        return steps.stream();
    }

    /** Whether there are several, and none is simpler already. */
    private static boolean isSimpler(double value, double[][] matrix) {
        double[] all = Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
        return all.length > 1
                && Arrays.stream(all).allMatch(other -> Tenths.rank(other) >= Tenths.rank(value))
                && Arrays.stream(all).anyMatch(other -> other != value);
    }

    private static void addSingle(double[][] matrix, int place, Part part, List<Consumer<Draft>> steps) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                int row = i;
                int column = j;
                Tenths.simpler(matrix[i][j])
                        .forEach(value -> steps.add(draft -> rows(draft, part).get(place)[row][column] = value));
            }
        }
    }

    /** Where all that is needed is a difference of output and target: a target that is 1 says it more simply than a bias. */
    private static Stream<Consumer<Draft>> targetsForBiases(NetworkCase network) {
        List<Consumer<Draft>> steps = new ArrayList<>();
        if (network.architecture().loss().requiredHead().isPresent()) {
            return steps.stream();
        }
        int last = network.architecture().depth() - 1;
        for (int l = 0; l <= last; l++) {
            double[] biases = network.biases(l);
            for (int i = 0; i < biases.length; i++) {
                int layer = l;
                int unit = i;
                int output = l == last ? i : 0;
                IntStream.range(0, network.batch().size())
                        .filter(sample -> biases[unit] != 0 && network.batch().target(sample, output) == 0)
                        .forEach(sample -> steps.add(draft -> {
                            draft.parameterRows().get(2 * layer + 1)[0][unit] = 0;
                            draft.targets()[sample][output] = 1;
                        }));
            }
        }
        return steps.stream();
    }

    /** Targets that are classes: class 0 is the simplest. */
    private static void addClasses(NetworkCase network, List<Consumer<Draft>> steps) {
        if (network.architecture().loss().requiredHead().isEmpty()) {
            return;
        }
        boolean oneHot = network.architecture().loss() == Loss.SOFTMAX_CROSS_ENTROPY;
        for (int i = 0; i < network.batch().size(); i++) {
            for (int k = oneHot ? 1 : 0; k < network.batch().outputCount(); k++) {
                int sample = i;
                int output = k;
                if (network.batch().target(i, k) == 1) {
                    steps.add(draft -> {
                        draft.targets()[sample][output] = 0;
                        draft.targets()[sample][0] = oneHot ? 1 : draft.targets()[sample][0];
                    });
                }
            }
        }
    }

    private static List<double[][]> rows(Draft draft, Part part) {
        return part == Part.WEIGHTS ? draft.parameterRows() : draft.dataRows();
    }
}
