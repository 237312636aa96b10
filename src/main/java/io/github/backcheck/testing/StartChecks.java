package io.github.backcheck.testing;

import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.LayerHealth;
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
        Optional<LayerHealth> dead =
                layers.stream().filter(layer -> !layer.deadUnits().isEmpty()).findFirst();
        if (dead.isEmpty()) {
            return Outcome.right("every unit of " + Figures.count(model.layers().size(), "layer") + " over "
                    + Figures.count(data.size(), "sample"));
        }
        LayerHealth layer = dead.get();
        String units = "units " + Lists.indices(layer.deadUnits()) + " of " + layer.name() + " (of "
                + Figures.count(layer.units().size()) + ")";
        if (data.size() < FEWEST_FOR_DEAD) {
            return Outcome.notJudged("needs " + FEWEST_FOR_DEAD + " samples or more, given with data(...): " + units
                    + " give the same activation for all " + data.size() + ", which may be chance");
        }
        return Outcome.wrong(new FailureText(layer.name() + ", activation: dead at the start: units "
                        + Lists.indices(layer.deadUnits()) + " of "
                        + Figures.count(layer.units().size())
                        + " give the same activation for all " + Figures.count(data.size(), "sample"))
                .fact("activation", layer.activation().map(Activation::name).orElse("not known"))
                .fact("size", layer.scale().toString())
                .fact(
                        "look for",
                        "weights or inputs that are too large, biases far below 0, inputs that are all alike"));
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
