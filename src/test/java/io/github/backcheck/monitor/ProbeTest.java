package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeTest {

    private static final Batch DATA = TinyNetwork.data(120, 4);

    private final TinyNetwork net = new TinyNetwork(4, 6, 2);

    private static TrainingHistory trained(TinyNetwork network, Model model, Probe probe) {
        TrainingMonitor monitor = TrainingMonitor.of(
                model, MonitorOptions.standard().probing(probe).against(DATA));
        for (int step = 0; step < 600; step++) {
            Batch batch = DATA.slice(step % 12 * 10, step % 12 * 10 + 10);
            network.train(batch.inputs(), batch.targets());
            monitor.observe(batch);
        }
        return monitor.history();
    }

    @Test
    void followsAHealthyRun() {
        TrainingHistory history = trained(net, net.model(), Probe.on(DATA).every(50));
        ProbeHistory probe = history.probe().orElseThrow();

        assertThat(probe.points())
                .extracting(ProbePoint::step)
                .startsWith(0, 50, 100)
                .endsWith(600);
        assertThat(probe.points()).hasSize(13);
        ProbePoint last = probe.points().get(12);
        assertThat(last.accuracy().orElseThrow()).isGreaterThan(0.9);
        assertThat(last.distances().orElseThrow().firstSame()).isEmpty();
        assertThat(last.layers()).extracting(LayerPulse::dead).containsExactly(0, 0);
        assertThat(probe.losses().trend().orElseThrow().falls()).isTrue();
        assertThat(history.lossCurve().plateau()).isEmpty();
        assertThat(probe.forgetting().orElseThrow().looks()).isEqualTo(13);
        assertThat(history.toString())
                .contains("The probe of 120 samples over time", "at the start", "after step 600", "never right:");
    }

    @Test
    void askingDoesNotChangeTheRun() {
        TinyNetwork alone = new TinyNetwork(4, 6, 2);
        for (int step = 0; step < 600; step++) {
            Batch batch = DATA.slice(step % 12 * 10, step % 12 * 10 + 10);
            alone.train(batch.inputs(), batch.targets());
        }
        trained(net, net.model(), Probe.on(DATA).every(7));

        assertThat(net.w1).isDeepEqualTo(alone.w1);
        assertThat(net.b2).isEqualTo(alone.b2);
    }

    @Test
    void aConstantNetworkIsSeenFromItsLayerOn() {
        net.firstTrained = 9;
        for (double[] row : net.w1) {
            Arrays.fill(row, 0);
        }
        Probe probe = Probe.on(DATA).every(10);
        Model model = net.model();
        TrainingMonitor monitor =
                TrainingMonitor.of(model, MonitorOptions.standard().probing(probe));
        for (int step = 0; step < 300; step++) {
            monitor.observe();
        }
        TrainingHistory history = monitor.history();
        ProbePoint last = history.probe().orElseThrow().points().get(30);

        assertThat(last.distances().orElseThrow().firstSame().orElseThrow().name())
                .isEqualTo("hidden");
        assertThat(last.layers().get(0).dead()).isEqualTo(6);
        assertThat(last.predictions().orElseThrow().classes().orElseThrow().dominantClass())
                .isPresent();
        assertThat(last.toString()).contains("almost always class", "samples are not told apart from hidden on");
        assertThat(history.weightChanges().neverChanged()).hasSize(4);
    }

    @Test
    void theTwinsTraceWillDo() {
        Model model = Model.named("untraced")
                .weights("hidden/W", net.w1)
                .biases("hidden/b", net.b1)
                .weights("output/W", net.w2)
                .biases("output/b", net.b2)
                .predict(net::predict)
                .architecture(net.model().architecture().orElseThrow())
                .build();

        assertThat(trained(net, model, Probe.on(DATA)).toString())
                .contains("not judged: needs trace(inputs), of the model or of its twin");
        assertThat(trained(
                                net,
                                model,
                                Probe.on(DATA).tracing(batch -> Mlp.twin(model).trace(batch)))
                        .toString())
                .contains("units dead")
                .doesNotContain("needs trace(inputs)");
    }

    @Test
    void aModelThatIsReseededCannotBeProbed() {
        Model model = net.builder().reseed(() -> {}).build();

        assertThatThrownBy(() ->
                        TrainingMonitor.of(model, MonitorOptions.standard().probing(Probe.on(DATA))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would set its randomness back");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Batch wide = TinyNetwork.data(5, 9);

        assertThatThrownBy(() -> TrainingMonitor.of(
                        net.model(), MonitorOptions.standard().probing(Probe.on(wide))))
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> TrainingMonitor.of(
                        net.model(), MonitorOptions.standard().against(wide)))
                .hasMessageContaining("does not fit");
        assertThatThrownBy(() -> Probe.on(null)).hasMessage("the batch is null");
        assertThatThrownBy(() -> Probe.on(DATA).every(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void samplesOfOneTargetMayLookTheSame() {
        int[] ofOne = IntStream.range(0, DATA.size())
                .filter(sample -> DATA.labels()[sample] == 0)
                .toArray();
        net.firstTrained = 9;
        for (double[] row : net.w1) {
            Arrays.fill(row, 0);
        }

        assertThat(trained(net, net.model(), Probe.on(DATA.select(ofOne)))
                        .probe()
                        .orElseThrow()
                        .points()
                        .get(0)
                        .distances())
                .isEmpty();
    }

    @Test
    void distancesAreRelative() {
        Batch two = Batch.of(new double[][] {{1}, {3}}, new double[][] {{0}, {1}});
        Model model = Model.named("m")
                .weights("W", new double[][] {{1}})
                .loss(any -> 0)
                .build();
        Distinguishability far =
                Distinguishability.of(model, two, Trace.layer(new double[][] {{1}, {-1}}, new double[][] {{1}, {-1}}));
        Distinguishability near = Distinguishability.of(
                model, two, Trace.layer(new double[][] {{5}, {5}}, new double[][] {{5}, {5 + 1e-9}}));

        assertThat(far.places().get(0).relative()).isEqualTo(Math.sqrt(0.2));
        assertThat(far.places().get(1).relative()).isEqualTo(1);
        assertThat(far.firstSame()).isEmpty();
        assertThat(near.firstSame()).contains(near.places().get(1));
        assertThatThrownBy(() -> Distinguishability.of(model, two.slice(0, 1), model(two)))
                .hasMessageContaining("at least two");
    }

    private static Trace model(Batch batch) {
        return Trace.layer(batch.inputs(), batch.inputs());
    }

    @Test
    void forgettingIsCounted() {
        Batch two = Batch.labelled(new double[][] {{1}, {2}, {3}}, new int[] {0, 1, 1}, 2);
        ForgettingTracker tracker = new ForgettingTracker(ClassTargets.of(two).orElseThrow(), 3);
        double[][] right = {{1, 0}, {0, 1}, {1, 0}};
        double[][] first = {{1, 0}, {1, 0}, {1, 0}};
        tracker.add(right);
        tracker.add(first);
        tracker.add(right);
        tracker.add(first);

        assertThat(tracker.summary()).isEqualTo(new Forgetting(4, List.of(2), List.of(1), 2));
        assertThat(tracker.summary()).hasToString("never right: 2; forgotten 2 times in 4 looks, samples: 1");
    }
}
