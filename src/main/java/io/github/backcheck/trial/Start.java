package io.github.backcheck.trial;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Writes the start values of a trial into the live parameters of a model. */
final class Start {

    private Start() {}

    /** The caller puts the parameters back. */
    static void write(Model model, Setting setting, long seed) {
        Random random = new Random(seed);
        for (ModelLayer layer : model.layers()) {
            Parameter weights = layer.weights();
            Draw draw = Draw.of(weights, activation(model, layer), random);
            switch (setting.start()) {
                case AS_GIVEN -> {}
                case FRESH -> {
                    weights.assign(draw.numbers(weights.size()));
                    layer.biases().ifPresent(biases -> biases.assign(new double[biases.size()]));
                }
                case UNEQUAL_ROWS -> makeRowsDifferent(weights, draw);
            }
            if (setting.weightsTimes() != 1) {
                multiply(weights, setting.weightsTimes());
            }
        }
    }

    /** Random numbers of the size that suits a layer. */
    private record Draw(boolean normal, double size, Random random) {

        /** A pre-activation at which every activation has become straight. */
        private static final double FAR = 10;

        static Draw of(Parameter weights, Optional<Activation> activation, Random random) {
            return activation.filter(Draw::isOneSided).isPresent()
                    ? new Draw(true, Math.sqrt(2.0 / weights.columns()), random)
                    : new Draw(false, Math.sqrt(6.0 / (weights.columns() + weights.rows())), random);
        }

        /** Whether negative pre-activations are cut or flattened and positive ones are not, so that half of the variance is lost. */
        private static boolean isOneSided(Activation activation) {
            double[] above = new double[1];
            double[] below = new double[1];
            activation.values(new double[] {FAR}, above, 1, 1);
            activation.values(new double[] {-FAR}, below, 1, 1);
            return above[0] > FAR / 2 && Math.abs(below[0]) < above[0] / 2;
        }

        double[] numbers(int count) {
            double[] numbers = new double[count];
            Arrays.setAll(numbers, i -> size * (normal ? random.nextGaussian() : 2 * random.nextDouble() - 1));
            return numbers;
        }
    }

    private static Optional<Activation> activation(Model model, ModelLayer layer) {
        return model.architecture()
                .filter(known -> layer.index() < known.depth())
                .map((Architecture known) -> known.layer(layer.index()).activation());
    }

    private static void makeRowsDifferent(Parameter weights, Draw draw) {
        double[] values = weights.values();
        int columns = weights.columns();
        Set<String> seen = new HashSet<>();
        for (int row = 0; row < weights.rows(); row++) {
            double[] before = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
            if (!seen.add(Arrays.toString(before))) {
                double[] added = draw.numbers(columns);
                for (int column = 0; column < columns; column++) {
                    values[row * columns + column] += added[column];
                }
            }
        }
        weights.assign(values);
    }

    private static void multiply(Parameter weights, double factor) {
        double[] values = weights.values();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        weights.assign(values);
    }
}
