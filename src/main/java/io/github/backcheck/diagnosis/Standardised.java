package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Batch;

/** Data with each input shifted and scaled to mean 0 and variance 1. */
final class Standardised {

    private Standardised() {}

    /** Inputs that do not vary become 0. */
    static Batch inputs(Batch data) {
        double[][] inputs = data.inputs();
        for (int input = 0; input < data.inputCount(); input++) {
            double mean = 0;
            double squares = 0;
            for (double[] sample : inputs) {
                mean += sample[input] / inputs.length;
            }
            for (double[] sample : inputs) {
                squares += (sample[input] - mean) * (sample[input] - mean) / inputs.length;
            }
            double spread = Math.sqrt(squares);
            for (double[] sample : inputs) {
                sample[input] = spread > 0 ? (sample[input] - mean) / spread : 0;
            }
        }
        return Batch.of(inputs, data.targets());
    }
}
