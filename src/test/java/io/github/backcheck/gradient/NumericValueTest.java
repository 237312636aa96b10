package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.GoldenCase;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Numeric derivatives against PyTorch's gradients: inside their interval, and that small. */
class NumericValueTest {

    /** What the interval is for: any defect is larger. Half of all entries are far better still. */
    private static final double MEDIAN_HALF_WIDTH = 1e-7;

    /** The loss is rounded, so its differences are coarser. */
    private static final double MEDIAN_HALF_WIDTH_OF_LOSS = 1e-7;

    /** Rounding of PyTorch itself, relative to the largest entry of the parameter. */
    private static final double ORACLE = 1e-14;

    private static final int ENTRIES_IN_GOLDEN_CASES = 4051;

    private final List<Double> halfWidths = new ArrayList<>();

    @Test
    void pyTorchsGradientsLieInTheIntervals() {
        int entries = 0;
        List<GoldenCase> all = GoldenCase.all();
        assertThat(all).hasSize(GoldenCase.COUNT);
        for (GoldenCase golden : all) {
            Model model = golden.network().asModel(golden.toString(), Optimiser.sgd(0.1));
            Map<Parameter, Estimate> numeric = new WhiteBox(model, golden.batch(), golden.loss()).numericGradient();
            for (ModelLayer layer : model.layers()) {
                entries += compare(golden.weightGradient(layer.index()), layer.weights(), numeric);
                entries += compare(
                        golden.biasGradient(layer.index()), layer.biases().orElseThrow(), numeric);
            }
        }
        assertThat(entries).isEqualTo(ENTRIES_IN_GOLDEN_CASES);
        assertThat(median()).isLessThan(MEDIAN_HALF_WIDTH);
    }

    @Test
    void differencesOfTheLossHoldPyTorchsGradients() {
        for (GoldenCase golden : GoldenCase.all()) {
            Model model = golden.network().asModel(golden.toString(), Optimiser.sgd(0.1));
            ParameterWiseDifferences differences = new ParameterWiseDifferences(
                    model, new LossMeter(model, golden.batch(), GradientCheck.Effort.BOUNDED), 1);
            for (ModelLayer layer : model.layers()) {
                Estimate estimate = new Estimate(layer.weights().size());
                int[] entries = EntrySample.stratified(
                        layer.weights().rows(), layer.weights().columns(), 10, 1);
                for (int entry : entries) {
                    differences.entry(layer.weights(), entry, estimate);
                }
                assertThat(compare(
                                golden.weightGradient(layer.index()),
                                layer.weights(),
                                Map.of(layer.weights(), estimate)))
                        .isEqualTo(entries.length);
            }
        }
        assertThat(median()).isLessThan(MEDIAN_HALF_WIDTH_OF_LOSS);
    }

    private int compare(DMatrixRMaj oracle, Parameter parameter, Map<Parameter, Estimate> numeric) {
        Estimate estimate = numeric.get(parameter);
        double rounding = ORACLE * estimate.scale();
        int compared = 0;
        for (int entry = 0; entry < parameter.size(); entry++) {
            if (estimate.isChecked(entry)) {
                compared++;
                double half = estimate.uncertainty(entry) + estimate.kink(entry) + rounding;
                assertThat(Math.abs(oracle.data[entry] - estimate.value(entry)))
                        .as("%s: %s, %s", parameter.entryName(entry), oracle.data[entry], estimate.value(entry))
                        .isLessThanOrEqualTo(half);
                if (oracle.data[entry] != 0) {
                    halfWidths.add(estimate.uncertainty(entry) / Math.abs(oracle.data[entry]));
                }
            }
        }
        return compared;
    }

    private double median() {
        Collections.sort(halfWidths);
        return halfWidths.get(halfWidths.size() / 2);
    }
}
