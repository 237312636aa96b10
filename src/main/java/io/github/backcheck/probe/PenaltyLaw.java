package io.github.backcheck.probe;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * Turns λ off and on. What it adds to the loss is P(θ), what it adds to the gradient must be ∂P/∂θ. As P is made of squares, of
 * magnitudes, or of both, ∂P/∂θ · θ over the entries of one parameter is exactly P with them half as large again less P with
 * them half as large.
 */
final class PenaltyLaw {

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
        double[] added = gradient(set, lambda);
        for (int i = 0; i < added.length; i++) {
            added[i] -= without[i];
        }
        double scale = Math.abs(loss(set, lambda)) + Math.abs(loss(set, 0));
        double[] moves = new double[sheet.model.parameters().size()];
        double[] products = new double[moves.length];
        for (int p = 0; p < moves.length; p++) {
            Parameter parameter = sheet.model.parameters().get(p);
            moves[p] = move(set, lambda, parameter);
            products[p] = product(added, parameter);
        }
        double most = Math.max(Entries.largest(moves), Entries.largest(products));
        boolean isNothing =
                sheet.isSmall(most, scale) && sheet.isSmall(Entries.largest(added), Entries.largest(without));
        if (isNothing) {
            sheet.missing(Law.GRADIENT_OF_PENALTY, "setting lambda changes neither loss nor gradient");
            return;
        }
        judge(added, moves, products, scale);
    }

    private void judge(double[] added, double[] moves, double[] products, double scale) {
        int worst = 0;
        for (int p = 1; p < moves.length; p++) {
            worst = Math.abs(moves[p] - products[p]) > Math.abs(moves[worst] - products[worst]) ? p : worst;
        }
        double gap = Math.abs(moves[worst] - products[worst]);
        double most = Math.max(Entries.largest(moves), Entries.largest(products));
        if (!sheet.isSmall(gap, scale + most)) {
            String name = sheet.model.parameters().get(worst).name();
            sheet.add(Law.GRADIENT_OF_PENALTY, gap, most, name);
            return;
        }
        double[] values = sheet.entries.values();
        double[] rest = added.clone();
        for (Parameter parameter : sheet.model.parameters()) {
            int from = sheet.entries.start(parameter);
            int to = from + parameter.size();
            PenaltyShape.of(added, values, from, to).takeOff(rest, values, from, to);
        }
        Entries.Widest widest = Entries.widest(rest, new double[rest.length]);
        sheet.add(
                Law.GRADIENT_OF_PENALTY,
                widest.gap(),
                Math.max(Entries.largest(added), Entries.largest(sheet.entries.gradient(sheet.batch))),
                sheet.entries.name(widest.index()));
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

    /** P with a parameter half as large again, less P with it half as large. */
    private double move(DoubleConsumer set, double lambda, Parameter parameter) {
        double[] values = parameter.values();
        double move = 0;
        for (double factor : new double[] {1.5, 0.5}) {
            parameter.assign(Arrays.stream(values).map(value -> factor * value).toArray());
            double added = loss(set, lambda) - loss(set, 0);
            move += factor > 1 ? added : -added;
        }
        parameter.assign(values);
        return move;
    }

    private double product(double[] added, Parameter parameter) {
        double[] values = parameter.values();
        int start = sheet.entries.start(parameter);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += added[start + i] * values[i];
        }
        return sum;
    }
}
