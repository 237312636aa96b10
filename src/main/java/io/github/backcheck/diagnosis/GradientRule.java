package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.EntryCheck;
import io.github.backcheck.gradient.ErrorShape;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gradients that are wrong otherwise than by being 0: one finding for each layer, or one where all are off by one factor. */
final class GradientRule implements Rule {

    /** Above this cosine a wrong gradient leads almost the right way. */
    private static final double MILD = 0.99;

    private static final double SAME_FACTOR = 1e-6;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Wrong> wrong = new ArrayList<>();
        for (LayerFacts layer : evidence.layers()) {
            if (!evidence.isNotReached(layer)) {
                layer.parameters()
                        .forEach(
                                name -> firstDisagreement(evidence, layer, name).ifPresent(wrong::add));
            }
        }
        Optional<Double> factor = commonFactor(evidence, wrong);
        if (factor.isPresent()) {
            return List.of(scaled(wrong, factor.get()));
        }
        return evidence.layers().stream()
                .map(layer ->
                        wrong.stream().filter(one -> one.layer.equals(layer)).toList())
                .filter(ofLayer -> !ofLayer.isEmpty())
                .map(ofLayer -> finding(evidence, ofLayer))
                .toList();
    }

    private record Wrong(LayerFacts layer, PointCheck point, ParameterCheck check) {}

    private static Optional<Wrong> firstDisagreement(Evidence evidence, LayerFacts layer, String name) {
        for (PointCheck point : evidence.gradient().points()) {
            Optional<ParameterCheck> check = point.parameter(name).filter(one -> one.verdict() == Verdict.DISAGREES);
            if (check.isPresent()) {
                return Optional.of(new Wrong(layer, point, check.get()));
            }
        }
        return Optional.empty();
    }

    /** One factor for every parameter: the loss that is descended is scaled, and nothing else. */
    private static Optional<Double> commonFactor(Evidence evidence, List<Wrong> wrong) {
        int parameters = evidence.layers().stream()
                .mapToInt(layer -> layer.parameters().size())
                .sum();
        if (wrong.size() < parameters) {
            return Optional.empty();
        }
        double first = factor(wrong.get(0)).orElse(Double.NaN);
        boolean same = wrong.stream()
                .allMatch(one -> factor(one)
                        .filter(other -> Math.abs(other - first) <= SAME_FACTOR * Math.abs(first))
                        .isPresent());
        return same ? Optional.of(first) : Optional.empty();
    }

    private static Optional<Double> factor(Wrong wrong) {
        return wrong.check.shape().map(shape -> shape instanceof ErrorShape.Factor known ? known.factor() : Double.NaN);
    }

    private static Finding scaled(List<Wrong> wrong, double factor) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("factor", Figures.precise(factor) + " in all " + Figures.count(wrong.size(), "parameter")));
        wrong.get(0).check.worst().stream().findFirst().ifPresent(entry -> facts.add(entryFact(entry)));
        return new Finding(
                FindingId.GRADIENT_WRONG,
                factor < 0 ? Severity.BREAKS : Severity.MILD,
                wrong.stream().map(one -> one.check.parameter()).toList(),
                "The whole gradient is " + Figures.precise(factor) + " times that of the loss"
                        + (factor < 0
                                ? ": descending it climbs."
                                : ". It leads the right way; the learning rate is in effect multiplied by it."),
                facts,
                factor < 0
                        ? "Look for y - a where a - y was meant, or for an update that adds."
                        : "Is the batch summed in one and averaged in the other, or a factor such as 2 or 1/2 in one only?");
    }

    private static Finding finding(Evidence evidence, List<Wrong> wrong) {
        LayerFacts layer = wrong.get(0).layer;
        List<Fact> facts = new ArrayList<>();
        double worstCosine = 1;
        for (Wrong one : wrong) {
            ParameterCheck check = one.check;
            double cosine = check.magnitudes().cosine();
            worstCosine = Math.min(worstCosine, Double.isNaN(cosine) ? 0 : cosine);
            facts.add(new Fact(
                    check.parameter(),
                    check.shape().map(ErrorShape::toString).orElse("wrong") + "; "
                            + Figures.count(check.entries().disagreeing()) + " of "
                            + Figures.count(check.entries().checked()) + " entries wrong, relative error "
                            + Figures.of(check.magnitudes().relativeError()) + ", at " + one.point.point()));
            check.worst().stream().findFirst().ifPresent(entry -> facts.add(entryFact(entry)));
            if (check.worst().isEmpty() && !check.note().isEmpty()) {
                facts.add(new Fact("seen", check.note()));
            }
        }
        facts.add(new Fact("descent", descent(worstCosine)));
        if (evidence.gradient().source() == GradientSource.TRAIN_STEP) {
            facts.add(new Fact(
                    "gradient from",
                    "the change that a training step makes, which follows -learning rate x gradient exactly in another"
                            + " parameter"));
        }
        return new Finding(
                FindingId.GRADIENT_WRONG,
                worstCosine <= 0 ? Severity.BREAKS : worstCosine < MILD ? Severity.HURTS : Severity.MILD,
                List.of(layer.name()),
                "The gradient of " + layer.name() + " is wrong.",
                facts,
                "Compare the code of this layer's gradient with the formulas: delta = (W of the layer above, transposed, times"
                        + " its delta) times f'(z); dW = delta times the previous activation; db = delta; averaged or summed"
                        + " over the batch as the loss is. If the layers above are wrong too, mend the uppermost first.");
    }

    private static Fact entryFact(EntryCheck entry) {
        return new Fact(
                entry.name(),
                "analytic " + Figures.precise(entry.analytic()) + ", numeric " + Figures.precise(entry.numeric())
                        + " ± " + Figures.of(entry.uncertainty()));
    }

    private static String descent(double cosine) {
        return cosine <= 0
                ? "a step along this gradient does not go down (cosine " + Figures.of(cosine) + ")"
                : cosine < MILD
                        ? "a small step still goes down, but not the steepest way (cosine " + Figures.of(cosine) + ")"
                        : "a small step goes almost the right way (cosine " + Figures.of(cosine)
                                + "), so that this alone hardly hinders learning";
    }
}
