package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.model.Precision;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Brings the parameters to a point, compares the two gradients there, and puts the parameters back. */
final class PointChecker {

    private static final int TRAINING_STEPS = 10;

    private final Model model;
    private final Batch batch;
    private final GradientCheck.Settings settings;
    private final Guards guards;

    PointChecker(GradientCheck.Settings settings, Guards guards) {
        this.model = settings.model();
        this.batch = settings.batch();
        this.settings = settings;
        this.guards = guards;
    }

    PointCheck check(Point point) {
        if (point != Point.AS_GIVEN && !guards.hold(Guard.GRADIENT_REPEATABLE)) {
            return unreachable(
                    point, "gradient(batch) answers differently each time, only its very first answer was compared");
        }
        try (ParameterSnapshot before = model.snapshot()) {
            try {
                goTo(point);
                double loss = model.loss(batch);
                if (!Double.isFinite(loss)) {
                    return unreachable(point, "the loss is " + loss + " there");
                }
                return here(point);
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

    private static PointCheck unreachable(Point point, String why) {
        return new PointCheck(
                point,
                Method.PARAMETER_WISE,
                Optional.empty(),
                OptionalDouble.empty(),
                List.of(),
                0,
                "not judged at this point: " + why);
    }

    private void goTo(Point point) {
        switch (point) {
            case AS_GIVEN -> {}
            case LIVELY -> LivelyWeights.assign(model, batch, settings.seed());
            case AFTER_TRAINING -> {
                for (int step = 0; step < TRAINING_STEPS; step++) {
                    model.trainStep(batch);
                }
            }
        }
    }

    private PointCheck here(Point point) {
        Optional<TwinProof> proof = Optional.empty();
        if (settings.knowledge() == GradientCheck.Knowledge.ARCHITECTURE && model.can(Capability.ARCHITECTURE)) {
            WhiteBox whiteBox = new WhiteBox(model, batch);
            Map<Parameter, Estimate> numeric = whiteBox.numericGradient();
            proof = Optional.of(new TwinProver(model, batch, whiteBox, numeric).prove(settings.seed()));
            if (proof.get().holds()) {
                Circumstances.Twin twin =
                        new Circumstances.Twin(whiteBox.recording().architecture(), whiteBox.sampleGradients());
                return new Round(point, proof, circumstances().with(twin)).unitWise(numeric);
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

        PointCheck unitWise(Map<Parameter, Estimate> numeric) {
            Optional<Analytic> analytic = givenGradient().or(() -> inferred(numeric));
            List<ParameterCheck> checks = new ArrayList<>();
            for (Parameter parameter : model.parameters()) {
                Estimate estimate = Objects.requireNonNull(numeric.get(parameter));
                checks.add(analytic.map(known -> judge.judge(parameter, estimate, known, ""))
                        .orElseGet(() -> withoutAnalytic(parameter)));
            }
            return result(
                    Method.UNIT_WISE,
                    checks,
                    proof.map(TwinProof::lossEvaluations).orElse(0));
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

        private Gradient gradientHere() {
            try (ParameterSnapshot before = model.snapshot()) {
                Gradient gradient = model.gradient(batch);
                before.restore();
                return gradient;
            }
        }

        private Optional<Analytic> inferred(Map<Parameter, Estimate> numeric) {
            if (!model.can(Capability.TRAIN_STEP)) {
                return Optional.empty();
            }
            StepInference step = StepInference.watch(model, batch);
            untouched.addAll(step.untouched());
            Optional<StepInference.Rate> rate = step.learningRate(numeric);
            rate.ifPresent(found -> learningRate = OptionalDouble.of(found.value()));
            whyNoLearningRate = step.isRepeatable()
                    ? "a training step moves no parameter by a multiple of its numeric gradient, so the update is not plain"
                            + " gradient descent on the batch as a whole, or every gradient is wrong"
                    : "a training step repeated from the same parameters moves them differently, so it keeps something"
                            + " between steps, such as momentum";
            return rate.map(step::gradientAt);
        }

        PointCheck parameterWise() {
            ParameterWiseDifferences differences = new ParameterWiseDifferences(model, batch, settings.seed());
            Optional<Analytic> given = givenGradient();
            Map<Parameter, Screen> screens = new LinkedHashMap<>();
            Map<Parameter, Estimate> numeric = new LinkedHashMap<>();
            for (Parameter parameter : model.parameters()) {
                Optional<double[]> gradient = given.flatMap(known -> known.values(parameter));
                Screen screen = Screen.of(differences, parameter, gradient, settings.seed());
                screens.put(parameter, screen);
                int entries = screen.agrees()
                        ? settings.coverage().whenDirectionsAgree()
                        : settings.coverage().otherwise();
                Estimate estimate = new Estimate(parameter.size());
                for (int entry : ParameterWiseDifferences.stratified(parameter, entries, settings.seed())) {
                    differences.entry(parameter, entry, estimate);
                }
                numeric.put(parameter, estimate);
            }
            Optional<Analytic> analytic = given.or(() -> inferred(numeric));
            List<ParameterCheck> checks = new ArrayList<>();
            for (Parameter parameter : model.parameters()) {
                Screen screen = Objects.requireNonNull(screens.get(parameter));
                Estimate estimate = Objects.requireNonNull(numeric.get(parameter));
                checks.add(
                        analytic.map(known -> screen.applyTo(judge.judge(parameter, estimate, known, screen.words())))
                                .orElseGet(() -> withoutAnalytic(parameter)));
            }
            Optional<String> doubt = checks.stream().noneMatch(Round::disagrees)
                    ? Optional.empty()
                    : doubt(screens, checks, differences);
            int proofEvaluations = proof.map(TwinProof::lossEvaluations).orElse(0);
            return result(
                    Method.PARAMETER_WISE,
                    doubt.map(why -> withoutAccusation(checks, why)).orElse(checks),
                    differences.evaluations() + proofEvaluations);
        }

        private static boolean disagrees(ParameterCheck check) {
            return check.verdict() == Verdict.DISAGREES;
        }

        /** Why differences of this loss cannot convict: at a kink a correct program may choose another side than they see. */
        private Optional<String> doubt(
                Map<Parameter, Screen> screens, List<ParameterCheck> checks, ParameterWiseDifferences differences) {
            if (screens.values().stream().anyMatch(Screen::showsKink)) {
                return Optional.of(
                        "the loss has a kink exactly here (a ReLU at 0?), where a correct program may differ too");
            }
            for (int i = 0; i < checks.size(); i++) {
                if (disagrees(checks.get(i))
                        && differences.findsJump(model.parameters().get(i), settings.seed())) {
                    return Optional.of(
                            "the loss moves in jumps near here (the logarithm of 1 − a with a near 1?), so that"
                                    + " its differences do not show its slope");
                }
            }
            return Optional.empty();
        }

        private static List<ParameterCheck> withoutAccusation(List<ParameterCheck> checks, String why) {
            return checks.stream()
                    .map(check -> disagrees(check) ? acquitted(check, why) : check)
                    .toList();
        }

        private static ParameterCheck acquitted(ParameterCheck check, String why) {
            return check.notJudged("the two gradients differ, but " + why + "; an architecture would tell");
        }

        private PointCheck result(Method method, List<ParameterCheck> checks, long evaluations) {
            return new PointCheck(
                    point,
                    method,
                    proof,
                    learningRate,
                    checks.stream().map(this::allowingForOwnRate).toList(),
                    evaluations,
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

    /** Two random directions through one parameter: cheap, and blind only to errors that cancel along both. */
    private static final class Screen {
        private static final int DIRECTIONS = 2;

        /** Where a direction alone convicts, its gap must be this many times its uncertainty: kinks in it are not seen one by one. */
        private static final double CONVICTION = 16;

        private enum Outcome {
            AGREES,
            DOUBTFUL,
            DISAGREES,
            NOT_MADE
        }

        private final Outcome outcome;
        private final double jump;
        private final String words;

        private Screen(Outcome outcome, double jump, String words) {
            this.outcome = outcome;
            this.jump = jump;
            this.words = words;
        }

        /** In single precision a direction is rounded entry by entry, so that its slope would be off; entries are exact. */
        static Screen of(
                ParameterWiseDifferences differences, Parameter parameter, Optional<double[]> gradient, long seed) {
            if (parameter.precision() == Precision.SINGLE) {
                return new Screen(Outcome.NOT_MADE, 0, "");
            }
            double jump = 0;
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                ParameterWiseDifferences.Direction along = differences.direction(parameter, seed + 1 + direction);
                Slope numeric = along.slope();
                jump = Math.max(jump, numeric.jump());
                double analytic = gradient.map(along::slopeOf).orElse(numeric.value());
                double gap = Math.abs(analytic - numeric.value());
                if (!(gap <= numeric.uncertainty())) {
                    return new Screen(
                            gap > CONVICTION * numeric.uncertainty() ? Outcome.DISAGREES : Outcome.DOUBTFUL,
                            jump,
                            "along a random direction of ±1 the analytic slope is " + Figures.precise(analytic)
                                    + ", the numeric one " + Figures.precise(numeric.value()) + " ± "
                                    + Figures.of(numeric.uncertainty()));
                }
            }
            return gradient.isPresent()
                    ? new Screen(Outcome.AGREES, jump, DIRECTIONS + " random directions through all entries agree")
                    : new Screen(Outcome.NOT_MADE, jump, "");
        }

        boolean showsKink() {
            return jump > 0;
        }

        boolean agrees() {
            return outcome == Outcome.AGREES;
        }

        String words() {
            return words;
        }

        /** A direction that disagrees convicts the parameter even if the wrong entries are not among those looked at. */
        ParameterCheck applyTo(ParameterCheck check) {
            boolean missed = outcome == Outcome.DISAGREES
                    && check.verdict() != Verdict.DISAGREES
                    && check.entries().checked() < check.entries().total();
            return missed
                    ? check.convicted(words + "; the wrong entries are not among those looked at one by one")
                    : check;
        }
    }
}
