package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A way in which a right gradient is spoilt, the same way wherever the parameters are. */
enum Defect {
    /** One entry is off by one in 100,000. */
    ONE_ENTRY_OFF("one entry off by 1e-5") {
        @Override
        Optional<Consumer<PlainNetwork>> in(PlainNetwork network, Batch batch, RandomGenerator random) {
            return anEntry(network, random)
                    .map(entry -> spoilt -> spoilt.dw[entry.layer][entry.row][entry.column] *= 1 + 1e-5);
        }
    },
    /** One entry is 0. */
    ONE_ENTRY_ZERO("one entry zero") {
        @Override
        Optional<Consumer<PlainNetwork>> in(PlainNetwork network, Batch batch, RandomGenerator random) {
            return anEntry(network, random).map(entry -> spoilt -> spoilt.dw[entry.layer][entry.row][entry.column] = 0);
        }
    },
    /** A layer has the wrong sign. */
    SIGN("sign of a layer flipped") {
        @Override
        Optional<Consumer<PlainNetwork>> in(PlainNetwork network, Batch batch, RandomGenerator random) {
            return anEntry(network, random).map(entry -> spoilt -> {
                scale(spoilt.dw[entry.layer], -1);
                Arrays.setAll(spoilt.db[entry.layer], i -> -spoilt.db[entry.layer][i]);
            });
        }
    },
    /** The samples are added and not averaged. */
    NOT_AVERAGED("1/N missing") {
        @Override
        Optional<Consumer<PlainNetwork>> in(PlainNetwork network, Batch batch, RandomGenerator random) {
            return network.architecture.reduction() == Reduction.MEAN && batch.size() > 1
                    ? Optional.of(spoilt -> notAveraged(spoilt, batch.size()))
                    : Optional.empty();
        }
    },
    /** A column is half again as large. */
    COLUMN("one column times 1.5") {
        @Override
        Optional<Consumer<PlainNetwork>> in(PlainNetwork network, Batch batch, RandomGenerator random) {
            return anEntry(network, random).map(entry -> spoilt -> {
                for (double[] row : spoilt.dw[entry.layer]) {
                    row[entry.column] *= 1.5;
                }
            });
        }
    },
    /** A square matrix has its rows and columns exchanged. */
    TRANSPOSED("square matrix transposed") {
        @Override
        Optional<Consumer<PlainNetwork>> in(PlainNetwork network, Batch batch, RandomGenerator random) {
            List<Integer> square = new ArrayList<>();
            for (int layer = 0; layer < network.w.length; layer++) {
                if (network.w[layer].length == network.w[layer][0].length && network.w[layer].length > 1) {
                    square.add(layer);
                }
            }
            if (square.isEmpty()) {
                return Optional.empty();
            }
            int layer = square.get(random.nextInt(square.size()));
            return Optional.of(spoilt -> spoilt.dw[layer] = transposed(spoilt.dw[layer]));
        }
    };

    private final String words;

    Defect(String words) {
        this.words = words;
    }

    /**
     * Puts the defect somewhere into the gradient of a network.
     *
     * @param network whose gradient was just computed
     * @param batch on which it was
     * @param random where
     * @return what spoils any further gradient of the network; empty if this one cannot be spoilt that way
     */
    abstract Optional<Consumer<PlainNetwork>> in(PlainNetwork network, Batch batch, RandomGenerator random);

    private record Entry(int layer, int row, int column) {}

    /** A weight whose gradient is not 0, of a layer taken at random. */
    private static Optional<Entry> anEntry(PlainNetwork network, RandomGenerator random) {
        int layer = random.nextInt(network.dw.length);
        List<Entry> entries = new ArrayList<>();
        for (int row = 0; row < network.dw[layer].length; row++) {
            for (int column = 0; column < network.dw[layer][row].length; column++) {
                if (network.dw[layer][row][column] != 0) {
                    entries.add(new Entry(layer, row, column));
                }
            }
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(random.nextInt(entries.size())));
    }

    /** The penalty has no samples. */
    private static void notAveraged(PlainNetwork network, int samples) {
        double l2 = network.architecture.l2();
        for (int layer = 0; layer < network.w.length; layer++) {
            for (int row = 0; row < network.w[layer].length; row++) {
                double[] weights = network.w[layer][row];
                double[] gradient = network.dw[layer][row];
                Arrays.setAll(gradient, j -> samples * (gradient[j] - l2 * weights[j]) + l2 * weights[j]);
                network.db[layer][row] *= samples;
            }
        }
    }

    private static void scale(double[][] matrix, double factor) {
        for (double[] row : matrix) {
            Arrays.setAll(row, j -> factor * row[j]);
        }
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix.length][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix.length; column++) {
                transposed[column][row] = matrix[row][column];
            }
        }
        return transposed;
    }

    @Override
    public String toString() {
        return words;
    }
}
