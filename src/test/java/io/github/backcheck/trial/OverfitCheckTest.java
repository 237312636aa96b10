package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Model;
import io.github.backcheck.trial.PlainProgram.Head;
import io.github.backcheck.trial.PlainProgram.Hidden;
import io.github.backcheck.trial.PlainProgram.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverfitCheckTest {

    private static PlainProgram tanh(double rate, long seed) {
        return new PlainProgram(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 64, 12, 10)
                .learningRate(rate)
                .start(seed, 1);
    }

    private static Trial trial(PlainProgram program, long seed) {
        return Trial.of(program.wrap()).on(Samples.digits(seed)).seed(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aHealthyProgramLearnsEightSamples(long seed) {
        OverfitCheck check = OverfitCheck.of(trial(tanh(0.3, seed), seed), Setting.asGiven());
        assertThat(check.isReached()).isTrue();
        assertThat(check.attempts()).hasSize(1);
        assertThat(check.best().setting().stepsTimes()).isEqualTo(1);
        assertThat(check.best().steps()).isLessThan(500);
        assertThat(check.best().score().orElseThrow().after()).isEqualTo(8);
    }

    @Test
    void eightSamplesWithWrongLabelsAreLearnedToo() {
        Trial trial = Trial.of(tanh(0.3, 1).wrap()).on(Samples.mislabelled(1));
        assertThat(OverfitCheck.of(trial, Setting.asGiven()).isReached()).isTrue();
    }

    @Test
    void otherLengthsOfStepsAreTried() {
        OverfitCheck longer = OverfitCheck.of(trial(tanh(0.002, 1), 1), Setting.asGiven());
        assertThat(longer.reached().orElseThrow().setting().stepsTimes()).isEqualTo(10);
        OverfitCheck shorter = OverfitCheck.of(trial(tanh(10, 1), 1), Setting.asGiven());
        assertThat(shorter.isReached()).isTrue();
    }

    @Test
    void aNetworkThatIgnoresItsInputsLearnsNothing() {
        OverfitCheck check = OverfitCheck.of(trial(tanh(0.3, 1).ignoringInputs(), 1), Setting.asGiven());
        assertThat(check.isReached()).isFalse();
        assertThat(check.attempts()).hasSize(3);
        assertThat(check.cost()).isEqualTo(OverfitCheck.costOf(trial(tanh(0.3, 1), 1)));
        assertThat(check.best().explainedShare().orElseThrow()).isLessThan(0.01);
        assertThat(check.toString())
                .startsWith("8 samples learned by heart: no\n")
                .contains("steps 10 times as long: loss", "after 500 steps, 1 of 8 right");
    }

    @Test
    void aCurveIsLearnedWithinFivePercent() {
        PlainProgram net = new PlainProgram(Hidden.TANH, Head.IDENTITY_SQUARED, Rule.SGD, 2, 20, 1)
                .learningRate(0.2)
                .start(1, 1);
        OverfitCheck known = OverfitCheck.of(Trial.of(net.wrap()).on(Samples.curve()), Setting.asGiven());
        assertThat(known.best().explainedShare().orElseThrow()).isGreaterThan(0.95);
        assertThat(known.isReached()).isTrue();
        Model unknown = net.unknown().build();
        OverfitCheck check = OverfitCheck.of(Trial.of(unknown).on(Samples.curve()), Setting.asGiven());
        assertThat(check.isReached()).isTrue();
        assertThat(check.best().lossRatio()).isLessThan(0.05);
    }
}
