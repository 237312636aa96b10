package io.github.backcheck.mlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** The reference network against another implementation: the numbers in golden/ come from PyTorch. */
class GoldenTest {

    /** Two right orders of summing fewer than 100 doubles differ by less than 100 ulps of the largest: 2e-14. */
    private static final double ONE_PASS = 1e-12;

    /** Three steps hand the differences of one pass on, and Adam divides by roots of small gradients. */
    private static final double THREE_STEPS = 1e-11;

    /** Entries in all files, so that no comparison can drop out unnoticed. */
    private static final int ENTRIES_OF_Z = 2281;

    private static final int ENTRIES_OF_PARAMETERS = 4051;

    private static final List<GoldenCase> CASES = GoldenCase.all();

    private int compared;

    @Test
    void allCasesAreThere() {
        assertThat(CASES).hasSize(GoldenCase.COUNT);
    }

    @Test
    void losses() {
        for (GoldenCase golden : CASES) {
            assertThat(backward(golden).loss())
                    .as("loss of %s", golden)
                    .isCloseTo(golden.loss(), Offset.offset(ONE_PASS * Math.abs(golden.loss())));
        }
    }

    @Test
    void preActivationsAndActivations() {
        for (GoldenCase golden : CASES) {
            ForwardPass pass = backward(golden).forward();
            for (int layer = 0; layer < golden.depth(); layer++) {
                compare(pass.preActivations(layer), golden.preActivations(layer), ONE_PASS, golden + " z" + layer);
                compare(pass.activations(layer), golden.activations(layer), ONE_PASS, golden + " a" + layer);
            }
        }
        assertThat(compared).isEqualTo(2 * ENTRIES_OF_Z);
    }

    @Test
    void deltas() {
        for (GoldenCase golden : CASES) {
            BackwardPass pass = backward(golden);
            double factor = golden.architecture().reduction().factor(pass.samples());
            for (int layer = 0; layer < golden.depth(); layer++) {
                DMatrixRMaj averaged = pass.delta(layer).copy();
                for (int i = 0; i < averaged.data.length; i++) {
                    averaged.data[i] *= factor;
                }
                compare(averaged, golden.deltas(layer), ONE_PASS, golden + " delta" + layer);
            }
        }
        assertThat(compared).isEqualTo(ENTRIES_OF_Z);
    }

    @Test
    void gradients() {
        for (GoldenCase golden : CASES) {
            BackwardPass pass = backward(golden);
            for (int layer = 0; layer < golden.depth(); layer++) {
                LayerGradient gradient = pass.accumulator(layer);
                compare(gradient.weights(), golden.weightGradient(layer), ONE_PASS, golden + " dW" + layer);
                compare(gradient.biases(), golden.biasGradient(layer), ONE_PASS, golden + " db" + layer);
            }
        }
        assertThat(compared).isEqualTo(ENTRIES_OF_PARAMETERS);
    }

    @Test
    void weightsAfterThreeStepsOfSgd() {
        threeSteps(Optimiser.sgd(0.1), GoldenCase::afterSgd);
    }

    @Test
    void weightsAfterThreeStepsOfMomentum() {
        threeSteps(Optimiser.momentum(0.1, 0.9), GoldenCase::afterMomentum);
    }

    @Test
    void weightsAfterThreeStepsOfAdam() {
        threeSteps(Optimiser.adam(0.01), GoldenCase::afterAdam);
    }

    private void threeSteps(Optimiser optimiser, Function<GoldenCase, GoldenCase.Parameters> after) {
        for (GoldenCase golden : CASES) {
            Mlp network = golden.network();
            Learner learner = new Learner(network, LearningRule.of(optimiser));
            for (int step = 0; step < 3; step++) {
                learner.step(golden.batch().inputMatrix(), golden.batch().targetMatrix());
            }
            for (int layer = 0; layer < golden.depth(); layer++) {
                GoldenCase.Parameters expected = after.apply(golden);
                compare(network.weights(layer), expected.weights(layer), THREE_STEPS, golden + " W" + layer);
                compare(network.biases(layer), expected.biases(layer), THREE_STEPS, golden + " b" + layer);
            }
        }
        assertThat(compared).isEqualTo(ENTRIES_OF_PARAMETERS);
    }

    private static BackwardPass backward(GoldenCase golden) {
        BackwardPass pass = new BackwardPass(new ForwardPass(golden.network(), 1));
        pass.feed(golden.batch().inputMatrix(), golden.batch().targetMatrix());
        Backpropagation.standard().run(pass);
        return pass;
    }

    /** Within a share of the largest magnitude in the golden matrix; where all of that is zero, exactly zero. */
    private void compare(DMatrixRMaj computed, DMatrixRMaj golden, double share, String what) {
        assertThat(computed.numRows).as("rows of %s", what).isEqualTo(golden.numRows);
        assertThat(computed.numCols).as("columns of %s", what).isEqualTo(golden.numCols);
        double largest = 0;
        for (double entry : golden.data) {
            largest = Math.max(largest, Math.abs(entry));
        }
        for (int i = 0; i < golden.data.length; i++) {
            assertThat(computed.data[i])
                    .as("%s, entry %d", what, i)
                    .isCloseTo(golden.data[i], Offset.offset(share * largest));
            compared++;
        }
    }
}
