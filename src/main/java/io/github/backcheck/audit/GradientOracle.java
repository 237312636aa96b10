package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;

/** Says what the gradient of a batch is at given parameters. Writes them into the program under examination. */
interface GradientOracle {

    /** Where the gradient comes from, to follow "gradient from". */
    String source();

    /**
     * The gradient at some parameters.
     *
     * @param parameters one array per parameter of the model. Not modified.
     * @return one array per parameter; of length 0 where nothing is said
     */
    double[][] at(double[][] parameters, Batch batch);
}
