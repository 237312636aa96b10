package io.github.backcheck.trial;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What is changed about a program in one trial. Immutable; each setting returns a new one.
 *
 * <pre>{@code
 * Setting.asGiven().inputs(InputForm.STANDARDISED).stepsTimes(10)
 * // inputs scaled to mean 0 and variance 1, steps 10 times as long
 * }</pre>
 *
 * @param inputs what the network is fed
 * @param targets what it is asked for
 * @param start the parameters it begins with
 * @param weightsTimes by what the weights of the start are multiplied, biases not; not 0
 * @param stepsTimes by what each change of the parameters is multiplied, above 0: the learning rate need not be known
 * @param samples how many samples it is trained on, of as many classes as there are; empty for as many as the trial uses
 */
public record Setting(
        InputForm inputs,
        TargetForm targets,
        StartForm start,
        double weightsTimes,
        double stepsTimes,
        OptionalInt samples) {

    private static final Setting AS_GIVEN =
            new Setting(InputForm.AS_GIVEN, TargetForm.AS_GIVEN, StartForm.AS_GIVEN, 1, 1, OptionalInt.empty());

    /**
     * Checks the ranges.
     *
     * @param inputs what the network is fed
     * @param targets what it is asked for
     * @param start the parameters it begins with
     * @param weightsTimes finite and not 0
     * @param stepsTimes finite and above 0
     * @param samples at least 1, or empty
     * @throws NullPointerException if something is null
     * @throws IllegalArgumentException if a number is out of range
     */
    public Setting {
        Objects.requireNonNull(inputs, "the form of the inputs is null");
        Objects.requireNonNull(targets, "the form of the targets is null");
        Objects.requireNonNull(start, "the form of the start is null");
        if (!Double.isFinite(weightsTimes) || weightsTimes == 0) {
            throw new IllegalArgumentException(
                    "the factor of the weights is " + weightsTimes + ", a finite number other than 0 was expected");
        }
        if (!(stepsTimes > 0 && stepsTimes < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the factor of the steps is " + stepsTimes + ", a positive number was expected");
        }
        if (samples.isPresent() && samples.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "a trial on " + samples.getAsInt() + " samples was asked for, it needs at least 1");
        }
    }

    /**
     * Nothing changed.
     *
     * @return the setting
     */
    public static Setting asGiven() {
        return AS_GIVEN;
    }

    /**
     * With other inputs.
     *
     * @param form what the network is fed
     * @return a new setting
     */
    public Setting inputs(InputForm form) {
        return new Setting(form, targets, start, weightsTimes, stepsTimes, samples);
    }

    /**
     * With other targets.
     *
     * @param form what the network is asked for
     * @return a new setting
     */
    public Setting targets(TargetForm form) {
        return new Setting(inputs, form, start, weightsTimes, stepsTimes, samples);
    }

    /**
     * From other start values.
     *
     * @param form the parameters it begins with
     * @return a new setting
     */
    public Setting start(StartForm form) {
        return new Setting(inputs, targets, form, weightsTimes, stepsTimes, samples);
    }

    /**
     * With the weights of the start multiplied, the biases not.
     *
     * @param factor finite and not 0
     * @return a new setting
     * @throws IllegalArgumentException if the factor is out of range
     */
    public Setting weightsTimes(double factor) {
        return new Setting(inputs, targets, start, factor, stepsTimes, samples);
    }

    /**
     * With longer or shorter steps: where the program takes the parameters from θ to θ + Δθ, they are set to θ + factor · Δθ.
     *
     * @param factor finite and above 0
     * @return a new setting
     * @throws IllegalArgumentException if the factor is out of range
     */
    public Setting stepsTimes(double factor) {
        return new Setting(inputs, targets, start, weightsTimes, factor, samples);
    }

    /**
     * On a few samples only: of as many classes as possible, none of them with the inputs of another and other targets.
     *
     * @param number at least 1
     * @return a new setting
     * @throws IllegalArgumentException if the number is below 1
     */
    public Setting samples(int number) {
        return new Setting(inputs, targets, start, weightsTimes, stepsTimes, OptionalInt.of(number));
    }

    /** What is changed, in words: {@code fresh start values, steps 0.1 times as long}; {@code nothing changed}. */
    @Override
    public String toString() {
        List<String> changes = new ArrayList<>();
        samples.ifPresent(number -> changes.add("only " + Figures.count(number, "sample")));
        if (inputs != InputForm.AS_GIVEN) {
            changes.add(inputs.toString());
        }
        if (targets != TargetForm.AS_GIVEN) {
            changes.add(targets.toString());
        }
        if (start != StartForm.AS_GIVEN) {
            changes.add(start.toString());
        }
        if (weightsTimes != 1) {
            changes.add("weights times " + Figures.of(weightsTimes));
        }
        if (stepsTimes != 1) {
            changes.add("steps " + Figures.of(stepsTimes) + " times as long");
        }
        return changes.isEmpty() ? "nothing changed" : String.join(", ", changes);
    }
}
