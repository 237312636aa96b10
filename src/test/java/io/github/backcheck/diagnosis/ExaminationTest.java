package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ExaminationTest {

    private final BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);
    private final Model model = net.wrap();

    @Test
    void theSameSeedGivesTheSameDiagnosis() {
        for (Bug bug : Bug.values()) {
            assertThat(diagnosis(bug, 3))
                    .isEqualTo(diagnosis(bug, 3))
                    .hasToString(diagnosis(bug, 3).toString());
        }
        assertThat(diagnosis(Bug.NONE, 3)).isNotEqualTo(diagnosis(Bug.NONE, 4));
    }

    private static Diagnosis diagnosis(Bug bug, long seed) {
        return Examination.of(new BiasRows(bug, 0.1, 1, 2, 6, 3).wrap())
                .data(Samples.clouds())
                .seed(seed)
                .run();
    }

    @Test
    void parametersAreLeftAsTheyWere() {
        for (Bug bug : Bug.values()) {
            Model examined = new BiasRows(bug, 0.1, 1, 2, 6, 3).wrap();
            ParameterSnapshot before = examined.snapshot();
            Examination.of(examined).data(Samples.clouds()).run();
            assertThat(before.changed()).as(bug.name()).isEmpty();
        }
    }

    /** The program throws at its n-th call, for every n until it is not called that often. */
    @Test
    void parametersArePutBackWhenTheProgramThrows() {
        int calls = 0;
        boolean finished = false;
        while (!finished) {
            calls++;
            AtomicInteger left = new AtomicInteger(calls);
            BiasRows failing = new BiasRows(Bug.NONE, 0.1, 1, 2, 3, 3);
            Runnable fail = () -> {
                if (left.decrementAndGet() == 0) {
                    throw new ArithmeticException("call " + left.get());
                }
            };
            Model broken = failing.parameters()
                    .loss(batch -> {
                        fail.run();
                        return failing.loss(batch.inputs(), batch.targets());
                    })
                    .trainStep(batch -> {
                        failing.train(batch.inputs(), batch.targets());
                        fail.run();
                    })
                    .gradient(batch -> {
                        fail.run();
                        return failing.gradient(batch.inputs(), batch.targets());
                    })
                    .predict(inputs -> {
                        fail.run();
                        return failing.predict(inputs);
                    })
                    .architecture(failing.architecture())
                    .build();
            ParameterSnapshot before = broken.snapshot();
            AtomicReference<Stage> now = new AtomicReference<>();
            try {
                Examination.of(broken)
                        .data(Samples.clouds().slice(0, 12))
                        .batchSize(6)
                        .listener(now::set)
                        .until(() ->
                                now.get() == Stage.TRIALS) // these call thousands of times, and have their own test
                        .run();
                finished = left.get() > 0;
            } catch (ModelException e) {
                assertThat(e).hasMessageContaining("bias rows threw java.lang.ArithmeticException");
            }
            assertThat(before.changed()).as("call %s", calls).isEmpty();
        }
        assertThat(calls).isGreaterThan(40);
    }

    @Test
    void listenersAreToldOfEachStageInOrder() {
        List<Stage> stages = new ArrayList<>();
        Examination.of(model).data(Samples.clouds()).listener(stages::add).run();
        assertThat(stages).containsExactly(Stage.values());
    }

    @Test
    void stagesAfterTheBudgetIsSpentAreNotJudged() {
        long before = model.samplesAsked();
        Diagnosis diagnosis =
                Examination.of(model).data(Samples.clouds()).budget(1).run();
        assertThat(diagnosis.notJudged())
                .contains("the units: the budget of 1 sample was spent")
                .contains("short trainings with one thing changed: the budget of 1 sample was spent");
        assertThat(diagnosis.judged()).anyMatch(what -> what.startsWith("gradient"));
        long cheap = model.samplesAsked() - before;
        Examination.of(model).data(Samples.clouds()).run();
        assertThat(model.samplesAsked() - before - cheap).isGreaterThan(3 * cheap);
    }

    @Test
    void anEndOfOnesOwnLeavesStagesOut() {
        AtomicInteger asked = new AtomicInteger();
        Diagnosis diagnosis = Examination.of(model)
                .data(Samples.clouds())
                .until(() -> asked.incrementAndGet() > 2)
                .run();
        assertThat(diagnosis.notJudged())
                .contains("training steps: the examination was to end before")
                .noneMatch(what -> what.startsWith("the predictions: the examination"));
    }

    @Test
    void aProgramThatThrowsInATrialLosesOnlyTheTrials() {
        AtomicReference<Stage> now = new AtomicReference<>();
        BiasRows failing = new BiasRows(Bug.NONE, 0.1, 1, 2, 3, 3);
        Model broken = failing.stepOnly()
                .trainStep(batch -> {
                    if (now.get() == Stage.TRIALS) {
                        throw new ArithmeticException("enough");
                    }
                    failing.train(batch.inputs(), batch.targets());
                })
                .build();
        ParameterSnapshot before = broken.snapshot();
        Diagnosis diagnosis =
                Examination.of(broken).data(Samples.clouds()).listener(now::set).run();
        assertThat(diagnosis.notJudged())
                .anyMatch(what -> what.startsWith("short trainings with one thing changed: trainStep(batch)")
                        && what.contains("enough"));
        assertThat(before.changed()).isEmpty();
    }

    @Test
    void settingsAreChecked() {
        Examination examination = Examination.of(model).data(Samples.clouds());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> examination.batchSize(0))
                .withMessage("the batch size is 0, at least 1 was expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> examination.trainingSteps(0))
                .withMessage("the number of training steps is 0, at least 1 was expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> examination.budget(0))
                .withMessage("the budget is 0 samples, at least 1 was expected");
        assertThatNullPointerException()
                .isThrownBy(() -> examination.listener(null))
                .withMessage("the listener is null");
        assertThatNullPointerException()
                .isThrownBy(() -> examination.until(null))
                .withMessage("isOver is null");
        assertThatNullPointerException()
                .isThrownBy(() -> examination.testData(null))
                .withMessage("the test data is null");
        assertThatNullPointerException().isThrownBy(() -> Examination.of(null)).withMessage("the model is null");
        assertThatNullPointerException()
                .isThrownBy(() -> Examination.of(model).data(null))
                .withMessage("the data is null");
    }

    @Test
    void dataMustFitTheModel() {
        Batch tooWide = Batch.of(new double[4][5], new double[4][3]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Examination.of(model).data(tooWide))
                .withMessage(
                        "a batch of 4: inputs 4 x 5, targets 4 x 3 for bias rows, which has 2 inputs (hidden/W (6 x 2))"
                                + " and 3 outputs (output/W (3 x 6))");
        Batch tooManyTargets = Batch.of(new double[4][2], new double[4][1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Examination.of(model).data(tooManyTargets));
    }

    @Test
    void settingsDoNotChangeTheExaminationTheyAreAskedOf() {
        Examination examination = Examination.of(model).data(Samples.clouds()).trainingSteps(3);
        assertThat(examination.trainingSteps(7).run().judged()).contains("what changes in 7 training steps");
        assertThat(examination.run().judged()).contains("what changes in 3 training steps");
    }

    @Test
    void whatTheProgramThrowsIsSaidWithTheCall() {
        Model broken = net.parameters()
                .loss(batch -> {
                    throw new IllegalStateException("out of order");
                })
                .build();
        assertThatThrownBy(() -> Examination.of(broken).data(Samples.clouds()).run())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("loss(batch) of bias rows threw java.lang.IllegalStateException: out of order");
    }
}
