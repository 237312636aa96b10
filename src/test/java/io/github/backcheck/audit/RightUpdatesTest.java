package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.mlp.UpdateState;
import io.github.backcheck.mlp.UpdateStep;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Right updates are given no defect, and most of them are recognised as what they are. */
class RightUpdatesTest {

    private static final int SAMPLES = 8;

    /** An update of one entry with two numbers to remember. */
    @FunctionalInterface
    private interface EntryRule {
        void apply(Entry entry);
    }

    /** One entry on its way through an update. */
    private static final class Entry {
        private double w;
        private double g;
        private double m;
        private double v;
        private int t;
    }

    private static UpdateStep entrywise(EntryRule rule) {
        return (parameter, gradient, state) -> {
            DMatrixRMaj first = state.memory(0);
            DMatrixRMaj second = state.memory(1);
            Entry entry = new Entry();
            for (int i = 0; i < first.getNumElements(); i++) {
                entry.w = parameter.data[i];
                entry.g = gradient.data[i];
                entry.m = first.data[i];
                entry.v = second.data[i];
                entry.t = state.update();
                rule.apply(entry);
                parameter.data[i] = entry.w;
                first.data[i] = entry.m;
                second.data[i] = entry.v;
            }
        };
    }

    private static void adamMoments(Entry e) {
        e.m = 0.9 * e.m + 0.1 * e.g;
        e.v = 0.999 * e.v + 0.001 * e.g * e.g;
    }

    private static double adamDirection(Entry e) {
        return e.m / (1 - Math.pow(0.9, e.t)) / (Math.sqrt(e.v / (1 - Math.pow(0.999, e.t))) + 1e-8);
    }

    private static void clippedByNorm(DMatrixRMaj parameter, DMatrixRMaj gradient, UpdateState state) {
        double squares = 0;
        for (int i = 0; i < gradient.getNumElements(); i++) {
            squares += gradient.data[i] * gradient.data[i];
        }
        double factor = Math.min(1, 0.2 / Math.sqrt(squares));
        for (int i = 0; i < gradient.getNumElements(); i++) {
            parameter.data[i] -= 0.1 * factor * gradient.data[i];
        }
    }

    /** What it is called, and what its rule begins with; updates that are left unjudged are not expected to be read. */
    private static final Map<String, UpdateStep> READ = new TreeMap<>(Map.ofEntries(
            Map.entry("θ ← θ - 0.1 g", Optimiser.sgd(0.1)),
            Map.entry("θ ← θ - 1.00000e-04 g", Optimiser.sgd(1e-4)),
            Map.entry("θ ← θ - 0.1 g, momentum 0.9", Optimiser.momentum(0.1, 0.9)),
            Map.entry("θ ← θ - 0.05 g, momentum 0.8", entrywise(e -> {
                e.m = 0.8 * e.m - 0.05 * e.g;
                e.w += e.m;
            })),
            Map.entry("θ ← θ - 0.03 g, momentum 0.9", entrywise(e -> {
                e.m = 0.9 * e.m + 0.1 * e.g;
                e.w -= 0.3 * e.m;
            })),
            Map.entry("θ ← θ - 0.05 g, Nesterov momentum 0.9", entrywise(e -> {
                double before = e.m;
                e.m = 0.9 * e.m - 0.05 * e.g;
                e.w += -0.9 * before + 1.9 * e.m;
            })),
            Map.entry("θ ← θ - 0.04 g, Nesterov momentum 0.9, decay 4.00000e-04 θ", entrywise(e -> {
                e.g += 0.01 * e.w;
                e.m = 0.9 * e.m + e.g;
                e.w -= 0.04 * (e.g + 0.9 * e.m);
            })),
            Map.entry("θ ← θ - 0.1 g, decay 1.00000e-04 θ", entrywise(e -> e.w -= 0.1 * (e.g + 0.001 * e.w))),
            Map.entry("θ ← θ - 0.05 g, momentum 0.9, decay 5.00000e-04 θ", entrywise(e -> {
                e.m = 0.9 * e.m + e.g;
                e.w -= 0.05 * e.m + 0.05 * 0.01 * e.w;
            })),
            Map.entry("RMSProp, η 0.01, β 0.9", entrywise(e -> {
                e.v = 0.9 * e.v + 0.1 * e.g * e.g;
                e.w -= 0.01 * e.g / (Math.sqrt(e.v) + 1e-8);
            })),
            Map.entry("RMSProp, η 0.01, β 0.99, ε 1.00e-06 inside", entrywise(e -> {
                e.v = 0.99 * e.v + 0.01 * e.g * e.g;
                e.w -= 0.01 * e.g / Math.sqrt(e.v + 1e-6);
            })),
            Map.entry("Adagrad, η 0.05", entrywise(e -> {
                e.v += e.g * e.g;
                e.w -= 0.05 * e.g / (Math.sqrt(e.v) + 1e-8);
            })),
            Map.entry("θ ← θ - η g", entrywise(e -> e.w -= 0.1 * Math.pow(0.99, e.t) * e.g)),
            Map.entry("θ ← θ -", RightUpdatesTest::clippedByNorm)));

    /** These are recognised from the first step only. */
    private static final Map<String, UpdateStep> READ_FRESH = new TreeMap<>(Map.of(
            "Adam, η 0.001, β1 0.9, β2 0.999, ε 1.00000e-08",
            Optimiser.adam(0.001),
            "Adam, η 0.01, β1 0.9, β2 0.999, ε 1.00000e-08, decay 1.00000e-04 θ",
            entrywise(e -> {
                adamMoments(e);
                e.w -= 0.01 * adamDirection(e) + 0.01 * 0.01 * e.w;
            }),
            "Adam, η 0.01, β1 0.9, β2 0.999, ε 1.00000e-08, of the gradient with a penalty of 0.001",
            entrywise(e -> {
                e.g += 1e-3 * e.w;
                adamMoments(e);
                e.w -= 0.01 * adamDirection(e);
            }),
            "Adam with ε added before the correction, η 0.001",
            entrywise(e -> {
                adamMoments(e);
                double rate = 0.001 * Math.sqrt(1 - Math.pow(0.999, e.t)) / (1 - Math.pow(0.9, e.t));
                e.w -= rate * e.m / (Math.sqrt(e.v) + 1e-7);
            })));

    /** Right, and beyond what is recognised. */
    private static final Map<String, UpdateStep> UNREAD = new TreeMap<>(Map.of(
            "Adam with odd constants",
            new Optimiser.Adam(0.003, 0.87, 0.993, 3e-8),
            "Adam with a schedule",
            entrywise(e -> {
                adamMoments(e);
                e.w -= 0.01 * Math.pow(0.99, e.t) * adamDirection(e);
            }),
            "clipped entries with momentum",
            entrywise(e -> {
                e.m = 0.9 * e.m + Math.max(-0.05, Math.min(0.05, e.g));
                e.w -= 0.1 * e.m;
            })));

    static Stream<Arguments> all() {
        return Stream.of(READ, READ_FRESH, UNREAD)
                .flatMap(map -> map.entrySet().stream())
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void areNeverAccused(String name, UpdateStep update) {
        for (int before : new int[] {0, 20}) {
            for (Architecture architecture : Nets.ARCHITECTURES) {
                UpdateTrail trail = audit(architecture, update, before);
                assertThat(trail.wrong())
                        .as("%s after %s steps\n%s", name, before, trail)
                        .isEmpty();
            }
        }
    }

    @Test
    void areRecognised() {
        READ.forEach((rule, update) -> {
            assertRead(rule, update, 0);
            assertRead(rule, update, 20);
        });
        READ_FRESH.forEach((rule, update) -> assertRead(rule, update, 0));
    }

    private static void assertRead(String rule, UpdateStep update, int before) {
        Architecture architecture = Nets.ARCHITECTURES.get(0);
        UpdateTrail trail = audit(architecture, update, before);
        assertThat(trail.parameters()).allSatisfy(parameter -> {
            assertThat(parameter.agrees()).as("%s", trail).isTrue();
            assertThat(parameter.rule()).startsWith(rule);
        });
    }

    private static UpdateTrail audit(Architecture architecture, UpdateStep update, int before) {
        Model model = Nets.random(architecture, 12).asModel("right", LearningRule.of(update));
        for (int step = 0; step < before; step++) {
            model.trainStep(Nets.batch(architecture, SAMPLES, 100 + step));
        }
        Batch batch = Nets.batch(architecture, SAMPLES, 5);
        return UpdateAudit.of(model).on(batch).run();
    }

    @Test
    void withoutATrainingStepNothingIsJudged() {
        double[][] w = {{0.1, 0.2}};
        Model model =
                Model.named("no step").weights("W", w).loss(batch -> w[0][0]).build();
        UpdateTrail trail = UpdateAudit.of(model)
                .on(Batch.of(new double[][] {{1, 2}}, new double[][] {{1}}))
                .run();
        assertThat(trail.agrees()).isFalse();
        assertThat(trail.wrong()).isEmpty();
        assertThat(trail.toString()).contains("not judged: needs trainStep(batch)");
    }

    @Test
    void theSameSeedGivesTheSameTrail() {
        Architecture architecture = Nets.ARCHITECTURES.get(0);
        assertThat(audit(architecture, Optimiser.sgd(0.1), 0)).isEqualTo(audit(architecture, Optimiser.sgd(0.1), 0));
    }
}
