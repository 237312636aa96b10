package io.github.backcheck.diagnosis.campaign;

import java.util.List;

/** Who wrote a training program, by what they wrote it with. */
enum Author {
    /** Layer objects, one sample after the other, squared error. */
    SIGMOID {
        @Override
        TrainingProgram write(Fault fault, long seed, List<Integer> sizes) {
            return new SigmoidProgram(fault, seed, sizes);
        }
    },
    /** Matrices inputs x outputs, batches, cross-entropy. */
    RELU {
        @Override
        TrainingProgram write(Fault fault, long seed, List<Integer> sizes) {
            return new ReluProgram(fault, seed, sizes);
        }
    },
    /** All parameters in one array, gradient and update in one method. */
    TANH {
        @Override
        TrainingProgram write(Fault fault, long seed, List<Integer> sizes) {
            return new TanhProgram(fault, seed, sizes);
        }
    };

    /** A new program, not yet trained. The same seed gives the same data and weights. */
    abstract TrainingProgram write(Fault fault, long seed, List<Integer> sizes);
}
