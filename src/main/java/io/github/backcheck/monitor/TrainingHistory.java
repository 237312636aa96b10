package io.github.backcheck.monitor;

import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * A training run in numbers: what the parameters did, and what the network was fed meanwhile.
 *
 * @param weightChanges per parameter
 * @param inputs per input feature, over all batches of the run
 */
public record TrainingHistory(WeightChangeReport weightChanges, LiveInputs inputs) {

    /**
     * Number of steps of training.
     *
     * @return at least 0
     */
    public int steps() {
        return weightChanges.steps();
    }

    /**
     * The columns of a parameter that never changed, and which of them are explained by inputs that were always 0. Only the
     * weights of the first layer are multiplied by inputs, so nothing is explained for any other parameter.
     *
     * @param parameter its name
     * @return both kinds, empty where every column changed
     * @throws IllegalArgumentException if the model has no parameter of that name
     */
    public UnchangedColumns unchangedColumns(String parameter) {
        ParameterChange change = weightChanges
                .find(parameter)
                .orElseThrow(() -> new IllegalArgumentException("no parameter is named " + parameter + ", there are "
                        + weightChanges.parameters().stream()
                                .map(ParameterChange::name)
                                .toList()));
        List<Integer> explained = new ArrayList<>(change.untouched().columns());
        List<Integer> unexplained = new ArrayList<>(explained);
        explained.retainAll(change.place().readsInputs() ? inputs.constantlyZero() : List.of());
        unexplained.removeAll(explained);
        return new UnchangedColumns(explained, unexplained);
    }

    /**
     * Adds the history to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        weightChanges.describeTo(page);
        for (ParameterChange change : weightChanges.parameters()) {
            UnchangedColumns columns = unchangedColumns(change.name());
            if (change.place().readsInputs() && !columns.isEmpty()) {
                page.paragraph(change.name() + ": " + columns + ".");
            }
        }
        return inputs.describeTo(page);
    }

    /** The weight changes, which unchanged columns are explained, and the live inputs. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
