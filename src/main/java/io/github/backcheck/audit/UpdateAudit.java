package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Finds out exactly what a program's training step does to its parameters: from a few steps, taken from chosen parameters and
 * undone, it solves for the few constants of the update and replays every change. Immutable; each setting returns a new audit.
 *
 * <pre>{@code
 * UpdateTrail trail = UpdateAudit.of(model).on(batch).learningRate(0.1).run();
 * System.out.println(trail);        // θ ← θ - 0.1 g, momentum 0.9
 * assertTrue(trail.agrees());
 * }</pre>
 *
 * <p>Needs a training step. The gradient is the model's own if it hands one out, else that of its reference twin if there is an
 * architecture, else only what the steps say about each other is judged. Plain descent, momentum, Nesterov's momentum, Adam,
 * RMSProp, Adagrad, decay, clipping and schedules are recognised as what they are. What is not reproduced to the last digits is
 * not judged, never guessed. Default: seed 1.
 *
 * <p>Parameters are put back bit for bit, also when the program throws. What the program remembers besides them, such as the
 * velocity of a momentum, is not; about 15 steps are taken.
 */
public final class UpdateAudit {

    /**
     * The settings.
     *
     * @param model the network
     * @param batch samples of each step; empty until given
     * @param rate the configured learning rate
     * @param decay the configured decay
     * @param trusted a gradient handed in
     * @param recording of the steps taken so far
     * @param seed of the points that are visited
     */
    record Settings(
            Model model,
            Optional<Batch> batch,
            OptionalDouble rate,
            OptionalDouble decay,
            Optional<Function<Batch, Gradient>> trusted,
            Optional<StepRecording> recording,
            long seed) {
        Settings withBatch(Batch other) {
            return new Settings(model, Optional.of(other), rate, decay, trusted, recording, seed);
        }

        Settings withRate(double other) {
            return new Settings(model, batch, OptionalDouble.of(other), decay, trusted, recording, seed);
        }

        Settings withDecay(double other) {
            return new Settings(model, batch, rate, OptionalDouble.of(other), trusted, recording, seed);
        }

        Settings withTrusted(Function<Batch, Gradient> other) {
            return new Settings(model, batch, rate, decay, Optional.of(other), recording, seed);
        }

        Settings withRecording(StepRecording other) {
            return new Settings(model, batch, rate, decay, trusted, Optional.of(other), seed);
        }

        Settings withSeed(long other) {
            return new Settings(model, batch, rate, decay, trusted, recording, other);
        }
    }

    private final Settings settings;

    private UpdateAudit(Settings settings) {
        this.settings = settings;
    }

    /**
     * An audit of a network.
     *
     * @param model the network. Its parameters are written and put back.
     * @return an audit without a batch
     */
    public static UpdateAudit of(Model model) {
        return new UpdateAudit(new Settings(
                Objects.requireNonNull(model, "model"),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                1));
    }

    /**
     * The samples to train on. Steps get batches of the same size, drawn from these.
     *
     * @param batch as large as the program's own batches
     * @return a new audit
     * @throws IllegalArgumentException if inputs or outputs do not fit the model
     */
    public UpdateAudit on(Batch batch) {
        settings.model().requireFits(batch);
        return new UpdateAudit(settings.withBatch(batch));
    }

    /**
     * The learning rate that the program is meant to have. With it a rate that is its square, twice as large or as many times
     * too large as there are samples is a defect with a name; without, any positive rate is right.
     *
     * @param rate above 0
     * @return a new audit
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public UpdateAudit learningRate(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("a learning rate is a positive number, not " + rate);
        }
        return new UpdateAudit(settings.withRate(rate));
    }

    /**
     * The weight decay that the program is meant to have beside its gradient. With 0 any decay is a defect; without this, decay is
     * only reported.
     *
     * @param lambda at least 0
     * @return a new audit
     * @throws IllegalArgumentException if it is negative or not a number
     */
    public UpdateAudit weightDecay(double lambda) {
        if (!(lambda >= 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("a weight decay is at least 0, not " + lambda);
        }
        return new UpdateAudit(settings.withDecay(lambda));
    }

    /**
     * The gradient to compare steps with, in place of the model's own or its twin's.
     *
     * @param gradient +∂L/∂θ of a batch at the program's present parameters; asked about 20 times
     * @return a new audit
     */
    public UpdateAudit gradientFrom(Function<Batch, Gradient> gradient) {
        Objects.requireNonNull(gradient, "the gradient is null");
        return new UpdateAudit(settings.withTrusted(batch -> complete(gradient.apply(batch))));
    }

    /**
     * The steps that the program took before, from its first on. They are judged where those of the audit itself, which come
     * after them, are those of an optimiser that remembers too much.
     *
     * @param recording of this model
     * @return a new audit
     */
    public UpdateAudit after(StepRecording recording) {
        return new UpdateAudit(settings.withRecording(recording));
    }

    private Gradient complete(Gradient gradient) {
        Objects.requireNonNull(gradient, "the gradient given for a batch is null");
        for (Parameter parameter : settings.model().parameters()) {
            int entries = gradient.of(parameter).map(values -> values.length).orElse(0);
            if (entries != parameter.size()) {
                throw new IllegalArgumentException("the gradient given has " + entries + " entries for " + parameter
                        + ", which has " + parameter.size());
            }
        }
        return gradient;
    }

    /**
     * Other points to visit and other batches.
     *
     * @param seed the same seed gives the same trail
     * @return a new audit
     */
    public UpdateAudit seed(long seed) {
        return new UpdateAudit(settings.withSeed(seed));
    }

    /**
     * Takes the steps, puts the parameters back, and says what the update does.
     *
     * @return the trail
     * @throws IllegalStateException if no batch was given
     * @throws io.github.backcheck.model.ModelException if the program throws
     */
    public UpdateTrail run() {
        Batch batch = settings.batch()
                .orElseThrow(() -> new IllegalStateException("an update audit needs samples: call on(batch)"));
        Model model = settings.model();
        if (!model.can(Capability.TRAIN_STEP)) {
            List<ParameterUpdate> none = model.parameters().stream()
                    .map(parameter -> ParameterUpdate.notJudged(
                            parameter.name(), "needs " + Capability.TRAIN_STEP + ", which the model does not offer"))
                    .toList();
            return new UpdateTrail(
                    model.name(), batch.toString(), Optional.empty(), 0, none, List.of(), settings.seed());
        }
        try (ParameterSnapshot before = model.snapshot()) {
            UpdateTrail trail = new Auditor(settings, batch).audit();
            before.restore();
            return trail;
        }
    }
}
