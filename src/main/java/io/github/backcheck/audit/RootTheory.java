package io.github.backcheck.audit;

import io.github.backcheck.text.Figures;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * RMSProp, v ← β v + (1 − β) g² (Tieleman and Hinton 2012, lecture 6e), and Adagrad, v ← v + g² (Duchi, Hazan and Singer 2011, with
 * diagonal matrices), θ ← θ − η g / (√v + ε) or g / √(v + ε). What v was when the audit began is read off the first step: with
 * q = −g / Δθ, (q − ε/η)² = v / η² follows a recursion whose two constants are those of the update.
 */
final class RootTheory implements Theory {

    private static final List<Double> EPSILONS = List.of(1e-8, 0.0, 1e-7, 1e-6, 1e-10, 1e-5, 1e-4, 1e-3, 1e-12);
    private static final double CLEAR = 1e4;
    private static final int ROUNDS = 12;
    private static final double EQUAL = 1e-6;

    /** Of v, so that it is seen. */
    private static final double PART = 1e-3;

    /**
     * A member of the family in units of η.
     *
     * @param fade β, 1 for Adagrad
     * @param gain what multiplies g²: (1 − β)/η², or 1/η²
     * @param outside ε/η, or 0
     * @param inside (1 − β) ε/η², or 0
     */
    private record Member(double fade, double gain, double outside, double inside) {
        double eta() {
            return Math.sqrt((isAdagrad() ? 1 : 1 - fade) / gain);
        }

        boolean isAdagrad() {
            return Math.abs(fade - 1) <= EQUAL;
        }
    }

    /** The change that follows from the first one. */
    private static final class Replay implements Column {
        private final IdentityHashMap<Series, double[][]> values = new IdentityHashMap<>();

        Replay(List<Series> parts, Member member) {
            for (Series series : parts) {
                double[][] all = new double[series.steps()][series.entries()];
                for (int entry : series.considered()) {
                    double y = state(series, 0, entry, member.outside());
                    for (int step = 1; step < series.steps(); step++) {
                        double g = series.gradient(step, entry);
                        y = member.fade() * y + member.gain() * g * g + member.inside();
                        all[step][entry] = g == 0 ? 0 : -g / (Math.sqrt(y) + member.outside());
                    }
                }
                values.put(series, all);
            }
        }

        @Override
        public double value(Series series, int step, int entry) {
            return Objects.requireNonNull(values.get(series))[step][entry];
        }

        @Override
        public double rounding(Series series, int step, int entry) {
            double first = Math.abs(series.change(0, entry));
            return Math.abs(value(series, step, entry)) * 4 * series.rounding(0, entry) / first;
        }
    }

    private static double state(Series series, int step, int entry, double outside) {
        double root = -series.gradient(step, entry) / series.change(step, entry) - outside;
        return root * root;
    }

    @Override
    public Optional<Reading> explain(List<Series> parts, Expected expected) {
        List<Series> clear = parts.stream()
                .map(series -> series.only(entry -> isClear(series, entry)))
                .toList();
        long entries =
                clear.stream().mapToLong(series -> series.considered().length).sum();
        long moving =
                parts.stream().mapToLong(series -> series.considered().length).sum();
        if (entries < 2 || 4 * entries < moving) {
            return Optional.empty();
        }
        for (double epsilon : EPSILONS) {
            for (int inside = 0; inside <= 1; inside++) {
                Optional<Reading> reading = explain(clear, epsilon, inside);
                if (reading.isPresent()) {
                    return reading;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isClear(Series series, int entry) {
        for (int step = 0; step < series.steps(); step++) {
            boolean descends = series.gradient(step, entry) * series.change(step, entry) < 0;
            if (!descends || !(Math.abs(series.change(step, entry)) > CLEAR * series.rounding(step, entry))) {
                return false;
            }
        }
        return true;
    }

    /** ε is known in units of η only once η is: a few rounds. */
    private static Optional<Reading> explain(List<Series> parts, double epsilon, int inside) {
        Member member = new Member(0.9, 1, 0, 0);
        for (int round = 0; round < ROUNDS; round++) {
            double eta = round == 0 ? Double.POSITIVE_INFINITY : member.eta();
            double[] constants = regress(parts, inside == 0 ? epsilon / eta : 0, inside);
            double fade = constants[0];
            double gain = constants[1];
            if (!(gain > 0) || !(fade >= 0) || fade > 1 + EQUAL) {
                return Optional.empty();
            }
            Member rough = new Member(fade, gain, 0, 0);
            double outside = inside == 0 ? epsilon / rough.eta() : 0;
            double within = inside == 0 ? 0 : constants[2];
            member = new Member(fade, gain, outside, within);
        }
        Member found = snapped(member);
        if (!remembers(parts, found)) {
            return Optional.empty();
        }
        Replay replay = new Replay(parts, found);
        return LinearFit.of(parts, List.of(replay), 1)
                .filter(LinearFit::reproduces)
                .filter(fit -> Math.abs(fit.of(replay) - 1) <= EQUAL)
                .map(fit -> read(fit, found, epsilon, inside));
    }

    /** Whether the gradients of these steps have a part in the divisor; if not, any rate of one's own would do. */
    private static boolean remembers(List<Series> parts, Member member) {
        for (Series series : parts) {
            for (int entry : series.sample()) {
                for (int step = 1; step < series.steps(); step++) {
                    double g = series.gradient(step, entry);
                    if (member.gain() * g * g > PART * state(series, step, entry, member.outside())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Short decimal constants, if they are as near as the rounding of many quotients lets one expect. */
    private static Member snapped(Member member) {
        double fade = UpdateConstant.read("", member.fade(), EQUAL).value();
        double eta = UpdateConstant.read("", member.eta(), EQUAL * member.eta()).value();
        Member clean = new Member(fade, (fade == 1 ? 1 : 1 - fade) / (eta * eta), member.outside(), member.inside());
        return Double.isFinite(clean.gain()) && clean.gain() > 0 ? clean : member;
    }

    /** Least squares for y_t = β y_{t−1} + c g_t² + d, each row in units of y_t. */
    private static double[] regress(List<Series> parts, double outside, int inside) {
        int unknown = 2 + inside;
        double[][] normal = new double[unknown][unknown + 1];
        for (Series series : parts) {
            for (int entry : series.sample()) {
                for (int step = 1; step < series.steps(); step++) {
                    double now = state(series, step, entry, outside);
                    double g = series.gradient(step, entry);
                    double[] row = {state(series, step - 1, entry, outside) / now, g * g / now, 1 / now};
                    for (int i = 0; i < unknown; i++) {
                        for (int j = 0; j < unknown; j++) {
                            normal[i][j] += row[i] * row[j];
                        }
                        normal[i][unknown] += row[i];
                    }
                }
            }
        }
        return SmallSystem.solve(normal);
    }

    private static Reading read(LinearFit fit, Member member, double epsilon, int inside) {
        double rate = member.eta();
        UpdateConstant constant = UpdateConstant.read("learning rate", rate, EQUAL * rate);
        Reading.Draft draft = new Reading.Draft().rate(constant.value()).constant(constant);
        double read = inside == 0 ? epsilon : member.inside() * rate * rate / (1 - member.fade());
        String where = inside == 0 ? " outside" : " inside";
        if (member.isAdagrad()) {
            draft.says("Adagrad, η " + Figures.precise(constant.value()) + ", ε " + Figures.of(read) + where
                    + " the root");
        } else {
            draft.constant(UpdateConstant.read("decay of squares", member.fade(), EQUAL))
                    .says("RMSProp, η " + Figures.precise(constant.value()) + ", β " + Figures.precise(member.fade())
                            + ", ε " + Figures.of(read) + where + " the root");
        }
        return draft.of(fit.residual());
    }
}
