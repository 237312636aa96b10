package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.Optional;

/**
 * What a training run did to each parameter.
 *
 * @param model the model's name
 * @param steps how many steps were counted
 * @param schedule at which of them was compared
 * @param parameters in the model's order
 */
public record WeightChangeReport(String model, int steps, Schedule schedule, List<ParameterChange> parameters) {

    /**
     * Copies the list.
     *
     * @param model kept as it is
     * @param steps kept as it is
     * @param schedule kept as it is
     * @param parameters copied
     */
    public WeightChangeReport {
        parameters = List.copyOf(parameters);
    }

    /**
     * Looks a parameter up.
     *
     * @param parameter its name
     * @return empty if the model has none of that name
     */
    public Optional<ParameterChange> find(String parameter) {
        return parameters.stream()
                .filter(change -> change.name().equals(parameter))
                .findFirst();
    }

    /**
     * The parameters of which no entry ever changed.
     *
     * @return in the model's order
     */
    public List<ParameterChange> neverChanged() {
        return parameters.stream().filter(ParameterChange::neverChanged).toList();
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        return page.heading("Weight changes of " + model + " over " + Figures.count(steps, "step") + ", compared at "
                        + schedule)
                .facts(parameters.stream().map(ParameterChange::fact).toList());
    }

    /** A heading and one line per parameter. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
