package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.StaleReport.Ignored;
import io.github.backcheck.probe.StaleReport.LossTrait;
import io.github.backcheck.probe.StaleReport.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Asks whether outputs, loss and what the program prints follow the parameters: all are set to something else, then one after
 * the other, and are put back. Also whether the loss reads the inputs and targets that it is given. Something is said only
 * where an answer stays the same to the last bit under all movements, among them moderate weights, under which no unit
 * is saturated.
 *
 * <pre>{@code
 * StaleOutputs.of(model, digits).ignored();   // [outputs do not depend on hidden/b]
 * }</pre>
 *
 * <p>Costs about 10 calls of predict(inputs) and of each loss and accuracy, and 2 for each parameter (32 for an ignored one),
 * with at most 64 samples each; of reportedAccuracy with all samples.
 */
public final class StaleOutputs {

    private static final int MOST_SAMPLES = 64;
    private static final int DRAWS = 8;
    private static final int LOSS_DRAWS = 3;
    private static final double[] SIZES = {1, 0.3, 2, 1, 0.1, 4, 1, 1.5};

    private final Model model;
    private final Batch batch;
    private final Batch part;
    private final ParameterSnapshot before;
    private final Map<Quantity, Judgement> follows = new EnumMap<>(Quantity.class);
    private final List<Ignored> ignored = new ArrayList<>();

    private StaleOutputs(Model model, Batch batch, ParameterSnapshot before) {
        this.model = model;
        this.batch = batch;
        this.part = batch.size() > MOST_SAMPLES ? batch.slice(0, MOST_SAMPLES) : batch;
        this.before = before;
    }

    /**
     * Moves the parameters of a program, asks, and puts them back.
     *
     * @param model offers a loss or predict(inputs). Its parameters are modified and restored.
     * @param batch samples with their targets
     * @return what was seen; each part not judged for which the model lacks what it needs, or if the program throws
     * @throws NullPointerException if something is null
     */
    public static StaleReport of(Model model, Batch batch) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        try (ParameterSnapshot before = model.snapshot()) {
            return new StaleOutputs(model, batch, before).look();
        } catch (ModelException e) {
            return StaleReport.notJudged(String.valueOf(e.getMessage()));
        }
    }

    private StaleReport look() {
        all(Quantity.OUTPUTS, Capability.PREDICT);
        // A cross-entropy with targets of 0 is 0, whatever the outputs.
        boolean mute =
                Arrays.stream(part.targets()).flatMapToDouble(Arrays::stream).allMatch(y -> y == 0);
        Judgement needsTargets = Judgement.notJudged("needs targets that are not all 0");
        if (mute) {
            follows.put(Quantity.LOSS, needsTargets);
            follows.put(Quantity.REPORTED_LOSS, needsTargets);
        } else {
            all(Quantity.LOSS, Capability.LOSS);
            all(Quantity.REPORTED_LOSS, Capability.REPORTED_LOSS);
        }
        follows.put(Quantity.REPORTED_ACCURACY, accuracy());
        before.restore();
        for (Quantity quantity : List.of(Quantity.OUTPUTS, Quantity.LOSS)) {
            Judgement judgement = follows.get(quantity);
            if (judgement != null && judgement.isJudged() && !judgement.isNoticed()) {
                model.parameters().stream()
                        .filter(parameter -> isIgnored(parameter, quantity))
                        .forEach(parameter -> ignored.add(new Ignored(parameter.name(), quantity)));
            }
        }
        List<LossTrait> traits = new ArrayList<>();
        Judgement loss = mute
                ? needsTargets
                : model.can(Capability.LOSS) && model.can(Capability.PREDICT)
                        ? lossOrReason(traits)
                        : Judgement.notJudged("needs loss(batch) and predict(inputs)");
        Judgement worst = ignored.isEmpty() ? loss : Judgement.noticed();
        for (Quantity quantity : Quantity.values()) {
            worst = worst.or(Objects.requireNonNull(follows.get(quantity)));
        }
        // What the model does not offer is said in its place; it does not spoil what was answered.
        boolean answered = follows.values().stream().anyMatch(Judgement::isJudged);
        Judgement all = !worst.isNoticed() && answered ? Judgement.asExpected() : worst;
        return new StaleReport(all, follows, ignored, traits, loss);
    }

    /** The numbers of an answer, to be compared bit by bit. */
    private double[] answer(Quantity quantity) {
        return switch (quantity) {
            case OUTPUTS ->
                Arrays.stream(model.predict(part))
                        .flatMapToDouble(Arrays::stream)
                        .toArray();
            case LOSS -> new double[] {model.loss(part)};
            case REPORTED_LOSS -> new double[] {model.reportedLoss(part)};
            case REPORTED_ACCURACY -> new double[] {model.reportedAccuracy(batch)};
        };
    }

    private void all(Quantity quantity, Capability needed) {
        follows.put(quantity, model.can(needed) ? follows(quantity) : Judgement.notJudged("needs " + needed));
    }

    private Judgement follows(Quantity quantity) {
        before.restore();
        double[] first = answer(quantity);
        for (int draw = 0; draw < DRAWS; draw++) {
            Movements.redraw(model, SIZES[draw], draw);
            if (!Arrays.equals(answer(quantity), first)) {
                return Judgement.asExpected();
            }
        }
        // NaN stays NaN only where something else is NaN as well, and that is another story.
        return Arrays.stream(first).allMatch(Double::isFinite)
                ? Judgement.noticed()
                : Judgement.notJudged("the " + quantity + " is not finite");
    }

    /** The accuracy of wild weights is that of guessing, so samples are given the classes that these weights predict. */
    private Judgement accuracy() {
        if (!model.can(Capability.REPORTED_ACCURACY)) {
            return Judgement.notJudged("needs " + Capability.REPORTED_ACCURACY);
        }
        if (!model.can(Capability.PREDICT)) {
            return Judgement.notJudged("needs predict(inputs)");
        }
        Optional<ClassTargets> classes = ClassTargets.of(batch);
        if (classes.isEmpty()) {
            return Judgement.notJudged("needs targets that are classes");
        }
        before.restore();
        double reported = model.reportedAccuracy(batch);
        double best = 0;
        boolean guessed = false;
        for (int draw = 0; draw < DRAWS; draw++) {
            Movements.redraw(model, SIZES[draw], draw);
            if (Double.compare(model.reportedAccuracy(batch), reported) != 0) {
                return Judgement.asExpected();
            }
            Optional<Batch> asPredicted = asPredicted();
            if (asPredicted.isPresent()) {
                guessed = true;
                best = Math.max(best, model.reportedAccuracy(asPredicted.get()));
            }
        }
        if (!guessed) {
            return Judgement.notJudged("all predictions are of one class");
        }
        boolean allRight = Math.abs(best - 1) < 1e-6 || Math.abs(best - 100) < 1e-4;
        return allRight ? Judgement.asExpected() : Judgement.noticed();
    }

    /** The batch with targets that make every prediction right; empty where one class alone is predicted. */
    private Optional<Batch> asPredicted() {
        double[][] targets = batch.targets();
        double low =
                Arrays.stream(targets).flatMapToDouble(Arrays::stream).min().orElseThrow();
        double high =
                Arrays.stream(targets).flatMapToDouble(Arrays::stream).max().orElseThrow();
        Recount recount = Recount.of(model, batch);
        for (int sample = 0; sample < targets.length; sample++) {
            int predicted = recount.predicted(sample);
            for (int k = 0; k < targets[sample].length; k++) {
                targets[sample][k] = predicted == (targets[sample].length == 1 ? 1 : k) ? high : low;
            }
        }
        Batch asPredicted = Batch.of(batch.inputs(), targets);
        long different = IntStream.range(0, batch.size())
                .map(recount::predicted)
                .distinct()
                .count();
        return different > 1 && recount.areFinite() ? Optional.of(asPredicted) : Optional.empty();
    }

    /** Tried at the parameters as they are, and among moderate ones, under which no unit is saturated or dead. */
    private boolean isIgnored(Parameter parameter, Quantity quantity) {
        for (int around = 0; around < DRAWS; around++) {
            before.restore();
            if (around > 0) {
                Movements.redraw(model, 1, 100 + around);
            }
            double[] first = answer(quantity);
            for (int draw = 0; draw < 3; draw++) {
                Movements.redraw(parameter, Math.pow(3, draw - 1), new Random(31L * around + draw));
                double[] moved = answer(quantity);
                if (!Arrays.equals(moved, first)) {
                    before.restore();
                    return false;
                }
            }
        }
        before.restore();
        return isMoved(quantity);
    }

    /** Whether the quantity is finite where it was looked at: NaN would stay what it is. */
    private boolean isMoved(Quantity quantity) {
        Movements.redraw(model, 1, 101);
        boolean finite = Arrays.stream(answer(quantity)).allMatch(Double::isFinite);
        before.restore();
        return finite;
    }

    /** A program may refuse targets that are no classes; that says nothing about the rest. */
    private Judgement lossOrReason(List<LossTrait> traits) {
        try {
            return loss(traits);
        } catch (ModelException e) {
            return Judgement.notJudged(String.valueOf(e.getMessage()));
        }
    }

    private Judgement loss(List<LossTrait> traits) {
        if (part.size() < 2) {
            return Judgement.notJudged("needs two samples or more");
        }
        Movements.redraw(model, 1, 1);
        int[] turned =
                IntStream.range(0, part.size()).map(i -> (i + 1) % part.size()).toArray();
        Batch otherInputs = Batch.of(changed(part.inputs()), part.targets());
        Batch turnedTargets = Batch.of(part.inputs(), part.select(turned).targets());
        Batch mixedTargets = Batch.of(part.inputs(), changed(part.targets()));
        double first = model.loss(part);
        if (Double.compare(model.loss(part), first) != 0) {
            return Judgement.notJudged("loss(batch) returns something else each time it is asked");
        }
        boolean outputsMove = !Outputs.of(model, part).areIdentical(Outputs.of(model, otherInputs));
        double afterOthers = model.loss(part);
        double rounding = Rounding.of(model, part).relative() * Math.abs(first);
        if (outputsMove && Math.abs(afterOthers - first) > rounding) {
            traits.add(LossTrait.USES_THE_LAST_PREDICTION);
        }
        if (outputsMove && !isCount(first) && isSameWhateverTheParameters(otherInputs)) {
            traits.add(LossTrait.IGNORES_INPUTS);
        }
        if (isSameForOtherTargets(part, first, List.of(turnedTargets, mixedTargets))) {
            traits.add(LossTrait.IGNORES_TARGETS);
        }
        before.restore();
        return traits.isEmpty() ? Judgement.asExpected() : Judgement.noticed();
    }

    /** Once may be chance, where outputs and targets take few values: the first parameters come last, and stay. */
    private boolean isSameWhateverTheParameters(Batch other) {
        boolean same = true;
        for (int draw = LOSS_DRAWS; draw > 0; draw--) {
            Movements.redraw(model, 1, draw);
            same &= model.loss(other) == model.loss(part);
        }
        return same;
    }

    /** A share of the samples, as an error rate is, stays the same for many outputs. */
    private boolean isCount(double loss) {
        double count = loss * part.size();
        return Math.abs(count - Math.rint(count)) < 1e-9;
    }

    /**
     * Outputs that are the same for all samples do not notice targets dealt out in another order; targets that are those of one
     * sample throughout they do.
     */
    private boolean isSameForOtherTargets(Batch part, double loss, List<Batch> reordered) {
        List<Batch> others = new ArrayList<>(reordered);
        for (int sample = 0; sample < part.size(); sample++) {
            if (!Arrays.equals(part.target(sample), part.target(0))) {
                others.add(Batch.of(part.inputs(), repeated(part.target(0), part.size())));
                others.add(Batch.of(part.inputs(), repeated(part.target(sample), part.size())));
                break;
            }
        }
        return others.size() > reordered.size() && others.stream().allMatch(other -> model.loss(other) == loss);
    }

    private static double[][] repeated(double[] row, int times) {
        double[][] rows = new double[times][];
        Arrays.setAll(rows, i -> row.clone());
        return rows;
    }

    /** Other numbers within the same range: every row is given something of the others. */
    private static double[][] changed(double[][] rows) {
        double[][] changed = new double[rows.length][rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < rows[row].length; i++) {
                double other = rows[rows.length - 1 - row][rows[row].length - 1 - i];
                changed[row][i] = 0.3 * rows[row][i] + 0.7 * other;
            }
        }
        return changed;
    }
}
