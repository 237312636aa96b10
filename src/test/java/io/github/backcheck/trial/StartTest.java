package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StartTest {

    private final double[][] hidden = new double[200][300];
    private final double[] hiddenBias = new double[200];
    private final double[][] output = new double[10][200];

    private ModelBuilder builder() {
        return Model.named("net")
                .weights("hidden/W", hidden)
                .biases("hidden/b", hiddenBias)
                .weights("output/W", output)
                .loss(batch -> 0)
                .trainStep(batch -> {});
    }

    private static double deviation(double[][] weights) {
        return Math.sqrt(Arrays.stream(weights)
                .flatMapToDouble(Arrays::stream)
                .map(w -> w * w)
                .average()
                .orElseThrow());
    }

    @Test
    void freshWeightsFitTheActivationOfEachLayer() {
        Arrays.fill(hiddenBias, 7);
        Architecture.Layers inputs = Architecture.inputs(300);
        Model relu = builder()
                .architecture(inputs.relu(200).softmax(10).softmaxCrossEntropy())
                .build();
        Start.write(relu, Setting.asGiven().start(StartForm.FRESH), 1);
        assertThat(deviation(hidden)).isCloseTo(Math.sqrt(2.0 / 300), within(0.001));
        assertThat(deviation(output)).isCloseTo(Math.sqrt(2.0 / 210), within(0.003));
        assertThat(hiddenBias).containsOnly(0);
        for (Architecture.Layers layers :
                new Architecture.Layers[] {inputs.tanh(200), inputs.sigmoid(200), inputs.identity(200)}) {
            Start.write(
                    builder()
                            .architecture(layers.identity(10).halfSquaredError())
                            .build(),
                    Setting.asGiven().start(StartForm.FRESH),
                    1);
            assertThat(deviation(hidden)).isCloseTo(Math.sqrt(2.0 / 500), within(0.001));
        }
        for (Architecture.Layers layers :
                new Architecture.Layers[] {inputs.leakyRelu(200), inputs.elu(200), inputs.softplus(200)}) {
            Start.write(
                    builder()
                            .architecture(layers.identity(10).halfSquaredError())
                            .build(),
                    Setting.asGiven().start(StartForm.FRESH),
                    1);
            assertThat(deviation(hidden)).isCloseTo(Math.sqrt(2.0 / 300), within(0.001));
        }
    }

    @Test
    void withoutAnArchitectureFreshWeightsSuitASigmoid() {
        Start.write(builder().build(), Setting.asGiven().start(StartForm.FRESH), 1);
        assertThat(deviation(hidden)).isCloseTo(Math.sqrt(2.0 / 500), within(0.001));
        double[] first = hidden[0].clone();
        Start.write(builder().build(), Setting.asGiven().start(StartForm.FRESH), 2);
        assertThat(hidden[0]).isNotEqualTo(first);
        Start.write(builder().build(), Setting.asGiven().start(StartForm.FRESH), 1);
        assertThat(hidden[0]).isEqualTo(first);
    }

    @Test
    void onlyRowsThatAreTheSameAreChanged() {
        for (int i = 0; i < hidden.length; i++) {
            Arrays.fill(hidden[i], i);
        }
        Arrays.fill(hidden[7], 3);
        Arrays.fill(hidden[9], 3);
        Start.write(builder().build(), Setting.asGiven().start(StartForm.UNEQUAL_ROWS), 1);
        for (int i = 0; i < hidden.length; i++) {
            if (i != 7 && i != 9) {
                assertThat(hidden[i]).containsOnly(i);
            }
        }
        assertThat(hidden[7]).isNotEqualTo(hidden[3]).isNotEqualTo(hidden[9]);
        assertThat(Arrays.stream(hidden[7]).average().orElseThrow()).isCloseTo(3, within(0.05));
        assertThat(output[0]).containsOnly(0);
        assertThat(output[1]).isNotEqualTo(output[2]).doesNotContain(0);
    }

    @Test
    void theFactorIsForWeightsOnly() {
        Arrays.fill(hidden[0], 2);
        Arrays.fill(hiddenBias, 5);
        Start.write(builder().build(), Setting.asGiven().weightsTimes(0.25), 1);
        assertThat(hidden[0]).containsOnly(0.5);
        assertThat(hiddenBias).containsOnly(5);
    }
}
