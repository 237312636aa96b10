package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.StepJudgement;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.gradient.EntryCheck;
import io.github.backcheck.gradient.ErrorShape;
import io.github.backcheck.gradient.Explanation;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.Magnitudes;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gradients that are wrong otherwise than by a layer that is not reached: one finding for each layer, or one where all are
 * off by one factor. An error in the delta of a layer is handed down, so the uppermost wrong layer comes first.
 */
final class GradientRule implements Rule {

    private static final double SAME_FACTOR = 1e-6;

    private static final String MEANT =
            "First ask whether the loss described is the one that you mean, as no loss was given to"
                    + " Backcheck: halfSquaredError() or meanSquaredError(), with summed() or without? If it is, look at the"
                    + " program: ";

    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<HandedOut> handedOut = evidence.reports().find(HandedOut.class);
        if (handedOut.isPresent()) {
            return List.of(handedOut.get().finding(evidence));
        }
        List<WrongLayer> layers = wrongLayers(evidence);
        if (UpdateFacts.of(evidence)
                .explains(
                        layers.stream().flatMap(layer -> layer.names().stream()).toList())) {
            return List.of();
        }
        Optional<Double> factor = wholeStory(evidence);
        if (factor.isPresent()) {
            return List.of(scaled(evidence, layers, factor.get()));
        }
        BackwardFacts backward = BackwardFacts.of(evidence);
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            // What earlier calls left behind changes the length of an answer; only its direction still says something.
            boolean isLeftOver = !evidence.isRepeatable() && layers.get(i).severity() == Severity.MILD;
            if (!isLeftOver && !backward.explains(layers.get(i).layer())) {
                findings.add(finding(evidence, layers, i));
            }
        }
        return List.copyOf(findings);
    }

    /**
     * One factor on the whole gradient. If it turns the gradient round and a step of the backward pass is known to do so, the
     * step is the story.
     */
    static Optional<Double> wholeStory(Evidence evidence) {
        return commonFactor(evidence, wrongLayers(evidence))
                .filter(factor -> factor > 0
                        || !evidence.hasOwnGradient()
                        || evidence.updateAddsGradient()
                        || BackwardFacts.of(evidence).named().isEmpty());
    }

    /** A parameter and the first point at which its gradient is wrong. */
    private record Wrong(PointCheck point, ParameterCheck check) {

        Optional<Double> factor() {
            return check.shape()
                    .filter(ErrorShape.Factor.class::isInstance)
                    .map(shape -> ((ErrorShape.Factor) shape).factor());
        }

        List<String> readings() {
            return check.shape()
                    .filter(ErrorShape.Factor.class::isInstance)
                    .map(shape -> ((ErrorShape.Factor) shape).readings())
                    .orElse(List.of());
        }

        double cosine() {
            double cosine = check.magnitudes().cosine();
            return Double.isNaN(cosine) ? 0 : cosine;
        }

        String shape() {
            return check.explanation().map(Explanation::toString).orElse("wrong");
        }

        boolean isPenalty() {
            return check.shape()
                    .filter(ErrorShape.AlongParameter.class::isInstance)
                    .isPresent();
        }

        boolean isExplained() {
            return check.shape()
                    .filter(shape -> !(shape instanceof ErrorShape.Irregular))
                    .isPresent();
        }

        /** How far the pattern goes, where there is one. */
        String quality() {
            return check.explanation()
                    .filter(explanation -> isExplained())
                    .map(explanation -> "; " + explanation.quality())
                    .orElse("");
        }
    }

    private record WrongLayer(LayerFacts layer, List<Wrong> parameters) {

        Severity severity() {
            return switch (worst().check.magnitudes().descent()) {
                case UNKNOWN -> worst().check.worst().isEmpty() ? Severity.HURTS : Severity.BREAKS;
                case STANDS_STILL, GOES_UP -> Severity.BREAKS;
                case HARDLY_DOWN, ASKEW -> Severity.HURTS;
                case DOWN -> Severity.MILD;
            };
        }

        /** The parameter whose gradient leads farthest astray. */
        private Wrong worst() {
            return parameters.stream()
                    .min(Comparator.comparingDouble(Wrong::cosine))
                    .orElseThrow();
        }

        /** One pattern for all of its parameters, so that it is said of the layer and not of each of them. */
        boolean hasOneShape() {
            return parameters.get(0).isExplained()
                    && parameters.stream().map(Wrong::shape).distinct().count() == 1;
        }

        String descent() {
            Magnitudes both = worst().check.magnitudes();
            return both.descentInWords();
        }

        /** With weights and biases wrong, the delta they are made of may be, and with it all layers below. */
        boolean mayHandDown() {
            return parameters.size() == layer.parameters().size();
        }

        List<String> names() {
            return parameters.stream().map(wrong -> wrong.check.parameter()).toList();
        }
    }

    /** Uppermost first. */
    private static List<WrongLayer> wrongLayers(Evidence evidence) {
        StepReading reading = StepReading.of(evidence);
        List<WrongLayer> layers = new ArrayList<>();
        for (LayerFacts layer : evidence.layers()) {
            List<Wrong> wrong = layer.parameters().stream()
                    .filter(name -> !evidence.isSaidToBeFrozen(layer, name))
                    .filter(name -> reading.reason(name).isEmpty())
                    .flatMap(name -> firstDisagreement(evidence, name).stream())
                    .toList();
            if (!wrong.isEmpty()) {
                layers.add(0, new WrongLayer(layer, wrong));
            }
        }
        return layers;
    }

    private static Optional<Wrong> firstDisagreement(Evidence evidence, String name) {
        for (PointCheck point : evidence.gradient().points()) {
            if (!evidence.isRepeatable() && point.point() != Point.AS_GIVEN) {
                continue; // only the first answer is free of what was added up before
            }
            Optional<ParameterCheck> check = point.parameter(name)
                    .filter(one -> one.verdict() == Verdict.DISAGREES)
                    .filter(one -> !Inexact.is(one));
            if (check.isPresent()) {
                return Optional.of(new Wrong(point, check.get()));
            }
        }
        return Optional.empty();
    }

    /** One factor for every parameter: the loss that is descended is scaled, and nothing else. */
    private static Optional<Double> commonFactor(Evidence evidence, List<WrongLayer> layers) {
        List<Wrong> wrong =
                layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
        int parameters = evidence.layers().stream()
                .mapToInt(layer -> layer.parameters().size())
                .sum();
        if (wrong.size() < parameters) {
            return Optional.empty();
        }
        double first = wrong.get(0).factor().orElse(Double.NaN);
        boolean same = wrong.stream()
                .allMatch(one -> one.factor()
                        .filter(other -> Math.abs(other - first) <= SAME_FACTOR * Math.abs(first))
                        .isPresent());
        return same ? Optional.of(first) : Optional.empty();
    }

    private static Finding scaled(Evidence evidence, List<WrongLayer> layers, double factor) {
        List<Wrong> wrong =
                layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("factor", Figures.precise(factor) + " in all " + Figures.count(wrong.size(), "parameter")));
        readings(wrong)
                .filter(reading -> factor != -1) // said already
                .ifPresent(reading -> facts.add(new Fact("reading", reading)));
        wrong.get(0).check.worst().stream().findFirst().ifPresent(entry -> facts.add(entryFact(entry)));
        if (factor > 0 && !evidence.isLossOfArchitecture()) {
            BackwardRule.groups(evidence)
                    .forEach(group ->
                            facts.addAll(BackwardRule.lines(group.names().get(0))));
        }
        List<String> names = new ArrayList<>(
                layers.stream().map(layer -> layer.layer().name()).toList());
        Collections.reverse(names);
        boolean climbs = factor < 0 && !evidence.updateAddsGradient();
        return new Finding(
                FindingId.GRADIENT_WRONG,
                climbs ? Severity.BREAKS : Severity.MILD,
                names,
                "The whole gradient is " + Figures.precise(factor) + " times that of the loss"
                        + (evidence.isLossOfArchitecture() ? " that the architecture describes" : "")
                        + effect(factor, climbs),
                facts,
                (factor > 0 && evidence.isLossOfArchitecture() ? MEANT : "") + remedy(factor, climbs));
    }

    /** What the factor may come from in every layer alike: the batch size, but not the number of a layer's units. */
    private static Optional<String> readings(List<Wrong> wrong) {
        List<String> common = new ArrayList<>(wrong.get(0).readings());
        wrong.forEach(one -> common.retainAll(one.readings()));
        return common.isEmpty() ? Optional.empty() : Optional.of(String.join(", or ", common));
    }

    private static String effect(double factor, boolean climbs) {
        return climbs
                ? ": following it climbs."
                : factor < 0
                        ? ", and a training step adds it: together they descend."
                        : ". It leads the right way; the learning rate is in effect multiplied by it.";
    }

    private static String remedy(double factor, boolean climbs) {
        return climbs
                ? "Look for y - a where a - y was meant, or for an update that adds where it should subtract."
                : factor < 0
                        ? "Learning does not suffer. Give the model the negative of what the program holds, so that a real"
                                + " flipped sign is not mistaken for this one."
                        : "Is the batch added up in one and averaged in the other, or is there a factor such as 2 or 1/2 in"
                                + " one only?";
    }

    private static Finding finding(Evidence evidence, List<WrongLayer> layers, int index) {
        WrongLayer layer = layers.get(index);
        boolean inherits = layers.subList(0, index).stream().anyMatch(WrongLayer::mayHandDown);
        List<WrongLayer> affected = layer.mayHandDown() ? layers.subList(index, layers.size()) : List.of(layer);
        Severity severity = affected.stream()
                .map(WrongLayer::severity)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Finding(
                FindingId.GRADIENT_WRONG,
                severity,
                List.of(layer.layer().name()),
                statement(layer),
                facts(evidence, layer),
                inherits
                        ? "Mend the layers above first: a wrong delta there makes this gradient wrong as well."
                        : advice(evidence, layer));
    }

    private static String statement(WrongLayer layer) {
        String shape = layer.hasOneShape() ? layer.parameters().get(0).shape() : "wrong";
        return "The gradient of " + Texts.joined(layer.names()) + " is "
                + (shape.startsWith("wrong") ? shape : "wrong: " + shape) + ".";
    }

    private static List<Fact> facts(Evidence evidence, WrongLayer layer) {
        List<Fact> facts = new ArrayList<>();
        BackwardFacts.of(evidence).unknown(layer.layer()).forEach(step -> facts.addAll(unknown(step)));
        for (Wrong wrong : layer.parameters()) {
            ParameterCheck check = wrong.check;
            facts.add(new Fact(
                    check.parameter(),
                    (layer.hasOneShape() ? "" : wrong.shape() + "; ") + extent(check) + "at " + wrong.point.point()
                            + wrong.quality()));
            check.worst().stream().findFirst().ifPresent(entry -> facts.add(entryFact(entry)));
            if (check.worst().isEmpty() && !check.note().isEmpty()) {
                facts.add(new Fact("seen", check.note()));
            }
        }
        facts.add(new Fact("descent", layer.descent()));
        List<String> above = evidence.layers().stream()
                .filter(other -> other.index() > layer.layer().index())
                .flatMap(other -> other.parameters().stream())
                .filter(name -> evidence.gradient().verdict(name) == Verdict.AGREES)
                .toList();
        if (!above.isEmpty()) {
            facts.add(new Fact("above", "the gradient of " + Texts.joined(above) + " agrees"));
        }
        if (evidence.gradient().source() == GradientSource.TRAIN_STEP) {
            facts.add(new Fact(
                    "gradient from",
                    "the change that a training step makes, divided by the learning rate at which another parameter follows"
                            + " its numeric gradient"));
        }
        return facts;
    }

    /** A step that is wrong in a way of its own. */
    private static List<Fact> unknown(StepJudgement step) {
        List<Fact> facts = new ArrayList<>();
        if (step.verdict() instanceof StepVerdict.Unknown unknown) {
            facts.add(new Fact(
                    "step", "the " + step.step() + " is wrong, and no known defect does this: " + unknown.shape()));
            facts.addAll(unknown.numbers());
        }
        return facts;
    }

    /** Nothing of what is known along a direction only. */
    private static String extent(ParameterCheck check) {
        return check.entries().checked() == 0
                ? ""
                : Figures.count(check.entries().disagreeing()) + " of "
                        + Figures.count(check.entries().checked()) + " entries wrong, relative error "
                        + Figures.of(check.magnitudes().relativeError()) + ", ";
    }

    private static String advice(Evidence evidence, WrongLayer layer) {
        boolean last = layer.layer().index() == evidence.layers().size() - 1;
        String delta = last
                ? "delta = derivative of the loss by the output, times f'(z)"
                : "delta = (W of the layer above, transposed, times its delta) times f'(z)";
        if (layer.parameters().stream().allMatch(Wrong::isPenalty)) {
            return "The penalty (lambda / 2) * sum of w^2 in the loss adds lambda * W to dW: once, with a plus, after the batch"
                    + " was averaged or added up, and not to the biases.";
        }
        return layer.mayHandDown()
                ? "Compare the code of this layer's gradient with the formulas: " + delta
                        + "; dW = delta times the activation below; db = delta; averaged or added up over the batch as the"
                        + " loss is. Is f' given z where it expects the activation, or the reverse? Is a sign turned"
                        + " round?"
                : "Only a part of this layer is wrong, so its delta may be right. Compare the rest with the formulas: dW ="
                        + " delta times the activation below; db = delta; averaged or added up over the batch as the loss"
                        + " is.";
    }

    private static Fact entryFact(EntryCheck entry) {
        return new Fact(
                entry.name(),
                "analytic " + Figures.precise(entry.analytic()) + ", numeric " + Figures.precise(entry.numeric())
                        + " ± " + Figures.halfWidth(entry.uncertainty()));
    }
}
