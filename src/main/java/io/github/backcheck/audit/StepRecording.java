package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Lets a program take training steps and writes them down, for {@link UpdateAudit#after}. An optimiser such as Adam can be told
 * by its steps only from the first on.
 *
 * <pre>{@code
 * StepRecording recording = StepRecording.of(model);   // before the first step of training
 * recording.step(batch);                               // seven times or more
 * UpdateAudit.of(model).on(batch).after(recording).run();
 * }</pre>
 *
 * <p>Memory: two copies of all parameters for each step, of no more steps than fit into 40 million bytes. Not thread-safe.
 */
public final class StepRecording {

    /** Numbers that are kept at most. */
    private static final long MOST = 5_000_000;

    /** The largest moves against the middle one; those of a descent are many times as large. */
    private static final double EVEN = 1.05;

    private final Model model;
    private final StepTaker taker;
    private final long perStep;

    private StepRecording(Model model) {
        this.model = model;
        this.taker = new StepTaker(model);
        this.perStep =
                2 * model.parameters().stream().mapToLong(Parameter::size).sum();
    }

    /**
     * Starts without a step.
     *
     * @param model offers trainStep(batch)
     * @return a new recording
     */
    public static StepRecording of(Model model) {
        return new StepRecording(Objects.requireNonNull(model, "the model is null"));
    }

    /**
     * Lets the program take a step, and writes it down while there is room.
     *
     * @param batch samples x inputs, with targets
     * @throws IllegalStateException if the model offers no trainStep(batch)
     * @throws io.github.backcheck.model.ModelException if the program throws; the step is then not written down
     */
    public void step(Batch batch) {
        if ((taker.taken().size() + 1) * perStep <= MOST) {
            taker.step(batch);
        } else {
            model.trainStep(batch);
        }
    }

    /** Whether the first step moved most weights by the same, whatever their gradients, as Adam and its like do. */
    boolean beginsEvenly() {
        if (taker.taken().isEmpty()) {
            return false;
        }
        TakenStep first = taker.taken().get(0);
        double[] moves = IntStream.range(0, first.before().length)
                .mapToObj(p -> Vectors.sum(first.after()[p], -1, first.before()[p]))
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .filter(move -> move > 0)
                .sorted()
                .toArray();
        return moves.length > 1 && moves[moves.length * 9 / 10] < EVEN * moves[moves.length / 2];
    }

    List<TakenStep> taken() {
        return taker.taken();
    }
}
