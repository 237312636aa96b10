package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnitHealthDetectorTest {

    /** A handful of additions of numbers near 1. */
    private static final double ROUND_OFF = 1e-14;

    private static final Batch TWO = Batch.of(new double[][] {{1, -3}, {2, 0}}, new double[][] {{0, 1}, {1, 0}});

    /** Two inputs, two units, weights 0.5: the trace is given by the test. */
    private static Model oneLayer(Activation activation) {
        return Model.named("one layer")
                .weights("out/W", new double[][] {{0.5, -0.5}, {0.5, 0.5}})
                .loss(batch -> 0)
                .architecture(Architecture.inputs(2).layer(2, activation).loss(Loss.HALF_SQUARED_ERROR))
                .build();
    }

    private static LayerHealth layer(Activation activation, double[][] z) {
        double[][] a = new double[z.length][2];
        for (int s = 0; s < z.length; s++) {
            activation.values(z[s], a[s], 1, 2);
        }
        return UnitHealthDetector.of(oneLayer(activation), batch -> Trace.layer(z, a))
                .add(TWO)
                .report()
                .layers()
                .get(0);
    }

    @Test
    void findsAReluThatIsOff() {
        LayerHealth health = layer(Activation.RELU, new double[][] {{-1, 2}, {-5, -1}});

        assertThat(health.deadUnits()).containsExactly(0);
        UnitHealth off = health.units().get(0);
        assertThat(off.off()).isTrue();
        assertThat(off.activation()).isEqualTo(new Spread(0, 0, 0, 0));
        assertThat(off.meanSlope()).hasValue(0);
        assertThat(off.zeroSlopeShare()).hasValue(1);
        UnitHealth alive = health.units().get(1);
        assertThat(alive.dead()).isFalse();
        assertThat(alive.off()).isFalse();
        assertThat(alive.activation()).isEqualTo(new Spread(1, 1, 0, 2));
        assertThat(alive.saturatedShare()).hasValue(0.5);
        assertThat(health.medianSlope()).hasValue(0.25);
    }

    @Test
    void aReluThatIsConstantButOnIsDeadAndNotOff() {
        UnitHealth unit =
                layer(Activation.RELU, new double[][] {{3, 1}, {3, 2}}).units().get(0);

        assertThat(unit.dead()).isTrue();
        assertThat(unit.off()).isFalse();
    }

    @Test
    void findsSaturatedSigmoids() {
        LayerHealth health = layer(Activation.SIGMOID, new double[][] {{6, 0}, {-5, 0.1}});

        assertThat(health.units().get(0).saturatedShare()).hasValue(1);
        assertThat(health.units().get(0).dead())
                .as("saturated at both ends, but it tells them apart")
                .isFalse();
        assertThat(health.units().get(1).saturatedShare()).hasValue(0);
        assertThat(health.saturatedShare()).hasValue(0.5);
        double expected = 4 * (Activation.SIGMOID.derivative(6) + Activation.SIGMOID.derivative(-5)) / 2;
        assertThat(health.units().get(0).meanSlope().orElseThrow()).isCloseTo(expected, within(ROUND_OFF));
    }

    @Test
    void isSilentOnAHealthyNetwork() {
        UnitHealthReport report = UnitHealthDetector.of(new TinyNetwork(4, 6, 2).model())
                .add(TinyNetwork.data(50, 4))
                .report();

        assertThat(report.samples()).isEqualTo(50);
        assertThat(report.firstNonFinite()).isEmpty();
        assertThat(report.layers()).hasSize(2).allSatisfy(layer -> {
            assertThat(layer.deadUnits()).isEmpty();
            assertThat(layer.slopeNotJudged()).isEmpty();
            assertThat(layer.medianSlope().orElseThrow()).isGreaterThan(0.25);
        });
    }

    @Test
    void smallActivationsOfSmallInputsAreNotDead() {
        double tiny = 1e-9;

        assertThat(layer(Activation.RELU, new double[][] {{tiny, 2 * tiny}, {2 * tiny, tiny}})
                        .deadUnits())
                .isEmpty();
        assertThat(layer(Activation.TANH, new double[][] {{tiny, -tiny}, {-tiny, tiny}})
                        .deadUnits())
                .isEmpty();
    }

    @Test
    void hugeActivationsAreNotDead() {
        LayerHealth health = layer(Activation.IDENTITY, new double[][] {
            {1e200, Double.POSITIVE_INFINITY}, {2e200, Double.POSITIVE_INFINITY}
        });

        assertThat(health.deadUnits()).isEmpty();
    }

    @Test
    void roundOffDoesNotReviveADeadUnit() {
        double almost = Math.nextUp(0.7);

        assertThat(layer(Activation.IDENTITY, new double[][] {{0.7, 1}, {almost, 2}})
                        .deadUnits())
                .containsExactly(0);
    }

    @Test
    void unscaledInputsAndLargeWeightsLookDifferent() {
        TinyNetwork net = new TinyNetwork(4, 6, 2);
        Batch scaled = TinyNetwork.data(50, 4);
        double[][] raw = scaled.inputs();
        for (double[] row : raw) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= 255;
            }
        }
        LayerHealth unscaled = UnitHealthDetector.of(net.model())
                .add(Batch.of(raw, scaled.targets()))
                .report()
                .layers()
                .get(0);
        for (double[] row : net.w1) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= 255;
            }
        }
        LayerHealth heavy =
                UnitHealthDetector.of(net.model()).add(scaled).report().layers().get(0);

        assertThat(unscaled.medianSlope().orElseThrow()).isLessThan(Slope.SATURATED);
        assertThat(heavy.medianSlope().orElseThrow()).isLessThan(Slope.SATURATED);
        assertThat(unscaled.scale().meanInput()).isGreaterThan(100);
        assertThat(unscaled.scale().meanWeight()).isLessThan(2);
        assertThat(heavy.scale().meanInput()).isLessThan(1);
        assertThat(heavy.scale().meanWeight()).isGreaterThan(100);
    }

    @Test
    void measuresTheSizeOfWhatALayerWorksWith() {
        LayerHealth health = layer(Activation.IDENTITY, new double[][] {{1, -2}, {-6, 3}});

        assertThat(health.scale()).isEqualTo(new LayerScale(3, 6, 1.5, 0.5));
    }

    @Test
    void severalBatchesEqualOne() {
        Model model = new TinyNetwork(5, 4, 2).model();
        Batch data = TinyNetwork.data(40, 5);
        UnitHealthDetector streamed = UnitHealthDetector.of(model);
        streamed.add(data.slice(0, 11)).add(data.slice(11, 12)).add(data.slice(12, 40));

        assertThat(streamed.report())
                .isEqualTo(UnitHealthDetector.of(model).add(data).report());
    }

    @Test
    void tracingChangesNoParameter() {
        TinyNetwork net = new TinyNetwork(4, 3, 2);
        Model model = net.model();
        try (var before = model.snapshot()) {
            UnitHealthDetector.of(model).add(TinyNetwork.data(9, 4)).report();

            assertThat(before.changed()).isEmpty();
        }
    }

    @Test
    void softmaxIsJudgedByVarianceOnly() {
        Model model = Model.named("head")
                .weights("out/W", new double[2][2])
                .loss(batch -> 0)
                .architecture(Architecture.inputs(2).softmax(2).softmaxCrossEntropy())
                .build();
        double[][] z = {{0, 0}, {0, 0}};
        double[][] a = {{0.5, 0.5}, {0.5, 0.5}};
        UnitHealthReport report = UnitHealthDetector.of(model, batch -> Trace.layer(z, a))
                .add(TWO)
                .report();

        LayerHealth head = report.layers().get(0);
        assertThat(head.deadUnits()).containsExactly(0, 1);
        assertThat(head.medianSlope()).isEmpty();
        assertThat(head.saturatedShare()).isEmpty();
        assertThat(head.units().get(0).meanSlope()).isEmpty();
        assertThat(head.units().get(0).zeroSlopeShare()).isEmpty();
        assertThat(head.units().get(0).off()).isFalse();
        assertThat(report).hasToString("""
                        Unit health over 2 samples
                          out, 2 units, softmax
                            f'/max f'   not judged: the units of a softmax depend on each other
                            dead units  2 of 2: 0, 1
                            size        |z| 0 on average, 0 at most; |inputs| 1.5, |weights| 0 on average
                        """);
    }

    @Test
    void withoutArchitectureTheSlopeIsNotJudged() {
        Model model = Model.named("bare")
                .weights("out/W", new double[2][2])
                .loss(batch -> 0)
                .trace(inputs -> Trace.layer(inputs, inputs))
                .build();

        assertThat(UnitHealthDetector.of(model).add(TWO).report()).hasToString("""
                        Unit health over 2 samples
                          out, 2 units, activation unknown
                            f'/max f'   not judged: needs the architecture, which names the activation
                            dead units  none
                            size        |z| 1.5 on average, 3 at most; |inputs| 1.5, |weights| 0 on average
                        """);
    }

    @Test
    void resultsPrintThemselves() {
        LayerHealth health = layer(Activation.RELU, new double[][] {{-1, 2}, {-5, -1}});

        assertThat(health).hasToString("""
                          out, 2 units, ReLU
                            f'/max f'   0.25 (median of the units); below 0.05 on 75.0 % of samples and units
                            dead units  1 of 2: 0
                            size        |z| 2.25 on average, 5 at most; |inputs| 1.5, |weights| 0.5 on average
                        """);
        assertThat(health.units().get(0))
                .hasToString("unit 0 over 2 samples: 0 to 0, mean 0, variance 0;"
                        + " f'/max f' 0, saturated on 2 samples, exactly 0 on 2; dead");
    }

    @Test
    void differencesThatOverflowAreInfiniteNotNaN() {
        RunningSpread running = new RunningSpread();
        running.add(-Double.MAX_VALUE);
        running.add(Double.MAX_VALUE);
        running.add(1);

        assertThat(running.spread().mean()).isFinite();
        assertThat(running.spread().variance()).isInfinite();
    }

    @Test
    void oneSampleIsNoBasisForDeath() {
        Model model = new TinyNetwork(3, 2, 2).model();
        UnitHealthReport report =
                UnitHealthDetector.of(model).add(TinyNetwork.data(1, 3)).report();

        assertThat(report.layers().get(0).deadUnits()).isEmpty();
        assertThat(report.toString()).contains("dead units  not judged: needs at least two samples");
    }

    @Test
    void withoutSamplesNothingIsClaimed() {
        UnitHealthReport report =
                UnitHealthDetector.of(new TinyNetwork(3, 2, 2).model()).report();

        assertThat(report.layers().get(0).deadUnits()).isEmpty();
        assertThat(report).hasToString("""
                        Unit health over 0 samples
                          No batch was seen.
                        """);
    }

    @Test
    void locatesTheFirstUnitThatIsNotFinite() {
        TinyNetwork net = new TinyNetwork(2, 2, 2);
        net.w1[1][0] = Double.NaN;
        UnitHealthReport report = UnitHealthDetector.of(net.model()).add(TWO).report();

        assertThat(report.firstNonFinite()).contains(new UnitHealthReport.NonFinite(0, "hidden", 1, Double.NaN));
        assertThat(report.toString()).startsWith("""
                        Unit health over 2 samples
                          Not finite: unit 1 of hidden is NaN for sample 0, and perhaps others after it.
                        """);
        assertThat(report.layers().get(0).units().get(1).dead()).isFalse();
        assertThat(report.layers().get(0).units().get(0).activation().variance())
                .isFinite();
    }

    @Test
    void anActivationThatOverflowsIsLocatedToo() {
        double[][] z = {{1, 1}, {1, 710}};
        double[][] a = {{Math.E, Math.E}, {Math.E, Double.POSITIVE_INFINITY}};
        UnitHealthReport report = UnitHealthDetector.of(oneLayer(Activation.IDENTITY), batch -> Trace.layer(z, a))
                .add(TWO)
                .report();

        assertThat(report.firstNonFinite())
                .contains(new UnitHealthReport.NonFinite(1, "out", 1, Double.POSITIVE_INFINITY));
    }

    @Test
    void rejectsWhatDoesNotFit() {
        Model model = oneLayer(Activation.RELU);
        double[][] three = new double[2][3];
        double[][] two = new double[2][2];

        assertThatThrownBy(() -> UnitHealthDetector.of(model))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("unit health needs trace(inputs), which one layer was built without; it offers"
                        + " [loss(batch), architecture]");
        assertThatThrownBy(() -> UnitHealthDetector.of(null)).hasMessage("the model is null");
        assertThatThrownBy(() -> UnitHealthDetector.of(model, null)).hasMessage("the tracer is null");
        assertThatThrownBy(() -> UnitHealthDetector.of(model, batch -> null).add(TWO))
                .hasMessage("the tracer returned null");
        assertThatThrownBy(() -> UnitHealthDetector.of(model, batch -> Trace.layer(two, two))
                        .add(TinyNetwork.data(2, 7)))
                .hasMessageContaining("does not fit out/W (2 x 2) of one layer");
        assertThatThrownBy(() -> UnitHealthDetector.of(model, batch -> Trace.layer(three, three))
                        .add(TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the trace has 3 units for layer out, 2 were expected");
        assertThatThrownBy(() -> UnitHealthDetector.of(
                                model, batch -> Trace.layer(two, two).andLayer(two, two))
                        .add(TWO))
                .hasMessage("the trace has 2 layers for 2 samples: 1 layer for 2 samples was expected");
    }

    @Test
    void welfordAgreesWithTheDefinition() {
        Random random = new Random(3);
        RunningSpread running = new RunningSpread();
        double[] values = random.doubles(1000, 1e6, 1e6 + 1).toArray();
        double shiftedMean = 0;
        for (double value : values) {
            running.add(value);
            shiftedMean += (value - 1e6) / values.length;
        }
        double variance = 0;
        for (double value : values) {
            variance += Math.pow(value - 1e6 - shiftedMean, 2) / values.length;
        }

        // Values near 1e6 carry errors of 1e-10 each; the textbook formula would be off by 1e-4.
        assertThat(running.spread().variance()).isCloseTo(variance, within(1e-9));
        assertThat(new RunningSpread().spread().mean()).isNaN();
    }
}
