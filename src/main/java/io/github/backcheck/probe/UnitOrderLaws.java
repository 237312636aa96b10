package io.github.backcheck.probe;

import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.LawsReport.Law;
import io.github.backcheck.probe.MeasuredRounding.Deviation;
import io.github.backcheck.text.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Lets the units of a hidden layer change places: the rows of its weights and biases, and the columns of the weights above. The
 * loss is then the same sum of the same terms, and the gradient of each unit is found at its new place.
 */
final class UnitOrderLaws {

    /** Moves every pre-activation that is 0 by accident away from the kink of a ReLU, and changes nothing else much. */
    private static final double JITTER = 1e-3;

    private static final long SEED = 1;

    private final LawSheet sheet;
    private final boolean withGradient;
    private final boolean mayDraw;

    UnitOrderLaws(LawSheet sheet, boolean withGradient, boolean mayDraw) {
        this.sheet = sheet;
        this.withGradient = withGradient;
        this.mayDraw = mayDraw;
    }

    /** What changed when the units of a layer changed places; where the gradient did most. */
    private record Change(Deviation loss, Deviation gradient, String where, String layer) {
        static final Change NONE = new Change(Deviation.NONE, Deviation.NONE, "", "");
    }

    void look() {
        List<ModelLayer> layers = sheet.model.layers();
        Change worstLoss = Change.NONE;
        Change worstGradient = Change.NONE;
        int looked = 0;
        for (int l = 0; l + 1 < layers.size(); l++) {
            Change change = isTurnable(l) ? change(l) : Change.NONE;
            looked += isTurnable(l) ? 1 : 0;
            worstLoss = change.loss().isWorseThan(worstLoss.loss()) ? change : worstLoss;
            // A gradient of another loss says nothing more.
            boolean sameLoss = change.loss().isSmall();
            worstGradient =
                    sameLoss && change.gradient().isWorseThan(worstGradient.gradient()) ? change : worstGradient;
        }
        if (looked == 0) {
            sheet.missing(
                    Law.LOSS_IN_ANY_UNIT_ORDER,
                    "there is no hidden layer with units that differ and parameters of its own");
            return;
        }
        add(Law.LOSS_IN_ANY_UNIT_ORDER, worstLoss.loss(), "loss, layer " + worstLoss.layer());
        if (withGradient) {
            add(Law.GRADIENT_IN_ANY_UNIT_ORDER, worstGradient.gradient(), worstGradient.where());
        }
    }

    private void add(Law law, Deviation change, String where) {
        if (change.isSmall()) {
            sheet.add(law, change, where);
        } else if (mayDraw) {
            sheet.missing(
                    law,
                    "it changes, but random numbers are drawn for units by their place, as with dropout; give random(...) to"
                            + " show that none are");
        } else if (law == Law.LOSS_IN_ANY_UNIT_ORDER && !sheet.can(Capability.ARCHITECTURE)) {
            sheet.missing(
                    law,
                    "it changes, by " + Figures.of(change.share())
                            + " of itself, as it may with skip connections and with numbers of units that the model does not"
                            + " have; with an architecture it would be judged");
        } else {
            sheet.add(law, change, where);
        }
    }

    /** Plain layers on top of each other, units that are not all alike, and no numbers that are used in several places. */
    private boolean isTurnable(int l) {
        List<ModelLayer> layers = sheet.model.layers();
        Parameter weights = layers.get(l).weights();
        if (layers.get(l + 1).weights().columns() != weights.rows() || weights.rows() < 2) {
            return false;
        }
        double[] values = sheet.entries.values();
        double[] elsewhere = turned(values, l);
        return !Arrays.equals(values, elsewhere) && canBeSet(elsewhere);
    }

    private boolean canBeSet(double[] values) {
        try (ParameterSnapshot before = sheet.model.snapshot()) {
            assign(values);
            boolean set = Arrays.equals(values, sheet.entries.values());
            before.restore();
            return set;
        }
    }

    private void assign(double[] values) {
        int at = 0;
        for (Parameter parameter : sheet.model.parameters()) {
            parameter.assign(Arrays.copyOfRange(values, at, at + parameter.size()));
            at += parameter.size();
        }
    }

    private Change change(int l) {
        Change change = changeHere(l);
        if (isClear(change.loss()) && isClear(change.gradient())) {
            return change;
        }
        try (ParameterSnapshot before = sheet.model.snapshot()) {
            Random random = new Random(SEED);
            for (Parameter parameter : sheet.model.parameters()) {
                parameter.assign(Arrays.stream(parameter.values())
                        .map(value -> value * (1 + JITTER * (2 * random.nextDouble() - 1)))
                        .toArray());
            }
            Change jittered = changeHere(l);
            before.restore();
            return jittered;
        }
    }

    private static boolean isClear(Deviation change) {
        return change.isSmall() && change.tells();
    }

    private Change changeHere(int l) {
        Model model = sheet.model;
        double[] values = sheet.entries.values();
        double loss = model.loss(sheet.batch);
        double[] gradient = withGradient ? sheet.entries.gradient(sheet.batch) : new double[values.length];
        try (ParameterSnapshot before = model.snapshot()) {
            assign(turned(values, l));
            double turnedLoss = model.loss(sheet.batch);
            double[] turnedGradient = withGradient ? sheet.entries.gradient(sheet.batch) : gradient;
            before.restore();
            Deviation widest =
                    withGradient ? sheet.rounding.between(turnedGradient, turned(gradient, l), 1) : Deviation.NONE;
            double scale = Math.max(Math.abs(turnedLoss), Math.abs(loss));
            String layer = model.layers().get(l).name();
            return new Change(
                    new Deviation(Math.abs(turnedLoss - loss), scale, sheet.rounding.ofLoss(scale), 0),
                    widest,
                    sheet.entries.name(widest.index()) + ", layer " + layer,
                    layer);
        }
    }

    /** The entries of all parameters with unit i of a layer at place i + 1, and the last one at place 0. */
    private double[] turned(double[] entries, int l) {
        double[] turned = entries.clone();
        ModelLayer layer = sheet.model.layers().get(l);
        turnRows(entries, turned, layer.weights());
        layer.biases().ifPresent(biases -> turnRows(entries, turned, biases));
        Parameter above = sheet.model.layers().get(l + 1).weights();
        int start = sheet.entries.start(above);
        int columns = above.columns();
        for (int i = 0; i < above.size(); i++) {
            int row = i / columns;
            turned[start + row * columns + (i % columns + 1) % columns] = entries[start + i];
        }
        return turned;
    }

    private void turnRows(double[] entries, double[] turned, Parameter parameter) {
        int start = sheet.entries.start(parameter);
        int columns = parameter.columns();
        for (int row = 0; row < parameter.rows(); row++) {
            int to = (row + 1) % parameter.rows();
            System.arraycopy(entries, start + row * columns, turned, start + to * columns, columns);
        }
    }
}
