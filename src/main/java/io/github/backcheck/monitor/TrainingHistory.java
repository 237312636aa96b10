package io.github.backcheck.monitor;

import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A training run in numbers: what the parameters did, what the network was fed meanwhile, how its loss went, and what it did
 * with the probe.
 *
 * @param weightChanges per parameter
 * @param feeding over all batches that were shown to the monitor
 * @param losses as they were told to the monitor
 * @param probe empty if there was none
 */
public record TrainingHistory(
        WeightChangeReport weightChanges, Feeding feeding, LossCurve losses, Optional<ProbeHistory> probe) {

    /**
     * The input features, over all batches of the run.
     *
     * @return one range per feature
     */
    public LiveInputs inputs() {
        return feeding.inputs();
    }

    /**
     * The losses to judge: those that were told, or those of the probe if none were.
     *
     * @return the curve
     */
    public LossCurve lossCurve() {
        return losses.losses() > 0 ? losses : probe.map(ProbeHistory::losses).orElse(losses);
    }

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
        explained.retainAll(change.place().readsInputs() ? inputs().constantlyZero() : List.of());
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
        feeding.describeTo(page);
        lossCurve().describeTo(page);
        probe.ifPresentOrElse(
                found -> found.describeTo(page),
                () -> page.heading("Units and predictions over time").paragraph("Not judged: needs a probe."));
        return page;
    }

    /** The weight changes, which unchanged columns are explained, what was fed, the loss, and the probe. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
