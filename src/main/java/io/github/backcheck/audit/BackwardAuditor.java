package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.gradient.LivelyWeights;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.ForwardPropagation;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Figures;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Runs one backward audit: reads gradients, finds the best trail, and turns it into verdicts. */
final class BackwardAuditor {

    private final BackwardAudit.Settings settings;
    private final Model model;
    private final List<String> remarks = new ArrayList<>();
    private Optional<ForwardTrail> forward = Optional.empty();

    BackwardAuditor(BackwardAudit.Settings settings) {
        this.settings = settings;
        this.model = settings.model();
    }

    BackwardTrail audit() {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return nothing(obstacle.get());
        }
        try (ParameterSnapshot before = model.snapshot()) {
            BackwardTrail trail = judge();
            before.restore();
            return trail;
        }
    }

    private Optional<String> obstacle() {
        if (model.architecture().isEmpty()) {
            return Optional.of("the backward pass: needs " + Capability.ARCHITECTURE);
        }
        return hasGradient() || model.can(Capability.TRAIN_STEP)
                ? Optional.empty()
                : Optional.of("the backward pass: needs " + Capability.GRADIENT + " or " + Capability.TRAIN_STEP);
    }

    private boolean hasGradient() {
        return model.can(Capability.GRADIENT);
    }

    private BackwardTrail nothing(String reason) {
        return trail(OptionalDouble.empty(), List.of(), List.of(reason));
    }

    private BackwardTrail trail(OptionalDouble rate, List<StepJudgement> steps, List<String> notJudged) {
        String source = hasGradient() ? Capability.GRADIENT.toString() : "the change that a training step makes";
        return new BackwardTrail(model.name(), source, rate, forward, steps, remarks, notJudged);
    }

    private BackwardTrail judge() {
        ForwardPropagation plan = ForwardPropagation.standard();
        if (model.can(Capability.PREDICT) || model.can(Capability.TRACE)) {
            ForwardTrail trail = ForwardAudit.of(model)
                    .on(settings.batch())
                    .seed(settings.seed())
                    .against(settings.defects())
                    .run();
            forward = Optional.of(trail);
            if (trail.plan().isEmpty()) {
                return nothing("the backward pass: the forward pass is not that of the architecture, and not known");
            }
            plan = trail.plan().get();
        } else {
            remarks.add("the forward pass was taken to be that of the architecture; to see whether it is needs "
                    + Capability.PREDICT);
        }
        Specimens specimens = specimens();
        Reader reader = new Reader(
                model, specimens.first(), specimens.other(), specimens.indexOfOther(), differences(specimens, plan));
        if (reader.is(Recall.Kind.UNREADABLE)) {
            return nothing("the backward pass: " + unreadable());
        }
        if (!hasGradient() && specimens.areTakenOneByOne(model)) {
            remarks.add(
                    "a training step takes its samples one after another, each at the weights that the one before left;"
                            + " single samples were judged");
            specimens = specimens.apart();
        }
        List<Observation> seen = observe(reader, specimens, plan);
        if (seen.stream().noneMatch(Observation::saysAnything)) {
            return nothing("the backward pass: " + nothingSeen());
        }
        Architecture architecture = model.architecture().orElseThrow();
        if (hasGradient()) {
            OptionalDouble rate = rateOfUpdates(seen);
            List<Observation> known = rate.isEmpty()
                    ? seen
                    : seen.stream().map(one -> one.withRate(rate.getAsDouble())).toList();
            return verdicts(reader, known, OptionalDouble.empty(), rate);
        }
        seen = withoutDecay(seen, architecture);
        List<Double> rates = settings.learningRate().isPresent()
                ? List.of(settings.learningRate().getAsDouble())
                : new LearningRates(seen, architecture).candidates(settings.defects());
        if (rates.isEmpty()) {
            return nothing("the backward pass: the learning rate is not known, and no layer follows its gradient or one"
                    + " with a known defect; give the audit the learning rate, or the model " + Capability.GRADIENT);
        }
        double best = rates.get(0);
        double least = Double.POSITIVE_INFINITY;
        for (double rate : rates) {
            TrailSearch search = new TrailSearch(singles(atRate(seen, rate)), architecture, settings.defects());
            double cost = search.cost(search.quick());
            if (cost < least) {
                best = rate;
                least = cost;
            }
        }
        return verdicts(reader, atRate(seen, best), OptionalDouble.of(best), OptionalDouble.of(best));
    }

    /** How large the updates are decides what weights a program hands down that were updated already. */
    private OptionalDouble rateOfUpdates(List<Observation> seen) {
        if (settings.learningRate().isPresent() || !model.can(Capability.TRAIN_STEP)) {
            return settings.learningRate();
        }
        Observation first = seen.get(0);
        Layers step = GradientProbe.ofStep(model).read(first.batch());
        double products = 0;
        double squares = 0;
        for (int layer = 0; layer < model.layers().size(); layer++) {
            for (Role role : Role.values()) {
                Optional<Layers.Part> gradient = first.seen(layer, role);
                Optional<Layers.Part> change =
                        role == Role.WEIGHTS ? Optional.of(step.weights(layer)) : step.biases(layer);
                if (gradient.isPresent() && change.isPresent()) {
                    products +=
                            Vectors.dot(gradient.get().values(), change.get().values());
                    squares +=
                            Vectors.dot(gradient.get().values(), gradient.get().values());
                }
            }
        }
        double rate = products / squares;
        return rate > 0 && Double.isFinite(rate) ? OptionalDouble.of(snapped(rate)) : OptionalDouble.empty();
    }

    /** People write learning rates of a few digits. */
    private static double snapped(double rate) {
        double rounded = new BigDecimal(rate).round(new MathContext(6)).doubleValue();
        return Math.abs(rounded - rate) <= 1e-9 * rate ? rounded : rate;
    }

    private List<Observation> withoutDecay(List<Observation> seen, Architecture architecture) {
        if (architecture.l2() != 0) {
            return seen;
        }
        List<Decay> decays = IntStream.range(0, architecture.depth())
                .mapToObj(layer -> Decay.of(seen, layer))
                .toList();
        if (decays.stream().allMatch(Decay::isNone)) {
            return seen;
        }
        remarks.add("each step shrinks the weights by a share of "
                + String.join(
                        ", ",
                        decays.stream()
                                .map(decay -> Figures.precise(decay.share()))
                                .distinct()
                                .toList())
                + ": weight decay");
        return seen.stream().map(one -> one.without(decays)).toList();
    }

    private static List<Observation> atRate(List<Observation> seen, double rate) {
        return seen.stream().map(one -> one.atRate(rate)).toList();
    }

    /** Single samples tell the most; a program that does not take them is shown the whole batch. */
    private Specimens specimens() {
        Specimens apart = Specimens.of(settings.batch());
        try {
            GradientProbe.of(model).read(apart.first());
            return apart;
        } catch (ModelException e) {
            if (settings.batch().size() == 1) {
                throw e;
            }
            remarks.add("the program does not take single samples: " + e.getMessage());
            return Specimens.whole(settings.batch());
        }
    }

    /** For each parameter, whether the right gradients of the first and the last single sample differ. */
    private List<Boolean> differences(Specimens specimens, ForwardPropagation plan) {
        Layers one = rightGradient(specimens.first(), plan);
        Layers other = rightGradient(specimens.other(), plan);
        return IntStream.range(0, one.parts().size())
                .mapToObj(i -> {
                    double[] first = one.parts().get(i).values();
                    double[] second = other.parts().get(i).values();
                    return Vectors.distance(first, second) > 1e-3 * Math.max(Vectors.norm(first), Vectors.norm(second));
                })
                .toList();
    }

    private Layers rightGradient(Batch batch, ForwardPropagation plan) {
        BackwardPass pass = new Observation.Setting(Mlp.twin(model), plan, batch, 0).pass(0);
        Backpropagation.standard().run(pass);
        return Layers.of(pass, model);
    }

    private String unreadable() {
        return hasGradient()
                ? Capability.GRADIENT + " answers differently each time, and not by what it said before"
                : "a step repeated from the same parameters leads elsewhere, as with an adaptive optimiser; give the model "
                        + Capability.GRADIENT;
    }

    private String nothingSeen() {
        return hasGradient()
                ? "every gradient is 0"
                : "a training step changes nothing, so that no gradient can be read off it";
    }

    private BackwardTrail verdicts(
            Reader reader, List<Observation> seen, OptionalDouble rate, OptionalDouble rateOfUpdates) {
        Architecture architecture = model.architecture().orElseThrow();
        seen = new CommonScale(seen).takenOff(remarks);
        seen = new CommonScale(seen).notCutOff(remarks);
        seen = hasGradient() ? seen : explicable(seen, architecture);
        TrailSearch search = new TrailSearch(seen, architecture, settings.defects());
        TrailSearch.Trail best = search.best();
        if (!best.isComplete() && reader.is(Recall.Kind.STUCK)) {
            seen = seen.stream().map(one -> one.with(reader::withoutStuck)).toList();
            search = new TrailSearch(seen, architecture, settings.defects());
            best = search.best();
        }
        Verdicts verdicts = new Verdicts(model, seen, search, settings.defects(), forward);
        List<StepJudgement> found =
                new SharedAccumulators(architecture, seen, settings.defects()).named(verdicts.of(best, reader, rate));
        List<StepJudgement> steps = new Witness(model, settings).confirm(found, remarks);
        return trail(rate, withImpacts(steps, rateOfUpdates), List.of());
    }

    /** A step on several samples may be anything, several steps too; where one step does not explain it, it is left out. */
    private List<Observation> explicable(List<Observation> seen, Architecture architecture) {
        List<Observation> singles = singles(seen);
        boolean together = singles.size() == seen.size()
                || new TrailSearch(seen, architecture, settings.defects())
                        .quick()
                        .isComplete();
        if (together) {
            return seen;
        }
        remarks.add(
                "a training step on several samples does something else than one step with their sum or mean, perhaps"
                        + " several steps; single samples were judged");
        return singles;
    }

    /** All, if there are none. */
    private static List<Observation> singles(List<Observation> seen) {
        List<Observation> singles = seen.stream().filter(Observation::isSingle).toList();
        return singles.isEmpty() ? seen : singles;
    }

    private List<StepJudgement> withImpacts(List<StepJudgement> steps, OptionalDouble rate) {
        if (steps.stream().noneMatch(one -> one.verdict() instanceof StepVerdict.Named)) {
            return steps;
        }
        Counterfactual counterfactual = new Counterfactual(model, settings.batch(), rate);
        List<StepJudgement> all = new ArrayList<>();
        Map<Defect, Impact> impacts = new HashMap<>();
        for (StepJudgement one : steps) {
            all.add(
                    one.verdict() instanceof StepVerdict.Named named
                            ? one.with(impacts.computeIfAbsent(
                                    named.defect(), defect -> counterfactual.of(places(defect, steps))))
                            : one);
        }
        return all;
    }

    /** A defect in all layers that have it: a mistake in a line that they share is mended in all of them at once. */
    private List<Counterfactual.Placed> places(Defect defect, List<StepJudgement> steps) {
        Architecture architecture = model.architecture().orElseThrow();
        return steps.stream()
                .filter(one -> defect.fits(architecture, one.layer()))
                .filter(one -> one.verdict() instanceof StepVerdict.Named named
                        && named.defect().equals(defect))
                .map(one -> new Counterfactual.Placed(defect, one.layer()))
                .toList();
    }

    private List<Observation> observe(Reader reader, Specimens specimens, ForwardPropagation plan) {
        List<Observation> seen = new ArrayList<>(atThisPoint(reader, specimens, plan));
        try (ParameterSnapshot before = model.snapshot()) {
            try {
                LivelyWeights.assign(model, settings.batch(), settings.seed());
                seen.addAll(atThisPoint(reader, specimens, plan));
            } catch (ModelException e) {
                remarks.add("not looked at with livelier weights: " + e.getMessage());
            } finally {
                before.restore();
            }
        }
        return seen;
    }

    private List<Observation> atThisPoint(Reader reader, Specimens specimens, ForwardPropagation plan) {
        Mlp twin = Mlp.twin(model);
        double roundOff = model.parameters().stream()
                .mapToDouble(parameter -> parameter.precision().unitRoundOff())
                .max()
                .orElseThrow();
        List<Observation> seen = new ArrayList<>();
        for (Batch batch : specimens.all()) {
            Observation.Setting setting = new Observation.Setting(twin, plan, batch, roundOff);
            Layers gradient = reader.read(batch);
            if (gradient.isFinite()) {
                seen.add(Observation.of(setting, gradient, Wobble.of(model, setting)));
            }
        }
        return seen;
    }
}
