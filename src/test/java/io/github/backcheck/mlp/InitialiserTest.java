package io.github.backcheck.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.backcheck.model.Architecture;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class InitialiserTest {

    private static final int IN = 300;
    private static final int OUT = 200;
    private static final int WEIGHTS = IN * OUT;

    /** In standard errors: a right initialiser fails at none of the seeds here, and would at one in a million. */
    private static final double STANDARD_ERRORS = 5;

    private static DMatrixRMaj weights(Initialiser initialiser, long seed) {
        return Mlp.of(Architecture.inputs(IN).tanh(OUT).halfSquaredError(), initialiser, seed)
                .weights(0);
    }

    /** A normal sample has a variance of standard error √(2/n), a uniform one of √(0.8/n), as shares of the variance. */
    private static void assertMeanAndDeviation(Initialiser initialiser, double deviation) {
        for (long seed = 1; seed <= 3; seed++) {
            double sum = 0;
            double squares = 0;
            for (double weight : weights(initialiser, seed).data) {
                sum += weight;
                squares += weight * weight;
            }
            assertThat(sum / WEIGHTS).isCloseTo(0, Offset.offset(STANDARD_ERRORS * deviation / Math.sqrt(WEIGHTS)));
            assertThat(squares / WEIGHTS / (deviation * deviation))
                    .isCloseTo(1, Offset.offset(STANDARD_ERRORS * Math.sqrt(2.0 / WEIGHTS)));
        }
    }

    private static void assertWithin(Initialiser initialiser, double bound) {
        for (double weight : weights(initialiser, 1).data) {
            assertThat(Math.abs(weight)).isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void uniform() {
        assertWithin(Initialiser.uniform(0.5), 0.5);
        assertMeanAndDeviation(Initialiser.uniform(0.5), 0.5 / Math.sqrt(3));
    }

    @Test
    void xavierIsUniformInAnIntervalOfBothFans() {
        assertWithin(Initialiser.xavier(), Math.sqrt(6.0 / (IN + OUT)));
        assertMeanAndDeviation(Initialiser.xavier(), Math.sqrt(2.0 / (IN + OUT)));
    }

    @Test
    void normal() {
        assertMeanAndDeviation(Initialiser.normal(0.3), 0.3);
    }

    @Test
    void heIsNormalAndHalvesTheFanIn() {
        assertMeanAndDeviation(Initialiser.he(), Math.sqrt(2.0 / IN));
    }

    @Test
    void zerosAndConstants() {
        assertThat(weights(Initialiser.zeros(), 1).data).containsOnly(0);
        assertThat(weights(Initialiser.constant(0.25), 1).data).containsOnly(0.25);
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherGivesOthers() {
        assertThat(weights(Initialiser.he(), 7).data).isEqualTo(weights(Initialiser.he(), 7).data);
        assertThat(weights(Initialiser.he(), 7).data).isNotEqualTo(weights(Initialiser.he(), 8).data);
    }

    @Test
    void layersOfTheSameShapeGetDifferentWeightsAndBiasesAreZero() {
        Mlp network = Mlp.of(Architecture.inputs(3).tanh(3).tanh(3).halfSquaredError(), Initialiser.xavier(), 1);
        assertThat(network.weights(0).data).isNotEqualTo(network.weights(1).data);
        assertThat(network.biases(0).data).containsOnly(0);
        assertThat(network.biases(1).data).containsOnly(0);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Initialiser.constant(Double.NaN))
                .withMessage("the constant weight is NaN, a finite number was expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Initialiser.uniform(-1))
                .withMessage("the bound of the uniform weights is -1.0, a positive number was expected");
        assertThatIllegalArgumentException().isThrownBy(() -> Initialiser.normal(0));
    }
}
