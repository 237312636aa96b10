package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The gradients of all parameters at one point.
 *
 * @param point where
 * @param method how the numeric derivatives were obtained
 * @param proof whether the reference twin is the network; empty without an architecture
 * @param learningRate the learning rate read off a training step, where the analytic gradient came from one
 * @param parameters one for each parameter of the model, in its order; none where the point could not be checked
 * @param evaluations how often the network's own loss was evaluated
 * @param note what else is to be said, may be empty
 */
public record PointCheck(
        Point point,
        Method method,
        Optional<TwinProof> proof,
        OptionalDouble learningRate,
        List<ParameterCheck> parameters,
        Evaluations evaluations,
        String note) {

    /**
     * Copies the list.
     *
     * @param point where
     * @param method how the numeric derivatives were obtained
     * @param proof whether the reference twin is the network
     * @param learningRate read off a training step
     * @param parameters one for each parameter
     * @param evaluations how often the network's own loss was evaluated
     * @param note what else is to be said
     */
    public PointCheck {
        parameters = List.copyOf(parameters);
    }

    /**
     * Looks a parameter up.
     *
     * @param parameter its name
     * @return empty if the point could not be checked or the model has no such parameter
     */
    public Optional<ParameterCheck> parameter(String parameter) {
        return parameters.stream()
                .filter(check -> check.parameter().equals(parameter))
                .findFirst();
    }

    /**
     * Both gradients with all parameters end to end.
     *
     * @return over the entries checked of all parameters
     */
    public Magnitudes magnitudes() {
        return Magnitudes.together(
                parameters.stream().map(ParameterCheck::magnitudes).toList());
    }

    /** What a training step along the whole gradient would do, where a part of it is wrong. */
    private Optional<String> descent() {
        boolean wrong = parameters.stream().anyMatch(check -> check.verdict() == Verdict.DISAGREES);
        // Where a wrong one is known along a direction only, the whole is not known.
        boolean known = parameters.stream()
                .filter(check -> check.verdict() == Verdict.DISAGREES)
                .noneMatch(check -> Double.isNaN(check.magnitudes().numeric()));
        return wrong && known ? Optional.of("all parameters together: " + whole()) : Optional.empty();
    }

    private String whole() {
        List<String> uphill = parameters.stream()
                .filter(check -> check.magnitudes().descent() == Descent.GOES_UP)
                .map(ParameterCheck::parameter)
                .toList();
        String words = magnitudes().descentInWords();
        return magnitudes().descent().goesDown() && !uphill.isEmpty()
                ? words + ", although it climbs in " + String.join(", ", uphill)
                : words;
    }

    void describeTo(Outline outline) {
        outline.paragraph("At " + point + " (" + method + (evaluations.total() == 0 ? "" : "; " + evaluations) + "):");
        parameters.forEach(check -> check.describeTo(outline));
        descent().ifPresent(outline::bullet);
        if (!note.isEmpty()) {
            outline.bullet(note);
        }
        proof.ifPresent(twin -> outline.bullet(
                (twin.holds() ? "the reference twin is this network: " : "the reference twin is not this network: ")
                        + twin.seen()));
        learningRate.ifPresent(rate -> outline.bullet("learning rate read off the step: " + Figures.precise(rate)));
    }
}
