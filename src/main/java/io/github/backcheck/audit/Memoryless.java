package io.github.backcheck.audit;

import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.model.Parameter.Role;
import java.util.Arrays;

/** Which defects depend on what the call before left; they are judged from consecutive calls, not from single ones. */
final class Memoryless {

    private Memoryless() {}

    /** Whether a hypothesis gives the same gradient of a layer, whatever the call before left. */
    static boolean is(Hypothesis hypothesis, Observation observation, int layer) {
        return Arrays.equals(
                gradient(hypothesis, observation.freshPass(), layer, 0),
                gradient(hypothesis, observation.freshPass(), layer, 1));
    }

    private static double[] gradient(Hypothesis hypothesis, BackwardPass pass, int layer, double left) {
        for (Role role : Role.values()) {
            Arrays.fill(Observation.of(pass.previousAccumulator(layer), role).data, left);
            Arrays.fill(Observation.of(pass.previousGradient(layer), role).data, left / 2);
        }
        Backpropagation plan = hypothesis.in(layer);
        for (int at = pass.network().architecture().depth() - 1; at >= layer; at--) {
            plan.computeDelta(pass, at);
            plan.computeGradient(pass, at);
        }
        double[] weights = pass.accumulator(layer).weights().data;
        double[] biases = pass.accumulator(layer).biases().data;
        double[] all = Arrays.copyOf(weights, weights.length + biases.length);
        System.arraycopy(biases, 0, all, weights.length, biases.length);
        return all;
    }
}
