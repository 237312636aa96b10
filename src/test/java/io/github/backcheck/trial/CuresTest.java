package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.trial.PlainProgram.Head;
import io.github.backcheck.trial.PlainProgram.Hidden;
import io.github.backcheck.trial.PlainProgram.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that the gradient and the update have no part in, each shown by the setting that cures it and by those that do not. */
class CuresTest {

    private static final Setting GIVEN = Setting.asGiven();
    private static final Setting STANDARDISED = GIVEN.inputs(InputForm.STANDARDISED);
    private static final Setting FRESH = GIVEN.start(StartForm.FRESH);

    private static PlainProgram sigmoid() {
        return new PlainProgram(Hidden.SIGMOID, Head.SIGMOID_SQUARED, Rule.SGD, 64, 30, 10).learningRate(3);
    }

    private static PlainProgram relu() {
        return new PlainProgram(Hidden.RELU, Head.SOFTMAX, Rule.SGD, 64, 30, 10).learningRate(0.1);
    }

    /** One program may be asked again: its parameters are put back, and plain descent remembers nothing. */
    private static double explained(PlainProgram program, Batch data, Setting setting) {
        Course course = Trial.of(program.wrap()).on(data).run(setting);
        return course.isFinite() ? course.explainedShare().orElseThrow() : Double.NEGATIVE_INFINITY;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shorterStepsCureARateThatIsTooHigh(long seed) {
        Batch digits = Samples.digits(seed);
        for (PlainProgram program : new PlainProgram[] {sigmoid().learningRate(300), relu().learningRate(10)}) {
            program.start(seed, 1);
            assertThat(explained(program, digits, GIVEN)).isLessThan(0.02);
            assertThat(explained(program, digits, STANDARDISED)).isLessThan(0.02);
            assertThat(explained(program, digits, FRESH)).isLessThan(0.02);
            assertThat(explained(program, digits, GIVEN.stepsTimes(0.01))).isGreaterThan(0.25);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void longerStepsCureARateThatIsTooLow(long seed) {
        Batch digits = Samples.digits(seed);
        PlainProgram program = relu().learningRate(0.001).start(seed, 1);
        assertThat(explained(program, digits, GIVEN)).isLessThan(0.02);
        assertThat(explained(program, digits, STANDARDISED)).isLessThan(0.02);
        assertThat(explained(program, digits, FRESH)).isLessThan(0.02);
        assertThat(explained(program, digits, GIVEN.stepsTimes(100))).isGreaterThan(0.7);
        Trial slower = Trial.of(relu().learningRate(1e-4).start(seed, 1).wrap()).on(digits);
        assertThat(slower.run(GIVEN).lossRatio()).isBetween(0.98, 1.0);
        assertThat(slower.run(GIVEN.stepsTimes(100)).lossRatio()).isLessThan(0.95);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void standardisedInputsCureBytes(long seed) {
        Batch bytes = Samples.bytes(seed);
        PlainProgram program = relu().start(seed, 1);
        assertThat(explained(program, bytes, GIVEN)).isLessThan(0.02);
        assertThat(explained(program, bytes, FRESH)).isLessThan(0.02);
        assertThat(explained(program, bytes, STANDARDISED)).isGreaterThan(0.8);
        PlainProgram saturated = sigmoid().start(seed, 1);
        double given = explained(saturated, bytes, GIVEN);
        assertThat(explained(saturated, bytes, STANDARDISED)).isGreaterThan(given + 0.3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void freshValuesCureABadStart(long seed) {
        Batch digits = Samples.digits(seed);
        for (PlainProgram program : new PlainProgram[] {
            sigmoid().start(seed, 100), sigmoid().startUniform(seed, 0.5, 0.5), relu().start(seed, 1e-4)
        }) {
            assertThat(explained(program, digits, GIVEN)).isLessThan(0.02);
            assertThat(explained(program, digits, FRESH)).isGreaterThan(0.25);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void differentRowsCureEqualOnes(long seed) {
        Batch digits = Samples.digits(seed);
        PlainProgram program = relu().startWithEqualRows(seed);
        double given = explained(program, digits, GIVEN);
        assertThat(given).isLessThan(0.4);
        assertThat(explained(program, digits, GIVEN.start(StartForm.UNEQUAL_ROWS)))
                .isGreaterThan(given + 0.4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingCuresWrongLabels(long seed) {
        Batch wrong = Samples.mislabelled(seed);
        for (Setting setting : new Setting[] {GIVEN, FRESH, GIVEN.stepsTimes(0.1)}) {
            assertThat(explained(relu().start(seed, 1), wrong, setting)).isLessThan(0.15);
        }
        Trial trial = Trial.of(relu().start(seed, 1).wrap()).on(wrong);
        assertThat(OverfitCheck.of(trial, GIVEN).isReached()).isTrue();
        assertThat(explained(relu().start(seed, 1), Samples.digits(seed), GIVEN.targets(TargetForm.SHUFFLED)))
                .isLessThan(0.15);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aNetworkThatIgnoresItsInputsComesAsFarWithZeros(long seed) {
        Batch digits = Samples.digits(seed);
        PlainProgram blind = relu().start(seed, 1).ignoringInputs();
        Course given = Trial.of(blind.wrap()).on(digits).run(GIVEN);
        Course zero = Trial.of(blind.wrap()).on(digits).run(GIVEN.inputs(InputForm.ZERO));
        assertThat(zero.losses()).isEqualTo(given.losses());
        assertThat(given.explainedShare().orElseThrow()).isLessThan(0.01);
        assertThat(explained(relu().start(seed, 1), digits, GIVEN.inputs(InputForm.ZERO)))
                .isLessThan(0.01);
        assertThat(explained(relu().start(seed, 1), digits, GIVEN)).isGreaterThan(0.7);
    }
}
