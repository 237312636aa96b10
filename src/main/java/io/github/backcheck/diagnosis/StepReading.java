package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.ErrorShape;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
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

    /** What a step may do with a right gradient. */
    enum Reason {
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

    private Optional<Reason> reasonByItself(String parameter) {
        List<ParameterCheck> wrong = disagreements(parameter);
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
