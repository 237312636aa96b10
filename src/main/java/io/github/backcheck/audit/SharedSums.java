package io.github.backcheck.audit;

import io.github.backcheck.gradient.LivelyWeights;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells a momentum from sums of gradients that a step multiplies by a number and never sets back to 0. Both leave a share of
 * the last change in each step; but if what {@code gradient(batch)} adds to the sums is applied by the next step as well, it is
 * the sums that are left. Leaves the parameters where it got to.
 */
final class SharedSums {

    private static final String DEFECT = "update-accumulator-rescaled";

    /** Steps that follow each other to this share do so up to rounding. */
    private static final double EQUAL = 1e-6;

    /** How far above rounding a step must be to show anything. */
    private static final double CLEAR = 1e3;

    private final Model model;
    private final double[][] before;
    private final double[][] asked;
    private final double[][] after;

    private SharedSums(Model model, double[][] before, double[][] asked, double[][] after) {
        this.model = model;
        this.before = before;
        this.asked = asked;
        this.after = after;
    }

    /** Takes a step, and two more after asking for the gradient, all from the same lively weights. */
    static SharedSums watch(Model model, Batch batch, long seed) {
        LivelyWeights.assign(model, batch, seed);
        StepTaker taker = new StepTaker(model);
        double[][] start = taker.present();
        taker.stepFrom(start, batch);
        taker.assign(start);
        model.gradient(batch);
        taker.stepFrom(start, batch);
        taker.stepFrom(start, batch);
        List<double[][]> changes =
                taker.taken().stream().map(SharedSums::changes).toList();
        return new SharedSums(model, changes.get(0), changes.get(1), changes.get(2));
    }

    private static double[][] changes(TakenStep step) {
        double[][] changes = new double[step.before().length][];
        for (int p = 0; p < changes.length; p++) {
            changes[p] = Vectors.sum(step.after()[p], -1, step.before()[p]);
        }
        return changes;
    }

    /** The updates, with the name for those whose momentum is such a left-over. */
    List<ParameterUpdate> named(List<ParameterUpdate> updates) {
        Optional<UpdateConstant> common =
                updates.stream().flatMap(update -> fading(update).stream()).findFirst();
        List<ParameterUpdate> all = new ArrayList<>();
        for (int p = 0; p < updates.size(); p++) {
            ParameterUpdate update = updates.get(p);
            Optional<UpdateConstant> momentum = update.isNotReproduced() ? common : fading(update);
            all.add(momentum.isPresent() ? named(update, p, momentum.get()) : update);
        }
        return all;
    }

    /** The momentum of an update that is right so far. */
    private static Optional<UpdateConstant> fading(ParameterUpdate update) {
        return update.constant("momentum")
                .filter(momentum -> update.agrees() && momentum.value() > 0 && momentum.value() < 1);
    }

    private ParameterUpdate named(ParameterUpdate update, int p, UpdateConstant momentum) {
        double[] withAsked = Vectors.sum(asked[p], -momentum.value(), before[p]);
        double[] usual = Vectors.sum(after[p], -momentum.value(), asked[p]);
        Parameter parameter = model.parameters().get(p);
        double rounding = 16 * parameter.precision().unitRoundOff() * Vectors.norm(parameter.values());
        double off = Vectors.norm(Vectors.sum(withAsked, -2, usual));
        double allowed = EQUAL * Vectors.norm(withAsked) + rounding;
        if (off > allowed || Vectors.norm(usual) < CLEAR * allowed) {
            return update;
        }
        StepVerdict.Replay other = new StepVerdict.Replay(
                "a momentum beside sums that are reset", Vectors.distance(withAsked, usual) / Vectors.norm(withAsked));
        String rule = update.rule().isEmpty()
                ? Figures.precise(momentum.value()) + " of the last change is in each step"
                : update.rule();
        return new ParameterUpdate(
                update.parameter(),
                rule,
                update.agrees() ? update.constants() : List.of(momentum),
                new StepVerdict.Named(
                        Judge.defects(List.of(DEFECT)), off / Vectors.norm(withAsked), Optional.of(other)));
    }
}
