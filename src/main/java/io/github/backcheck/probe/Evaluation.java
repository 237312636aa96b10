package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.model.Precision;
import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.probe.EvaluationReport.Accuracy;
import io.github.backcheck.probe.EvaluationReport.Formula;
import io.github.backcheck.probe.EvaluationReport.LossRelation;
import io.github.backcheck.probe.EvaluationReport.Relabelling;
import io.github.backcheck.probe.EvaluationReport.ReportedLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Recounts what a program prints. The accuracy is counted again from its outputs; where it is another one, the way of counting
 * is named that gives the number printed, under several settings of the parameters and not only this one. The loss printed is
 * compared with the loss descended. And where hardly anything is right, an exchange of classes is looked for that makes most
 * of it right.
 *
 * <pre>{@code
 * Evaluation.of(model, testSet).accuracy().orElseThrow().formula();   // INTEGER_DIVISION
 * }</pre>
 *
 * <p>Costs 6 calls of predict(inputs), reportedAccuracy, loss and reportedLoss each, with all samples.
 */
public final class Evaluation {

    private static final int FEWEST_CLASSES = 5;
    private static final int MOST_CLASSES = 20;

    /** With fewer samples of a class, some exchange fits by chance. */
    private static final int SAMPLES_FOR_EACH_CLASS = 10;

    private static final double BAD = 0.3;
    private static final double GOOD = 0.6;
    private static final double[] SIZES = {1, 0.5, 2, 0.7};

    private final Model model;
    private final Batch batch;
    private final ParameterSnapshot before;

    private Evaluation(Model model, Batch batch, ParameterSnapshot before) {
        this.model = model;
        this.batch = batch;
        this.before = before;
    }

    /**
     * Compares what a program reports with a recount.
     *
     * @param model offers predict(inputs), and what it reports. Its parameters are modified and restored.
     * @param batch samples with their targets
     * @return what was seen; each part not judged for which the model lacks what it needs, or where the program throws
     * @throws NullPointerException if something is null
     */
    public static EvaluationReport of(Model model, Batch batch) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        try (ParameterSnapshot before = model.snapshot()) {
            return new Evaluation(model, batch, before).look();
        } catch (ModelException e) {
            Judgement none = Judgement.notJudged(String.valueOf(e.getMessage()));
            return new EvaluationReport(
                    Optional.empty(), none, Optional.empty(), none, Optional.empty(), Optional.empty(), none);
        }
    }

    private EvaluationReport look() {
        Optional<Recount> recount =
                model.can(Capability.PREDICT) ? Optional.of(Recount.of(model, batch)) : Optional.empty();
        Optional<ClassTargets> classes = recount.flatMap(Recount::classes);
        Optional<ClassPredictions> predictions = recount.flatMap(Recount::predictions);
        Judged<Accuracy> accuracy = !model.can(Capability.REPORTED_ACCURACY)
                ? missing("needs " + Capability.REPORTED_ACCURACY)
                : recount.isEmpty()
                        ? missing("needs predict(inputs)")
                        : classes.isEmpty() ? missing("needs targets that are classes") : accuracy(recount.get());
        before.restore();
        Judged<ReportedLoss> loss = !model.can(Capability.REPORTED_LOSS)
                ? missing("needs " + Capability.REPORTED_LOSS)
                : model.can(Capability.LOSS) ? loss() : missing("needs " + Capability.LOSS);
        before.restore();
        Judged<Relabelling> relabelling = recount.isEmpty()
                ? missing("needs predict(inputs)")
                : classes.isEmpty() ? missing("needs targets that are classes") : relabelling(recount.get());
        return new EvaluationReport(
                accuracy.what(),
                accuracy.judgement(),
                loss.what(),
                loss.judgement(),
                predictions,
                relabelling.what(),
                relabelling.judgement());
    }

    /** Something and what is thought of it. */
    private record Judged<T>(Optional<T> what, Judgement judgement) {}

    private static <T> Judged<T> missing(String reason) {
        return new Judged<>(Optional.empty(), Judgement.notJudged(reason));
    }

    private Judged<Accuracy> accuracy(Recount here) {
        double reported = model.reportedAccuracy(batch);
        if (Double.compare(model.reportedAccuracy(batch), reported) != 0) {
            return missing("the reported accuracy is another one each time it is asked for");
        }
        List<AccuracyFormulas.Trial> trials = new ArrayList<>();
        // Where outputs are NaN nothing can be predicted, so the number reported is looked at by itself.
        boolean finite = here.areFinite();
        trials.add(new AccuracyFormulas.Trial(here, reported));
        for (int trial = 0; finite && trial < SIZES.length + 1; trial++) {
            before.restore();
            if (trial == 0) {
                Movements.shake(model, 0.3, 5);
            } else {
                Movements.redraw(model, SIZES[trial - 1], trial);
            }
            Recount there = Recount.of(model, batch);
            if (there.areFinite()) {
                trials.add(new AccuracyFormulas.Trial(there, model.reportedAccuracy(batch)));
            }
        }
        AccuracyFormulas.Match match = new AccuracyFormulas(trials).match();
        Accuracy accuracy = new Accuracy(reported, here.correct(), here.samples(), match.formula(), match.number());
        if (!finite && match.formula() == Formula.UNKNOWN) {
            return new Judged<>(Optional.of(accuracy), Judgement.notJudged("the outputs are not finite"));
        }
        return new Judged<>(
                Optional.of(accuracy), match.formula().isSound() ? Judgement.asExpected() : Judgement.noticed());
    }

    private Judged<ReportedLoss> loss() {
        double reported = model.reportedLoss(batch);
        double descended = model.loss(batch);
        List<LossRelations.Trial> trials = new ArrayList<>();
        for (int trial = 0; trial < SIZES.length; trial++) {
            Movements.redraw(model, SIZES[trial], trial);
            Optional<Recount> there =
                    model.can(Capability.PREDICT) ? Optional.of(Recount.of(model, batch)) : Optional.empty();
            trials.add(new LossRelations.Trial(model.reportedLoss(batch), model.loss(batch), squares(), there));
        }
        boolean single = model.parameters().stream().anyMatch(p -> p.precision() == Precision.SINGLE);
        LossRelations relations = new LossRelations(trials, single ? 1e-3 : 1e-5);
        if (relations.isConstant()) {
            return missing("the reported loss does not follow the parameters, which may be a mean over earlier steps");
        }
        LossRelations.Match match = relations.match();
        ReportedLoss loss =
                new ReportedLoss(reported, descended, match.relation(), match.factor(), name(match.factor()));
        boolean told = match.relation() != LossRelation.OTHER;
        return new Judged<>(
                Optional.of(loss),
                told
                        ? Judgement.asExpected()
                        : model.can(Capability.PREDICT)
                                ? Judgement.noticed()
                                : Judgement.notJudged("needs predict(inputs)"));
    }

    private double squares() {
        double squares = 0;
        for (ModelLayer layer : model.layers()) {
            for (double weight : layer.weights().values()) {
                squares += weight * weight;
            }
        }
        return squares;
    }

    private String name(double factor) {
        double samples = batch.size();
        double outputs = batch.outputCount();
        Map<String, Double> names = new LinkedHashMap<>();
        names.put("a half", 0.5);
        names.put("twice", 2.0);
        names.put("number of samples", samples);
        names.put("1 / number of samples", 1 / samples);
        names.put("number of outputs", outputs);
        names.put("1 / number of outputs", 1 / outputs);
        names.put("2 / number of outputs", 2 / outputs);
        names.put("half the number of outputs", outputs / 2);
        names.put("twice the number of samples", 2 * samples);
        names.put("samples times outputs", samples * outputs);
        names.put("root of 2", Math.sqrt(2));
        return factor == 1
                ? ""
                : names.entrySet().stream()
                        .filter(name -> Math.abs(factor / name.getValue() - 1) < 1e-5)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("");
    }

    private Judged<Relabelling> relabelling(Recount recount) {
        int classes = batch.outputCount();
        if (classes < FEWEST_CLASSES || classes > MOST_CLASSES) {
            return missing("needs " + FEWEST_CLASSES + " to " + MOST_CLASSES
                    + " classes: with fewer, chance alone exchanges them");
        }
        if (recount.samples() < SAMPLES_FOR_EACH_CLASS * classes) {
            return missing("needs " + SAMPLES_FOR_EACH_CLASS + " samples for each class");
        }
        if (!recount.areFinite()) {
            return missing("the outputs are not finite");
        }
        int[][] confusion = new int[classes][classes];
        for (int sample = 0; sample < recount.samples(); sample++) {
            confusion[recount.truth(sample)][recount.predicted(sample)]++;
        }
        Relabelling best = BestRelabelling.of(confusion);
        boolean lifts = best.before() < BAD && best.after() > GOOD && best.after() >= 2 * best.before();
        return new Judged<>(Optional.of(best), lifts ? Judgement.noticed() : Judgement.asExpected());
    }
}
