package io.github.backcheck.audit;

import static io.github.backcheck.audit.Term.CHANGE_TWO_BEFORE;
import static io.github.backcheck.audit.Term.GRADIENT;
import static io.github.backcheck.audit.Term.PREVIOUS_CHANGE;
import static io.github.backcheck.audit.Term.PREVIOUS_GRADIENT;
import static io.github.backcheck.audit.Term.PREVIOUS_THETA;
import static io.github.backcheck.audit.Term.THETA;

import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.Optional;

/**
 * Updates that add up multiples: Δθ_t = c₀ g_t + c₁ g_{t−1} + d₁ Δθ_{t−1} + d₂ Δθ_{t−2} + e₀ θ_t + e₁ θ_{t−1}. The smallest set of
 * terms that reproduces every change is the update.
 *
 * <p>Momentum v ← μ v + g, θ ← θ − η v has c₀ = −η and d₁ = μ. Nesterov's as Sutskever, Martens, Dahl and Hinton 2013, eq. 3 and 4,
 * write it, with the parameters kept at the point where the gradient is taken, has c₀ = −(1 + μ) η, c₁ = μ η and d₁ = μ. Decay
 * that goes through the momentum adds e₀; decay beside it (Loshchilov and Hutter 2019, algorithm 1) adds e₀ and
 * e₁ = −μ e₀. Sums that are never reset have d₁ = 1, sums that are multiplied by η instead d₁ = η. An update that overwrites
 * has e₀ = −1.
 */
final class LinearTheory implements Theory {

    /** Smallest first; of equal size the likeliest first. */
    private static final List<List<Term>> SETS = List.of(
            List.of(GRADIENT),
            List.of(PREVIOUS_GRADIENT),
            List.of(THETA),
            List.of(GRADIENT, PREVIOUS_CHANGE),
            List.of(GRADIENT, THETA),
            List.of(GRADIENT, PREVIOUS_GRADIENT),
            List.of(PREVIOUS_GRADIENT, PREVIOUS_CHANGE),
            List.of(PREVIOUS_GRADIENT, THETA),
            List.of(GRADIENT, PREVIOUS_CHANGE, THETA),
            List.of(GRADIENT, PREVIOUS_GRADIENT, PREVIOUS_CHANGE),
            List.of(GRADIENT, PREVIOUS_CHANGE, CHANGE_TWO_BEFORE),
            List.of(GRADIENT, PREVIOUS_CHANGE, THETA, PREVIOUS_THETA),
            List.of(GRADIENT, PREVIOUS_GRADIENT, PREVIOUS_CHANGE, CHANGE_TWO_BEFORE),
            List.of(GRADIENT, PREVIOUS_CHANGE, CHANGE_TWO_BEFORE, THETA),
            List.of(GRADIENT, PREVIOUS_GRADIENT, PREVIOUS_CHANGE, THETA, PREVIOUS_THETA));

    /** A momentum so close to a value with a meaning is that value. */
    private static final double EQUAL = 1e-7;

    @Override
    public Optional<Reading> explain(List<Series> parts, Expected expected) {
        for (List<Term> terms : SETS) {
            Optional<LinearFit> fit = LinearFit.of(parts, terms).filter(LinearFit::reproduces);
            if (fit.filter(LinearTheory::isDrift).isPresent()) {
                // It fits parameters without a drift just as well, so each is to be read by itself.
                return parts.size() > 1 ? Optional.empty() : Optional.of(drift(fit.get()));
            }
            if (fit.isPresent()) {
                return Optional.of(read(fit.get(), expected));
            }
        }
        return Optional.empty();
    }

    /** The constants of plain descent and momentum that come closest, for comparison. */
    static double residualOfDescent(List<Series> parts) {
        return LinearFit.of(parts, List.of(GRADIENT)).map(LinearFit::residual).orElse(Double.NaN);
    }

    /** Δθ_t − Δθ_{t−1} = c₀ (g_t − g_{t−1}): plain descent, and in every step the same amounts besides. */
    private static boolean isDrift(LinearFit fit) {
        return fit.columns().equals(List.of(GRADIENT, PREVIOUS_GRADIENT, PREVIOUS_CHANGE))
                && isEqual(fit, PREVIOUS_CHANGE, 1)
                && isClose(fit.of(PREVIOUS_GRADIENT), -fit.of(GRADIENT), fit);
    }

    private static Reading drift(LinearFit fit) {
        Reading.Draft draft = new Reading.Draft();
        UpdateConstant rate = UpdateConstant.read(
                "learning rate", -fit.of(GRADIENT), fit.uncertainty(GRADIENT) + slack(fit, GRADIENT));
        draft.rate(rate.value()).constant(rate);
        draft.says((rate.value() < 0 ? "θ ← θ + " : "θ ← θ - ") + Figures.precise(Math.abs(rate.value()))
                + " g + constants");
        draft.problem(
                "besides what the gradient explains, every step moves entries by the same amounts, whatever the batch: "
                        + farthest(fit.parts().get(0), fit.of(GRADIENT)));
        return draft.of(fit.residual());
    }

    /** The entry that drifts most, in words. */
    private static String farthest(Series series, double coefficient) {
        int worst = 0;
        double farthest = 0;
        for (int entry : series.considered()) {
            double amount = 0;
            for (int step = 0; step < series.steps(); step++) {
                amount += (series.change(step, entry) - coefficient * series.gradient(step, entry)) / series.steps();
            }
            if (Math.abs(amount) > Math.abs(farthest)) {
                worst = entry;
                farthest = amount;
            }
        }
        return series.parameter().entryName(worst) + " by " + Figures.of(farthest);
    }

    private static Reading read(LinearFit fit, Expected expected) {
        Reading.Draft draft = new Reading.Draft();
        boolean overwrites = isEqual(fit, THETA, -1);
        double momentum = fit.of(PREVIOUS_CHANGE);
        boolean previous =
                fit.columns().contains(PREVIOUS_GRADIENT) && !fit.columns().contains(GRADIENT);
        boolean both =
                fit.columns().contains(PREVIOUS_GRADIENT) && fit.columns().contains(GRADIENT);
        Term gradient = previous ? PREVIOUS_GRADIENT : GRADIENT;
        boolean nesterov = both && isNesterov(fit);
        boolean twice = both && !nesterov && isAppliedTwice(fit);
        double share = nesterov ? 1 + momentum : twice ? 2 + Math.sqrt(momentum) : 1;
        UpdateConstant rate = UpdateConstant.read(
                "learning rate", -fit.of(gradient) / share, fit.uncertainty(gradient) / share + slack(fit, gradient));
        if (fit.columns().contains(gradient)) {
            draft.rate(rate.value()).constant(rate);
            draft.says((overwrites ? "θ ← " : "θ ← θ ")
                    + (rate.value() < 0 ? "+ " : "- ")
                    + Figures.precise(Math.abs(rate.value()))
                    + (previous ? " g of the batch before" : " g"));
        } else {
            draft.says(overwrites ? "θ ← 0" : "θ ← θ, no gradient");
        }
        if (overwrites) {
            draft.defect("update-overwrites");
        }
        if (twice) {
            draft.says("applied twice").defect("update-applied-twice");
        }
        if (both && !nesterov && !twice) {
            draft.problem("the gradient of the batch before has a part in each step, "
                    + Figures.precise(fit.of(PREVIOUS_GRADIENT) / fit.of(GRADIENT)) + " times that of the batch");
        }
        readMomentum(draft, fit, expected, nesterov, twice);
        if (previous) {
            draft.defect("update-previous-gradient");
        }
        if (!fit.columns().contains(gradient)) {
            nameCleared(draft, fit, expected);
        }
        if (rate.value() < 0) {
            if (momentum > 0) {
                draft.defect("momentum-velocity-added", "update-ascent");
            } else {
                draft.defect("update-ascent", "momentum-velocity-added");
            }
        }
        if (fit.columns().contains(THETA) && !overwrites) {
            readDecay(draft, fit, expected, share);
        }
        return draft.of(fit.residual());
    }

    private static void readMomentum(
            Reading.Draft draft, LinearFit fit, Expected expected, boolean nesterov, boolean twice) {
        if (!fit.columns().contains(PREVIOUS_CHANGE)) {
            return;
        }
        if (fit.columns().contains(CHANGE_TWO_BEFORE)) {
            readTwoRoots(draft, fit, expected);
            return;
        }
        double value = twice ? Math.sqrt(fit.of(PREVIOUS_CHANGE)) : fit.of(PREVIOUS_CHANGE);
        UpdateConstant momentum =
                UpdateConstant.read("momentum", value, fit.uncertainty(PREVIOUS_CHANGE) + slack(fit, PREVIOUS_CHANGE));
        draft.constant(momentum)
                .says((nesterov ? "Nesterov momentum " : "momentum ") + Figures.precise(momentum.value()));
        nameRoot(draft, value, fit, expected);
    }

    /** Where the gradient is too small to move anything, nobody has cleared it. */
    private static void nameCleared(Reading.Draft draft, LinearFit fit, Expected expected) {
        double rate = Math.max(1, expected.rate().orElse(1));
        if (fit.parts().stream().anyMatch(series -> series.couldMove(rate))) {
            draft.defect("update-gradient-cleared", "update-to-a-copy");
        } else {
            draft.says("the gradient is too small to be seen");
        }
    }

    /** Says what it means that a part of the last step is in the next one. */
    private static boolean nameRoot(Reading.Draft draft, double root, LinearFit fit, Expected expected) {
        double unsure = fit.uncertainty(PREVIOUS_CHANGE) + EQUAL;
        if (Math.abs(root - 1) <= unsure) {
            draft.defect("update-never-reset", "momentum-without-decay");
        } else if (root > 1) {
            draft.defect("momentum-without-decay");
        } else if (root < 0) {
            draft.defect("momentum-wrong-sign");
        } else if (isRate(root, fit, expected, unsure)) {
            draft.says("which is exactly the learning rate").defect("update-accumulator-rescaled");
        } else if (expected.batch() > 2 && Math.abs(root - 1.0 / expected.batch()) <= unsure) {
            draft.says("which is exactly 1 / samples of the batch").defect("update-accumulator-rescaled");
        } else {
            return false;
        }
        return true;
    }

    private static boolean isRate(double root, LinearFit fit, Expected expected, double unsure) {
        double read = Math.abs(fit.of(GRADIENT));
        double error = unsure + fit.uncertainty(GRADIENT) + slack(fit, GRADIENT);
        int n = expected.batch();
        return (expected.rate().isPresent() && Math.abs(expected.rate().getAsDouble() - root) <= unsure)
                || Math.abs(read - root) <= error
                || Math.abs(read / n - root) <= error / n;
    }

    /** Two memories on top of each other: (1 − r L)(1 − s L) Δθ_t = c₀ g_t, L the step before. */
    private static void readTwoRoots(Reading.Draft draft, LinearFit fit, Expected expected) {
        double half = fit.of(PREVIOUS_CHANGE) / 2;
        double under = half * half + fit.of(CHANGE_TWO_BEFORE);
        if (!(under >= 0)) {
            draft.problem("the change depends on the two before it, with the constants " + Figures.precise(2 * half)
                    + " and " + Figures.precise(fit.of(CHANGE_TWO_BEFORE)));
            return;
        }
        double large = half + Math.sqrt(under);
        double small = half - Math.sqrt(under);
        double error = fit.uncertainty(PREVIOUS_CHANGE) + fit.uncertainty(CHANGE_TWO_BEFORE) + 1e-9;
        UpdateConstant first = UpdateConstant.read("momentum", large, error);
        UpdateConstant second = UpdateConstant.read("second momentum", small, error);
        draft.constant(first)
                .constant(second)
                .says("momentum " + Figures.precise(first.value()) + " of sums that fade by "
                        + Figures.precise(second.value()));
        boolean largeIsNamed = nameRoot(draft, large, fit, expected);
        boolean smallIsNamed = nameRoot(draft, small, fit, expected);
        if (!largeIsNamed && !smallIsNamed) {
            draft.problem("the update remembers earlier steps twice, with " + Figures.precise(large) + " and "
                    + Figures.precise(small));
        }
    }

    /** @param times how often Nesterov's momentum or a second update counts what is new */
    private static void readDecay(Reading.Draft draft, LinearFit fit, Expected expected, double times) {
        double rate = -fit.of(GRADIENT) / times;
        double share = fit.of(THETA) / times;
        double error = fit.uncertainty(THETA) + slack(fit, THETA);
        UpdateConstant decay = UpdateConstant.read("decay of θ in each step", -share, error);
        draft.constant(decay).says("decay " + Figures.precise(decay.value()) + " θ");
        if (fit.columns().contains(PREVIOUS_THETA)) {
            double beside = -fit.of(THETA) * fit.of(PREVIOUS_CHANGE);
            double unsure = fit.uncertainty(PREVIOUS_THETA) + error + 1e-6 * Math.abs(share);
            if (Math.abs(fit.of(PREVIOUS_THETA) - beside) > unsure
                    && !fit.columns().contains(PREVIOUS_GRADIENT)) {
                draft.problem("the parameters before the last step have a part in this one");
            }
        }
        double ofPenalty = rate * expected.l2();
        double close = error + 1e-6 * Math.abs(share);
        if (share > 0) {
            if (ofPenalty > 0 && Math.abs(share - ofPenalty) <= close) {
                draft.problem("the penalty of the architecture has no part in the step");
            }
            draft.defect("decay-wrong-sign");
        } else if (ofPenalty > 0 && Math.abs(-share - ofPenalty) <= close) {
            draft.defect("decay-twice");
        } else if (expected.decay().isPresent() && expected.decay().getAsDouble() == 0) {
            draft.defect("decay-not-asked-for");
        }
    }

    private static boolean isNesterov(LinearFit fit) {
        double momentum = fit.of(PREVIOUS_CHANGE);
        double expected = -fit.of(GRADIENT) * momentum / (1 + momentum);
        return momentum != 0 && isClose(fit.of(PREVIOUS_GRADIENT), expected, fit);
    }

    /** Applying the gradient twice to a momentum μ leaves d₁ = μ² and c₁ / c₀ = μ / (2 + μ). */
    private static boolean isAppliedTwice(LinearFit fit) {
        double momentum = Math.sqrt(fit.of(PREVIOUS_CHANGE));
        return momentum > 0 && isClose(fit.of(PREVIOUS_GRADIENT), fit.of(GRADIENT) * momentum / (2 + momentum), fit);
    }

    private static boolean isClose(double value, double expected, LinearFit fit) {
        double unsure = fit.uncertainty(PREVIOUS_GRADIENT)
                + fit.uncertainty(GRADIENT)
                + Math.abs(fit.of(GRADIENT)) * fit.uncertainty(PREVIOUS_CHANGE);
        return Math.abs(value - expected) <= 3 * unsure + 1e-7 * Math.abs(expected);
    }

    private static boolean isEqual(LinearFit fit, Term term, double value) {
        return fit.columns().contains(term) && Math.abs(fit.of(term) - value) <= fit.uncertainty(term) + EQUAL;
    }

    /** What an error common to all gradients does to a constant. */
    private static double slack(LinearFit fit, Term term) {
        return 1e-10 * Math.abs(fit.of(term));
    }
}
