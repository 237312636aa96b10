package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Model;
import io.github.backcheck.probe.WeightReport.LayerWeights;
import io.github.backcheck.probe.WeightReport.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class WeightCensusTest {

    private static ArrayProgram filled(int inputs, DoubleSupplier weight) {
        ArrayProgram program = new ArrayProgram(1, new int[] {inputs, 9, 10}, "tanh", "softmax");
        for (double[][] layer : program.w) {
            for (double[] row : layer) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = weight.getAsDouble();
                }
            }
        }
        return program;
    }

    private static LayerWeights first(WeightReport report) {
        return report.layers().get(0);
    }

    @Test
    void weightsOfOneSignAreSeen() {
        NeuronProgram program = new NeuronProgram(NeuronProgram.Fault.ONLY_POSITIVE, 1, 64, 9, 10);
        WeightReport report = WeightCensus.of(program.wrap().build());
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(first(report).traits()).containsExactly(Trait.ONE_SIGN);
        assertThat(first(report).weights().signScore()).isEqualTo(Math.sqrt(9 * 64));
        assertThat(report.toString()).contains("576 of 576 are positive (z = 24)");
    }

    @Test
    void aSeedSetBackForEachUnitIsSeen() {
        NeuronProgram program = new NeuronProgram(NeuronProgram.Fault.SAME_SEED, 1, 64, 9, 10);
        WeightReport report = WeightCensus.of(program.wrap().build());
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(first(report).has(Trait.IDENTICAL_UNITS)).isTrue();
        assertThat(first(report).identical()).containsExactly(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
        program.layers.get(0).forEach(neuron -> neuron.bias = neuron.hashCode());
        assertThat(first(WeightCensus.of(program.wrap().build())).has(Trait.REPEATED_ROWS))
                .isTrue();
    }

    @Test
    void constantWeightsStayAlikeForEver() {
        ArrayProgram program = filled(20, () -> 0.1);
        Arrays.stream(program.b).forEach(b -> Arrays.fill(b, 0));
        WeightReport report = WeightCensus.of(program.model());
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(first(report).traits()).containsExactly(Trait.ALL_EQUAL, Trait.IDENTICAL_UNITS);
        assertThat(first(report).inseparable()).hasSize(1);
        assertThat(report.toString()).contains("stay alike for ever");
    }

    @Test
    void oneLayerOfZerosBesideOthersIsNoFault() {
        for (int zero = 0; zero < 2; zero++) {
            ArrayProgram program = new ArrayProgram(1, new int[] {20, 9, 10}, "tanh", "softmax");
            Arrays.stream(program.w[zero]).forEach(row -> Arrays.fill(row, 0));
            Arrays.fill(program.b[zero], 0);
            WeightReport report = WeightCensus.of(program.model());
            assertThat(report.layers().get(zero).has(Trait.ALL_ZERO)).isTrue();
            assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
        }
    }

    @Test
    void onlyTheScaleOfWeightsIsClassified() {
        Random random = new Random(1);
        WeightReport large =
                WeightCensus.of(filled(784, () -> 2 * random.nextDouble() - 1).model());
        assertThat(first(large).traits()).containsExactly(Trait.TOO_LARGE);
        assertThat(first(large).relativeSpread()).isBetween(15.9, 16.4);
        assertThat(large.judgement()).isEqualTo(Judgement.asExpected());
        WeightReport small =
                WeightCensus.of(filled(64, () -> 1e-5 * random.nextGaussian()).model());
        assertThat(first(small).traits()).containsExactly(Trait.TOO_SMALL);
    }

    @Test
    void usualStartsHaveNoTraits() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            for (int inputs : new int[] {2, 10, 64, 784}) {
                List<DoubleSupplier> starts = List.of(
                        () -> random.nextGaussian() * Math.sqrt(2.0 / inputs),
                        () -> random.nextGaussian() / Math.sqrt(inputs),
                        () -> (2 * random.nextDouble() - 1) * Math.sqrt(6.0 / (inputs + 9)),
                        () -> random.nextDouble() - 0.5,
                        () -> 0.01 * random.nextGaussian());
                for (DoubleSupplier start : starts) {
                    WeightReport report = WeightCensus.of(filled(inputs, start).model());
                    assertThat(report.layers()).allMatch(layer -> layer.traits().isEmpty());
                }
            }
        }
    }

    @Test
    void oneArrayInTwoLayersIsSeen() {
        ArrayProgram program = new ArrayProgram(1, new int[] {8, 8, 8, 3}, "tanh", "tanh", "softmax");
        program.w[1] = program.w[0];
        WeightReport shared = WeightCensus.of(program.model());
        assertThat(shared.judgement().isNoticed()).isTrue();
        assertThat(shared.copies()).hasToString("[layer0/W and layer1/W are one array]");
        program.w[1] = Arrays.stream(program.w[0]).map(double[]::clone).toArray(double[][]::new);
        WeightReport equal = WeightCensus.of(program.model());
        assertThat(equal.judgement()).isEqualTo(Judgement.asExpected());
        assertThat(equal.copies()).hasToString("[layer0/W and layer1/W have equal entries]");
    }

    @Test
    void whatIsNotFiniteIsSeen() {
        ArrayProgram program = new ArrayProgram(1, new int[] {8, 8, 3}, "tanh", "softmax");
        program.b[0][1] = Double.POSITIVE_INFINITY;
        Model model = program.model();
        assertThat(first(WeightCensus.of(model)).traits()).containsExactly(Trait.NOT_FINITE);
        assertThat(WeightCensus.of(model).judgement().isNoticed()).isTrue();
    }

    @Test
    void handMadeUnitsWithEqualWeightsAreNoFault() {
        Model xor = Model.named("hand-made XOR")
                .weights("hidden/W", new double[][] {{20, 20}, {20, 20}})
                .biases("hidden/b", new double[] {-10, -30})
                .weights("output/W", new double[][] {{20, -20}})
                .biases("output/b", new double[] {-10})
                .loss(batch -> 0)
                .build();
        assertThat(WeightCensus.of(xor).judgement()).isEqualTo(Judgement.asExpected());
    }
}
