package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.probe.LawsReport.Law;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Tells whether a call of the program draws from its random numbers. */
final class Draws {

    private static final String PREDICT = "predict(inputs)";
    private static final String LOSS = "loss(batch)";

    private final LawSheet sheet;
    private final Optional<Random> random;

    Draws(LawSheet sheet, Optional<Random> random) {
        this.sheet = sheet;
        this.random = random;
    }

    /** Whether the program's random numbers can be watched. */
    boolean areWatched() {
        return random.isPresent() && state().isPresent();
    }

    boolean inPredict() {
        return sheet.can(Capability.PREDICT) && in(sheet.model::predict);
    }

    boolean inLoss() {
        return in(sheet.model::loss);
    }

    boolean inGradient() {
        return sheet.can(Capability.GRADIENT) && in(sheet.model::gradient);
    }

    /**
     * Whether loss or gradient may depend on numbers drawn, as with dropout: what is drawn for a unit or a sample then depends on
     * its place, and outputs asked for by themselves are others.
     */
    boolean arePossible() {
        return areWatched() ? inLoss() || inGradient() : sheet.can(Capability.RESEED);
    }

    /**
     * Where the model sets random numbers back before each call, the state after a call is the same each time; that it is another
     * after more samples shows that they were drawn for samples.
     */
    private boolean in(Consumer<Batch> call) {
        if (sheet.can(Capability.RESEED)) {
            call.accept(sheet.batch.select(0));
            byte[] afterOne = state().orElseThrow();
            call.accept(sheet.batch.select(0, sheet.batch.size() - 1, 0));
            return !Arrays.equals(afterOne, state().orElseThrow());
        }
        byte[] before = state().orElseThrow();
        call.accept(sheet.batch);
        return !Arrays.equals(before, state().orElseThrow());
    }

    /** What a generator would go on with, read as it is written to a file; empty if it cannot be written. */
    private Optional<byte[]> state() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(random.orElseThrow());
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(bytes.toByteArray());
    }

    /** Asks whether loss and outputs leave random numbers alone. The loss is known to repeat itself. */
    void look() {
        if (canBeJudged()) {
            judge(inPredict() ? PREDICT : inLoss() ? LOSS : "");
        }
    }

    /** The same of the outputs alone, where the loss is one with dropout. */
    void lookAtOutputs() {
        if (canBeJudged()) {
            judge(inPredict() ? PREDICT : "");
        }
    }

    private boolean canBeJudged() {
        if (random.isEmpty()) {
            sheet.missing(Law.RANDOM_UNTOUCHED, "needs the program's java.util.Random, by random(...)");
        } else if (!areWatched()) {
            sheet.missing(
                    Law.RANDOM_UNTOUCHED,
                    "the state of " + random.orElseThrow().getClass().getName() + " cannot be read");
        }
        return areWatched();
    }

    private void judge(String drawing) {
        if (!drawing.isEmpty() && sheet.can(Capability.RESEED)) {
            sheet.missing(
                    Law.RANDOM_UNTOUCHED,
                    drawing + " draws, but reseed sets the numbers back here; it may not in the program");
        } else if (drawing.isEmpty()) {
            sheet.add(Law.RANDOM_UNTOUCHED, 0, 1, PREDICT + " and " + LOSS);
        } else {
            sheet.add(Law.RANDOM_UNTOUCHED, 1, 1, drawing);
        }
    }
}
