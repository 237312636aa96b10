package io.github.backcheck.audit;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Adam, right or wrong, from its first step on. The usual constants are tried; learning rate and decay are solved for. An Adam
 * that has taken steps before the audit began keeps moments that nobody knows, and is not recognised here.
 */
final class AdamTheory implements Theory {

    private static final List<Double> BETAS1 = List.of(0.9, 0.5, 0.8, 0.95, 0.99, 0.0);
    private static final List<Double> BETAS2 = List.of(0.999, 0.99, 0.9, 0.95, 0.9999);
    private static final List<Double> EPSILONS = List.of(1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-10, 1e-12, 1e-16);
    private static final List<Double> PENALTIES = List.of(0.0, 0.01, 1e-3, 1e-4, 5e-4, 1e-5, 0.1);

    /** So large is only a learning rate that was divided by an ε. */
    private static final double ABSURD_RATE = 100;

    /** A handful of entries turns wrong constants down. */
    private static final int FEW = 8;

    /**
     * A member of the family.
     *
     * @param penalty λ of a penalty added to the gradient
     */
    private record Member(AdaptiveKind kind, double beta1, double beta2, double epsilon, double penalty) {
        AdaptiveKind.Moment at(int step) {
            return new AdaptiveKind.Moment(beta1, beta2, epsilon, step + 1);
        }
    }

    /** The first steps of a few entries, which turn most members down. */
    private static final class Glance {
        private static final int ENTRIES = 6;
        private static final int STEPS = 5;
        private static final double POSSIBLE = 1e-3;

        private final List<double[]> gradients = new ArrayList<>();
        private final List<double[]> thetas = new ArrayList<>();
        private final List<double[]> changes = new ArrayList<>();

        Glance(List<Series> parts) {
            int each = Math.max(1, ENTRIES / parts.size());
            for (Series series : parts) {
                int[] entries = series.considered();
                for (int k = 0; k < Math.min(each, entries.length); k++) {
                    add(series, entries[k * entries.length / Math.min(each, entries.length)]);
                }
            }
        }

        private void add(Series series, int entry) {
            double[] g = new double[STEPS];
            double[] theta = new double[STEPS];
            double[] change = new double[STEPS];
            for (int step = 0; step < STEPS; step++) {
                g[step] = series.gradient(step, entry);
                theta[step] = series.theta(step, entry);
                change[step] = series.change(step, entry);
            }
            gradients.add(g);
            thetas.add(theta);
            changes.add(change);
        }

        /** Least squares for learning rate and decay over these few numbers. */
        boolean isPossible(Member member) {
            double uu = 0;
            double ut = 0;
            double tt = 0;
            double uc = 0;
            double tc = 0;
            double cc = 0;
            for (int k = 0; k < gradients.size(); k++) {
                double m = 0;
                double v = 0;
                for (int step = 0; step < STEPS; step++) {
                    double theta = thetas.get(k)[step];
                    double change = changes.get(k)[step];
                    double g = gradients.get(k)[step] + member.penalty() * theta;
                    m = member.beta1() * m + (1 - member.beta1()) * g;
                    v = member.beta2() * v + (1 - member.beta2()) * g * g;
                    double u = m == 0 ? 0 : member.kind().direction(m, v, member.at(step));
                    uu += u * u;
                    ut += u * theta;
                    tt += theta * theta;
                    uc += u * change;
                    tc += theta * change;
                    cc += change * change;
                }
            }
            double determinant = uu * tt - ut * ut;
            double left = cc - (tt * uc * uc - 2 * ut * uc * tc + uu * tc * tc) / determinant;
            return !(left > POSSIBLE * POSSIBLE * cc);
        }
    }

    /** What a member multiplies by −η. */
    private static final class Direction implements Column {
        private final IdentityHashMap<Series, double[][]> values = new IdentityHashMap<>();

        Direction(List<Series> parts, Member member) {
            for (Series series : parts) {
                values.put(series, directions(series, member));
            }
        }

        private static double[][] directions(Series series, Member member) {
            double[][] all = new double[series.steps()][series.entries()];
            AdaptiveKind.Moment[] moments = new AdaptiveKind.Moment[series.steps()];
            for (int step = 0; step < moments.length; step++) {
                moments[step] = member.at(step);
            }
            for (int entry : series.considered()) {
                double m = 0;
                double v = 0;
                for (int step = 0; step < series.steps(); step++) {
                    double g = series.gradient(step, entry) + member.penalty() * series.theta(step, entry);
                    m = member.beta1() * m + (1 - member.beta1()) * g;
                    v = member.beta2() * v + (1 - member.beta2()) * g * g;
                    double direction = member.kind().direction(m, v, moments[step]);
                    all[step][entry] = m == 0 ? 0 : direction;
                }
            }
            return all;
        }

        @Override
        public double value(Series series, int step, int entry) {
            return Objects.requireNonNull(values.get(series))[step][entry];
        }
    }

    @Override
    public Optional<Reading> explain(List<Series> parts, Expected expected) {
        List<Series> few = parts.stream().map(AdamTheory::few).toList();
        Glance glance = new Glance(few);
        for (double penalty : PENALTIES) {
            for (Member member : members(penalty)) {
                if (glance.isPossible(member)) {
                    Optional<Reading> reading = explain(few, parts, member, expected);
                    if (reading.isPresent()) {
                        return reading;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<Member> members(double penalty) {
        List<Member> members = new ArrayList<>();
        for (AdaptiveKind kind : AdaptiveKind.values()) {
            for (double beta1 : BETAS1) {
                for (double beta2 : BETAS2) {
                    for (double epsilon : EPSILONS) {
                        members.add(new Member(kind, beta1, beta2, epsilon, penalty));
                    }
                }
            }
        }
        for (double epsilon : EPSILONS) {
            for (double[] swapped : new double[][] {{0.999, 0.9}, {0.99, 0.8}, {0.99, 0.9}, {0.999, 0.8}}) {
                members.add(new Member(AdaptiveKind.ADAM, swapped[0], swapped[1], epsilon, penalty));
            }
        }
        members.removeIf(member -> !isWorthTrying(member));
        return members;
    }

    /** Penalties and exchanged betas only where the rest is as usual. */
    private static boolean isWorthTrying(Member member) {
        boolean usual = member.beta1() == BETAS1.get(0) && member.beta2() == BETAS2.get(0);
        boolean oneEpsilon = member.kind() != AdaptiveKind.ADAM_NO_SQUARES || member.epsilon() == EPSILONS.get(0);
        return oneEpsilon && (member.penalty() == 0 || (usual && member.kind() == AdaptiveKind.ADAM));
    }

    private static Series few(Series series) {
        int[] sample = series.sample();
        int stride = Math.max(1, sample.length / FEW);
        boolean[] wanted = new boolean[series.entries()];
        for (int k = 0; k < sample.length; k += stride) {
            wanted[sample[k]] = true;
        }
        return series.only(entry -> wanted[entry]);
    }

    private static Optional<Reading> explain(List<Series> few, List<Series> parts, Member member, Expected expected) {
        Direction direction = new Direction(few, member);
        for (List<Column> columns : List.of(List.<Column>of(direction), List.<Column>of(direction, Term.THETA))) {
            if (LinearFit.of(few, columns, 0).filter(LinearFit::isConsistent).isPresent()) {
                Direction full = new Direction(parts, member);
                List<Column> all = columns.size() == 1 ? List.of(full) : List.of(full, Term.THETA);
                Optional<LinearFit> fit = LinearFit.of(parts, all, 0).filter(LinearFit::reproduces);
                if (fit.isPresent()) {
                    return Optional.of(read(fit.get(), full, member, expected));
                }
            }
        }
        return Optional.empty();
    }

    /** A counter that is stuck and no correction at all differ by constants only: η √(1 − β2)/(1 − β1) and ε √(1 − β2). */
    private static List<String> names(Member member, double rate, Expected expected) {
        boolean stuck = member.kind() == AdaptiveKind.ADAM_COUNTER_STUCK;
        if (!stuck && member.kind() != AdaptiveKind.ADAM_NO_CORRECTION) {
            return member.kind().defects();
        }
        double factor = Math.sqrt(1 - member.beta2()) / (1 - member.beta1());
        double other = stuck ? rate * factor : rate / factor;
        boolean otherIsMeant = expected.rate().isPresent()
                && Math.abs(other - expected.rate().getAsDouble())
                        < Math.abs(rate - expected.rate().getAsDouble());
        return stuck == otherIsMeant
                ? List.of("adam-no-bias-correction", "adam-counter-stuck")
                : List.of("adam-counter-stuck", "adam-no-bias-correction");
    }

    private static Reading read(LinearFit fit, Direction direction, Member member, Expected expected) {
        UpdateConstant rate = UpdateConstant.read(
                "learning rate", -fit.of(direction), fit.uncertainty(direction) + 1e-9 * Math.abs(fit.of(direction)));
        Reading.Draft draft = new Reading.Draft();
        boolean noSquares = member.kind() == AdaptiveKind.ADAM_NO_SQUARES;
        boolean harmless = noSquares && Math.abs(rate.value()) / member.epsilon() < ABSURD_RATE;
        if (harmless) {
            draft.says("mean of gradients with β1 " + Figures.precise(member.beta1()) + ", corrected at the start, η "
                    + Figures.precise(rate.value() / member.epsilon()));
        } else {
            draft.says(member.kind().words() + ", η " + Figures.precise(rate.value()) + ", β1 "
                    + Figures.precise(member.beta1())
                    + (noSquares ? "" : ", β2 " + Figures.precise(member.beta2())) + ", ε "
                    + Figures.precise(member.epsilon()));
            draft.rate(rate.value()).constant(rate);
        }
        if (!harmless) {
            draft.defect(names(member, rate.value(), expected).toArray(String[]::new));
        }
        if (member.beta1() >= 0.99 && member.beta1() > member.beta2() && !noSquares) {
            draft.defect("adam-betas-swapped");
        }
        if (rate.value() < 0) {
            draft.defect("update-ascent");
        }
        if (member.penalty() > 0) {
            draft.says("of the gradient with a penalty of " + Figures.precise(member.penalty()));
        }
        if (fit.columns().contains(Term.THETA)) {
            double share = fit.of(Term.THETA);
            draft.constant(UpdateConstant.read("decay of θ in each step", -share, fit.uncertainty(Term.THETA)))
                    .says("decay " + Figures.precise(-share) + " θ");
            if (Math.abs(share + 1) <= 1e-7) {
                draft.defect("update-overwrites");
            } else if (share > 0) {
                draft.defect("decay-wrong-sign");
            } else if (expected.decay().isPresent() && expected.decay().getAsDouble() == 0) {
                draft.defect("decay-not-asked-for");
            }
        }
        return draft.of(fit.residual());
    }
}
