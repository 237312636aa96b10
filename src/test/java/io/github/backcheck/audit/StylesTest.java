package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StylesTest {

    private static final int CORRECT = 400;

    /** Relative to the largest number compared: what rounding does in other orders of summation. */
    private static final double ROUNDING = 1e-9;

    private static final double FLOAT_ROUNDING = 1e-5;

    /** How far a mistake must move something, at least, to be one. */
    private static final double MISTAKE = 1e-4;

    private static final Set<String> STEPS = Set.of(
            "forward",
            "loss",
            "loss delta",
            "propagation",
            "activation derivative",
            "outer product",
            "bias sum",
            "batch reduction",
            "penalty",
            "accumulation",
            "update");

    /** Steps that spoil a layer's own gradient and leave its delta alone. */
    private static final Set<String> LOCAL_STEPS =
            Set.of("outer product", "bias sum", "batch reduction", "penalty", "accumulation", "update");

    /** Steps whose mistakes need a unit on the right side of its kink to show. */
    private static final Set<String> KINKED = Set.of("activation derivative");

    @Test
    void noCorrectProgramDisagreesWithItsNumericGradient() {
        List<String> alarms = new ArrayList<>();
        int agreed = 0;
        for (long index = 0; index < CORRECT; index++) {
            GradientReport report = GradientCheck.of(Styles.correct(index))
                    .on(Styles.data(index))
                    .run();
            if (report.parameterNames().stream().anyMatch(name -> report.verdict(name) == Verdict.DISAGREES)) {
                alarms.add(index + "\n" + report);
            }
            agreed += report.verdict() == Verdict.AGREES ? 1 : 0;
        }
        assertThat(alarms).isEmpty();
        assertThat(agreed).isGreaterThan(CORRECT / 2);
    }

    @Test
    void correctProgramsComputeWhatTheirTwinsCompute() {
        for (long index = 0; index < CORRECT; index++) {
            Model model = Styles.correct(index);
            Batch batch = Styles.data(index);
            Model twin = twin(model);
            assertThat(gap(flat(model.predict(batch)), flat(twin.predict(batch))))
                    .as("outputs of %s", index)
                    .isLessThan(rounding(model));
            assertThat(gap(new double[] {model.loss(batch)}, new double[] {twin.loss(batch)}))
                    .as("loss of %s", index)
                    .isLessThan(rounding(model));
            assertThat(gap(gradient(model, batch), gradient(twin, batch)))
                    .as("gradient of %s", index)
                    .isLessThan(rounding(model));
        }
    }

    /** Of one sample, so that learning by batches and by samples is the same. */
    @Test
    void correctProgramsStepDownTheirTwinsGradient() {
        for (long index = 0; index < CORRECT; index++) {
            Model model = Styles.program(index).wrapStepOnly();
            Batch batch = Styles.data(index).slice(0, 1);
            double[] gradient = gradient(twin(model), batch);
            double[] before = values(model);
            model.trainStep(batch);
            double[] after = values(model);
            double products = 0;
            double squares = 0;
            for (int i = 0; i < before.length; i++) {
                products += (before[i] - after[i]) * gradient[i];
                squares += gradient[i] * gradient[i];
            }
            if (squares > 1e-12) {
                double rate = products / squares;
                assertThat(rate).as("learning rate of %s", index).isBetween(0.009, 0.32);
                for (int i = 0; i < before.length; i++) {
                    before[i] -= rate * gradient[i];
                }
                assertThat(gap(before, after)).as("step of %s", index).isLessThan(rounding(model));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyMistakeMakesADifference(long seed) {
        List<String> harmless = new ArrayList<>();
        List<Styles.Broken> all = Styles.broken(seed);
        for (Styles.Broken broken : all) {
            if (!(difference(broken) > MISTAKE)) {
                harmless.add(broken + " " + difference(broken));
            }
        }
        assertThat(harmless).isEmpty();
        assertThat(all).hasSizeGreaterThan(150);
    }

    /** The largest of what the outputs, the loss, the gradient and three steps are off. */
    private static double difference(Styles.Broken broken) {
        Model model = broken.model().get();
        Batch batch = broken.data().get();
        Model twin = twin(model);
        double largest = Math.max(
                gap(flat(model.predict(batch)), flat(twin.predict(batch))),
                gap(new double[] {model.loss(batch)}, new double[] {twin.loss(batch)}));
        double[] reference = gradient(twin, batch);
        if (model.can(Capability.GRADIENT)) {
            gradient(model, batch);
            largest = Math.max(largest, gap(gradient(model, batch), reference));
        }
        return Math.max(largest, differenceOfSteps(broken));
    }

    private static double differenceOfSteps(Styles.Broken broken) {
        Model model = broken.details().stepOnly().get();
        Model correct = broken.details().correct().get();
        Batch batch = broken.data().get();
        double[] start = values(model);
        assertThat(start).isEqualTo(values(correct));
        double largest = 0;
        for (int step = 0; step < 3 && largest < MISTAKE; step++) {
            Batch part = batch.slice(2 * step, 2 * step + 2);
            model.trainStep(part);
            correct.trainStep(part);
            double[] moved = values(model);
            double[] expected = values(correct);
            for (int i = 0; i < start.length; i++) {
                moved[i] -= start[i];
                expected[i] -= start[i];
            }
            largest = gap(moved, expected);
        }
        return largest;
    }

    /** Deltas that are wrong in a layer are wrong in those below too, but never above. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void mistakesAreWhereTheySay(long seed) {
        List<String> elsewhere = new ArrayList<>();
        for (Styles.Broken broken : Styles.broken(seed)) {
            if (broken.step().equals("forward") || broken.step().equals("loss")) {
                continue;
            }
            Set<Integer> said = new TreeSet<>(broken.layers());
            broken.details()
                    .others()
                    .forEach(other ->
                            said.addAll(other.layers().apply(broken.details().depth())));
            Set<Integer> seen = layersThatStepElsewhere(broken);
            // Two mistakes may cancel somewhere, as two signs do at the output; dead units can hide one from rounding.
            boolean single = broken.details().others().isEmpty();
            boolean exact = single
                    && LOCAL_STEPS.contains(broken.step())
                    && !broken.name().startsWith("FLOAT");
            if (seen.isEmpty()
                    || Collections.max(seen) > Collections.max(said)
                    || (single && !KINKED.contains(broken.step()) && !seen.contains(Collections.max(said)))
                    || (exact && !seen.equals(said))) {
                elsewhere.add(broken + " in " + seen + ", said " + said);
            }
        }
        assertThat(elsewhere).isEmpty();
    }

    /** By the first step that is not the correct program's, of one sample if possible. */
    private static Set<Integer> layersThatStepElsewhere(Styles.Broken broken) {
        Batch batch = broken.data().get();
        Model model = broken.details().stepOnly().get();
        Model correct = broken.details().correct().get();
        for (Batch part : List.of(batch.slice(0, 1), batch.slice(1, 2), batch, batch)) {
            List<double[]> start = perLayer(model);
            model.trainStep(part);
            correct.trainStep(part);
            Set<Integer> layers = new TreeSet<>();
            for (int layer = 0; layer < start.size(); layer++) {
                double[] moved = perLayer(model).get(layer);
                double[] expected = perLayer(correct).get(layer);
                double rounding = rounding(model)
                        * Arrays.stream(moved).map(Math::abs).max().getAsDouble();
                for (int i = 0; i < moved.length; i++) {
                    if (Math.abs(moved[i] - expected[i]) > rounding) {
                        layers.add(layer);
                    }
                }
            }
            if (!layers.isEmpty()) {
                return layers;
            }
        }
        return Set.of();
    }

    private static List<double[]> perLayer(Model model) {
        return model.layers().stream()
                .map(layer -> layer.parameters().stream()
                        .map(Parameter::values)
                        .flatMapToDouble(Arrays::stream)
                        .toArray())
                .toList();
    }

    @Test
    void mistakesSayWhatAnAuditShouldSay() {
        List<Styles.Broken> all = Styles.broken();
        Set<String> names = new HashSet<>();
        for (Styles.Broken broken : all) {
            assertThat(names.add(broken.name())).as(broken.name()).isTrue();
            assertThat(STEPS).as(broken.name()).contains(broken.step());
            assertThat(broken.details().words()).as(broken.name()).isNotEmpty();
            if (!broken.step().equals("loss")) {
                assertThat(broken.layers())
                        .as(broken.name())
                        .isNotEmpty()
                        .allMatch(
                                layer -> layer >= 0 && layer < broken.details().depth());
            }
        }
        Map<String, Long> perStyle = all.stream()
                .collect(Collectors.groupingBy(
                        broken -> broken.name().substring(0, broken.name().indexOf(' ')), Collectors.counting()));
        assertThat(perStyle).hasSize(Styles.count());
        assertThat(perStyle.values()).allMatch(count -> count >= 10);
        assertThat(all.stream().map(Styles.Broken::step).collect(Collectors.toSet()))
                .isEqualTo(STEPS);
    }

    @Test
    void programsCanBeWrappedWithLess() {
        for (Styles.Broken broken : Styles.broken()) {
            assertThat(broken.details().stepOnly().get().can(Capability.GRADIENT))
                    .isFalse();
            broken.details()
                    .gradientOnly()
                    .ifPresent(model ->
                            assertThat(model.get().can(Capability.TRAIN_STEP)).isFalse());
            assertThat(broken.details().gradientOnly().isPresent())
                    .isEqualTo(broken.model().get().can(Capability.GRADIENT));
        }
    }

    private static Model twin(Model model) {
        return Mlp.twin(model).asModel("twin", Optimiser.sgd(0.1));
    }

    private static double rounding(Model model) {
        return model.parameters().get(0).precision() == Precision.SINGLE ? FLOAT_ROUNDING : ROUNDING;
    }

    /** In the order of the layers, weights before biases; nothing for a twin's biases that the program has not. */
    private static double[] gradient(Model model, Batch batch) {
        if (!model.can(Capability.GRADIENT)) {
            return gradient(twin(model), batch);
        }
        Gradient gradient = model.gradient(batch);
        return model.layers().stream()
                .flatMap(layer -> layer.parameters().stream())
                .flatMapToDouble(
                        parameter -> Arrays.stream(gradient.of(parameter).orElseThrow()))
                .toArray();
    }

    private static double[] values(Model model) {
        return model.layers().stream()
                .flatMap(layer -> layer.parameters().stream())
                .map(Parameter::values)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** The largest difference, relative to the largest number. */
    private static double gap(double[] p, double[] q) {
        assertThat(p).hasSameSizeAs(q);
        double gap = 0;
        double scale = Double.MIN_NORMAL;
        for (int i = 0; i < p.length; i++) {
            gap = Math.max(gap, Math.abs(p[i] - q[i]));
            scale = Math.max(scale, Math.max(Math.abs(p[i]), Math.abs(q[i])));
        }
        return gap / scale;
    }
}
