package io.github.backcheck.diagnosis;

import io.github.backcheck.census.InputScale;
import io.github.backcheck.census.Scale;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.probe.WeightReport;
import io.github.backcheck.probe.WeightReport.LayerWeights;
import io.github.backcheck.probe.WeightReport.Trait;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.Course;
import io.github.backcheck.trial.InputForm;
import io.github.backcheck.trial.InputUse;
import io.github.backcheck.trial.OverfitCheck;
import io.github.backcheck.trial.Setting;
import io.github.backcheck.trial.StartForm;
import io.github.backcheck.trial.StepLengths;
import io.github.backcheck.trial.TwinSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network that does not learn although its gradient and its update are right, and learns if one thing is changed: that thing
 * is to blame. Where two things would do, the one that is odd by itself is.
 */
final class TrialRule implements Rule {

    /** Root mean square of the weights times the root of the number of inputs; usual are 0.5 to 1.5. */
    private static final double LARGE_SPREAD = 5;

    private static final double SMALL_SPREAD = 0.05;
    private static final double TINY_SPREAD = 0.01;

    /** Nobody draws larger ones of one sign: training made them, where the outputs had better all be near 0. */
    private static final double LARGEST_DRAWN = 2;

    /** Steps that take a tenth off the loss are not too long, unless all they lead to is a constant answer. */
    private static final double COMES_DOWN = 0.9;

    private static final double USUAL_RATIO = 1e-3;

    private static final double EXPLAINS_SOMETHING = 0.03;

    private static final int DEEP = 4;
    /** Less than what a sigmoid takes off at most, a quarter: the weights are not all of the same size. */
    private static final double SHRINKS = 0.4;

    private static final Setting AS_GIVEN = Setting.asGiven();
    private static final Setting FRESH = AS_GIVEN.start(StartForm.FRESH);

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.reports().find(Trials.class).flatMap(trials -> judge(trials, evidence)).stream()
                .toList();
    }

    private static Optional<Finding> judge(Trials trials, Evidence evidence) {
        if (evidence.doesItsJob()) {
            return scaledIsFarBetter(trials, evidence);
        }
        if (trials.learns()) {
            return scaledIsBetter(trials, evidence)
                    .or(() -> freshIsBetter(trials, evidence))
                    .or(() -> narrow(trials))
                    .or(() -> scaledIsFarBetter(trials, evidence))
                    .or(() -> moreTraining(trials));
        }
        return Stream.<Optional<Finding>>of(
                        penalty(trials),
                        weights(trials, evidence),
                        inputs(trials, evidence),
                        tooLong(trials),
                        vanishing(trials, evidence),
                        narrow(trials),
                        tooShort(trials),
                        start(trials, evidence),
                        falling(trials),
                        unknown(trials, evidence))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Course> first(Trials trials, Stream<Setting> settings) {
        return settings.flatMap(setting -> trials.cure(setting).stream()).findFirst();
    }

    /** Large or tiny inputs, and scaled ones help. */
    private static Optional<Finding> inputs(Trials trials, Evidence evidence) {
        Setting scaled = AS_GIVEN.inputs(InputForm.STANDARDISED);
        Setting both = FRESH.inputs(InputForm.STANDARDISED);
        InputScale scale = evidence.data().inputs().scale();
        return first(
                        trials,
                        Stream.of(
                                scaled,
                                both,
                                both.stepsTimes(0.1),
                                both.stepsTimes(0.01),
                                both.stepsTimes(10),
                                both.stepsTimes(100)))
                .or(() -> trials.goesFarther(twin -> twin.course().setting().inputs() == InputForm.STANDARDISED)
                        .map(Trials.TwinTrial::course))
                .map(cure -> inputs(trials, scale, cure));
    }

    /** The network learns, and with scaled inputs it would do so far better. */
    private static Optional<Finding> scaledIsBetter(Trials trials, Evidence evidence) {
        return trials.changed().stream()
                .filter(course -> course.setting().equals(AS_GIVEN.inputs(InputForm.STANDARDISED)))
                .filter(trials::isMuchBetter)
                .map(course -> inputs(trials, evidence.data().inputs().scale(), course))
                .findFirst();
    }

    /** The network learns as it is, and scaled inputs are worth while. */
    private static Optional<Finding> scaledIsFarBetter(Trials trials, Evidence evidence) {
        InputScale scale = evidence.data().inputs().scale();
        return trials.changed().stream()
                .filter(course -> course.setting().inputs() == InputForm.STANDARDISED)
                .filter(trials::isFarBetter)
                .findFirst()
                .map(
                        course -> new Finding(
                                scale.scale() == Scale.TINY ? FindingId.INPUTS_TOO_SMALL : FindingId.INPUTS_UNSCALED,
                                Severity.ADVICE,
                                List.of(),
                                "The network learns, and would learn far better from scaled inputs.",
                                facts(trials, Stream.of(new Fact("inputs", scale.toString())), course),
                                "Scale the inputs, for example to 0..1 or to mean 0 and variance 1, in training and in use alike."));
    }

    private static Finding inputs(Trials trials, InputScale scale, Course cure) {
        boolean tiny = scale.scale() == Scale.TINY;
        return new Finding(
                tiny ? FindingId.INPUTS_TOO_SMALL : FindingId.INPUTS_UNSCALED,
                Severity.HURTS,
                List.of(),
                tiny
                        ? "The inputs are so small that the network hardly sees them: none is larger than "
                                + Figures.of(scale.largestMagnitude()) + "."
                        : scale.scale() == Scale.UNEVEN
                                ? "A few inputs are so much larger than the others that the network cannot learn."
                                : "The inputs are so large, up to " + Figures.of(scale.largestMagnitude())
                                        + (trials.learns()
                                                ? ", that the network learns far less than it could."
                                                : ", that the network cannot learn from them."),
                facts(trials, Stream.of(new Fact("inputs", scale.toString())), cure),
                tiny
                        ? "Are they scaled twice, for example divided by 255 where they are read and again where they are used?"
                                + " Scale them once, to 0..1 or to mean 0 and variance 1."
                        : "Scale the inputs, for example to 0..1 or to mean 0 and variance 1, in training and in use alike.");
    }

    /** Weights of an odd size or sign, and fresh ones help. */
    private static Optional<Finding> weights(Trials trials, Evidence evidence) {
        List<LayerWeights> layers = layers(evidence);
        return Stream.of(Oddity.values())
                .flatMap(oddity -> {
                    List<LayerWeights> odd = layers.stream().filter(oddity::is).toList();
                    Optional<Course> cure = freshWeights(trials, oddity);
                    return !odd.isEmpty() && (cure.isPresent() || oddity.isPlain(odd, evidence))
                            ? Stream.of(weights(trials, odd, new Odd(oddity, cure)))
                            : Stream.<Finding>of();
                })
                .findFirst();
    }

    /** Layers whose weights are far larger than usual. */
    static List<LayerWeights> largeWeights(Evidence evidence) {
        return layers(evidence).stream().filter(Oddity.LARGE::is).toList();
    }

    /** The network learns, and would do so far better from weights that are not as large. */
    private static Optional<Finding> freshIsBetter(Trials trials, Evidence evidence) {
        List<LayerWeights> large = largeWeights(evidence);
        return trials.changed().stream()
                .filter(course -> !large.isEmpty() && course.setting().equals(FRESH))
                .filter(trials::isMuchBetter)
                .map(course -> weights(trials, large, new Odd(Oddity.LARGE, Optional.of(course))))
                .findFirst();
    }

    private static List<LayerWeights> layers(Evidence evidence) {
        return evidence.reports()
                .find(WeightReport.class)
                .map(WeightReport::layers)
                .orElse(List.of());
    }

    /** In what way weights are odd. That fresh ones help is the proof, so that the limits need not be far out. */
    private enum Oddity {
        ONE_SIGN,
        LARGE,
        SMALL;

        boolean is(LayerWeights layer) {
            return switch (this) {
                case ONE_SIGN -> layer.has(Trait.ONE_SIGN);
                case LARGE -> layer.relativeSpread() > LARGE_SPREAD;
                case SMALL -> layer.relativeSpread() < SMALL_SPREAD;
            };
        }

        /** So far out, in a network whose units are shut, that it needs no cure to be seen; there may be more that is wrong. */
        boolean isPlain(List<LayerWeights> layers, Evidence evidence) {
            boolean isShut = !new SaturationRule().judge(evidence).isEmpty()
                    || !new DeadUnitRule().judge(evidence).isEmpty();
            return isShut
                    && switch (this) {
                        case ONE_SIGN ->
                            layers.stream()
                                    .allMatch(layer -> Math.max(
                                                    Math.abs(layer.weights().smallest()),
                                                    Math.abs(layer.weights().largest()))
                                            <= LARGEST_DRAWN);
                        case LARGE -> false; // may be what training made of them
                        case SMALL -> layers.stream().allMatch(layer -> layer.relativeSpread() < TINY_SPREAD);
                    };
        }
    }

    /** What is odd about weights, and what helps, if it does by itself. */
    private record Odd(Oddity oddity, Optional<Course> cure) {}

    /** Large weights may be what too long steps made of them; small ones may need longer steps besides. */
    private static Optional<Course> freshWeights(Trials trials, Oddity oddity) {
        return first(
                trials,
                oddity == Oddity.LARGE
                        ? Stream.of(FRESH)
                        : Stream.of(FRESH, FRESH.stepsTimes(10), FRESH.stepsTimes(100)));
    }

    private static Finding weights(Trials trials, List<LayerWeights> layers, Odd odd) {
        LayerWeights worst = layers.get(0);
        List<String> names = layers.stream().map(LayerWeights::layer).toList();
        boolean oneSign = odd.oddity() == Oddity.ONE_SIGN;
        boolean large = odd.oddity() == Oddity.LARGE;
        String of = "The weights of " + Texts.joined(names);
        return new Finding(
                oneSign
                        ? FindingId.WEIGHTS_ONE_SIDED
                        : large ? FindingId.WEIGHTS_TOO_LARGE : FindingId.WEIGHTS_TOO_SMALL,
                Severity.HURTS,
                names,
                oneSign
                        ? of + " all have the same sign, so that the units say nearly the same whatever the sample."
                        : of + (large ? " are too large" : " are too small") + " for the number of inputs: "
                                + Figures.of(worst.relativeSpread()) + " / sqrt(" + Figures.count(worst.inputs())
                                + ") where about 1 / sqrt(" + Figures.count(worst.inputs()) + ") is usual.",
                facts(
                        trials,
                        layers.stream()
                                .map(layer -> new Fact(
                                        "weights of " + layer.layer(),
                                        layer.weights().toString())),
                        odd.cure().orElse(null)),
                oneSign
                        ? "Draw weights around 0: Math.random() gives 0 to 1, so take 2 * Math.random() - 1 or nextGaussian(),"
                                + " times 1 / sqrt(number of inputs)."
                        : "Start from random weights of about 1 / sqrt(number of inputs), sqrt(2 / number of inputs) for ReLU,"
                                + " and biases of 0. If they were of that size at the start, training made them what they are.");
    }

    /** Shorter steps in the same direction help. */
    private static Optional<Finding> tooLong(Trials trials) {
        boolean comesDown = trials.asGiven().isFinite()
                && trials.asGiven().lossRatio() < COMES_DOWN
                && trials.share(trials.asGiven()) > EXPLAINS_SOMETHING;
        return comesDown
                ? Optional.empty()
                : first(
                                trials,
                                Stream.of(
                                        AS_GIVEN.stepsTimes(0.1),
                                        AS_GIVEN.stepsTimes(0.01),
                                        AS_GIVEN.stepsTimes(1e-3),
                                        AS_GIVEN.stepsTimes(1e-4),
                                        FRESH.stepsTimes(0.1),
                                        FRESH.stepsTimes(0.01),
                                        FRESH.stepsTimes(1e-3),
                                        FRESH.stepsTimes(1e-4)))
                        .map(
                                cure -> new Finding(
                                        FindingId.LEARNING_RATE_TOO_HIGH,
                                        Severity.BREAKS,
                                        List.of(),
                                        "The learning rate is too high: with steps "
                                                + Figures.of(cure.setting().stepsTimes())
                                                + " times as long, in the same direction, the network learns.",
                                        facts(trials, lengthFacts(trials), cure),
                                        "Divide the learning rate by "
                                                + Figures.of(1 / cure.setting().stepsTimes())
                                                + ". If it looks small already: is the gradient added up over the batch instead of averaged?"));
    }

    /**
     * The right gradient of the first layer is next to nothing against that of the last, entry by entry.
     */
    private static Optional<Finding> vanishing(Trials trials, Evidence evidence) {
        List<LayerFacts> layers = evidence.layers();
        OptionalDouble first = gradient(evidence, layers.get(0));
        OptionalDouble last = gradient(evidence, layers.get(layers.size() - 1));
        if (layers.size() < DEEP
                || first.isEmpty()
                || last.isEmpty()
                || trials.asGiven().isFalling()
                || !shrinks(evidence)
                || !(first.getAsDouble() < Math.pow(SHRINKS, layers.size() - 1) * last.getAsDouble())) {
            return Optional.empty();
        }
        List<Fact> facts = layers.stream()
                .flatMap(layer -> gradient(evidence, layer).stream()
                        .mapToObj(size -> new Fact(
                                layer.parameters().get(0),
                                "gradient of " + Figures.of(size) + " for an entry on average")))
                .collect(Collectors.toCollection(ArrayList::new));
        facts.addAll(facts(trials, Stream.of(), null));
        return Optional.of(new Finding(
                FindingId.VANISHING_GRADIENT,
                Severity.HURTS,
                List.of(layers.get(0).name()),
                "The gradient is right, and shrinks from layer to layer: next to nothing of it comes down to "
                        + layers.get(0).name() + ".",
                facts,
                "Take fewer layers, or ReLU or tanh in place of sigmoids, with weights of sqrt(2 / number of inputs) or"
                        + " 1 / sqrt(number of inputs); Adam helps, too."));
    }

    /** Layer by layer, and not at one place. */
    private static boolean shrinks(Evidence evidence) {
        double above = Double.POSITIVE_INFINITY;
        for (int i = evidence.layers().size() - 1; i >= 0; i--) {
            double here = gradient(evidence, evidence.layers().get(i)).orElse(Double.NaN);
            if (!(here < above)) {
                return false;
            }
            above = here;
        }
        return true;
    }

    /** Root mean square of the numeric gradient over the entries of a layer's weights, where the analytic one agrees. */
    private static OptionalDouble gradient(Evidence evidence, LayerFacts layer) {
        return evidence.here(layer.parameters().get(0))
                .filter(check ->
                        check.verdict() == Verdict.AGREES && check.entries().checked() > 0)
                .map(check -> OptionalDouble.of(
                        check.magnitudes().numeric() / Math.sqrt(check.entries().checked())))
                .orElse(OptionalDouble.empty());
    }

    /** Longer steps in the same direction help: advice. */
    private static Optional<Finding> tooShort(Trials trials) {
        boolean isShort = trials.lengths()
                .filter(lengths -> lengths.verdict() == StepLengths.Verdict.TOO_SHORT)
                .isPresent();
        Optional<Course> cure = first(
                trials,
                Stream.of(
                        AS_GIVEN.stepsTimes(10),
                        AS_GIVEN.stepsTimes(100),
                        FRESH.stepsTimes(10),
                        FRESH.stepsTimes(100)));
        if (!isShort && cure.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                FindingId.LEARNING_RATE_TOO_LOW,
                Severity.ADVICE,
                List.of(),
                cure.map(known -> "The steps are in the right direction and short: "
                                + Figures.of(known.setting().stepsTimes())
                                + " times as long, they make the network learn.")
                        .orElse(
                                "The learning rate is very low: the steps are in the right direction and far too short."),
                facts(trials, changeRatio(trials), cure.orElse(null)),
                "Multiply the learning rate by "
                        + Figures.of(
                                cure.map(known -> known.setting().stepsTimes()).orElseGet(() -> factorToUsual(trials)))
                        + (cure.isPresent() ? ", or train for as many times as many epochs." : ", to begin with.")));
    }

    /** A power of 10 that makes a step change the parameters by about a thousandth; at least 10. */
    private static double factorToUsual(Trials trials) {
        double ratio = trials.lengths()
                .map(lengths -> lengths.ratios().median())
                .filter(median -> median > 0)
                .orElse(USUAL_RATIO);
        return Math.pow(10, Math.max(1, Math.rint(Math.log10(USUAL_RATIO / ratio))));
    }

    private static Stream<Fact> lengthFacts(Trials trials) {
        return Stream.concat(
                trials
                        .lengths()
                        .filter(lengths -> lengths.verdict() == StepLengths.Verdict.TOO_LONG
                                || lengths.verdict() == StepLengths.Verdict.STRANDED)
                        .map(lengths -> new Fact("steps", lengths.verdict().toString()))
                        .stream(),
                changeRatio(trials));
    }

    private static Stream<Fact> changeRatio(Trials trials) {
        return trials.lengths().stream()
                .map(lengths -> new Fact(
                        "change ratio",
                        Figures.of(lengths.ratios().first()) + " of all parameters in the first step, "
                                + Figures.of(lengths.ratios().median()) + " in the median"));
    }

    private static Optional<Finding> penalty(Trials trials) {
        return trials.goesFarther(twin -> twin.setting().penalty().equals(OptionalDouble.of(0)))
                .map(cure -> new Finding(
                        FindingId.PENALTY_TOO_LARGE,
                        Severity.HURTS,
                        List.of(),
                        "The penalty on the weights is so large that nothing can be learned.",
                        facts(trials, twinFacts(trials), null),
                        "Make lambda smaller, by a factor of 100 to begin with; is it multiplied by the batch size, or not"
                                + " divided by the number of samples?"));
    }

    private static Optional<Finding> narrow(Trials trials) {
        return trials.goesFarther(twin -> twin.setting().unitsTimes() > 1)
                .filter(cure -> trials.asGiven().isFinite())
                .map(cure -> new Finding(
                        FindingId.TOO_NARROW,
                        Severity.HURTS,
                        List.of(),
                        "The hidden layers have too few units for these data: with "
                                + Figures.count(cure.setting().unitsTimes()) + " times as many the network learns.",
                        facts(trials, twinFacts(trials), null),
                        "Give the hidden layers more units."));
    }

    private static Stream<Fact> twinFacts(Trials trials) {
        return trials.twins().stream().map(twin -> new Fact(name(twin.setting()), outcome(twin.course())));
    }

    private static String name(TwinSetting setting) {
        return "reference network"
                + (setting.penalty().isPresent() ? ", no penalty" : "")
                + (setting.unitsTimes() > 1 ? ", " + setting.unitsTimes() + " times as wide" : "");
    }

    /** Fresh weights help though nothing is odd about the present ones. */
    private static Optional<Finding> start(Trials trials, Evidence evidence) {
        boolean isShut = !new SaturationRule().judge(evidence).isEmpty()
                || !new DeadUnitRule().judge(evidence).isEmpty();
        return first(trials, Stream.of(FRESH))
                .filter(cure -> !isShut && !trials.asGiven().isFalling())
                .map(cure -> new Finding(
                        FindingId.LOCAL_MINIMUM,
                        Severity.ADVICE,
                        List.of(),
                        "From other random weights the same program learns; from where it is, it does not get away.",
                        facts(trials, Stream.of(), cure),
                        "Start again with another seed. If that happens often, give the hidden layers more units or take smaller"
                                + " batches."));
    }

    private static Optional<Finding> unknown(Trials trials, Evidence evidence) {
        if (trials.eight().isEmpty()
                || trials.asGiven().isFalling()
                || trials.asGiven().lossRatio() < COMES_DOWN
                || !trials.asGiven().isFinite()) {
            return Optional.empty();
        }
        boolean referenceLearns = trials.twins().stream().limit(1).anyMatch(twin -> trials.cures(twin.course()));
        boolean learnsByHeart = trials.eight().filter(OverfitCheck::isReached).isPresent();
        if (learnsByHeart && !referenceLearns) {
            return Optional.of(new Finding(
                    FindingId.NEEDS_MORE_TRAINING,
                    Severity.ADVICE,
                    List.of(),
                    "The network comes on slowly or stands on a plateau; a few samples it does learn by heart, so that its steps"
                            + " are not to blame.",
                    facts(trials, twinFacts(trials), null),
                    "Train for more epochs, try a higher learning rate, or start again with another seed. If that does not help:"
                            + " do the targets belong to their inputs?"));
        }
        List<Fact> facts = new ArrayList<>(facts(trials, twinFacts(trials), null));
        evidence.reports().find(InputUse.class).map(TrialRule::inputUse).ifPresent(facts::add);
        facts.add(new Fact(
                "eight samples",
                learnsByHeart
                        ? "can be learned by heart"
                        : "cannot be learned by heart either, from fresh weights, with steps as they are, 10 times and 0.1"
                                + " times as long"));
        return Optional.of(
                referenceLearns
                        ? new Finding(
                                FindingId.NOT_LEARNING,
                                Severity.HURTS,
                                List.of(),
                                "The network does not learn by its own steps; one of the same architecture learns the same"
                                        + " samples by those of Adam.",
                                facts,
                                learnsByHeart
                                        ? "Update by Adam, or give each layer a learning rate of its own: the gradients of the"
                                                + " layers may be of very different sizes."
                                        : "The data are fine. Do the training steps use other targets, other samples or other"
                                                + " parameters than the loss does?")
                        : new Finding(
                                FindingId.NOT_LEARNING,
                                Severity.HURTS,
                                List.of(),
                                "The network does not learn, and why is not known: gradient and update are right as far as"
                                        + " they could be judged, and no change that was tried helps.",
                                facts,
                                "Look at the data: do the targets belong to their inputs? Then at what could not be judged,"
                                        + " below."));
    }

    private static Fact inputUse(InputUse use) {
        int without = use.unusedFeatures().size();
        return new Fact(
                "inputs",
                use.isIgnored()
                        ? "the answers are the same whatever the inputs are"
                        : use.features().isEmpty()
                                ? "loss " + Figures.precise(use.loss()) + ", with each other's inputs "
                                        + Figures.precise(use.shuffledLoss())
                                : (without == 0
                                                ? "all"
                                                : Figures.count(use.features().size() - without)) + " of "
                                        + Figures.count(use.features().size(), "input feature")
                                        + " that vary change the outputs");
    }

    private static Optional<Finding> moreTraining(Trials trials) {
        return trials.isSlow() ? falling(trials) : Optional.empty();
    }

    private static Optional<Finding> falling(Trials trials) {
        return trials.asGiven().isFalling()
                ? Optional.of(new Finding(
                        FindingId.NEEDS_MORE_TRAINING,
                        Severity.ADVICE,
                        List.of(),
                        "The loss is falling: the network has only not been trained for long enough.",
                        facts(trials, Stream.of(), null),
                        "Train for more epochs, or with a somewhat higher learning rate."))
                : Optional.empty();
    }

    private static List<Fact> facts(Trials trials, Stream<Fact> before, @Nullable Course cure) {
        List<Fact> facts = new ArrayList<>(before.toList());
        facts.add(new Fact("as it is", outcome(trials.asGiven())));
        if (cure != null) {
            facts.add(new Fact("changed", outcome(cure) + ", with " + cure.setting()));
        }
        return facts;
    }

    private static String outcome(Course course) {
        String loss = "loss " + Figures.precise(course.lossBefore()) + " to " + Figures.precise(course.lossAfter())
                + " in " + Figures.count(course.steps(), "step");
        return course.score()
                .map(score -> loss + ", " + Figures.share(score.after(), score.samples()) + " right")
                .orElse(loss);
    }
}
