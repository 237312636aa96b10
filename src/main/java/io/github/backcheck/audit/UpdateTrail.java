package io.github.backcheck.audit;

import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an update audit found. Prints itself: the whole network first, then each parameter.
 *
 * @param model name of the network
 * @param batch the samples of each step, in words
 * @param gradient where the gradient came from that the steps were compared with, in words; empty if there was none
 * @param steps how many steps of training were taken and undone
 * @param parameters in the model's order
 * @param notes what is worth knowing and no defect
 * @param seed that reproduces the audit
 */
public record UpdateTrail(
        String model,
        String batch,
        Optional<String> gradient,
        int steps,
        List<ParameterUpdate> parameters,
        List<String> notes,
        long seed) {

    /**
     * Copies the lists.
     *
     * @param model name of the network
     * @param batch the samples of each step, in words
     * @param gradient where the gradient came from
     * @param steps how many were taken
     * @param parameters in the model's order
     * @param notes worth knowing
     * @param seed that reproduces the audit
     */
    public UpdateTrail {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(gradient, "gradient");
        parameters = List.copyOf(parameters);
        notes = List.copyOf(notes);
    }

    /**
     * What the update does to one parameter.
     *
     * @param name of the parameter in the model
     * @return empty if the model has none of that name
     */
    public Optional<ParameterUpdate> parameter(String name) {
        return parameters.stream()
                .filter(update -> update.parameter().equals(name))
                .findFirst();
    }

    /**
     * What the update does to the whole network.
     *
     * @return the update of the first parameter, under the name {@code all parameters}; empty if it is not the same for all
     */
    public Optional<ParameterUpdate> common() {
        ParameterUpdate first = parameters.get(0);
        return parameters.stream().allMatch(first::isAs)
                ? Optional.of(new ParameterUpdate("all parameters", first.rule(), first.constants(), first.verdict()))
                : Optional.empty();
    }

    /**
     * The parameters whose update is wrong, with or without a name for it.
     *
     * @return in the model's order
     */
    public List<ParameterUpdate> wrong() {
        return parameters.stream()
                .filter(update -> update.verdict() instanceof StepVerdict.Named
                        || update.verdict() instanceof StepVerdict.Unknown)
                .toList();
    }

    /**
     * Whether every parameter is known to be updated rightly.
     *
     * @return false too where one could not be judged
     */
    public boolean agrees() {
        return parameters.stream().allMatch(ParameterUpdate::agrees);
    }

    /**
     * Draws the trail on an outline.
     *
     * @param outline receives it. Modified.
     */
    public void describeTo(Outline outline) {
        outline.heading("Update audit of " + model + ": " + headline());
        outline.paragraph(
                gradient.map(source -> "Gradient from " + source + ", ").orElse("No gradient known, ") + steps
                        + " steps on a " + batch + ", put back after each, seed " + seed + ".");
        notes.forEach(outline::bullet);
        common().map(List::of).orElseGet(this::grouped).forEach(update -> update.describeTo(outline));
    }

    /** Parameters whose updates read the same, under the names of all of them. */
    private List<ParameterUpdate> grouped() {
        List<ParameterUpdate> groups = new ArrayList<>();
        for (ParameterUpdate update : parameters) {
            if (groups.stream().noneMatch(update::isAs)) {
                String names = parameters.stream()
                        .filter(update::isAs)
                        .map(ParameterUpdate::parameter)
                        .collect(Collectors.joining(", "));
                groups.add(new ParameterUpdate(names, update.rule(), update.constants(), update.verdict()));
            }
        }
        return groups;
    }

    private String headline() {
        int wrong = wrong().size();
        long right = parameters.stream().filter(ParameterUpdate::agrees).count();
        if (wrong > 0) {
            return "wrong for " + wrong + " of " + parameters.size() + " parameters";
        }
        return right == parameters.size()
                ? "right"
                : right == 0 ? "not judged" : "right for " + right + " of " + parameters.size() + " parameters";
    }

    /** The whole trail as text. */
    @Override
    public String toString() {
        PlainText page = new PlainText();
        describeTo(page);
        return page.toString();
    }
}
