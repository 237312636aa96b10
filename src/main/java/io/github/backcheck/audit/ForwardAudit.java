package io.github.backcheck.audit;

import io.github.backcheck.audit.AuditCalls.Answers;
import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Finds out which step of a forward pass is wrong, and whether the loss is that of the outputs, by replaying the reference
 * network with and without defects and comparing with what the network computes: on a batch, on the same batch again, and on
 * single samples; with the given parameters and with others nearby. A network that agrees up to rounding is right. A defect is
 * named only if its replay reproduces all numbers.
 *
 * <pre>{@code
 * ForwardTrail trail = ForwardAudit.of(model).on(batch).run();
 * trail.firstWrong().ifPresent(step -> System.out.println(step.verdict()));
 * System.out.println(trail);
 * }</pre>
 *
 * <p>Needs an architecture, and outputs or a trace; with a trace every layer is judged on what it was really given, without
 * one the outputs only. The network's parameters are moved and put back bit for bit, whatever happens; what else it keeps
 * between calls, it keeps. Immutable; each setting returns a new audit.
 */
public final class ForwardAudit {

    private final Model model;
    private final Batch batch;
    private final long seed;
    private final List<Defect> defects;

    private ForwardAudit(Model model, Batch batch, long seed, List<Defect> defects) {
        this.model = model;
        this.batch = batch;
        this.seed = seed;
        this.defects = defects;
    }

    /**
     * Starts with the model.
     *
     * @param model the network
     * @return to be given a batch
     */
    public static WithoutBatch of(Model model) {
        return new WithoutBatch(Objects.requireNonNull(model, "the model is null"));
    }

    /** An audit that lacks its batch. */
    public static final class WithoutBatch {
        private final Model model;

        private WithoutBatch(Model model) {
            this.model = model;
        }

        /**
         * Gives the samples, of which the first eight are used.
         *
         * @param batch of the model's number of inputs and outputs
         * @return the audit with its default settings
         * @throws IllegalArgumentException if inputs or outputs do not fit the model
         */
        public ForwardAudit on(Batch batch) {
            model.requireFits(batch);
            return new ForwardAudit(model, batch, 1, Catalogue.all());
        }
    }

    /**
     * The same with another seed for how far parameters are moved. The default is 1.
     *
     * @param seed any number
     * @return a new audit
     */
    public ForwardAudit seed(long seed) {
        return new ForwardAudit(model, batch, seed, defects);
    }

    /** The same with other defects to match against. The default is the whole catalogue. */
    ForwardAudit against(List<Defect> defects) {
        return new ForwardAudit(model, batch, seed, List.copyOf(defects));
    }

    /**
     * Asks the network and judges what it answers.
     *
     * @return the trail; steps that could not be judged say why, also when the network throws
     */
    public ForwardTrail run() {
        if (model.architecture().isEmpty()) {
            return notJudged("it needs an architecture");
        }
        if (!model.can(Capability.PREDICT) && !model.can(Capability.TRACE)) {
            return notJudged("it needs predict(inputs) or trace(inputs)");
        }
        try {
            return judge();
        } catch (ModelException e) {
            return notJudged(Objects.requireNonNullElse(e.getMessage(), "the network throws"));
        }
    }

    private ForwardTrail judge() {
        AuditCalls calls = new AuditCalls(model, batch, seed);
        List<String> notes = new ArrayList<>();
        Answers<DMatrixRMaj> outputs = calls.ask(this::outputs);
        if (outputs.singleSamplesFail) {
            notes.add("The network fails on single samples; it was asked about the whole batch only.");
        }
        OutputJudge outputJudge = new OutputJudge(model, calls, outputs, defects);
        Optional<List<JudgedStep>> traced = traced(calls, notes);
        List<JudgedStep> steps = traced.orElseGet(outputJudge::judge);
        Optional<ForwardPropagation> plan = plan(steps).filter(outputJudge::isReproducedBy);
        if (plan.isEmpty() && traced.isPresent() && steps.stream().allMatch(JudgedStep::agrees)) {
            // The trace is another computation than that of the outputs.
            notes.add(
                    "Every step that trace(inputs) tells is right, but predict(inputs) returns something else than the"
                            + " activations of its last layer.");
            steps = outputJudge.judge();
            plan = plan(steps).filter(outputJudge::isReproducedBy);
        }
        return new ForwardTrail(model.name(), layerNames(), steps, loss(calls, plan), plan, notes, seed);
    }

    private DMatrixRMaj outputs(Batch samples) {
        return model.can(Capability.PREDICT)
                ? new DMatrixRMaj(model.predict(samples))
                : lastActivations(model.trace(samples));
    }

    private static DMatrixRMaj lastActivations(Trace trace) {
        int last = trace.layerCount() - 1;
        DMatrixRMaj outputs = new DMatrixRMaj(trace.samples(), trace.units(last));
        for (int sample = 0; sample < outputs.numRows; sample++) {
            for (int unit = 0; unit < outputs.numCols; unit++) {
                outputs.set(sample, unit, trace.activation(last, sample, unit));
            }
        }
        return outputs;
    }

    private Optional<List<JudgedStep>> traced(AuditCalls calls, List<String> notes) {
        if (!model.can(Capability.TRACE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TraceJudge(model, calls, calls.ask(model::trace), defects).judge());
        } catch (ModelException e) {
            notes.add("No trace was had: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    /** What the steps amount to, if each of them is known. */
    private static Optional<ForwardPropagation> plan(List<JudgedStep> steps) {
        List<Suspect> suspects = new ArrayList<>();
        for (JudgedStep step : steps) {
            if (step.verdict() instanceof StepVerdict.Named) {
                suspects.add(step.suspects().get(0));
            } else if (!step.agrees()) {
                return Optional.empty();
            }
        }
        return Optional.of(OutputJudge.plan(suspects));
    }

    private JudgedStep loss(AuditCalls calls, Optional<ForwardPropagation> plan) {
        try {
            Answers<LossJudge.Answer> answers =
                    calls.ask(samples -> new LossJudge.Answer(outputs(samples), model.loss(samples)));
            return new LossJudge(model, calls, answers, plan, defects).judge();
        } catch (ModelException e) {
            return JudgedStep.unnamed(
                    "loss",
                    List.of(),
                    new StepVerdict.NotJudged(Objects.requireNonNullElse(e.getMessage(), "the network throws")));
        }
    }

    private List<String> layerNames() {
        return model.layers().stream().map(ModelLayer::name).toList();
    }

    private ForwardTrail notJudged(String reason) {
        StepVerdict verdict = new StepVerdict.NotJudged(reason);
        return new ForwardTrail(
                model.name(),
                layerNames(),
                List.of(JudgedStep.unnamed(
                        "outputs",
                        IntStream.range(0, model.layers().size()).boxed().toList(),
                        verdict)),
                JudgedStep.unnamed("loss", List.of(), verdict),
                Optional.empty(),
                List.of(),
                seed);
    }
}
