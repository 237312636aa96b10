package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks the network about the probe and keeps the answers. */
final class ProbeTracker {

    /** Points kept; beyond that every second is dropped. */
    static final int CAPACITY = 64;

    private final Model model;
    private final Probe probe;
    private final LossTracker losses;
    private final Thinned<ProbePoint> points = new Thinned<>(CAPACITY);
    private final Optional<ForgettingTracker> forgetting;
    private int lastStep = -1;

    ProbeTracker(Model model, Probe probe, List<KnownLoss> known) {
        Inputs.requireFit(probe.batch(), model);
        this.model = model;
        this.probe = probe;
        this.losses = LossTracker.of(known);
        this.forgetting = ClassTargets.of(probe.batch())
                .filter(classes -> model.can(Capability.PREDICT))
                .map(classes -> new ForgettingTracker(classes, probe.batch().size()));
    }

    void stepTaken(int step) {
        if (probe.schedule().includes(step)) {
            look(step);
        }
    }

    /** Asks, unless this step was asked about already. */
    void look(int step) {
        if (step == lastStep) {
            return;
        }
        lastStep = step;
        Batch batch = probe.batch();
        double loss = model.loss(batch);
        losses.add(step, loss);
        Optional<double[][]> outputs =
                model.can(Capability.PREDICT) ? Optional.of(model.predict(batch)) : Optional.empty();
        outputs.ifPresent(found -> forgetting.ifPresent(tracker -> tracker.add(found)));
        Optional<Function<Batch, Trace>> tracer = probe.tracerFor(model);
        Optional<Trace> trace = tracer.map(source -> source.apply(batch));
        points.add(new ProbePoint(
                step,
                loss,
                outputs.map(found -> PredictionCensus.of(found, batch)),
                trace.map(this::layers).orElse(List.of()),
                trace.filter(found -> canBeTold(batch)).map(found -> Distinguishability.of(model, batch, found))));
    }

    private List<LayerPulse> layers(Trace trace) {
        return UnitHealthDetector.of(model, any -> trace).add(probe.batch()).report().layers().stream()
                .map(LayerPulse::of)
                .toList();
    }

    /** Samples of one and the same target may well look the same. */
    private static boolean canBeTold(Batch batch) {
        for (int sample = 1; sample < batch.size(); sample++) {
            for (int output = 0; output < batch.outputCount(); output++) {
                if (batch.target(sample, output) != batch.target(0, output)) {
                    return true;
                }
            }
        }
        return false;
    }

    ProbeHistory history() {
        return new ProbeHistory(
                probe.batch().size(), points.items(), losses.curve(), forgetting.map(ForgettingTracker::summary));
    }
}
