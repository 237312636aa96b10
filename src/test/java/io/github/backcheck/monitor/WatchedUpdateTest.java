package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Learner;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.mlp.UpdateStep;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Storage;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A monitor that looks on while the reference network updates its parameters. */
class WatchedUpdateTest {

    /** The first layer has more than one piece, and its last piece is not full. */
    private static final Architecture ARCHITECTURE =
            Architecture.inputs(60).sigmoid(40).tanh(7).softmax(2).softmaxCrossEntropy();

    private static final int STEPS = 40;
    private static final Batch DATA = TinyNetwork.dataWithDarkInput(8 * STEPS, 60, 5);

    static List<Optimiser> optimisers() {
        return List.of(Optimiser.sgd(0.1), Optimiser.momentum(0.1, 0.9), Optimiser.adam(0.01));
    }

    private static Learner learner(UpdateStep update) {
        return new Learner(Mlp.of(ARCHITECTURE, Initialiser.xavier(), 3), LearningRule.of(update));
    }

    /** The same parameters in a model that cannot be looked on at, so that they are read. */
    private static Model read(Model watched) {
        ModelBuilder builder = Model.named(watched.name());
        watched.layers().forEach(layer -> {
            builder.weights(layer.weights().name(), storage(layer.weights()));
            layer.biases().ifPresent(biases -> builder.biases(biases.name(), storage(biases)));
        });
        return builder.loss(any -> 0).build();
    }

    private static Storage storage(Parameter parameter) {
        int columns = parameter.columns();
        return Storage.entries(
                parameter.rows(),
                columns,
                (row, column) -> parameter.get(row * columns + column),
                (row, column, value) -> parameter.set(row * columns + column, value));
    }

    private static Batch batch(int step) {
        return DATA.slice(8 * step, 8 * step + 8);
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void seesTheSameBitsAsReadingAfterwardsAndLeavesTheSameWeights(Optimiser optimiser) {
        Learner alone = learner(optimiser);
        Learner watched = learner(optimiser);
        Model model = watched.asModel("reference");
        WeightChangeTracker lookingOn = WeightChangeTracker.of(model);
        WeightChangeTracker reading = WeightChangeTracker.of(read(model));
        for (int step = 0; step < STEPS; step++) {
            alone.step(batch(step).inputMatrix(), batch(step).targetMatrix());
            watched.step(batch(step).inputMatrix(), batch(step).targetMatrix());
            lookingOn.record();
            reading.record();
        }

        for (int layer = 0; layer < ARCHITECTURE.depth(); layer++) {
            assertThat(watched.network().weights(layer).data)
                    .isEqualTo(alone.network().weights(layer).data);
            assertThat(watched.network().biases(layer).data)
                    .isEqualTo(alone.network().biases(layer).data);
        }
        List<ParameterChange> seen = lookingOn.report().parameters();
        List<ParameterChange> compared = reading.report().parameters();
        assertThat(seen).hasSize(6);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i).untouched()).isEqualTo(compared.get(i).untouched());
            assertThat(seen.get(i).summary()).isEqualTo(compared.get(i).summary());
            assertThat(seen.get(i).series())
                    .extracting(WatchedUpdateTest::withoutGradient)
                    .isEqualTo(compared.get(i).series());
        }
        assertThat(seen.get(0).untouched().columns())
                .as("the weights behind the dark input")
                .containsExactly(5);
        assertThat(seen.get(0).series().get(0).covered()).isEqualTo(1);
    }

    private static StepChange withoutGradient(StepChange change) {
        return new StepChange(
                change.step(),
                change.covered(),
                change.weightChange(),
                change.normBefore(),
                new Directions(
                        change.directions().shrinking(),
                        Double.NaN,
                        change.directions().continuing()));
    }

    @Test
    void knowsTheGradientThatTheUpdateApplied() {
        Learner descending = learner(Optimiser.sgd(0.1));
        WeightChangeTracker tracker = WeightChangeTracker.of(descending.asModel("sgd"));
        descending.step(batch(0).inputMatrix(), batch(0).targetMatrix());
        tracker.record();

        for (ParameterChange change : tracker.report().parameters()) {
            assertThat(change.series().get(0).directions().downhill()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void anUpdateOfOnesOwnIsReadAfterwards() {
        UpdateStep ascent = (parameter, gradient, state) -> {
            for (int i = 0; i < parameter.data.length; i++) {
                parameter.data[i] += 0.1 * gradient.data[i];
            }
        };
        Learner climbing = learner(ascent);
        Model model = climbing.asModel("ascent");
        WeightChangeTracker tracker = WeightChangeTracker.of(model);
        climbing.step(batch(0).inputMatrix(), batch(0).targetMatrix());
        tracker.record();

        assertThat(model.updates()).isEmpty();
        StepChange first = tracker.report().parameters().get(0).series().get(0);
        assertThat(first.weightChange()).isPositive();
        assertThat(first.directions().downhill()).isNaN();
    }

    @Test
    void aNetworkThatAnotherLearnerTrainsIsReadInstead() {
        Mlp network = Mlp.of(ARCHITECTURE, Initialiser.xavier(), 3);
        Learner other = new Learner(network, LearningRule.of(Optimiser.sgd(0.1)));
        Model model = network.asModel("reference", Optimiser.sgd(0.1));
        WeightChangeTracker tracker = WeightChangeTracker.of(model);
        WeightChangeTracker reading = WeightChangeTracker.of(read(model));
        for (int step = 0; step < 5; step++) {
            other.step(batch(step).inputMatrix(), batch(step).targetMatrix());
            tracker.record();
            reading.record();
        }

        assertThat(tracker.report()).isEqualTo(reading.report());
        assertThat(tracker.report().neverChanged()).isEmpty();
    }

    @Test
    void severalUpdatesBetweenTwoObservationsAreComparedAsOne() {
        Learner learner = learner(Optimiser.sgd(0.1));
        Model model = learner.asModel("reference");
        WeightChangeTracker tracker = WeightChangeTracker.of(model);
        double[] start = model.parameters().get(0).values();
        learner.step(batch(0).inputMatrix(), batch(0).targetMatrix());
        learner.step(batch(1).inputMatrix(), batch(1).targetMatrix());
        tracker.record();

        double[] now = model.parameters().get(0).values();
        assertThat(tracker.report().parameters().get(0).series().get(0).weightChange())
                .isCloseTo(Norm.of(now.length, i -> now[i] - start[i]), within(1e-14));
    }

    @Test
    void findsTheFirstEntryThatIsNotFinite() {
        Learner learner = learner(Optimiser.sgd(0.1));
        WeightChangeTracker tracker = WeightChangeTracker.of(learner.asModel("reference"));
        learner.backpropagate(batch(0).inputMatrix(), batch(0).targetMatrix());
        learner.pass().accumulator(1).weights().set(3, 7, Double.NaN);
        learner.update();
        tracker.record();

        assertThat(tracker.report()
                        .find("layer 2/W")
                        .orElseThrow()
                        .firstNonFinite()
                        .orElseThrow())
                .hasToString("layer 2/W[3,7] is NaN after step 1");
        assertThat(tracker.report().find("layer 1/W").orElseThrow().firstNonFinite())
                .isEmpty();
    }

    @Test
    void aParameterThatDoesNotExistCannotBeWatched() {
        Model model = learner(Optimiser.sgd(0.1)).asModel("reference");
        ParameterWatch watch = new ParameterWatch(
                model.parameters().get(0), ParameterPlace.of(model.parameters().get(0), model));

        assertThatThrownBy(() -> model.updates().orElseThrow().watch("layer 9/W", watch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is named layer 9/W");
    }

    /** The virtual machine itself allocates a few bytes now and then; a step that makes objects makes them in every window. */
    @Test
    void aWatchedStepAllocatesNothing() {
        Learner learner = learner(Optimiser.sgd(0.01));
        TrainingMonitor monitor = TrainingMonitor.of(learner.asModel("reference"));
        Batch batch = batch(0);
        DMatrixRMaj inputs = batch.inputMatrix();
        DMatrixRMaj targets = batch.targetMatrix();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int window = 0; window < 8; window++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int step = 0; step < 200; step++) {
                monitor.observe(batch, learner.step(inputs, targets));
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(monitor.history().steps()).isEqualTo(1600);
        assertThat(least).isZero();
    }

    @Test
    void everyTenthStepIsReadOnly() {
        Learner learner = learner(Optimiser.sgd(0.1));
        WeightChangeTracker tracker = WeightChangeTracker.of(learner.asModel("reference"), Schedule.every(10));
        for (int step = 0; step < STEPS; step++) {
            learner.step(batch(step).inputMatrix(), batch(step).targetMatrix());
            tracker.record();
        }

        assertThat(tracker.report().parameters().get(0).series())
                .extracting(StepChange::covered)
                .containsExactly(10, 10, 10, 10);
    }
}
