package io.github.backcheck.diagnosis;

import io.github.backcheck.census.CensusReport;
import io.github.backcheck.census.ConstantPrediction;
import io.github.backcheck.census.DataCensus;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.model.Reduction;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.monitor.PredictionReport;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.monitor.TrainingMonitor;
import io.github.backcheck.monitor.UnitHealthDetector;
import io.github.backcheck.monitor.UnitHealthReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Gathers evidence, cheap and decisive first, and has the rules judge it. */
final class Examiner {

    private final Model model;
    private final Batch data;
    private final Examination.Settings settings;
    private final Batch shuffled;

    Examiner(Examination.Settings settings) {
        this.model = settings.model();
        this.data = settings.data();
        this.settings = settings;
        this.shuffled = data.shuffled(settings.seed());
    }

    Diagnosis examine() {
        try (ParameterSnapshot before = model.snapshot()) {
            CensusReport census = DataCensus.of(data);
            GradientReport gradient = GradientCheck.of(model)
                    .on(shuffled.slice(0, Math.min(settings.batchSize(), data.size())))
                    .seed(settings.seed())
                    .run();
            Optional<UnitHealthReport> units = units(data);
            Optional<PredictionReport> predictions =
                    model.can(Capability.PREDICT) ? Optional.of(PredictionCensus.of(model, data)) : Optional.empty();
            double lossHere = model.loss(data);
            Optional<TrainingHistory> training =
                    model.can(Capability.TRAIN_STEP) ? Optional.of(train()) : Optional.empty();
            OptionalDouble lossAfter =
                    training.isPresent() ? OptionalDouble.of(model.loss(data)) : OptionalDouble.empty();
            before.restore();
            Evidence evidence = new Evidence(
                    LayerFacts.of(model),
                    census,
                    new LossCourse(lossHere, lossAfter, constantLoss(census)),
                    gradient,
                    training,
                    units,
                    model.can(Capability.ARCHITECTURE) ? units(standardised()) : Optional.empty(),
                    predictions);
            List<Finding> findings = Rule.all().stream()
                    .flatMap(rule -> rule.judge(evidence).stream())
                    .toList();
            Summary summary = new Summary(evidence, model.capabilities());
            return new Diagnosis(model.name(), findings, summary.observations(), summary.judged(), summary.notJudged());
        }
    }

    private TrainingHistory train() {
        TrainingMonitor monitor = TrainingMonitor.of(model);
        int size = Math.min(settings.batchSize(), data.size());
        int batches = Math.max(1, data.size() / size);
        for (int step = 0; step < settings.trainingSteps(); step++) {
            int from = step % batches * size;
            monitor.step(shuffled.slice(from, from + size));
        }
        return monitor.history();
    }

    /** By the network's own trace where it has one, else by its twin's. */
    private Optional<UnitHealthReport> units(Batch samples) {
        if (model.can(Capability.ARCHITECTURE)) {
            Mlp twin = Mlp.twin(model);
            return Optional.of(
                    UnitHealthDetector.of(model, twin::trace).add(samples).report());
        }
        return model.can(Capability.TRACE)
                ? Optional.of(UnitHealthDetector.of(model).add(samples).report())
                : Optional.empty();
    }

    /** Each input shifted and scaled to mean 0 and variance 1; inputs that do not vary become 0. */
    private Batch standardised() {
        double[][] inputs = data.inputs();
        for (int input = 0; input < data.inputCount(); input++) {
            double mean = 0;
            double squares = 0;
            for (double[] sample : inputs) {
                mean += sample[input] / inputs.length;
            }
            for (double[] sample : inputs) {
                squares += (sample[input] - mean) * (sample[input] - mean) / inputs.length;
            }
            double spread = Math.sqrt(squares);
            for (double[] sample : inputs) {
                sample[input] = spread > 0 ? (sample[input] - mean) / spread : 0;
            }
        }
        return Batch.of(inputs, data.targets());
    }

    private OptionalDouble constantLoss(CensusReport census) {
        Optional<Architecture> architecture = model.architecture();
        if (architecture.isEmpty()) {
            return OptionalDouble.empty();
        }
        ConstantPrediction constant = census.targets().constantPrediction();
        OptionalDouble perSample = switch (architecture.get().loss()) {
            case HALF_SQUARED_ERROR -> OptionalDouble.of(constant.halfSquaredError());
            case MEAN_SQUARED_ERROR -> OptionalDouble.of(constant.meanSquaredError());
            case SOFTMAX_CROSS_ENTROPY -> constant.crossEntropy();
            case BINARY_CROSS_ENTROPY -> OptionalDouble.empty();
        };
        double factor = architecture.get().reduction() == Reduction.SUM ? data.size() : 1;
        return perSample.isPresent() ? OptionalDouble.of(factor * perSample.getAsDouble()) : perSample;
    }
}
