package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Parameter.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two layers whose gradients are added up in one array: both have the sum of the right ones, or one has it and the place of the
 * other stays empty. A search that explains one layer after the other sees the second half of it only.
 */
final class SharedAccumulators {

    private static final String DEFECT = "accumulator-shared-with-layer-above";

    private final Architecture architecture;
    private final List<Observation> seen;
    private final List<BackwardPass> right;
    private final Optional<Defect> defect;

    /** Looks at single samples, if there are any: an array that is shared may be divided by the number of samples twice. */
    SharedAccumulators(Architecture architecture, List<Observation> seen, List<Defect> defects) {
        this.architecture = architecture;
        this.seen = seen.stream().anyMatch(Observation::isSingle)
                ? seen.stream().filter(Observation::isSingle).toList()
                : seen;
        this.defect = defects.stream().filter(one -> one.id().equals(DEFECT)).findFirst();
        this.right = this.seen.stream().map(SharedAccumulators::right).toList();
    }

    private static BackwardPass right(Observation one) {
        BackwardPass pass = one.freshPass();
        Backpropagation.standard().run(pass);
        return pass;
    }

    /** The judgements, with the name at both layers where that is what is wrong with them. */
    List<StepJudgement> named(List<StepJudgement> steps) {
        if (defect.isEmpty()) {
            return steps;
        }
        List<StepJudgement> all = steps;
        for (int upper = architecture.depth() - 1; upper > 0; upper--) {
            for (int lower = upper - 1; lower >= 0; lower--) {
                if (isWrong(all, upper) && isWrong(all, lower)) {
                    all = named(all, upper, lower);
                }
            }
        }
        return all;
    }

    private static boolean isWrong(List<StepJudgement> steps, int layer) {
        return steps.stream().anyMatch(one -> one.layer() == layer && one.isWrong());
    }

    private List<StepJudgement> named(List<StepJudgement> steps, int upper, int lower) {
        Set<Role> shared = EnumSet.noneOf(Role.class);
        double residual = 0;
        for (Role role : Role.values()) {
            Optional<Double> fit = isOfOneShape(upper, lower, role) ? residual(upper, lower, role) : Optional.empty();
            if (fit.isPresent()) {
                shared.add(role);
                residual = Math.max(residual, fit.get());
            }
        }
        if (shared.isEmpty()) {
            return steps;
        }
        StepVerdict verdict = new StepVerdict.Named(List.of(defect.orElseThrow()), residual, Optional.empty());
        StepVerdict agrees = new StepVerdict.Agrees(residual);
        List<StepJudgement> all = new ArrayList<>();
        for (StepJudgement one : steps) {
            boolean isHere = one.layer() == upper || one.layer() == lower;
            if (isHere && one.step() == BackwardStepName.ACCUMULATION) {
                all.add(new StepJudgement(one.step(), one.layer(), one.layerName(), verdict));
            } else if (isHere && one.isWrong() && shared.contains(role(one.step()))) {
                all.add(new StepJudgement(one.step(), one.layer(), one.layerName(), agrees));
            } else {
                all.add(one);
            }
        }
        return all;
    }

    private static Role role(BackwardStepName step) {
        return step == BackwardStepName.BIAS_SUM ? Role.BIASES : Role.WEIGHTS;
    }

    private boolean isOfOneShape(int upper, int lower, Role role) {
        boolean asManyUnits =
                architecture.layer(upper).units() == architecture.layer(lower).units();
        return asManyUnits
                && (role == Role.BIASES
                        || architecture.layer(upper).inputs()
                                == architecture.layer(lower).inputs());
    }

    /** How far the sum is from what was seen; empty if it is something else, or cannot be told from the right gradient. */
    private Optional<Double> residual(int upper, int lower, Role role) {
        double residual = 0;
        boolean tells = false;
        for (int i = 0; i < seen.size(); i++) {
            double[] above = right(i, upper, role);
            double[] below = right(i, lower, role);
            double[] sum = Vectors.sum(above, 1, below);
            Observation.Match atUpper = seen.get(i).match(upper, role, sum);
            Observation.Match atLower = seen.get(i).match(lower, role, sum);
            boolean upperIsEmpty = isEmpty(i, upper, role);
            boolean lowerIsEmpty = isEmpty(i, lower, role);
            if (!(atUpper.holds() || upperIsEmpty)
                    || !(atLower.holds() || lowerIsEmpty)
                    || (upperIsEmpty && lowerIsEmpty)) {
                return Optional.empty();
            }
            residual = Math.max(residual, upperIsEmpty ? 0 : atUpper.residual());
            residual = Math.max(residual, lowerIsEmpty ? 0 : atLower.residual());
            tells |= !isExplained(i, upper, role, above) && !isExplained(i, lower, role, below);
        }
        return tells ? Optional.of(residual) : Optional.empty();
    }

    private double[] right(int observation, int layer, Role role) {
        return Observation.of(right.get(observation).accumulator(layer), role).data;
    }

    private boolean isEmpty(int observation, int layer, Role role) {
        return seen.get(observation)
                .seen(layer, role)
                .filter(part -> Vectors.norm(part.values()) <= part.rounding())
                .isPresent();
    }

    private boolean isExplained(int observation, int layer, Role role, double[] rightOne) {
        Observation.Match match = seen.get(observation).match(layer, role, rightOne);
        return match.isNear() || !match.tells();
    }
}
