package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** Somebody's program: it reads digits, trains a network on them and prints how good it is. */
interface TrainingProgram {

    /** All epochs, as its main method runs them. */
    void train();

    /** The network as its owner would wrap it, who does not know of any fault. */
    Model model();

    /**
     * The samples it trains on, prepared as it prepares them, in the order in which it reads them.
     *
     * @throws IllegalArgumentException if they are not numbers
     */
    Batch trainingData();

    /** The samples it is tested on, as it feeds them. */
    Batch testData();

    /** The learning rate that its author has set, whatever becomes of it. */
    double learningRate();

    /** Samples in a step. */
    int batchSize();
}
