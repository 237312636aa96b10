package io.github.backcheck.mlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.backcheck.model.Architecture;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of training makes no objects once it has seen its largest batch. */
class AllocationTest {

    private static final int STEPS = 200;

    /**
     * The first window warms up, and now and then the virtual machine itself allocates a few bytes when it swaps compiled
     * code. A step that makes objects makes them in every window.
     */
    private static final int WINDOWS = 6;

    static Optimiser[] optimisers() {
        return new Optimiser[] {Optimiser.sgd(0.01), Optimiser.momentum(0.01, 0.9), Optimiser.adam(0.001)};
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void aStepAllocatesNothing(Optimiser optimiser) {
        Architecture[] architectures = {
            Networks.threeLayers(),
            Architecture.inputs(6)
                    .relu(5)
                    .leakyRelu(4)
                    .elu(4)
                    .softplus(3)
                    .sigmoid(3)
                    .binaryCrossEntropy(),
            Architecture.inputs(6).tanh(3).softmax(3).meanSquaredError().summed(),
            Architecture.inputs(6).identity(3).halfSquaredError(),
        };
        for (Architecture architecture : architectures) {
            assertThat(allocatedBySteps(architecture, optimiser))
                    .as("bytes allocated by %d steps of %s", STEPS, architecture)
                    .isZero();
        }
    }

    private static long allocatedBySteps(Architecture architecture, Optimiser optimiser) {
        Backpropagation plan = Backpropagation.standard()
                .replacing(BackwardStepName.OUTER_PRODUCT, 0, BackwardStepName.OUTER_PRODUCT.standard());
        Learner learner = new Learner(
                Networks.random(architecture, 1), LearningRule.of(optimiser).withBackpropagation(plan));
        Random random = new Random(2);
        DMatrixRMaj inputs = Networks.normal(8, architecture.inputCount(), random);
        DMatrixRMaj targets = Networks.oneHot(8, architecture.outputCount(), random);
        DMatrixRMaj lastInputs = Networks.normal(3, architecture.inputCount(), random);
        DMatrixRMaj lastTargets = Networks.oneHot(3, architecture.outputCount(), random);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        double sum = 0;
        for (int window = 0; window < WINDOWS; window++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int step = 0; step < STEPS; step++) {
                sum += learner.step(inputs, targets);
                sum += learner.step(lastInputs, lastTargets);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(sum).isFinite();
        return least;
    }
}
