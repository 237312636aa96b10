package io.github.backcheck.audit;

import io.github.backcheck.audit.LayerExplanation.Part;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which step is behind numbers that no known defect reproduces, by the structure of the error.
 *
 * @param step that is wrong
 * @param alsoPossible a step that the numbers cannot tell from it
 * @param verdict on it
 */
record Attribution(BackwardStepName step, Optional<BackwardStepName> alsoPossible, StepVerdict verdict) {

    static Attribution of(
            Part part, LayerExplanation explanation, List<Observation> observations, Model model, int layer) {
        if (part == Part.DELTA) {
            return ofDelta(explanation, observations, model, layer);
        }
        if (part == Part.STORED) {
            Attribution scaled = ofGradient(Role.WEIGHTS, explanation, observations, model, layer);
            return new Attribution(
                    BackwardStepName.ACCUMULATION, Optional.of(BackwardStepName.BATCH_REDUCTION), scaled.verdict());
        }
        if (part != Part.TOGETHER) {
            return ofGradient(
                    part == Part.WEIGHTS ? Role.WEIGHTS : Role.BIASES, explanation, observations, model, layer);
        }
        boolean weightsAreRight = new GradientError(Role.WEIGHTS, explanation, observations, layer).isSmall();
        return ofGradient(weightsAreRight ? Role.BIASES : Role.WEIGHTS, explanation, observations, model, layer);
    }

    private static Attribution ofDelta(
            LayerExplanation explanation, List<Observation> observations, Model model, int layer) {
        DeltaError error = DeltaError.of(explanation, observations, layer);
        boolean last = layer == model.layers().size() - 1;
        BackwardStepName first = last ? BackwardStepName.LOSS_DELTA : BackwardStepName.PROPAGATION;
        BackwardStepName step = error.followsPreActivations() ? BackwardStepName.ACTIVATION_DERIVATIVE : first;
        BackwardStepName other = step == first ? BackwardStepName.ACTIVATION_DERIVATIVE : first;
        return new Attribution(
                step,
                error.isDecided() ? Optional.empty() : Optional.of(other),
                new StepVerdict.Unknown(
                        error.residual(),
                        error.shape(),
                        error.numbers(model.layers().get(layer).name())));
    }

    private static Attribution ofGradient(
            Role role, LayerExplanation explanation, List<Observation> observations, Model model, int layer) {
        GradientError error = new GradientError(role, explanation, observations, layer);
        Parameter parameter = role == Role.WEIGHTS
                ? model.layers().get(layer).weights()
                : model.layers().get(layer).biases().orElseThrow();
        return new Attribution(
                error.step(),
                error.alsoPossible(),
                new StepVerdict.Unknown(error.residual(), error.shape(), error.numbers(parameter)));
    }

    /** The error of a layer's dW or db, whose δ is known. */
    private static final class GradientError {

        private final Role role;
        private final int layer;
        private final List<Observation> observations;
        private final double[][] expected;
        private final boolean singlesHold;
        private final boolean penalised;
        private double residual;
        private boolean small = true;
        private int worst;

        GradientError(Role role, LayerExplanation explanation, List<Observation> observations, int layer) {
            this.role = role;
            this.layer = layer;
            this.observations = observations;
            this.expected = new double[observations.size()][];
            Backpropagation plan = explanation.hypothesis().in(layer);
            boolean holds = true;
            for (int i = 0; i < expected.length; i++) {
                Observation one = observations.get(i);
                one.replay(plan, layer, explanation.deltas().get(i));
                expected[i] = Arrays.copyOf(one.replayed(layer, role), seen(i).length);
                Observation.Match match = one.match(layer, role, expected[i]);
                holds &= !one.isSingle() || match.holds();
                small &= match.holds();
                if (match.residual() > residual) {
                    residual = match.residual();
                    worst = i;
                }
            }
            this.penalised = observations.get(0).twin().architecture().l2() > 0;
            this.singlesHold = holds && observations.stream().anyMatch(Observation::isSingle);
        }

        private double[] seen(int observation) {
            return observations.get(observation).seen(layer, role).orElseThrow().values();
        }

        BackwardStepName step() {
            if (isParameter()) {
                return BackwardStepName.ACCUMULATION;
            }
            if (isAlongParameter() || (penalised && isSameForAllSamples())) {
                return BackwardStepName.PENALTY;
            }
            if (singlesHold) {
                return BackwardStepName.BATCH_REDUCTION;
            }
            return role == Role.WEIGHTS ? BackwardStepName.OUTER_PRODUCT : BackwardStepName.BIAS_SUM;
        }

        /** What is 0 may not have been computed, or not have been stored. */
        Optional<BackwardStepName> alsoPossible() {
            return !singlesHold && isPartlyZero() ? Optional.of(BackwardStepName.ACCUMULATION) : Optional.empty();
        }

        /** Nothing of a gradient is left: the numbers are those of the parameter. */
        private boolean isParameter() {
            for (int i = 0; i < expected.length; i++) {
                double[] theta = theta(i);
                double share = Vectors.dot(seen(i), theta) / Vectors.dot(theta, theta);
                boolean isPenalty = Math.abs(share
                                - observations.get(i).twin().architecture().l2())
                        < 1e-9;
                if (isPenalty || Vectors.norm(Vectors.sum(seen(i), -share, theta)) > 1e-7 * Vectors.norm(seen(i))) {
                    return false;
                }
            }
            return true;
        }

        /** At the same weights the difference does not depend on the sample. */
        private boolean isSameForAllSamples() {
            Map<Mlp, double[]> first = new HashMap<>();
            boolean any = false;
            for (int i = 0; i < expected.length; i++) {
                if (observations.get(i).isSingle()) {
                    double[] difference = Vectors.sum(seen(i), -1, expected[i]);
                    if (observations.get(i).match(layer, role, expected[i]).holds()) {
                        return false;
                    }
                    double[] other = first.putIfAbsent(observations.get(i).twin(), difference);
                    if (other != null && Vectors.distance(other, difference) > 1e-6 * Vectors.norm(difference)) {
                        return false;
                    }
                    any |= other != null;
                }
            }
            return any;
        }

        /** Every entry is right or 0. */
        private boolean isPartlyZero() {
            for (int i = 0; i < expected.length; i++) {
                double[] seen = seen(i);
                double size = Vectors.norm(expected[i]);
                for (int j = 0; j < seen.length; j++) {
                    if (seen[j] != 0 && Math.abs(seen[j] - expected[i][j]) > 1e-7 * size) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** The difference, where there is one, is a multiple of the parameter, the same for batches of one size. */
        private boolean isAlongParameter() {
            Map<Integer, Double> shares = new HashMap<>();
            for (int i = 0; i < expected.length; i++) {
                if (!observations.get(i).match(layer, role, expected[i]).holds()) {
                    double[] theta = theta(i);
                    double[] difference = Vectors.sum(seen(i), -1, expected[i]);
                    double share = Vectors.dot(difference, theta) / Vectors.dot(theta, theta);
                    double other =
                            shares.computeIfAbsent(observations.get(i).batch().size(), first -> share);
                    boolean along =
                            Vectors.norm(Vectors.sum(difference, -share, theta)) <= 1e-6 * Vectors.norm(difference);
                    if (!along || theta.length < 2 || Math.abs(share - other) > 1e-6 * Math.abs(other)) {
                        return false;
                    }
                }
            }
            return !shares.isEmpty();
        }

        private double[] theta(int observation) {
            var twin = observations.get(observation).twin();
            double[] data = role == Role.WEIGHTS ? twin.weights(layer).data : twin.biases(layer).data;
            return Arrays.copyOf(data, seen(observation).length);
        }

        double residual() {
            return residual;
        }

        boolean isSmall() {
            return small;
        }

        String shape() {
            double[] seen = seen(worst);
            double[] right = expected[worst];
            if (Vectors.norm(seen) == 0) {
                return "0 where it should not be";
            }
            double factor = Vectors.dot(seen, right) / Vectors.dot(right, right);
            boolean scaled = Vectors.distance(seen, Vectors.sum(new double[seen.length], factor, right))
                    <= 1e-7 * Vectors.norm(seen);
            return scaled
                    ? Figures.precise(factor) + " times what it should be" + (singlesHold ? " for several samples" : "")
                    : isPartlyZero()
                            ? "0 in some places, right in all others"
                            : (singlesHold ? "right for single samples, wrong for several; " : "")
                                    + "cosine with the right one "
                                    + (Vectors.norm(right) == 0
                                            ? "not 0, which it should be"
                                            : Figures.of(Vectors.dot(seen, right)
                                                    / Vectors.norm(seen)
                                                    / Vectors.norm(right)));
        }

        List<Fact> numbers(Parameter parameter) {
            double[] seen = seen(worst);
            int entry = 0;
            for (int j = 0; j < seen.length; j++) {
                if (Math.abs(seen[j] - expected[worst][j]) > Math.abs(seen[entry] - expected[worst][entry])) {
                    entry = j;
                }
            }
            return List.of(new Fact(
                    parameter.entryName(entry),
                    "yours " + Figures.precise(seen[entry]) + ", the right step gives "
                            + Figures.precise(expected[worst][entry]) + " (batch of "
                            + observations.get(worst).batch().size() + ")"));
        }
    }
}
