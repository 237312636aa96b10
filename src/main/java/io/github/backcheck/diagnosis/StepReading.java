package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.EntryCheck;
import io.github.backcheck.gradient.ErrorShape;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Gradients that were read off training steps and are not the numeric ones, where the step of a right program may have been the
 * reason: steps do not show a gradient apart from what is made of it. A parameter has such a reason only if all wrong ones of
 * its layer have one.
 */
final class StepReading {

    /** Numbers that are one constant, read from different entries or at different points. */
    private static final double SAME = 1e-4;

    /** A number as near to one of so few digits was written by somebody. */
    private static final int DIGITS_OF_A_LIMIT = 2;

    private static final double ROUND = 1e-7;

    /** What a step may do with a right gradient. */
    enum Reason {
        /** Entries that are too large are cut off, by the same limit everywhere. */
        CLIPPED,
        /** Where the steps of training start, the gradient is right. */
        RIGHT_WHERE_GIVEN,
        /** Its learning rate is a multiple of that of others. */
        OWN_RATE,
        /** The parameter shrinks by a share of itself. */
        DECAY
    }

    private final Evidence evidence;

    private StepReading(Evidence evidence) {
        this.evidence = evidence;
    }

    static StepReading of(Evidence evidence) {
        return new StepReading(evidence);
    }

    /** Empty if the gradient of the parameter agrees, or if what is wrong with it is the gradient's fault. */
    Optional<Reason> reason(String parameter) {
        if (evidence.gradient().source() != GradientSource.TRAIN_STEP) {
            return Optional.empty();
        }
        boolean all = evidence.layers().stream()
                .map(LayerFacts::parameters)
                .filter(names -> names.contains(parameter))
                .flatMap(List::stream)
                .filter(name -> !disagreements(name).isEmpty())
                .allMatch(name -> reasonByItself(name).isPresent());
        return all && !disagreements(parameter).isEmpty() ? reasonByItself(parameter) : Optional.empty();
    }

    /** The parameters with a reason, in the model's order. */
    List<String> with(Reason wanted) {
        return evidence.gradient().parameterNames().stream()
                .filter(name -> reason(name).filter(wanted::equals).isPresent())
                .toList();
    }

    /** The first point at which a parameter disagrees, with a learning rate. */
    PointCheck firstDisagreement(String parameter) {
        return evidence.gradient().points().stream()
                .filter(point ->
                        point.parameter(parameter).filter(StepReading::isWrong).isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** What a parameter's gradient is multiplied by, where the reason is a rate. */
    double factor(String parameter) {
        return constant(disagreements(parameter), StepReading::positiveFactor).orElseThrow();
    }

    /** What a parameter is multiplied by, where the reason is a decay. */
    double decay(String parameter) {
        return constant(disagreements(parameter), StepReading::shrinking).orElseThrow();
    }

    /** The largest value of an entry, if it is that of several entries of parameters that disagree, or a round number. */
    OptionalDouble limit() {
        List<ParameterCheck> wrong = evidence.gradient().parameterNames().stream()
                .flatMap(name -> disagreements(name).stream())
                .toList();
        OptionalDouble fitted = wrong.stream()
                .flatMap(check -> check.shape().stream())
                .filter(ErrorShape.Clipped.class::isInstance)
                .mapToDouble(shape -> ((ErrorShape.Clipped) shape).limit())
                .findFirst();
        double largest = wrong.stream()
                .filter(check -> !isMultiple(check))
                .flatMap(check -> check.worst().stream())
                .mapToDouble(entry -> Math.abs(entry.analytic()))
                .max()
                .orElse(0);
        boolean isShared = wrong.stream()
                        .filter(check -> !isMultiple(check))
                        .flatMap(check -> check.worst().stream())
                        .filter(entry -> isCutOff(entry, largest))
                        .count()
                > 1;
        boolean isKnown = largest > 0 && (isShared || isRound(largest));
        return fitted.isPresent() || !isKnown ? fitted : OptionalDouble.of(largest);
    }

    /** People write limits of few digits; a gradient is such a number by accident once in a hundred thousand. */
    private static boolean isRound(double value) {
        double rounded =
                new BigDecimal(value).round(new MathContext(DIGITS_OF_A_LIMIT)).doubleValue();
        return Math.abs(rounded - value) <= ROUND * value;
    }

    private Optional<Reason> reasonByItself(String parameter) {
        List<ParameterCheck> wrong = disagreements(parameter);
        OptionalDouble limit = limit();
        if (limit.isPresent() && wrong.stream().allMatch(check -> isClipped(check, limit.getAsDouble()))) {
            return Optional.of(Reason.CLIPPED);
        }
        if (evidence.here(parameter)
                .filter(check -> check.verdict() == Verdict.AGREES)
                .isPresent()) {
            return Optional.of(Reason.RIGHT_WHERE_GIVEN);
        }
        if (constant(wrong, StepReading::positiveFactor).isPresent() && !isRateGiven()) {
            return Optional.of(Reason.OWN_RATE);
        }
        return constant(wrong, StepReading::shrinking).isPresent() && !hasPenalty()
                ? Optional.of(Reason.DECAY)
                : Optional.empty();
    }

    private boolean isRateGiven() {
        return evidence.reports().find(Evidence.MeantRate.class).isPresent();
    }

    private boolean hasPenalty() {
        return evidence.architecture().filter(known -> known.l2() != 0).isPresent();
    }

    private List<ParameterCheck> disagreements(String parameter) {
        return evidence.checks(parameter).stream().filter(StepReading::isWrong).toList();
    }

    private static boolean isWrong(ParameterCheck check) {
        return check.verdict() == Verdict.DISAGREES && !Inexact.is(check);
    }

    /** All entries that are wrong are known to be cut off. */
    private static boolean isClipped(ParameterCheck check, double limit) {
        boolean fits = check.shape()
                .filter(shape -> shape instanceof ErrorShape.Clipped clipped && isSame(clipped.limit(), limit))
                .isPresent();
        boolean allShown = !isMultiple(check)
                && check.entries().disagreeing() > 0
                && check.entries().disagreeing() == check.worst().size();
        return fits || (allShown && check.worst().stream().allMatch(entry -> isCutOff(entry, limit)));
    }

    /** The two biases of a softmax of two units are as large as each other, whatever they are multiplied by. */
    private static boolean isMultiple(ParameterCheck check) {
        return check.shape().filter(ErrorShape.Factor.class::isInstance).isPresent();
    }

    private static boolean isCutOff(EntryCheck entry, double limit) {
        return isSame(Math.abs(entry.analytic()), limit)
                && entry.analytic() * entry.numeric() > 0
                && Math.abs(entry.numeric()) > Math.abs(entry.analytic());
    }

    private static boolean isSame(double one, double other) {
        return Math.abs(one - other) <= SAME * Math.abs(other);
    }

    /** One number above 0 in all checks. */
    private static OptionalDouble constant(List<ParameterCheck> checks, ToDoubleFunction<ErrorShape> number) {
        List<Double> numbers = checks.stream()
                .map(check -> check.shape().map(number::applyAsDouble).orElse(0.0))
                .toList();
        double first = numbers.isEmpty() ? 0 : numbers.get(0);
        return first > 0 && numbers.stream().allMatch(other -> isSame(other, first))
                ? OptionalDouble.of(first)
                : OptionalDouble.empty();
    }

    private static double positiveFactor(ErrorShape shape) {
        return shape instanceof ErrorShape.Factor factor ? factor.factor() : 0;
    }

    private static double shrinking(ErrorShape shape) {
        return shape instanceof ErrorShape.AlongParameter along ? along.factor() : 0;
    }
}
