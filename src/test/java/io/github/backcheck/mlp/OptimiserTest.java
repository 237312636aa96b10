package io.github.backcheck.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Parameter.Role;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class OptimiserTest {

    /** A handful of operations on numbers of about 1. */
    private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

    private final Mlp network =
            Mlp.of(Architecture.inputs(1).identity(1).halfSquaredError(), Initialiser.constant(1), 1);

    private double weightAfter(UpdateStep update, double... gradients) {
        Learner learner = new Learner(network, LearningRule.of(update));
        for (double gradient : gradients) {
            learner.pass().accumulator(0).weights().set(0, 0, gradient);
            learner.update();
        }
        return network.weights(0).get(0, 0);
    }

    @Test
    void sgdGoesAgainstTheGradient() {
        assertThat(weightAfter(Optimiser.sgd(0.1), 2)).isCloseTo(1 - 0.1 * 2, ROUNDING);
    }

    @Test
    void momentumStartsLikeSgdAndRemembers() {
        // v = 2, then 0.9 · 2 + 3 = 4.8
        assertThat(weightAfter(Optimiser.momentum(0.1, 0.9), 2, 3)).isCloseTo(1 - 0.1 * 2 - 0.1 * 4.8, ROUNDING);
    }

    @Test
    void withoutMomentumItIsSgd() {
        assertThat(weightAfter(Optimiser.momentum(0.1, 0), 2, 3)).isCloseTo(1 - 0.1 * 5, ROUNDING);
    }

    @Test
    void firstStepOfAdamIsTheLearningRateWhateverTheGradient() {
        // m/(1 − β₁) = g and √(v/(1 − β₂)) = |g|
        assertThat(weightAfter(Optimiser.adam(0.01), 1e6)).isCloseTo(1 - 0.01, Offset.offset(1e-12));
        assertThat(weightAfter(Optimiser.adam(0.01), -3)).isCloseTo(1, Offset.offset(1e-9));
    }

    @Test
    void adamAddsEpsilonAfterTheRoot() {
        // g = 1 throughout: both corrected moments are 1, so each step is η / (1 + ε).
        assertThat(weightAfter(new Optimiser.Adam(0.1, 0.9, 0.999, 1), 1, 1)).isCloseTo(1 - 2 * 0.1 / 2, ROUNDING);
    }

    @Test
    void defaultsOfAdamAreThoseOfItsPaper() {
        assertThat(Optimiser.adam(0.01)).isEqualTo(new Optimiser.Adam(0.01, 0.9, 0.999, 1e-8));
    }

    @Test
    void anOptimiserCanBeUsedForTwoNetworks() {
        Optimiser shared = Optimiser.momentum(0.1, 0.9);
        weightAfter(shared, 5, 5);
        network.weights(0).set(0, 0, 1);
        assertThat(weightAfter(shared, 2)).isCloseTo(1 - 0.1 * 2, ROUNDING);
    }

    @Test
    void anUpdateOfOnesOwnKnowsWhatItUpdates() {
        List<String> updated = new ArrayList<>();
        Mlp threeLayers = Networks.random(Networks.threeLayers(), 1);
        DMatrixRMaj before = threeLayers.weights(1).copy();
        UpdateStep frozenSecondLayer = (parameter, gradient, state) -> {
            updated.add(state.layer() + " " + state.role() + " " + state.update());
            assertThat(gradient)
                    .isSameAs(
                            state.role() == Role.WEIGHTS
                                    ? state.pass().accumulator(state.layer()).weights()
                                    : state.pass().accumulator(state.layer()).biases());
            if (state.layer() != 1) {
                Optimiser.sgd(0.1).apply(parameter, gradient, state);
            }
        };
        Learner learner =
                new Learner(threeLayers, LearningRule.of(Optimiser.sgd(1)).withUpdate(frozenSecondLayer));
        Networks.feed(learner.pass(), 3, 1);
        learner.step(
                learner.pass().forward().inputs().copy(),
                learner.pass().targets().copy());
        assertThat(updated)
                .containsExactly("0 WEIGHTS 1", "0 BIASES 1", "1 WEIGHTS 1", "1 BIASES 1", "2 WEIGHTS 1", "2 BIASES 1");
        assertThat(threeLayers.weights(1).data).isEqualTo(before.data);
        assertThat(learner.network()).isSameAs(threeLayers);
    }

    @Test
    void memoryIsKeptPerParameterAndStartsAtZero() {
        Mlp threeLayers = Networks.random(Networks.threeLayers(), 1);
        UpdateStep counting = (parameter, gradient, state) -> {
            DMatrixRMaj memory = state.memory(2);
            assertThat(memory.numRows).isEqualTo(parameter.numRows);
            assertThat(memory.numCols).isEqualTo(parameter.numCols);
            assertThat(memory.data).containsOnly(state.update() - 1);
            memory.fill(state.update());
        };
        Learner learner = new Learner(threeLayers, LearningRule.of(counting));
        learner.update();
        learner.update();
    }

    @Test
    void badSettingsAreRefused() {
        for (double bad : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Optimiser.sgd(bad))
                    .withMessage("the learning rate is " + bad + ", a positive number was expected");
            assertThatIllegalArgumentException().isThrownBy(() -> Optimiser.momentum(bad, 0.9));
            assertThatIllegalArgumentException().isThrownBy(() -> Optimiser.adam(bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Optimiser.Adam(0.1, 0.9, 0.999, bad))
                    .withMessageContaining("epsilon");
        }
        for (double bad : new double[] {1, -0.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Optimiser.momentum(0.1, bad))
                    .withMessage("the momentum is " + bad + ", 0 <= momentum < 1 was expected");
            assertThatIllegalArgumentException().isThrownBy(() -> new Optimiser.Adam(0.1, bad, 0.999, 1e-8));
            assertThatIllegalArgumentException().isThrownBy(() -> new Optimiser.Adam(0.1, 0.9, bad, 1e-8));
        }
    }
}
