package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every defect of the update is put into one layer of small networks and must be named there, and nowhere else. */
class InjectedUpdatesTest {

    private static final int SAMPLES = 6;

    static List<Defect> defects() {
        return Catalogue.all().stream()
                .filter(defect -> defect.change() instanceof Change.Update)
                .toList();
    }

    @Test
    void thereAreMany() {
        assertThat(defects()).hasSizeGreaterThanOrEqualTo(35);
        assertThat(defects().stream().map(Defect::id)).doesNotHaveDuplicates();
        assertThat(defects())
                .allSatisfy(defect -> assertThat(defect.lookAlikes())
                        .allSatisfy(other ->
                                assertThat(Catalogue.find(other.defect())).isPresent()));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void isNamedWhereItIs(Defect defect) {
        int checked = 0;
        for (Architecture architecture : Nets.ARCHITECTURES) {
            for (Optimiser base : bases(defect)) {
                List<Integer> layers = IntStream.range(0, architecture.depth())
                        .filter(layer -> defect.fits(architecture, layer))
                        .filter(layer -> Planted.canBeSeen(defect, architecture.layer(layer)))
                        .boxed()
                        .toList();
                // The first and the last layer in turn.
                for (int layer : layers.isEmpty()
                        ? layers
                        : List.of(layers.get(base instanceof Optimiser.Sgd ? 0 : layers.size() - 1))) {
                    assertNamed(defect, architecture, base, layer);
                    checked++;
                }
            }
        }
        assertThat(checked).as("networks with %s", defect.id()).isGreaterThanOrEqualTo(2);
    }

    private static List<Optimiser> bases(Defect defect) {
        if (defect.id().equals("layers-share-one-velocity")) {
            return List.of(Optimiser.momentum(0.1, 0.8), Optimiser.momentum(0.05, 0.9));
        }
        return defect.id().startsWith("adam")
                ? List.of(Optimiser.adam(0.01), new Optimiser.Adam(0.002, 0.8, 0.99, 1e-6))
                : List.of(Optimiser.sgd(0.1), Optimiser.momentum(0.05, 0.9));
    }

    private static void assertNamed(Defect defect, Architecture architecture, Optimiser base, int layer) {
        Model model =
                Nets.random(architecture, 7).asModel("injected", defect.in(LearningRule.of(base), architecture, layer));
        UpdateAudit audit =
                UpdateAudit.of(model).on(Nets.batch(architecture, SAMPLES, 3)).learningRate(base.learningRate());
        UpdateTrail trail = (defect.id().equals("decay-not-asked-for") ? audit.weightDecay(0) : audit).run();
        String what = defect.id() + " in layer " + (layer + 1) + " of " + architecture + ", " + base + "\n" + trail;
        List<ParameterUpdate> here = in(trail, layer, defect.id().startsWith("layers-share-one") ? 1 : 0)
                .toList();
        assertThat(here)
                .as(what)
                .anySatisfy(update -> assertThat(update.verdict())
                        .isInstanceOfSatisfying(
                                StepVerdict.Named.class,
                                named -> assertThat(named.defects()).contains(defect)));
        assertThat(here).as(what).noneMatch(update -> update.verdict() instanceof StepVerdict.Unknown);
        assertThat(here).as(what).allSatisfy(update -> {
            if (update.verdict() instanceof StepVerdict.Named named) {
                assertThat(named.defects()).contains(defect);
            }
        });
        assertThat(trail.parameters().stream().filter(update -> !here.contains(update)))
                .as(what)
                .allMatch(ParameterUpdate::agrees);
    }

    /** The parameters of a layer and of some below it. */
    private static Stream<ParameterUpdate> in(UpdateTrail trail, int layer, int below) {
        return trail.parameters().stream()
                .filter(update -> IntStream.rangeClosed(layer - below, layer)
                        .anyMatch(l -> update.parameter().startsWith("layer " + (l + 1) + "/")));
    }
}
