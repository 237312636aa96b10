package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingMonitorTest {

    private static final int INPUTS = 4;
    private static final int DARK = 2;
    private static final int STEPS = 25;

    private final TinyNetwork net = new TinyNetwork(INPUTS, 3, 2);
    private final Batch dark = TinyNetwork.dataWithDarkInput(STEPS, INPUTS, DARK);

    private static Batch batch(Batch data, int step) {
        return data.slice(step, step + 1);
    }

    @Test
    void trainingIsBitIdenticalWithAndWithoutMonitor() {
        Batch data = TinyNetwork.data(STEPS, INPUTS);
        TinyNetwork plain = new TinyNetwork(INPUTS, 3, 2);
        TinyNetwork observed = new TinyNetwork(INPUTS, 3, 2);
        TrainingMonitor stepping = TrainingMonitor.of(net.model());
        TrainingMonitor observing = TrainingMonitor.of(observed.model(), Schedule.every(4));
        for (int step = 0; step < STEPS; step++) {
            Batch batch = batch(data, step);
            plain.train(batch.inputs(), batch.targets());
            stepping.step(batch);
            observed.train(batch.inputs(), batch.targets());
            observing.observe(batch);
            observing.history();
        }

        for (TinyNetwork watched : List.of(net, observed)) {
            assertThat(watched.w1).isDeepEqualTo(plain.w1);
            assertThat(watched.b1).isEqualTo(plain.b1);
            assertThat(watched.w2).isDeepEqualTo(plain.w2);
            assertThat(watched.b2).isEqualTo(plain.b2);
        }
        assertThat(stepping.history().steps()).isEqualTo(STEPS);
        assertThat(observing.history().steps()).isEqualTo(STEPS);
    }

    @Test
    void everyWayOfObservingLeavesTheRunAsItIs() {
        Batch data = TinyNetwork.data(STEPS, INPUTS);
        TinyNetwork plain = new TinyNetwork(INPUTS, 3, 2);
        TrainingMonitor monitor = TrainingMonitor.of(
                net.model(),
                MonitorOptions.standard().against(data).probing(Probe.on(data).every(3)));
        for (int step = 0; step < STEPS; step++) {
            Batch batch = batch(data, step);
            plain.train(batch.inputs(), batch.targets());
            net.train(batch.inputs(), batch.targets());
            switch (step % 4) {
                case 0 -> monitor.observe();
                case 1 -> monitor.observe(0.5);
                case 2 -> monitor.observe(batch);
                default -> monitor.observe(batch, 0.25);
            }
        }
        monitor.epochEnded();
        TrainingHistory history = monitor.history();

        assertThat(net.w1).isDeepEqualTo(plain.w1);
        assertThat(net.b2).isEqualTo(plain.b2);
        assertThat(history.steps()).isEqualTo(STEPS);
        assertThat(history.losses().losses()).isEqualTo(12);
        assertThat(history.inputs().samples()).isEqualTo(12);
        assertThat(history.feeding().data().orElseThrow().epochs()).hasSize(1);
    }

    @Test
    void arraysOfEveryKindAreTrainedAsWithoutMonitor() {
        double[] flat = {0.1, 0.2, 0.3, 0.4};
        double[] flatAlone = flat.clone();
        float[][] floats = {{0.1f, 0.2f}, {0.3f, 0.4f}};
        float[][] floatsAlone = {{0.1f, 0.2f}, {0.3f, 0.4f}};
        TrainingMonitor monitor = TrainingMonitor.of(Model.named("mixed")
                .weights("first/W", Storage.flat(flat, 0, 2, 2))
                .weights("second/W", Storage.of(floats))
                .loss(any -> 0)
                .build());
        for (int step = 1; step <= 50; step++) {
            train(flat, floats, step);
            train(flatAlone, floatsAlone, step);
            monitor.observe(1.0 / step);
        }

        assertThat(flat).isEqualTo(flatAlone);
        assertThat(floats).isDeepEqualTo(floatsAlone);
        assertThat(monitor.history().weightChanges().neverChanged()).isEmpty();
        assertThat(monitor.history().lossCurve().trend().orElseThrow().falls()).isTrue();
    }

    private static void train(double[] flat, float[][] floats, int step) {
        for (int i = 0; i < flat.length; i++) {
            flat[i] -= 0.1 / (step + i);
        }
        floats[step % 2][0] *= 0.9f;
        floats[step % 2][1] += 0.01f;
    }

    @Test
    void withTheModelAloneEverythingElseIsNotJudged() {
        TrainingMonitor monitor = TrainingMonitor.of(net.model());
        net.train(dark.inputs(), dark.targets());
        monitor.observe();

        assertThat(monitor.history().toString())
                .contains(
                        "Not judged: needs the batches, given by observe(batch).",
                        "Not judged: needs the losses",
                        "Not judged: needs a probe.");
        assertThat(monitor.history().unchangedColumns("hidden/W").explained()).isEmpty();
    }

    @Test
    void aShrinkingParameterAndStepsToAndFroAreSeen() {
        double[][] weights = {{1, 2}};
        double[] biases = {1};
        TrainingMonitor monitor = TrainingMonitor.of(Model.named("m")
                .weights("W", weights)
                .biases("b", biases)
                .loss(any -> 0)
                .build());
        for (int step = 0; step < 8; step++) {
            weights[0][0] *= 0.5;
            weights[0][1] *= 0.5;
            biases[0] += step % 2 == 0 ? 0.1 : -0.1;
            monitor.observe();
        }
        WeightChangeReport changes = monitor.history().weightChanges();
        Directions shrinking = changes.find("W").orElseThrow().series().get(7).directions();
        Directions toAndFro = changes.find("b").orElseThrow().series().get(7).directions();

        assertThat(shrinking.shrinking()).isCloseTo(1, within(1e-12));
        assertThat(shrinking.continuing()).isCloseTo(1, within(1e-12));
        assertThat(toAndFro.continuing()).isCloseTo(-1, within(1e-12));
        assertThat(shrinking.downhill()).as("no gradient at hand").isNaN();
        assertThat(shrinking).hasToString("cosine with -θ 1, with the change before 1");
    }

    @Test
    void aDarkInputExplainsItsColumn() {
        TrainingMonitor monitor = TrainingMonitor.of(net.model());
        for (int step = 0; step < STEPS; step++) {
            monitor.step(batch(dark, step));
        }
        TrainingHistory history = monitor.history();

        assertThat(history.weightChanges().neverChanged()).isEmpty();
        assertThat(history.unchangedColumns("hidden/W"))
                .isEqualTo(new UnchangedColumns(List.of(DARK), List.of()))
                .hasToString("1 column never changed, its input was always 0: 2");
        assertThat(history.unchangedColumns("output/W"))
                .hasToString("every column changed")
                .matches(UnchangedColumns::isEmpty);
    }

    @Test
    void aFrozenLayerIsNotExplainedByDarkInputs() {
        net.firstTrained = 1;
        TrainingMonitor monitor = TrainingMonitor.of(net.model(), Schedule.every(10));
        for (int step = 0; step < STEPS; step++) {
            monitor.step(batch(dark, step));
        }
        TrainingHistory history = monitor.history();

        assertThat(history.weightChanges().neverChanged())
                .extracting(ParameterChange::name)
                .containsExactly("hidden/W", "hidden/b");
        assertThat(history.unchangedColumns("hidden/W"))
                .isEqualTo(new UnchangedColumns(List.of(DARK), List.of(0, 1, 3)));
        assertThat(history.unchangedColumns("hidden/b"))
                .as("biases have no inputs, also where input 0 is dark")
                .isEqualTo(new UnchangedColumns(List.of(), List.of(0)))
                .hasToString("1 column never changed for another reason: 0");
    }

    @Test
    void aHealthyRunHasNothingToExplain() {
        TrainingMonitor monitor = TrainingMonitor.of(net.model());
        Batch data = TinyNetwork.data(STEPS, INPUTS);
        for (int step = 0; step < STEPS; step++) {
            monitor.step(batch(data, step));
        }

        assertThat(monitor.history().unchangedColumns("hidden/W").isEmpty()).isTrue();
        assertThat(monitor.history().weightChanges().neverChanged()).isEmpty();
        assertThat(monitor.history().inputs().constant()).isEmpty();
    }

    @Test
    void anInputThatLightsUpAfterTheLastComparisonIsSeenToMoveItsColumn() {
        TrainingMonitor monitor = TrainingMonitor.of(net.model(), Schedule.every(10));
        for (int step = 0; step < 10; step++) {
            monitor.step(batch(dark, step));
        }
        monitor.step(TinyNetwork.data(1, INPUTS));

        assertThat(monitor.history().unchangedColumns("hidden/W").isEmpty()).isTrue();
    }

    @Test
    void tellsTheWholeStory() {
        double[][] weights = {{1, 1, 1}, {1, 1, 1}};
        Model model = Model.named("story")
                .weights("out/W", weights)
                .loss(any -> 0)
                .trainStep(any -> weights[0][0] += 0.1)
                .build();
        TrainingMonitor monitor = TrainingMonitor.of(model);
        monitor.step(Batch.of(new double[][] {{1, 0, 2}, {3, 0, 4}}, new double[][] {{0, 1}, {1, 0}}));

        assertThat(monitor.history()).hasToString("""
                        Weight changes of story over 1 step, compared at every step
                            out/W (2 x 3)  change ratio 0.0408 (median); 5 entries never changed (rows: 1; columns: 1, 2)
                          out/W: 1 column never changed, its input was always 0: 1; 1 column never changed for another
                          reason: 2.

                        Inputs over 2 samples
                            live inputs       2 of 3
                            always 0          1
                            constant, not 0   none
                            order of classes  the class changed 1 time, 1 expected in a random order; at most 1 of a class
                                              in a row; 0 of 1 batches of one class
                            rows of the data  not judged: needs the data that batches are made of

                        Loss
                          Not judged: needs the losses, given by observe(batch, loss), or a probe on which to measure them.

                        Units and predictions over time
                          Not judged: needs a probe.
                        """);
    }

    @Test
    void severalDarkInputsAreListed() {
        assertThat(new UnchangedColumns(List.of(0, 32, 39), List.of()))
                .hasToString("3 columns never changed, their inputs were always 0: 0, 32, 39");
    }

    @Test
    void anUnknownParameterIsNamed() {
        TrainingHistory history = TrainingMonitor.of(net.model()).history();

        assertThatThrownBy(() -> history.unchangedColumns("hidden/V"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no parameter is named hidden/V, there are [hidden/W, hidden/b, output/W, output/b]");
    }

    @Test
    void aBatchThatDoesNotFitTakesNoStep() {
        TrainingMonitor monitor = TrainingMonitor.of(net.model());
        double[][] before = {net.w1[0].clone()};

        assertThatThrownBy(() -> monitor.step(TinyNetwork.data(2, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "batch of 2: inputs 2 x 9, targets 2 x 2 does not fit hidden/W (3 x 4) of tiny: one column per"
                                + " input was expected (for biases in the same matrix use weightsWithBiases)");
        assertThatThrownBy(() -> monitor.observe(null)).hasMessage("the batch is null");
        assertThat(net.w1[0]).isEqualTo(before[0]);
        assertThat(monitor.history().steps()).isZero();
    }

    @Test
    void aStepThatThrowsIsNotCounted() {
        TrainingMonitor monitor = TrainingMonitor.of(net.builder()
                .trainStep(any -> {
                    throw new IllegalStateException("out of luck");
                })
                .build());

        assertThatThrownBy(() -> monitor.step(dark)).isInstanceOf(ModelException.class);
        assertThat(monitor.history().steps()).isZero();
        assertThat(monitor.history().inputs().samples()).isZero();
    }

    @Test
    void steppingNeedsTrainStep() {
        Model silent = Model.named("silent")
                .weights("out/W", new double[2][INPUTS])
                .loss(any -> 0)
                .build();

        assertThatThrownBy(() -> TrainingMonitor.of(silent).step(dark))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was built without trainStep(batch)");
        assertThatThrownBy(() -> TrainingMonitor.of(null)).hasMessage("the model is null");
    }
}
