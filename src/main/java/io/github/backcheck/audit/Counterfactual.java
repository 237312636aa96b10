package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.Learner;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.List;
import java.util.OptionalDouble;
import org.ejml.data.DMatrixRMaj;

/** What a short run of training comes to with and without defects: on twins of the network, all from its present weights. */
final class Counterfactual {

    private static final int STEPS = 100;

    private static final int BATCH = 32;

    /** Tried where the program's own is not known; the one at which the right network learns most is taken. */
    private static final List<Double> RATES = List.of(1.0, 0.1, 0.01);

    private final Model model;
    private final Architecture architecture;
    private final Batch data;
    private final double rate;
    private final double before;
    private final double without;

    /**
     * A defect in some layer.
     *
     * @param defect the defect
     * @param layer from 0
     */
    record Placed(Defect defect, int layer) {}

    Counterfactual(Model model, Batch data, OptionalDouble rate) {
        this.model = model;
        this.architecture = model.architecture().orElseThrow();
        this.data = data;
        this.before = loss(Mlp.twin(model));
        double best = rate.orElse(Double.NaN);
        double least = rate.isPresent() ? after(best, List.of()) : Double.POSITIVE_INFINITY;
        for (double other : rate.isPresent() ? List.<Double>of() : RATES) {
            double loss = after(other, List.of());
            if (loss < least) {
                best = other;
                least = loss;
            }
        }
        this.rate = best;
        this.without = least;
    }

    /** What the defects do, all together. */
    Impact of(List<Placed> defects) {
        return new Impact(cosine(defects), STEPS, before, after(rate, defects), without);
    }

    private LearningRule rule(double learningRate, List<Placed> defects) {
        LearningRule rule = LearningRule.of(Optimiser.sgd(learningRate));
        for (Placed placed : defects) {
            rule = placed.defect().in(rule, architecture, placed.layer());
        }
        return rule;
    }

    private double after(double learningRate, List<Placed> defects) {
        Mlp twin = Mlp.twin(model);
        Learner learner = new Learner(twin, rule(learningRate, defects));
        int size = Math.min(BATCH, data.size());
        int batches = data.size() / size;
        for (int step = 0; step < STEPS; step++) {
            int from = step % batches * size;
            Batch batch = data.slice(from, from + size);
            learner.step(batch.inputMatrix(), batch.targetMatrix());
        }
        return loss(twin);
    }

    private double loss(Mlp twin) {
        return twin.loss(twin.forward(data.inputMatrix()), data.targetMatrix());
    }

    private double cosine(List<Placed> defects) {
        Mlp twin = Mlp.twin(model);
        BackwardPass right = pass(twin, Backpropagation.standard());
        BackwardPass wrong = pass(twin, rule(1, defects).backpropagation());
        double products = 0;
        double squares = 0;
        double squaresOfWrong = 0;
        for (int layer = 0; layer < architecture.depth(); layer++) {
            for (int i = 0; i < 2; i++) {
                double[] r = part(right, layer, i).data;
                double[] w = part(wrong, layer, i).data;
                products += Vectors.dot(r, w);
                squares += Vectors.dot(r, r);
                squaresOfWrong += Vectors.dot(w, w);
            }
        }
        return products / Math.sqrt(squares * squaresOfWrong);
    }

    private static DMatrixRMaj part(BackwardPass pass, int layer, int which) {
        return which == 0
                ? pass.accumulator(layer).weights()
                : pass.accumulator(layer).biases();
    }

    private BackwardPass pass(Mlp twin, Backpropagation plan) {
        Batch some = data.slice(0, Math.min(BATCH, data.size()));
        BackwardPass pass = new BackwardPass(new ForwardPass(twin, some.size()), 0);
        pass.feed(some.inputMatrix(), some.targetMatrix());
        plan.run(pass);
        return pass;
    }
}
