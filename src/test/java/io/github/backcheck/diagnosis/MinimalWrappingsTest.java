package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import io.github.backcheck.model.Trace;
import org.junit.jupiter.api.Test;

/** Programs of which little is known, and data of which there is little. */
class MinimalWrappingsTest {

    private final BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3);

    private ModelBuilder withLoss() {
        return net.parameters().loss(batch -> net.loss(batch.inputs(), batch.targets()));
    }

    @Test
    void parametersAndLossOnly() {
        Diagnosis diagnosis =
                Examination.of(withLoss().build()).data(Samples.clouds()).run();
        assertThat(diagnosis.isClean()).isTrue();
        assertThat(diagnosis.notJudged())
                .containsExactly(
                        "gradient: needs gradient(batch) or trainStep(batch)",
                        "what a training step changes: needs trainStep(batch)",
                        "dead and saturated units: needs architecture or trace(inputs)",
                        "predictions: needs predict(inputs)");
    }

    @Test
    void gradientWithoutArchitecture() {
        Model model = withLoss()
                .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                .build();
        Diagnosis diagnosis = Examination.of(model).data(Samples.clouds()).run();
        assertThat(diagnosis.isClean()).isTrue();
        assertThat(diagnosis.judged()).anyMatch(line -> line.startsWith("gradient, "));
    }

    @Test
    void aFrozenLayerWithoutArchitecture() {
        BiasRows frozen = new BiasRows(Bug.FIRST_LAYER_FROZEN, 0.1, 1, 2, 6, 3);
        ModelBuilder builder = frozen.parameters()
                .loss(batch -> frozen.loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> frozen.train(batch.inputs(), batch.targets()));
        assertThat(Examination.of(builder.build()).data(Samples.clouds()).run().findings())
                .first()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo(FindingId.LAYER_FROZEN);
                    assertThat(finding.where()).containsExactly("hidden");
                });
        Model withGradient = builder.gradient(batch -> frozen.gradient(batch.inputs(), batch.targets()))
                .build();
        assertThat(Examination.of(withGradient).data(Samples.clouds()).run().findings())
                .first()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo(FindingId.BACKWARD_NEVER_REACHES_LAYER);
                    assertThat(finding.where()).containsExactly("hidden");
                });
    }

    @Test
    void aGradientOfSomeParametersOnly() {
        Model model = withLoss()
                .gradient(batch -> {
                    net.backward(batch.inputs(), batch.targets());
                    double[][] w2 = new double[3][6];
                    for (int k = 0; k < 3; k++) {
                        for (int j = 0; j < 6; j++) {
                            w2[k][j] = net.g2[j][k];
                        }
                    }
                    return Gradient.of("output/W", w2);
                })
                .build();
        Diagnosis diagnosis = Examination.of(model).data(Samples.clouds()).run();
        assertThat(diagnosis.isClean()).isTrue();
        assertThat(diagnosis.notJudged())
                .contains("gradient of hidden/W, hidden/b and output/b: the analytic gradient of this parameter was not"
                        + " given");
        assertThat(diagnosis.toString()).contains("nothing wrong found in what could be judged");
    }

    @Test
    void oneLayerOneOutputNoBiases() {
        double[][] w = {{0.3, -0.2}};
        Model model = Model.named("line")
                .weights("w", w)
                .trainSample((x, t) -> {
                    double y = w[0][0] * x[0] + w[0][1] * x[1];
                    for (int j = 0; j < 2; j++) {
                        w[0][j] -= 0.1 * (y - t[0]) * x[j];
                    }
                })
                .predictSample(x -> new double[] {w[0][0] * x[0] + w[0][1] * x[1]})
                .architecture(Architecture.inputs(2).identity(1).halfSquaredError())
                .build();
        assertThat(Examination.of(model).data(Samples.curve()).run().isClean()).isTrue();
    }

    @Test
    void aBatchOfOneSample() {
        Batch one = Samples.clouds().slice(0, 1);
        assertThat(Examination.of(net.wrap()).data(one).run().isClean()).isTrue();
        assertThat(Examination.of(new NeuronObjects(Bug.NONE, 0.5, 1, 2, 4, 3).wrap())
                        .data(one)
                        .run()
                        .isClean())
                .isTrue();
    }

    @Test
    void moreSamplesInABatchThanThereAre() {
        assertThat(Examination.of(net.wrap())
                        .data(Samples.clouds())
                        .batchSize(1000)
                        .run()
                        .isClean())
                .isTrue();
    }

    @Test
    void aTraceWithoutArchitecture() {
        Model model = withLoss()
                .trace(inputs -> {
                    double[][] z1 = new double[inputs.length][6];
                    double[][] z2 = new double[inputs.length][3];
                    return Trace.layer(z1, z1).andLayer(z2, net.predict(inputs));
                })
                .build();
        Diagnosis diagnosis = Examination.of(model).data(Samples.clouds()).run();
        assertThat(diagnosis.finding(FindingId.DEAD_UNITS)).isPresent();
        assertThat(diagnosis.notJudged()).contains("saturated units: needs architecture, which names the activations");
    }

    @Test
    void arraysThatTheProgramHasReplaced() {
        EjmlMatrices replaced = new EjmlMatrices(Bug.NONE, 0.5, 0, 1, 2, 4, 1);
        ModelBuilder builder = Model.named("old arrays")
                .weights("first/W", Storage.of(replaced.w1))
                .biases("first/b", Storage.of(replaced.b1))
                .weights("second/W", Storage.of(replaced.w2))
                .biases("second/b", Storage.of(replaced.b2))
                .trainStep(batch -> replaced.step(batch.inputs(), batch.targets()))
                .predict(replaced::predict)
                .architecture(replaced.architecture());
        assertThat(Examination.of(builder.build()).data(Samples.XOR).run().toString())
                .contains("Storage.supplied");
    }
}
