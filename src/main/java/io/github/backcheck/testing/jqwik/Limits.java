package io.github.backcheck.testing.jqwik;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Reduction;
import java.util.List;
import java.util.Optional;

/** What may be drawn. Of each list the first is the simplest. */
record Limits(
        Range layers,
        Range units,
        Range samples,
        List<Activation> activations,
        List<Loss> losses,
        List<Reduction> reductions,
        List<Double> penalties) {

    /** What most hand-written networks know. */
    static final Limits USUAL = new Limits(
            new Range(1, 4),
            new Range(1, 4),
            new Range(1, 5),
            List.of(Activation.IDENTITY, Activation.TANH, Activation.SIGMOID, Activation.RELU),
            List.of(Loss.HALF_SQUARED_ERROR, Loss.BINARY_CROSS_ENTROPY, Loss.SOFTMAX_CROSS_ENTROPY),
            List.of(Reduction.MEAN),
            List.of(0.0));

    /** Simplest first: by loss, then by activation. */
    List<Head> heads() {
        return losses.stream()
                .flatMap(loss -> {
                    Optional<Activation> required = loss.requiredHead();
                    return required.isPresent()
                            ? Optional.of(new Head(required.get(), loss)).stream()
                            : activations.stream().map(activation -> new Head(activation, loss));
                })
                .toList();
    }

    Limits withShape(Range newLayers, Range newUnits, Range newSamples) {
        return new Limits(newLayers, newUnits, newSamples, activations, losses, reductions, penalties);
    }

    Limits withActivations(List<Activation> others) {
        return new Limits(layers, units, samples, others, losses, reductions, penalties);
    }

    Limits withLosses(List<Loss> others) {
        return new Limits(layers, units, samples, activations, others, reductions, penalties);
    }

    Limits withReductions(List<Reduction> others) {
        return new Limits(layers, units, samples, activations, losses, others, penalties);
    }

    Limits withPenalties(List<Double> others) {
        return new Limits(layers, units, samples, activations, losses, reductions, others);
    }
}
