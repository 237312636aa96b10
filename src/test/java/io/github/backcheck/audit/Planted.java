package io.github.backcheck.audit;

import io.github.backcheck.audit.Counterfactual.Placed;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.gradient.LivelyWeights;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A network with defects put in. Its text is all that is needed to make it again.
 *
 * @param index of its architecture in {@link CampaignNetworks#ARCHITECTURES}
 * @param seed of weights and samples
 * @param defects and their layers
 */
record Planted(int index, long seed, List<Placed> defects) {
    /** Drawing anew needs a dozen numbers to be told from other things that a step might do. */
    private static final int FEWEST_TO_SEE_INDEPENDENCE = 6;

    static final double LEARNING_RATE = 0.05;

    /** Relative: what is computed in the same way differs by less. */
    private static final double SAME = 1e-8;

    /** Of the whole gradient: a parameter whose gradient is smaller is rounding. */
    private static final double ROUNDING = 1e-13;

    private static final long LIVELY_SEED = 4711;

    private static final int FEW = 3;

    Planted {
        defects = List.copyOf(defects);
    }

    /** A defect at one of the layers that it fits; none if it fits no layer. */
    static List<Planted> at(int index, long seed, Defect defect) {
        Architecture architecture = CampaignNetworks.ARCHITECTURES.get(index);
        int[] layers = IntStream.range(0, architecture.depth())
                .filter(layer -> defect.fits(architecture, layer))
                .filter(layer -> canBeSeen(defect, architecture.layer(layer)))
                .toArray();
        if (layers.length == 0) {
            return List.of();
        }
        Random random = new Random(seed * 769 + defect.id().hashCode());
        return List.of(new Planted(index, seed, List.of(new Placed(defect, layers[random.nextInt(layers.length)]))));
    }

    static boolean canBeSeen(Defect defect, Layer layer) {
        return !defect.id().equals("update-redrawn") || layer.units() * layer.inputs() >= FEWEST_TO_SEE_INDEPENDENCE;
    }

    /** The same network with other defects. */
    Planted with(List<Placed> others) {
        return new Planted(index, seed, others);
    }

    Architecture architecture() {
        return CampaignNetworks.ARCHITECTURES.get(index);
    }

    Batch batch() {
        return CampaignNetworks.batch(architecture(), seed);
    }

    /** A new one at each call. */
    Model model() {
        LearningRule rule = LearningRule.of(Optimiser.sgd(LEARNING_RATE));
        for (Placed placed : defects) {
            rule = placed.defect().in(rule, architecture(), placed.layer());
        }
        return CampaignNetworks.network(architecture(), seed).asModel("planted", rule);
    }

    boolean changesSomething() {
        return !isSameAs(with(List.of()));
    }

    /** Whether outputs, the loss, or the parameters after a few steps are others than without defects. */
    boolean changesSomethingBesideGradients() {
        return !Arrays.equals(afterSteps(), with(List.of()).afterSteps());
    }

    private double[] afterSteps() {
        Model model = model();
        Batch batch = batch();
        List<Double> seen = new ArrayList<>(List.of(model.loss(batch)));
        Arrays.stream(model.predict(batch)).flatMapToDouble(Arrays::stream).forEach(seen::add);
        for (int step = 0; step < FEW; step++) {
            model.trainStep(batch.slice(step, step + FEW));
        }
        model.parameters()
                .forEach(parameter -> Arrays.stream(parameter.values()).forEach(seen::add));
        return seen.stream().mapToDouble(Double::doubleValue).toArray();
    }

    boolean isSameAs(Planted other) {
        OptionalDouble factor = factorOf(other);
        return factor.isPresent() && Math.abs(factor.getAsDouble() - 1) <= SAME;
    }

    /** The number by which all gradients of another must be multiplied to give those of this. */
    OptionalDouble factorOf(Planted other) {
        List<double[]> mine = gradients();
        List<double[]> others = other.gradients();
        double products = 0;
        double squares = 0;
        for (int i = 0; i < mine.size(); i++) {
            products += Vectors.dot(mine.get(i), others.get(i));
            squares += Vectors.dot(others.get(i), others.get(i));
        }
        double factor = products / squares;
        double total = mine.stream().mapToDouble(Vectors::norm).max().orElseThrow();
        for (int i = 0; i < mine.size(); i++) {
            double[] right = others.get(i);
            double[] scaled = Arrays.stream(right).map(g -> factor * g).toArray();
            double size = Math.max(Vectors.norm(mine.get(i)), Vectors.norm(scaled));
            if (!(Vectors.distance(mine.get(i), scaled) <= SAME * size + ROUNDING * total)) {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.of(factor);
    }

    /** Of each parameter, for a series of calls at the given weights and at livelier ones. */
    private List<double[]> gradients() {
        Model model = model();
        Batch batch = batch();
        List<double[]> all = new ArrayList<>(series(model, batch));
        try (ParameterSnapshot before = model.snapshot()) {
            LivelyWeights.assign(model, batch, LIVELY_SEED);
            all.addAll(series(model, batch));
            before.restore();
        }
        return all;
    }

    private static List<double[]> series(Model model, Batch batch) {
        List<double[]> all = new ArrayList<>();
        for (Batch some : List.of(batch, batch.slice(0, 1), batch.slice(1, 2), batch.slice(1, 1 + FEW), batch)) {
            var gradient = model.gradient(some);
            model.parameters()
                    .forEach(parameter -> all.add(gradient.of(parameter).orElseThrow()));
        }
        return all;
    }

    @Override
    public String toString() {
        List<String> placed = defects.stream()
                .map(one -> one.defect().id() + " at " + one.layer())
                .toList();
        return String.join(" + ", placed) + ", seed " + seed + ", architecture " + index + " (" + architecture() + ")";
    }
}
