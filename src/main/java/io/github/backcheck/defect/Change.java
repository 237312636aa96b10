package io.github.backcheck.defect;

import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.mlp.BatchLoss;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.mlp.ForwardStep;
import io.github.backcheck.mlp.ForwardStepName;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.mlp.UpdateStep;
import java.util.List;

/** What a defect puts in place of a step of the reference network. */
public sealed interface Change {

    /**
     * Another step of the forward pass.
     *
     * @param step what is replaced
     * @param by what is done instead
     */
    record Forward(ForwardStepName step, ForwardStep by) implements Change {
        @Override
        public String stepName() {
            return step.toString();
        }

        @Override
        public boolean runsAt(int layer, int depth) {
            return layer < depth;
        }

        @Override
        public LearningRule in(LearningRule rule, List<Integer> layers) {
            ForwardPropagation plan = rule.forward();
            for (int layer : layers) {
                plan = plan.replacing(step, layer, by);
            }
            return rule.withForward(plan);
        }
    }

    /**
     * Another loss.
     *
     * @param by what the program says its loss is
     */
    record Loss(BatchLoss by) implements Change {
        @Override
        public String stepName() {
            return "loss";
        }

        @Override
        public boolean runsAt(int layer, int depth) {
            return layer == depth - 1;
        }

        @Override
        public LearningRule in(LearningRule rule, List<Integer> layers) {
            return rule.withLoss(by);
        }
    }

    /**
     * Another step of backpropagation.
     *
     * @param step what is replaced
     * @param by what is done instead
     */
    record Backward(BackwardStepName step, BackwardStep by) implements Change {
        @Override
        public String stepName() {
            return step.toString();
        }

        @Override
        public boolean runsAt(int layer, int depth) {
            return step.runsAt(layer, depth);
        }

        @Override
        public LearningRule in(LearningRule rule, List<Integer> layers) {
            Backpropagation plan = rule.backpropagation();
            for (int layer : layers) {
                plan = plan.replacing(step, layer, by);
            }
            return rule.withBackpropagation(plan);
        }
    }

    /**
     * Another update.
     *
     * @param by what is done instead
     */
    record Update(WrongUpdate by) implements Change {
        @Override
        public String stepName() {
            return "update";
        }

        @Override
        public boolean runsAt(int layer, int depth) {
            return layer < depth;
        }

        @Override
        public LearningRule in(LearningRule rule, List<Integer> layers) {
            if (!(rule.update() instanceof Optimiser intended)) {
                throw new IllegalArgumentException(
                        "an update that is no optimiser, " + rule.update() + ", cannot be given a defect");
            }
            UpdateStep wrong = by.of(intended);
            return rule.withUpdate((parameter, gradient, state) ->
                    (layers.contains(state.layer()) ? wrong : intended).apply(parameter, gradient, state));
        }
    }

    /** A way in which an update goes wrong, whatever it was meant to be. */
    @FunctionalInterface
    interface WrongUpdate {

        /**
         * The wrong version of an update.
         *
         * @param intended what was meant
         * @return what is done instead
         */
        UpdateStep of(Optimiser intended);
    }

    /**
     * The step that is replaced, in words.
     *
     * @return for example {@code outer product}
     */
    String stepName();

    /**
     * Whether the step is taken at a layer.
     *
     * @param layer from 0
     * @param depth number of layers of the network
     * @return false where there is nothing to replace; the loss is a step of the last layer
     */
    boolean runsAt(int layer, int depth);

    /**
     * Puts the change into some layers.
     *
     * @param rule without the change
     * @param layers from 0
     * @return a new rule
     * @throws IllegalArgumentException if the change is one of the update and the update is no {@link Optimiser}
     */
    LearningRule in(LearningRule rule, List<Integer> layers);
}
