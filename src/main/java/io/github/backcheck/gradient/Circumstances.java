package io.github.backcheck.gradient;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.Optional;

/**
 * What else is known where a gradient is judged, from which its error may be explained.
 *
 * @param model the network
 * @param batch the samples
 * @param twin what the reference twin tells; empty unless it is the network
 * @param secondAnswer the gradient when asked for again; empty if it is the same
 */
record Circumstances(Model model, Batch batch, Optional<Twin> twin, Optional<Gradient> secondAnswer) {

    /**
     * What is known of a network whose architecture is.
     *
     * @param architecture proven to be that of the network
     * @param sampleGradients one by one
     */
    record Twin(Architecture architecture, SampleGradients sampleGradients) {}

    static Circumstances of(Model model, Batch batch) {
        return new Circumstances(model, batch, Optional.empty(), Optional.empty());
    }

    Circumstances with(Twin known) {
        return new Circumstances(model, batch, Optional.of(known), secondAnswer);
    }

    Circumstances withSecondAnswer(Optional<Gradient> answer) {
        return new Circumstances(model, batch, twin, answer);
    }

    /** λ in the loss of the network, as far as it concerns a parameter; empty if it is not known. */
    Optional<Double> penalty(Parameter parameter) {
        return twin.map(known -> parameter.role() == Parameter.Role.WEIGHTS
                ? known.architecture().l2()
                : 0.0);
    }

    ModelLayer layer(Parameter parameter) {
        return model.layers().stream()
                .filter(layer -> layer.parameters().contains(parameter))
                .findFirst()
                .orElseThrow();
    }
}
