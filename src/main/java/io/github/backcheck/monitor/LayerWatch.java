package io.github.backcheck.monitor;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.ModelLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The running sums behind the health of one layer. */
final class LayerWatch {

    /** The running sums of one unit. */
    private static final class Unit {
        private final RunningSpread activation = new RunningSpread();
        private double slopes;
        private long saturated;
        private long zero;
    }

    private final ModelLayer layer;
    private final Optional<Activation> activation;
    private final @Nullable Elementwise judged;
    private final List<Unit> units;
    private double preActivations;
    private double largestPreActivation;
    private long preActivationCount;
    private double inputs;
    private long inputCount;

    LayerWatch(ModelLayer layer, Optional<Activation> activation) {
        this.layer = layer;
        this.activation = activation;
        this.judged = activation.orElse(null) instanceof Elementwise elementwise ? elementwise : null;
        this.units = Stream.generate(Unit::new).limit(layer.weights().rows()).toList();
    }

    String name() {
        return layer.name();
    }

    int unitCount() {
        return units.size();
    }

    void addInput(double value) {
        inputs += Math.abs(value);
        inputCount++;
    }

    void add(int index, double z, double a) {
        Unit unit = units.get(index);
        unit.activation.add(a);
        preActivations += Math.abs(z);
        largestPreActivation = Math.max(largestPreActivation, Math.abs(z));
        preActivationCount++;
        if (judged != null) {
            double slope = judged.derivative(z) / judged.largestDerivative();
            unit.slopes += slope;
            unit.saturated += slope < Slope.SATURATED ? 1 : 0;
            unit.zero += slope == 0 ? 1 : 0;
        }
    }

    LayerHealth health(long samples) {
        double meanWeight =
                Arrays.stream(layer.weights().values()).map(Math::abs).average().orElse(Double.NaN);
        LayerScale scale = new LayerScale(
                preActivations / preActivationCount, largestPreActivation, inputs / inputCount, meanWeight);
        return new LayerHealth(
                name(),
                activation,
                scale,
                IntStream.range(0, units.size())
                        .mapToObj(index -> unit(index, samples))
                        .toList());
    }

    private UnitHealth unit(int index, long samples) {
        Unit unit = units.get(index);
        Optional<Slope> slope = judged == null
                ? Optional.empty()
                : Optional.of(new Slope(unit.slopes / samples, unit.saturated, unit.zero));
        return new UnitHealth(index, samples, unit.activation.spread(), slope);
    }
}
