package io.github.backcheck.probe;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Turns λ off and on. What it adds to the loss is P(θ), what it adds to the gradient must be ∂P/∂θ. Along a line from half of a
 * parameter to half as much again, P grows by the integral of ∂P/∂θ · θ: exactly by the value in the middle if P is made of
 * squares and magnitudes, and nearly by a sum over many points whatever it is made of.
 */
final class PenaltyLaw {

    private static final long SEED = 5;

    private final LawSheet sheet;
    private final Optional<Laws.Penalty> penalty;

    PenaltyLaw(LawSheet sheet, Optional<Laws.Penalty> penalty) {
        this.sheet = sheet;
        this.penalty = penalty;
    }

    void look() {
        if (penalty.isEmpty()) {
            sheet.missing(Law.GRADIENT_OF_PENALTY, "needs a way to set lambda, by penalty(...)");
            return;
        }
        try (ParameterSnapshot before = sheet.model.snapshot()) {
            sheet.model.parameters().forEach(PenaltyLaw::enliven);
            look(penalty.get().set());
            before.restore();
        } finally {
            penalty.get().set().accept(penalty.get().lambda());
        }
    }

    /** Biases often start at 0, where no penalty shows. */
    private static void enliven(Parameter parameter) {
        double[] values = parameter.values();
        if (Arrays.stream(values).allMatch(value -> value == 0)) {
            Arrays.setAll(values, i -> 0.1 * (1 + i % 3));
            parameter.assign(values);
        }
    }

    private void look(DoubleConsumer set) {
        double[] without = gradient(set, 0);
        double lambda = strength(set);
        double[] added = added(set, lambda);
        double scale = Math.abs(loss(set, lambda)) + Math.abs(loss(set, 0));
        double[] moves = new double[sheet.model.parameters().size()];
        double[] products = new double[moves.length];
        for (int p = 0; p < moves.length; p++) {
            PenaltyLine line = together(set, lambda, p);
            moves[p] = line.rise();
            products[p] = line.slope(0);
        }
        double most = Math.max(Entries.largest(moves), Entries.largest(products));
        boolean isNothing =
                sheet.isSmall(most, scale) && sheet.isSmall(Entries.largest(added), Entries.largest(without));
        if (isNothing) {
            sheet.missing(Law.GRADIENT_OF_PENALTY, "setting lambda changes neither loss nor gradient");
            return;
        }
        for (int p = 0; p < moves.length; p++) {
            double gap = Math.abs(moves[p] - products[p]);
            if (!sheet.isSmall(gap, scale + most) && !isIntegral(together(set, lambda, p), scale + most)) {
                String name = sheet.model.parameters().get(p).name();
                sheet.add(Law.GRADIENT_OF_PENALTY, gap, most, name);
                return;
            }
        }
        judgeEntries(set, lambda, added, scale + most);
    }

    private void judgeEntries(DoubleConsumer set, double lambda, double[] added, double most) {
        double[] values = sheet.entries.values();
        double[] rest = added.clone();
        for (Parameter parameter : sheet.model.parameters()) {
            int from = sheet.entries.start(parameter);
            int to = from + parameter.size();
            PenaltyShape.of(added, values, from, to).takeOff(rest, values, from, to);
        }
        Entries.Widest widest = Entries.widest(rest, new double[rest.length]);
        double scale = Math.max(Entries.largest(added), Entries.largest(sheet.entries.gradient(sheet.batch)));
        boolean holds = sheet.isSmall(widest.gap(), scale) || areIntegrals(set, lambda, most);
        sheet.add(Law.GRADIENT_OF_PENALTY, holds ? 0 : widest.gap(), scale, sheet.entries.name(widest.index()));
    }

    /** Neither squares nor magnitudes: every entry goes a way of its own. */
    private boolean areIntegrals(DoubleConsumer set, double lambda, double most) {
        return IntStream.range(0, sheet.model.parameters().size())
                .allMatch(p -> isIntegral(apart(set, lambda, p), most));
    }

    private boolean isIntegral(PenaltyLine line, double scale) {
        return sheet.isSmall(Math.abs(line.rise() - line.integral()), scale);
    }

    /** From half of a parameter to half as much again. */
    private PenaltyLine together(DoubleConsumer set, double lambda, int p) {
        return line(set, lambda, p, i -> 1);
    }

    private PenaltyLine apart(DoubleConsumer set, double lambda, int p) {
        Random random = new Random(SEED);
        double[] directions =
                random.doubles(sheet.model.parameters().get(p).size(), -1, 1).toArray();
        return line(set, lambda, p, i -> directions[i]);
    }

    private PenaltyLine line(DoubleConsumer set, double lambda, int p, IntToDoubleFunction direction) {
        Parameter parameter = sheet.model.parameters().get(p);
        int start = sheet.entries.start(parameter);
        return new PenaltyLine(
                parameter,
                direction,
                () -> loss(set, lambda) - loss(set, 0),
                () -> Arrays.copyOfRange(added(set, lambda), start, start + parameter.size()));
    }

    private double[] added(DoubleConsumer set, double lambda) {
        double[] added = gradient(set, lambda);
        double[] without = gradient(set, 0);
        for (int i = 0; i < added.length; i++) {
            added[i] -= without[i];
        }
        return added;
    }

    /** So large that what it adds is as large as the loss. */
    private double strength(DoubleConsumer set) {
        double base = Math.abs(loss(set, 0));
        double added = Math.abs(loss(set, 1) - loss(set, 0));
        return base > 0 && added > 0 && Double.isFinite(base / added) ? base / added : 1;
    }

    private double loss(DoubleConsumer set, double lambda) {
        set.accept(lambda);
        return sheet.model.loss(sheet.batch);
    }

    private double[] gradient(DoubleConsumer set, double lambda) {
        set.accept(lambda);
        return sheet.entries.gradient(sheet.batch);
    }
}
