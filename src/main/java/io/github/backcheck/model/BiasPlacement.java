package io.github.backcheck.model;

/** Where a program keeps the biases of a layer when they share one matrix with the weights. */
public enum BiasPlacement {
    /** out × (in + 1), the biases in the first column. */
    FIRST_COLUMN {
        @Override
        Storage weights(Storage both) {
            return both.columns(1, both.columns());
        }

        @Override
        Storage biases(Storage both) {
            return both.columns(0, 1);
        }
    },
    /** out × (in + 1), the biases in the last column. */
    LAST_COLUMN {
        @Override
        Storage weights(Storage both) {
            return both.columns(0, both.columns() - 1);
        }

        @Override
        Storage biases(Storage both) {
            return both.columns(both.columns() - 1, both.columns());
        }
    },
    /** (in + 1) × out, the biases in the first row. */
    FIRST_ROW {
        @Override
        Storage weights(Storage both) {
            return FIRST_COLUMN.weights(both.transposed());
        }

        @Override
        Storage biases(Storage both) {
            return FIRST_COLUMN.biases(both.transposed());
        }
    },
    /** (in + 1) × out, the biases in the last row. */
    LAST_ROW {
        @Override
        Storage weights(Storage both) {
            return LAST_COLUMN.weights(both.transposed());
        }

        @Override
        Storage biases(Storage both) {
            return LAST_COLUMN.biases(both.transposed());
        }
    };

    /** The weights in a matrix that holds both, as out × in. */
    abstract Storage weights(Storage both);

    /** The biases in a matrix that holds both, as out × 1. */
    abstract Storage biases(Storage both);
}
