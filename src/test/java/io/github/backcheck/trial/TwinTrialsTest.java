package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.trial.PlainProgram.Head;
import io.github.backcheck.trial.PlainProgram.Hidden;
import io.github.backcheck.trial.PlainProgram.Rule;
import org.junit.jupiter.api.Test;

class TwinTrialsTest {

    private static final Batch XOR =
            Batch.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});

    private static Trial trial(PlainProgram net) {
        return Trial.of(net.wrap()).on(Samples.digits(1)).steps(60);
    }

    private static PlainProgram tanh(int units) {
        return new PlainProgram(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 64, units, 10)
                .learningRate(0.3)
                .start(1, 1);
    }

    /** A right program and the reference network take the same steps. */
    @Test
    void theTwinOfARightProgramGoesTheSameWay() {
        for (double l2 : new double[] {0, 0.01}) {
            Trial trial = trial(tanh(12).l2(l2));
            Course own = trial.run(Setting.asGiven());
            Course twin = TwinTrials.of(trial).run(TwinSetting.with(Optimiser.sgd(0.3)));
            for (int i = 0; i < own.losses().size(); i++) {
                assertThat(twin.losses().get(i)).isCloseTo(own.losses().get(i), within(1e-9));
            }
            assertThat(twin.score()).isEqualTo(own.score());
        }
    }

    @Test
    void theProgramIsLeftAlone() {
        PlainProgram net = tanh(12);
        Model silent = net.parameters()
                .architecture(net.architecture())
                .loss(batch -> {
                    throw new AssertionError("the program was asked for its loss");
                })
                .trainStep(batch -> {
                    throw new AssertionError("the program was trained");
                })
                .build();
        ParameterSnapshot before = silent.snapshot();
        Course course =
                TwinTrials.of(Trial.of(silent).on(Samples.digits(1))).run(TwinSetting.with(Optimiser.adam(0.01)));
        assertThat(course.explainedShare().orElseThrow()).isGreaterThan(0.6);
        assertThat(before.changed()).isEmpty();
    }

    @Test
    void withoutAHeavyPenaltyTheNetworkLearns() {
        TwinTrials twins = TwinTrials.of(trial(tanh(30).l2(0.5)).steps(200));
        TwinSetting given = TwinSetting.with(Optimiser.sgd(0.3));
        assertThat(twins.run(given).explainedShare().orElseThrow()).isLessThan(0.05);
        assertThat(twins.run(given.penalty(0)).explainedShare().orElseThrow()).isGreaterThan(0.8);
    }

    @Test
    void moreUnitsLearnWhatOneCannot() {
        TwinTrials twins = TwinTrials.of(trial(tanh(1)).steps(300));
        TwinSetting given = TwinSetting.with(Optimiser.adam(0.02));
        double narrow = twins.run(given).accuracy().orElseThrow();
        double wide = twins.run(given.unitsTimes(4)).accuracy().orElseThrow();
        assertThat(narrow).isLessThan(0.6);
        assertThat(wide).isGreaterThan(0.9);
        assertThat(twins.run(given.unitsTimes(4)).setting())
                .isEqualTo(Setting.asGiven().start(StartForm.FRESH));
    }

    /** XOR with two hidden units has starts from which it is not learned. */
    @Test
    void otherSeedsGiveOtherCourses() {
        PlainProgram net = new PlainProgram(Hidden.SIGMOID, Head.SIGMOID_SQUARED, Rule.SGD, 2, 2, 1).start(1, 1);
        TwinTrials twins = TwinTrials.of(Trial.of(net.wrap()).on(XOR).steps(1000));
        TwinSetting given = TwinSetting.with(Optimiser.adam(0.05));
        double best = 0;
        double worst = 1;
        for (long seed = 1; seed <= 5; seed++) {
            double share = twins.run(given.fresh(seed)).explainedShare().orElseThrow();
            best = Math.max(best, share);
            worst = Math.min(worst, share);
        }
        assertThat(best).isGreaterThan(0.9);
        assertThat(worst).isLessThan(0.6);
        assertThat(twins.run(given.fresh(2))).isEqualTo(twins.run(given.fresh(2)));
    }

    @Test
    void moreStepsGoFarther() {
        TwinTrials twins = TwinTrials.of(trial(tanh(12)));
        TwinSetting given = TwinSetting.with(Optimiser.sgd(0.05));
        Course few = twins.run(given);
        Course many = twins.run(given.stepsTimes(4));
        assertThat(many.steps()).isEqualTo(240);
        assertThat(many.lossAfter()).isLessThan(0.8 * few.lossAfter());
    }

    /** Biases that the program does not have are not trained in its place. */
    @Test
    void aLayerWithoutBiasesHasNoneInTheTwin() {
        PlainProgram net = tanh(12);
        Model unbiased = Model.named("unbiased")
                .weights("hidden/W", net.w[0])
                .weights("output/W", net.w[1])
                .loss(batch -> 0)
                .trainStep(batch -> {})
                .architecture(net.architecture())
                .build();
        Course course = TwinTrials.of(Trial.of(unbiased).on(Samples.digits(1)))
                .run(TwinSetting.with(Optimiser.sgd(0.3)), Setting.asGiven().inputs(InputForm.ZERO));
        assertThat(course.lossRatio()).isEqualTo(1);
    }

    @Test
    void saysInWordsWhatIsChanged() {
        assertThat(TwinSetting.with(Optimiser.sgd(0.1))
                        .penalty(0)
                        .unitsTimes(2)
                        .fresh(3)
                        .stepsTimes(4))
                .hasToString(
                        "Sgd[learningRate=0.1], no penalty, 2 times as many hidden units, fresh start values of seed 3,"
                                + " 4 times as many steps");
        assertThat(TwinSetting.with(Optimiser.sgd(0.1))).hasToString("Sgd[learningRate=0.1]");
    }

    @Test
    void refusesWhatMakesNoSense() {
        TwinSetting given = TwinSetting.with(Optimiser.sgd(0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given.unitsTimes(0))
                .withMessage("the factor of the units is 0, at least 1 was expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given.penalty(-1))
                .withMessageContaining("lambda is -1.0");
        Trial unknown = Trial.of(tanh(3).unknown().build()).on(Samples.digits(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwinTrials.of(unknown))
                .withMessageContaining("has no architecture");
    }
}
