package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.trial.PlainProgram.Head;
import io.github.backcheck.trial.PlainProgram.Hidden;
import io.github.backcheck.trial.PlainProgram.Rule;
import io.github.backcheck.trial.StepLengths.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepLengthsTest {

    private static PlainProgram net(Hidden hidden, Head head, Rule rule, double rate) {
        return new PlainProgram(hidden, head, rule, 64, 30, 10).learningRate(rate);
    }

    private static StepLengths lengths(PlainProgram program, long seed) {
        return StepLengths.of(
                Trial.of(program.start(seed, 1).wrap()).on(Samples.digits(seed)).seed(seed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void healthyStepsAreOfASensibleLength(long seed) {
        for (PlainProgram program : new PlainProgram[] {
            net(Hidden.SIGMOID, Head.SIGMOID_SQUARED, Rule.SGD, 1),
            net(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 0.3),
            net(Hidden.RELU, Head.SOFTMAX, Rule.SGD, 0.1),
            net(Hidden.TANH, Head.SOFTMAX, Rule.MOMENTUM, 0.03),
            net(Hidden.RELU, Head.SOFTMAX, Rule.ADAM, 0.003),
        }) {
            assertThat(lengths(program, seed).verdict()).isEqualTo(Verdict.FINE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aThousandthOfASensibleRateIsTooShort(long seed) {
        for (PlainProgram program : new PlainProgram[] {
            net(Hidden.SIGMOID, Head.SIGMOID_SQUARED, Rule.SGD, 1e-3),
            net(Hidden.RELU, Head.SOFTMAX, Rule.SGD, 1e-4),
            net(Hidden.TANH, Head.SOFTMAX, Rule.MOMENTUM, 3e-5),
            net(Hidden.RELU, Head.SOFTMAX, Rule.ADAM, 3e-6),
        }) {
            StepLengths lengths = lengths(program, seed);
            assertThat(lengths.verdict()).isEqualTo(Verdict.TOO_SHORT);
            assertThat(lengths.best()).isGreaterThanOrEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aHundredTimesASensibleRateIsTooLong(long seed) {
        for (PlainProgram program : new PlainProgram[] {
            net(Hidden.SIGMOID, Head.SIGMOID_SQUARED, Rule.SGD, 100),
            net(Hidden.RELU, Head.SOFTMAX, Rule.SGD, 10),
            net(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 30),
            net(Hidden.TANH, Head.SOFTMAX, Rule.MOMENTUM, 10),
            net(Hidden.RELU, Head.SOFTMAX, Rule.ADAM, 0.5),
        }) {
            StepLengths lengths = lengths(program, seed);
            assertThat(lengths.verdict()).as(lengths.toString()).isIn(Verdict.TOO_LONG, Verdict.STRANDED);
        }
    }

    @Test
    void stepsUpTheGradientRaiseTheLossAtEveryLength() {
        assertThat(lengths(net(Hidden.TANH, Head.SOFTMAX, Rule.SGD, -0.01), 1).verdict())
                .isEqualTo(Verdict.UPHILL);
    }

    @Test
    void stepsThatDoNothingAreFlat() {
        StepLengths lengths = lengths(net(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 0), 1);
        assertThat(lengths.verdict()).isEqualTo(Verdict.FLAT);
        assertThat(lengths.stillPlaces()).isEqualTo(lengths.places()).isEqualTo(10);
        assertThat(lengths.ratios().first()).isZero();
    }

    /** The loss of θ − c η g of a parabola θ²/2 is (1 − c η)² of what it was. */
    @Test
    void theChangesAreThoseOfAParabola() {
        double[][] theta = {{3}};
        Model parabola = Model.named("parabola")
                .weights("w", theta)
                .loss(batch -> theta[0][0] * theta[0][0] / 2)
                .trainStep(batch -> theta[0][0] -= 0.05 * theta[0][0])
                .build();
        Batch any = Batch.of(new double[][] {{1}, {2}}, new double[][] {{1}, {2}});
        StepLengths lengths = StepLengths.of(Trial.of(parabola).on(any));
        for (StepLengths.Length length : lengths.lengths()) {
            double left = 1 - length.factor() * 0.05;
            assertThat(length.medianChange()).isCloseTo(left * left - 1, within(1e-9));
            assertThat(length.roseShare()).isEqualTo(length.factor() > 40 ? 1 : 0);
        }
        assertThat(lengths.best()).isEqualTo(30);
        assertThat(lengths.verdict()).isEqualTo(Verdict.FINE);
        assertThat(theta[0]).containsExactly(3);
    }

    @Test
    void withALossThatIsNotFiniteNothingIsSaid() {
        PlainProgram program = net(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 0.1).start(1, 1);
        Arrays.fill(program.b[0], Double.NaN);
        StepLengths lengths = StepLengths.of(Trial.of(program.wrap()).on(Samples.digits(1)));
        assertThat(lengths.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(lengths.places()).isZero();
        assertThat(lengths.toString()).contains("not clearly");
    }

    @Test
    void parametersArePutBackAndTheCostIsTheOneForetold() {
        Model model = net(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 0.3).start(1, 1).wrap();
        ParameterSnapshot before = model.snapshot();
        Trial trial = Trial.of(model).on(Samples.digits(1));
        StepLengths lengths = StepLengths.of(trial);
        assertThat(before.changed()).isEmpty();
        assertThat(lengths.cost()).isEqualTo(StepLengths.costOf(trial));
        assertThat(lengths).isEqualTo(StepLengths.of(trial));
        assertThat(StepLengths.of(trial, Setting.asGiven().start(StartForm.FRESH)))
                .isNotEqualTo(lengths);
        assertThat(lengths.toString())
                .startsWith("Steps of other lengths\n")
                .contains("of a sensible length", "0.01 times as long");
    }

    @Test
    void refusesWhatItCannotAnswer() {
        Trial trial =
                Trial.of(net(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 0.3).wrap()).on(Samples.digits(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepLengths.of(trial, Setting.asGiven().stepsTimes(2)))
                .withMessageContaining("steps 2 times as long");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepLengths.of(trial).at(0.5))
                .withMessageStartingWith("length 0.5 was not tried, only [0.01, ");
    }
}
