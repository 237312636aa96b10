package io.github.backcheck.testing;

import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.LayerHealth;
import io.github.backcheck.monitor.UnitHealth;
import io.github.backcheck.monitor.UnitHealthDetector;
import io.github.backcheck.monitor.UnitHealthReport;
import io.github.backcheck.probe.WeightCensus;
import io.github.backcheck.probe.WeightReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a network starts in a state from which it can learn. */
final class StartChecks {

    /** On fewer, a healthy unit may look dead by chance. */
    private static final int FEWEST_FOR_DEAD = 30;

    /** A mean of f' / max f' below a millionth. */
    private static final double SHUT = 1e-6;

    private StartChecks() {}

    static Outcome unitsDiffer(Specimen specimen) {
        WeightReport report = WeightCensus.of(specimen.model());
        Optional<WeightReport.Copies> shared =
                report.copies().stream().filter(WeightReport.Copies::shared).findFirst();
        if (shared.isPresent()) {
            return Outcome.wrong(new FailureText(shared.get().one() + ", start: " + shared.get()
                            + ", so that the layers learn each other's weights")
                    .fact("look for", "a reference that is copied where the numbers should be"));
        }
        return report.layers().stream()
                .filter(layer -> !layer.inseparable().isEmpty())
                .findFirst()
                .map(layer -> Outcome.wrong(new FailureText(layer.layer() + ", start: units "
                                + layer.inseparable().stream()
                                        .map(Lists::indices)
                                        .collect(Collectors.joining("; "))
                                + " have the same weights, in and out, so that no training tells them apart")
                        .facts(List.of(
                                new Fact("weights", layer.weights().toString()),
                                new Fact(
                                        "look for",
                                        "weights that are drawn from a new generator with the same seed each,"
                                                + " or not drawn at all")))))
                .orElseGet(() -> Outcome.right(Figures.count(report.layers().size(), "layer")));
    }

    static Outcome noUnitDead(Specimen specimen) {
        Model model = specimen.model();
        Batch data = specimen.data();
        Optional<UnitHealthReport> seen = units(specimen);
        if (seen.isEmpty()) {
            return Outcome.notJudged("needs " + Capability.TRACE
                    + ", or an architecture that describes the network and " + Capability.PREDICT);
        }
        if (data.size() < 2) {
            return Outcome.notJudged("needs two samples or more");
        }
        List<LayerHealth> layers = seen.get().layers();
        for (int i = 0; i < layers.size(); i++) {
            Place place = i < layers.size() - 1 ? Place.HIDDEN : Place.OUTPUT;
            List<UnitHealth> dead = layers.get(i).units().stream()
                    .filter(unit -> isDead(unit, place))
                    .toList();
            if (!dead.isEmpty()) {
                return dead(layers.get(i), dead, data.size());
            }
        }
        return Outcome.right("every unit of " + Figures.count(model.layers().size(), "layer") + " over "
                + Figures.count(data.size(), "sample"));
    }

    private enum Place {
        HIDDEN,
        OUTPUT
    }

    /**
     * Nothing passes a unit whose f' is next to 0 for all samples. A hidden unit that is constant tells the next layer nothing. An
     * output may well be constant before training, as all are where the last weights start at 0.
     */
    private static boolean isDead(UnitHealth unit, Place place) {
        boolean shut = unit.samples() > 1 && unit.meanSlope().orElse(1) < SHUT;
        boolean constant =
                unit.dead() && (place == Place.HIDDEN || (unit.slope().isEmpty() && isShare(unit)));
        return shut || constant;
    }

    /** A unit of a softmax that gets everything or nothing, whatever the sample. */
    private static boolean isShare(UnitHealth unit) {
        return Math.abs(unit.activation().mean()) < SHUT
                || Math.abs(unit.activation().mean() - 1) < SHUT;
    }

    private static Outcome dead(LayerHealth layer, List<UnitHealth> dead, int samples) {
        boolean constant = dead.stream().allMatch(UnitHealth::dead);
        String units = (dead.size() == 1 ? "unit " : "units ")
                + Lists.indices(dead.stream().map(UnitHealth::unit).toList()) + " of "
                + Figures.count(layer.units().size());
        String one = dead.size() == 1 ? "s" : "";
        String seen = constant
                ? " give" + one + " the same activation for all "
                : " let" + one + " no gradient pass for any of ";
        if (samples < FEWEST_FOR_DEAD) {
            return Outcome.notJudged("needs " + FEWEST_FOR_DEAD + " samples or more, given with data(...): " + units
                    + " in " + layer.name() + seen + samples + ", which may be chance");
        }
        return Outcome.wrong(new FailureText(layer.name() + ", activation: dead at the start: " + units + seen
                        + Figures.count(samples, "sample"))
                .fact("activation", layer.activation().map(Activation::name).orElse("not known"))
                .fact("size", layer.scale().toString())
                .fact(
                        "look for",
                        "weights or inputs that are too large, biases far below 0, weights that are all 0, inputs that are all"
                                + " alike"
                                + (dead.stream().allMatch(UnitHealth::off)
                                                && 2 * dead.size()
                                                        < layer.units().size()
                                        ? "; a few ReLUs of many may be off by chance: does another seed switch them on?"
                                        : "")));
    }

    /** Empty where the units are not known. */
    private static Optional<UnitHealthReport> units(Specimen specimen) {
        Model model = specimen.model();
        if (model.can(Capability.TRACE)) {
            return Optional.of(UnitHealthDetector.of(model).add(specimen.data()).report());
        }
        boolean twin = model.can(Capability.ARCHITECTURE)
                && model.can(Capability.PREDICT)
                && ForwardAudit.of(model)
                        .on(specimen.batch())
                        .seed(specimen.seed())
                        .run()
                        .isRight();
        return twin
                ? Optional.of(UnitHealthDetector.of(model, Mlp.twin(model)::trace)
                        .add(specimen.data())
                        .report())
                : Optional.empty();
    }
}
