package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Whether a network, with its present parameters, makes anything of its inputs. Nothing is trained; whether training with zeros
 * comes as far as with the inputs is two trials, {@link InputForm#ZERO} and {@link InputForm#AS_GIVEN}.
 *
 * <pre>{@code
 * InputUse.of(Trial.of(model).on(digits)).isIgnored();
 * }</pre>
 *
 * @param loss of the samples
 * @param shuffledLoss of the samples with each other's inputs; like {@code loss} for a network that has learned nothing from
 *     its inputs
 * @param zeroLoss of the samples with inputs of zeros
 * @param outputVariance how much the outputs differ between samples, mean over the outputs; empty without predict(inputs)
 * @param features the influence of some input features that vary, in order; empty without predict(inputs)
 * @param cost in sample-passes
 */
public record InputUse(
        double loss,
        double shuffledLoss,
        double zeroLoss,
        OptionalDouble outputVariance,
        List<Influence> features,
        long cost) {

    private static final int MOST_FEATURES = 50;
    private static final int MOST_SAMPLES = 128;

    /** Outputs that differ by no more than rounding are equal: relative to their own size, squared. */
    private static final double ROUNDING = 1e-28;

    /**
     * What becomes of the outputs when one input feature is replaced by that of another sample.
     *
     * @param feature from 0
     * @param change the mean squared change of the outputs; exactly 0 for a feature that is not looked at
     */
    public record Influence(int feature, double change) {}

    /**
     * Copies the list.
     *
     * @param loss kept as it is
     * @param shuffledLoss kept as it is
     * @param zeroLoss kept as it is
     * @param outputVariance kept as it is
     * @param features copied
     * @param cost kept as it is
     */
    public InputUse {
        features = List.copyOf(features);
    }

    /**
     * Asks a network for its outputs and its loss with changed inputs. Parameters are not touched.
     *
     * @param trial model, samples and seed; up to 50 features are drawn
     * @return what the inputs do
     * @throws NullPointerException if the trial is null
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public static InputUse of(Trial trial) {
        Objects.requireNonNull(trial, "the trial is null");
        Model model = trial.model();
        Batch samples = trial.drawn();
        Batch shuffled = Batch.of(samples.shuffled(trial.seed() + 1).inputs(), samples.targets());
        long cost = 3L * samples.size();
        OptionalDouble variance = OptionalDouble.empty();
        List<Influence> features = List.of();
        if (model.can(Capability.PREDICT)) {
            Batch some = samples.slice(0, Math.min(samples.size(), MOST_SAMPLES));
            variance = OptionalDouble.of(PredictionCensus.of(model, samples).meanVariance());
            features = influences(model, some, trial.seed());
            cost += samples.size() + (long) some.size() * (1 + features.size());
        }
        return new InputUse(
                model.loss(samples),
                model.loss(shuffled),
                model.loss(InputForm.ZERO.of(samples)),
                variance,
                features,
                cost);
    }

    private static List<Influence> influences(Model model, Batch samples, long seed) {
        double[][] outputs = model.predict(samples);
        List<Influence> influences = new ArrayList<>();
        for (int feature : chosen(samples, seed)) {
            double[][] inputs = samples.inputs();
            for (int sample = 0; sample < inputs.length; sample++) {
                inputs[sample][feature] = samples.input(other(samples, sample, feature), feature);
            }
            double[][] changed = model.predict(Batch.of(inputs, samples.targets()));
            influences.add(new Influence(feature, meanSquare(outputs, changed)));
        }
        return influences;
    }

    /** The next sample with another value of the feature, which there is. */
    private static int other(Batch samples, int sample, int feature) {
        int other = (sample + 1) % samples.size();
        while (samples.input(other, feature) == samples.input(sample, feature)) {
            other = (other + 1) % samples.size();
        }
        return other;
    }

    /** Features that vary, at most fifty of them. */
    private static List<Integer> chosen(Batch samples, long seed) {
        List<Integer> varying = new ArrayList<>();
        for (int feature = 0; feature < samples.inputCount(); feature++) {
            for (int sample = 1; sample < samples.size(); sample++) {
                if (samples.input(sample, feature) != samples.input(0, feature)) {
                    varying.add(feature);
                    break;
                }
            }
        }
        Collections.shuffle(varying, new Random(seed));
        return varying.stream().limit(MOST_FEATURES).sorted().toList();
    }

    private static double meanSquare(double[][] outputs, double[][] changed) {
        double sum = 0;
        for (int sample = 0; sample < outputs.length; sample++) {
            for (int output = 0; output < outputs[sample].length; output++) {
                double change = changed[sample][output] - outputs[sample][output];
                sum += change * change;
            }
        }
        return sum / outputs.length / outputs[0].length;
    }

    /**
     * Whether the network answers the same whatever it is fed.
     *
     * @return true if the outputs do not differ between samples by more than rounding, or, without predict(inputs), if the loss
     *     is the same with each other's inputs and with zeros
     */
    public boolean isIgnored() {
        return outputVariance.isPresent()
                ? outputVariance.getAsDouble() <= ROUNDING
                : shuffledLoss == loss && zeroLoss == loss;
    }

    /**
     * The features, of those looked at, that vary between samples and do not change any output.
     *
     * @return indices from 0, ascending
     */
    public List<Integer> unusedFeatures() {
        return features.stream()
                .filter(influence -> influence.change() == 0)
                .map(Influence::feature)
                .toList();
    }

    /**
     * Adds the figures to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("loss", Figures.of(loss)));
        facts.add(new Fact("with each other's inputs", Figures.of(shuffledLoss)));
        facts.add(new Fact("with inputs of zeros", Figures.of(zeroLoss)));
        outputVariance.ifPresent(
                variance -> facts.add(new Fact("variance of outputs", Figures.of(variance) + " between samples")));
        if (!features.isEmpty()) {
            facts.add(new Fact(
                    "features without influence",
                    Lists.indices(unusedFeatures()) + " of " + Figures.count(features.size()) + " that vary"));
        }
        return page.heading(isIgnored() ? "The inputs are ignored" : "The inputs are used")
                .facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
