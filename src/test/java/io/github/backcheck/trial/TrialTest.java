package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.trial.PlainProgram.Head;
import io.github.backcheck.trial.PlainProgram.Hidden;
import io.github.backcheck.trial.PlainProgram.Rule;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TrialTest {

    private static PlainProgram tanh(Rule rule, double rate) {
        return new PlainProgram(Hidden.TANH, Head.SOFTMAX, rule, 64, 12, 10)
                .learningRate(rate)
                .start(1, 1);
    }

    private static Trial trial(PlainProgram program) {
        return Trial.of(program.wrap()).on(Samples.digits(1)).steps(60);
    }

    @Test
    void aHealthyProgramLearns() {
        Course course = trial(tanh(Rule.SGD, 0.3)).run(Setting.asGiven());
        assertThat(course.explainedShare().orElseThrow()).isGreaterThan(0.5);
        assertThat(course.accuracy().orElseThrow()).isGreaterThan(0.7);
        assertThat(course.isFalling()).isTrue();
        assertThat(course.isFinite()).isTrue();
        assertThat(course.lossRatio()).isLessThan(0.5);
        assertThat(course.losses()).hasSize(13);
        assertThat(course.samples()).isEqualTo(512);
        assertThat(course.steps()).isEqualTo(60);
        assertThat(course.ownBatches().watched()).isEqualTo(25);
        assertThat(course.ownBatches().share()).isLessThan(0.1);
        assertThat(course.outputVariance().orElseThrow()).isGreaterThan(0.01);
    }

    /** Ten times the step is what ten times the learning rate would have done, to rounding. */
    @Test
    void longerStepsAreAHigherLearningRate() {
        for (Rule rule : Rule.values()) {
            Course steps = trial(tanh(rule, 0.002)).run(Setting.asGiven().stepsTimes(10));
            Course rate = trial(tanh(rule, 0.02)).run(Setting.asGiven());
            for (int i = 0; i < rate.losses().size(); i++) {
                assertThat(steps.losses().get(i)).isCloseTo(rate.losses().get(i), within(1e-9));
            }
            assertThat(rate.lossRatio()).isLessThan(0.99);
        }
    }

    /** What the trial reports is what the program's own loop would have reported. */
    @Test
    void withNothingChangedTheProgramDoesWhatItDoes() {
        Batch few = Samples.digits(1).slice(0, 16);
        Course course = Trial.of(tanh(Rule.MOMENTUM, 0.1).wrap())
                .on(few)
                .steps(30)
                .seed(3)
                .run(Setting.asGiven());
        PlainProgram own = tanh(Rule.MOMENTUM, 0.1);
        Batch order = few.shuffled(3);
        assertThat(course.lossBefore()).isEqualTo(own.loss(order.inputs(), order.targets()));
        for (int step = 0; step < 30; step++) {
            Batch batch = order.shuffled(3 + step);
            own.train(batch.inputs(), batch.targets());
        }
        assertThat(course.lossAfter()).isEqualTo(own.loss(order.inputs(), order.targets()));
    }

    @Test
    void parametersArePutBack() {
        for (Setting setting : List.of(
                Setting.asGiven(),
                Setting.asGiven().stepsTimes(1e300),
                Setting.asGiven().start(StartForm.FRESH).weightsTimes(3),
                Setting.asGiven().start(StartForm.UNEQUAL_ROWS).inputs(InputForm.ZERO),
                Setting.asGiven().targets(TargetForm.SHUFFLED).samples(8))) {
            Model model = tanh(Rule.SGD, 0.3).wrap();
            ParameterSnapshot before = model.snapshot();
            Trial.of(model).on(Samples.digits(1)).steps(10).run(setting);
            assertThat(before.changed()).as(setting.toString()).isEmpty();
        }
    }

    /** The program throws at its n-th call, for every n until it is not called that often. */
    @Test
    void parametersArePutBackWhenTheProgramThrows() {
        List<Consumer<Trial>> uses = List.of(
                trial -> trial.run(Setting.asGiven().stepsTimes(3)),
                trial -> trial.run(Setting.asGiven().start(StartForm.FRESH)),
                StepLengths::of,
                trial -> OverfitCheck.of(trial, Setting.asGiven().stepsTimes(1e-6)),
                InputUse::of);
        for (Consumer<Trial> use : uses) {
            int thrown = 0;
            int call = 1;
            while (throwsAtCall(call, use)) {
                thrown++;
                call += 1 + call / 10;
            }
            assertThat(thrown).isGreaterThan(5);
        }
    }

    private static boolean throwsAtCall(int call, Consumer<Trial> use) {
        PlainProgram net = new PlainProgram(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 64, 3, 10).start(1, 1);
        AtomicInteger left = new AtomicInteger(call);
        Runnable fail = () -> {
            if (left.decrementAndGet() == 0) {
                throw new ArithmeticException("call " + call);
            }
        };
        Model model = net.parameters()
                .loss(batch -> {
                    fail.run();
                    return net.loss(batch.inputs(), batch.targets());
                })
                .trainStep(batch -> {
                    net.train(batch.inputs(), batch.targets());
                    fail.run();
                })
                .predict(inputs -> {
                    fail.run();
                    return net.predict(inputs);
                })
                .build();
        ParameterSnapshot before = model.snapshot();
        boolean thrown = false;
        try {
            use.accept(
                    Trial.of(model).on(Samples.digits(1).slice(0, 20)).steps(10).batchSize(4));
        } catch (ModelException e) {
            assertThat(e).hasRootCauseMessage("call " + call);
            thrown = true;
        }
        assertThat(before.changed()).as("call %d", call).isEmpty();
        return thrown;
    }

    @Test
    void theSameSeedGivesTheSameCourse() {
        Setting setting = Setting.asGiven()
                .start(StartForm.FRESH)
                .targets(TargetForm.SHUFFLED)
                .stepsTimes(2);
        Trial trial = trial(tanh(Rule.SGD, 0.3));
        assertThat(trial.run(setting))
                .isEqualTo(trial.run(setting))
                .hasToString(trial.run(setting).toString());
        assertThat(trial.seed(2).run(setting)).isNotEqualTo(trial.run(setting));
    }

    @Test
    void theCostIsTheOneForetold() {
        for (Setting setting : List.of(
                Setting.asGiven(),
                Setting.asGiven().samples(8),
                Setting.asGiven().samples(1000))) {
            for (int steps : new int[] {1, 7, 60}) {
                Trial trial = trial(tanh(Rule.SGD, 0.3)).steps(steps);
                assertThat(trial.run(setting).cost())
                        .isEqualTo(trial.costOf(setting))
                        .isPositive();
            }
        }
    }

    /** With steps that leave the range of numbers at once. */
    @Test
    void aTrialEndsWhereANumberStopsBeingFinite() {
        Course course = trial(new PlainProgram(Hidden.RELU, Head.IDENTITY_SQUARED, Rule.SGD, 64, 12, 10)
                        .learningRate(1e6)
                        .start(1, 1))
                .run(Setting.asGiven());
        assertThat(course.isFinite()).isFalse();
        assertThat(course.firstNonFinite().orElseThrow()).isBetween(1, 30).isEqualTo(course.steps());
        assertThat(course.isFalling()).isFalse();
        assertThat(course.toString()).contains("first not finite", "after step");
    }

    @Test
    void withoutPredictionsAndArchitectureTheLossIsLeft() {
        PlainProgram net = tanh(Rule.SGD, 0.3);
        Model model = net.parameters()
                .loss(batch -> net.loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> net.train(batch.inputs(), batch.targets()))
                .build();
        Trial trial = Trial.of(model).on(Samples.digits(1)).steps(60);
        Course course = trial.run(Setting.asGiven());
        assertThat(course.explainedShare()).isEmpty();
        assertThat(course.accuracy()).isEmpty();
        assertThat(course.outputVariance()).isEmpty();
        assertThat(course.lossRatio()).isLessThan(0.5);
        assertThat(course.cost()).isEqualTo(trial.costOf(Setting.asGiven()));
    }

    /** A penalty is part of the program's loss, but nothing that a prediction could explain. */
    @Test
    void thePenaltyIsNotPartOfWhatIsExplained() {
        Course without = trial(tanh(Rule.SGD, 0.3)).run(Setting.asGiven());
        Course with = trial(tanh(Rule.SGD, 0.3).l2(1e-3)).run(Setting.asGiven());
        assertThat(with.lossBefore()).isGreaterThan(without.lossBefore() + 0.005);
        assertThat(with.explained().orElseThrow().before())
                .isCloseTo(without.explained().orElseThrow().before(), within(1e-12));
        assertThat(with.explainedShare().orElseThrow())
                .isCloseTo(without.explainedShare().orElseThrow(), within(0.1));
    }

    /** Steps that multiply the weights by −2 each: the penalty soon is all that is left of the loss. */
    @Test
    void nothingIsExplainedByDivergingWeights() {
        Course course = trial(tanh(Rule.SGD, 0.3).l2(10)).run(Setting.asGiven());
        assertThat(course.isFinite()).isTrue();
        assertThat(course.explainedShare().orElseThrow()).isNaN();
        assertThat(course.lossRatio()).isGreaterThan(1e9);
    }

    @Test
    void saysWhatItNeeds() {
        PlainProgram net = tanh(Rule.SGD, 0.3);
        Model untrainable = net.parameters().loss(batch -> 0).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trial.of(untrainable))
                .withMessageContaining("a trial needs trainStep(batch)");
        assertThatNullPointerException()
                .isThrownBy(() -> Trial.of(net.wrap()).on(null))
                .withMessage("the data are null");
        assertThatNullPointerException().isThrownBy(() -> trial(net).run(null)).withMessage("the setting is null");
        assertThatThrownBy(() -> trial(net).steps(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of steps of a trial must be at least 1, it is 0");
        assertThatThrownBy(() -> trial(net).batchSize(-1)).hasMessageContaining("batch size");
    }

    @Test
    void printsItself() {
        assertThat(trial(tanh(Rule.SGD, 0.3))
                        .run(Setting.asGiven().stepsTimes(0.1))
                        .toString())
                .startsWith("Trial: steps 0.1 times as long\n")
                .contains("trained", "60 steps on 512 samples", "still falling", "right", "own batch", "of 25 steps");
        assertThat(trial(tanh(Rule.SGD, 0.3))).hasToString("trial of plain program: 60 steps of 32 samples, seed 1");
    }
}
