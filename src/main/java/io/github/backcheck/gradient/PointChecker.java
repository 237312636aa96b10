package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Brings the parameters to a point, compares the two gradients there, and puts the parameters back. */
final class PointChecker {

    private static final int TRAINING_STEPS = 10;

    private boolean stepsRemember;
    private final Model model;
    private final Batch batch;
    private final GradientCheck.Settings settings;
    private final Guards guards;
    private final LossMeter meter;

    PointChecker(GradientCheck.Settings settings, Guards guards, LossMeter meter) {
        this.model = settings.model();
        this.batch = settings.batch();
        this.settings = settings;
        this.guards = guards;
        this.meter = meter;
    }

    PointCheck check(Point point) {
        meter.turnTo(point);
        if (point != Point.AS_GIVEN && !guards.hold(Guard.GRADIENT_REPEATABLE)) {
            return unreachable(
                    point, "gradient(batch) answers differently each time, only its very first answer was compared");
        }
        if (point != Point.AS_GIVEN && stepsRemember && !model.can(Capability.GRADIENT)) {
            return unreachable(
                    point,
                    "a training step keeps something between steps, such as momentum, and would carry it from there to the"
                            + " given parameters");
        }
        try (ParameterSnapshot before = model.snapshot()) {
            try {
                goTo(point);
                double loss = meter.loss();
                if (!Double.isFinite(loss)) {
                    return unreachable(point, "the loss is " + loss + " there");
                }
                return here(point, loss);
            } catch (ModelException e) {
                if (point == Point.AS_GIVEN) {
                    throw e;
                }
                return unreachable(point, String.valueOf(e.getMessage()));
            } finally {
                before.restore();
            }
        }
    }

    private PointCheck unreachable(Point point, String why) {
        return new PointCheck(
                point,
                Method.PARAMETER_WISE,
                Optional.empty(),
                OptionalDouble.empty(),
                List.of(),
                meter.atThisPoint(),
                "not judged at this point: " + why);
    }

    private void goTo(Point point) {
        switch (point) {
            case AS_GIVEN -> {}
            case LIVELY -> LivelyWeights.assign(model, batch, settings.seed());
            case AFTER_TRAINING -> {
                for (int step = 0; step < TRAINING_STEPS; step++) {
                    meter.stopIfInterrupted();
                    model.trainStep(batch);
                }
            }
        }
    }

    private PointCheck here(Point point, double loss) {
        Optional<TwinProof> proof = Optional.empty();
        if (settings.knowledge() == GradientCheck.Knowledge.ARCHITECTURE && model.can(Capability.ARCHITECTURE)) {
            WhiteBox whiteBox = new WhiteBox(model, batch, loss);
            Map<Parameter, Estimate> numeric = whiteBox.numericGradient();
            meter.stopIfInterrupted();
            TwinProver prover = new TwinProver(model, batch, whiteBox, numeric, meter);
            proof = Optional.of(prover.prove(settings.seed()));
            meter.stopIfInterrupted();
            if (proof.get().holds()) {
                Circumstances.Twin twin =
                        new Circumstances.Twin(whiteBox.recording().architecture(), whiteBox.sampleGradients());
                return new Round(point, proof, circumstances().with(twin)).unitWise(numeric, prover);
            }
        }
        return new Round(point, proof, circumstances()).parameterWise();
    }

    private Circumstances circumstances() {
        return Circumstances.of(model, batch).withSecondAnswer(guards.secondGradient());
    }

    /** The comparison at one point. */
    private final class Round {
        private final Point point;
        private final Optional<TwinProof> proof;
        private final ParameterJudge judge;
        private OptionalDouble learningRate = OptionalDouble.empty();
        private final List<Parameter> untouched = new ArrayList<>();
        private String whyNoLearningRate = "";

        Round(Point point, Optional<TwinProof> proof, Circumstances circumstances) {
            this.point = point;
            this.proof = proof;
            this.judge = new ParameterJudge(circumstances);
        }

        PointCheck unitWise(Map<Parameter, Estimate> numeric, TwinProver prover) {
            Optional<Analytic> analytic = givenGradient().or(() -> inferred(() -> numeric));
            List<ParameterCheck> checks = new ArrayList<>();
            for (Parameter parameter : model.parameters()) {
                meter.turnTo(parameter.name());
                Estimate estimate = Objects.requireNonNull(numeric.get(parameter));
                checks.add(analytic.map(known -> withReason(
                                unlessContradicted(judge.judge(parameter, estimate, known, ""), prover, known)))
                        .orElseGet(() -> withoutAnalytic(parameter)));
            }
            return result(Method.UNIT_WISE, checks);
        }

        /** The network's own loss has the last word on whether the numeric gradient is its slope. */
        private ParameterCheck unlessContradicted(ParameterCheck check, TwinProver prover, Analytic analytic) {
            return check.verdict() == Verdict.DISAGREES && prover.supports(analytic, check.parameter())
                    ? check.notJudged(
                            "the two gradients differ, but differences of the network's own loss along a random"
                                    + " direction are nearer to the analytic one")
                    : check;
        }

        /** What keeps the logarithm finite may leave so much room that nothing is outside. */
        private ParameterCheck withReason(ParameterCheck check) {
            String variant = proof.map(TwinProof::variant).orElse("");
            boolean isOpen =
                    check.verdict() == Verdict.INCONCLUSIVE && check.entries().compared() > 0 && !check.isVanishing();
            return isOpen && !variant.isEmpty()
                    ? check.notJudged("the loss is computed " + variant
                            + ", which takes so much of its derivative away that the gradients with it and without it are"
                            + " too far apart to judge one by")
                    : check;
        }

        private ParameterCheck withoutAnalytic(Parameter parameter) {
            if (!model.can(Capability.TRAIN_STEP)) {
                return ParameterJudge.notJudged(
                        parameter, "needs " + Capability.GRADIENT + " or " + Capability.TRAIN_STEP);
            }
            return ParameterJudge.notJudged(
                    parameter,
                    untouched.contains(parameter)
                            ? "a training step did not change it at all"
                            : whyNoLearningRate + "; give " + Capability.GRADIENT + " to have it judged");
        }

        private Optional<Analytic> givenGradient() {
            if (!model.can(Capability.GRADIENT)) {
                return Optional.empty();
            }
            Gradient gradient = guards.hold(Guard.GRADIENT_REPEATABLE)
                    ? gradientHere()
                    : guards.firstGradient().orElseThrow();
            Analytic analytic = new Analytic();
            for (Parameter parameter : model.parameters()) {
                gradient.of(parameter).ifPresent(values -> analytic.put(parameter, values, new double[values.length]));
            }
            return Optional.of(analytic);
        }

        private Optional<Supplier<Gradient>> repeatableGradient() {
            return model.can(Capability.GRADIENT) && guards.hold(Guard.GRADIENT_REPEATABLE)
                    ? Optional.of(this::gradientHere)
                    : Optional.empty();
        }

        private Gradient gradientHere() {
            try (ParameterSnapshot before = model.snapshot()) {
                Gradient gradient = model.gradient(batch);
                before.restore();
                return gradient;
            }
        }

        private Optional<Analytic> inferred(Supplier<Map<Parameter, Estimate>> numeric) {
            if (!model.can(Capability.TRAIN_STEP)) {
                return Optional.empty();
            }
            StepInference step = StepInference.watch(model, batch);
            untouched.addAll(step.untouched());
            stepsRemember |= !step.isRepeatable();
            Optional<StepInference.Rate> rate = step.learningRate(numeric.get());
            rate.ifPresent(found -> learningRate = OptionalDouble.of(found.value()));
            whyNoLearningRate = step.isRepeatable()
                    ? "a training step moves no parameter by a multiple of its numeric gradient, so the update is not plain"
                            + " gradient descent on the batch as a whole, or every gradient is wrong"
                    : "a training step repeated from the same parameters moves them differently, so it keeps something"
                            + " between steps, such as momentum, or something that was not given, such as biases";
            return rate.map(step::gradientAt);
        }

        PointCheck parameterWise() {
            try {
                LossOnlyCheck check = new LossOnlyCheck(settings, meter, judge, repeatableGradient());
                Optional<Analytic> analytic = givenGradient().or(() -> inferred(check::someEntries));
                return result(
                        Method.PARAMETER_WISE,
                        analytic.map(check::compare)
                                .orElseGet(() -> model.parameters().stream()
                                        .map(this::withoutAnalytic)
                                        .toList()));
            } catch (LossMeter.BudgetUsedUp e) {
                return result(
                        Method.PARAMETER_WISE,
                        model.parameters().stream()
                                .map(parameter -> ParameterJudge.notJudged(parameter, String.valueOf(e.getMessage())))
                                .toList());
            }
        }

        private PointCheck result(Method method, List<ParameterCheck> checks) {
            return new PointCheck(
                    point,
                    method,
                    proof,
                    learningRate,
                    checks.stream().map(this::allowingForOwnRate).toList(),
                    meter.atThisPoint(),
                    "");
        }

        /** A step alone cannot tell a gradient that is too large from a learning rate that is. */
        private ParameterCheck allowingForOwnRate(ParameterCheck check) {
            boolean ambiguous = learningRate.isPresent()
                    && check.shape()
                            .filter(shape -> shape instanceof ErrorShape.Factor factor && factor.factor() > 0)
                            .isPresent();
            String note = "or its learning rate is not that of the others";
            return ambiguous ? check.withNote(check.note().isEmpty() ? note : note + "; " + check.note()) : check;
        }
    }
}
