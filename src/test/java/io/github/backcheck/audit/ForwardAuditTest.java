package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.defect.DefectCase;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.model.Storage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardAuditTest {

    private static final int SAMPLES = 6;

    /** On some data a ReLU is never off, and a defect changes nothing: one of these networks must show it. */
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    static Stream<Defect> forward() {
        return Catalogue.all().stream().filter(defect -> defect.change() instanceof Change.Forward);
    }

    static Stream<Defect> losses() {
        return Catalogue.all().stream().filter(defect -> defect.change() instanceof Change.Loss);
    }

    @ParameterizedTest
    @MethodSource("forward")
    void namesADefectAndItsLayerByTheTrace(Defect defect) {
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                int named = 0;
                for (long seed : SEEDS) {
                    DefectCase network = new DefectCase(architecture, SAMPLES, seed);
                    ForwardTrail trail =
                            audit(broken(network, defect, layer), network).run();
                    if (trail.firstWrong().isPresent()) {
                        JudgedStep first = trail.firstWrong().get();
                        assertThat(first.layers()).as(trail.toString()).containsExactly(layer);
                        assertThat(first.step()).isEqualTo(defect.change().stepName());
                        assertThat(first.suspects())
                                .as("%s at %d in %s: %s", defect.id(), layer, architecture, trail)
                                .contains(new Suspect(defect, List.of(layer)));
                        assertThat(trail.steps().stream().filter(JudgedStep::isWrong))
                                .hasSize(1);
                        assertThat(trail.plan()).as(trail.toString()).isPresent();
                        named++;
                    }
                }
                assertThat(named)
                        .as("%s at %d in %s", defect.id(), layer, architecture)
                        .isPositive();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forward")
    void namesADefectByTheOutputsAlone(Defect defect) {
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                int named = 0;
                for (int i = 0; i < SEEDS.size() && named == 0; i++) {
                    DefectCase network = new DefectCase(architecture, SAMPLES, SEEDS.get(i));
                    ForwardTrail trail = audit(withoutTrace(broken(network, defect, layer), network), network)
                            .run();
                    if (trail.firstWrong().isPresent()) {
                        assertThat(trail.firstWrong().get().suspects())
                                .as("%s at %d in %s: %s", defect.id(), layer, architecture, trail)
                                .contains(new Suspect(defect, List.of(layer)));
                        assertThat(trail.plan()).isPresent();
                        named++;
                    }
                }
                assertThat(named)
                        .as("%s at %d in %s", defect.id(), layer, architecture)
                        .isPositive();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void namesADefectOfTheLoss(Defect defect) {
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                for (long seed : SEEDS) {
                    DefectCase network = new DefectCase(architecture, SAMPLES, seed);
                    for (Model model : List.of(
                            broken(network, defect, layer), withoutTrace(broken(network, defect, layer), network))) {
                        ForwardTrail trail = audit(model, network).run();
                        assertThat(trail.isRight()).isTrue();
                        assertThat(trail.loss().suspects())
                                .as("%s in %s: %s", defect.id(), architecture, trail)
                                .contains(new Suspect(defect, List.of(layer)));
                    }
                }
            }
        }
    }

    @Test
    void isSilentOnRightNetworks() {
        for (Architecture architecture : DefectCase.architectures()) {
            for (long seed = 1; seed <= 20; seed++) {
                DefectCase network = new DefectCase(architecture, SAMPLES, seed);
                Model model = network.network().asModel("right", DefectCase.right());
                for (Model each : List.of(model, withoutTrace(model, network))) {
                    ForwardTrail trail = audit(each, network).run();
                    assertThat(trail.isRight()).as(trail.toString()).isTrue();
                    assertThat(trail.loss().agrees()).as(trail.toString()).isTrue();
                }
            }
        }
    }

    @Test
    void putsParametersBack() {
        DefectCase network = new DefectCase(DefectCase.architectures().get(0), SAMPLES, 1);
        Model model = network.network().asModel("right", DefectCase.right());
        ParameterSnapshot before = model.snapshot();

        audit(model, network).run();

        assertThat(before.changed()).isEmpty();
    }

    @Test
    void saysWhatItNeeds() {
        double[][] weights = {{0.5, 1}};
        Model bare = Model.named("bare").weights("W", weights).loss(batch -> 0).build();

        ForwardTrail trail = ForwardAudit.of(bare)
                .on(Batch.of(new double[][] {{1, 2}}, new double[][] {{3}}))
                .run();

        assertThat(trail.firstWrong()).isEmpty();
        assertThat(trail.isRight()).isFalse();
        assertThat(trail.toString()).contains("not judged, it needs an architecture");
    }

    @Test
    void doesNotJudgeWhatIsNotFinite() {
        DefectCase network = new DefectCase(DefectCase.architectures().get(0), SAMPLES, 1);
        network.network().weights(0).set(0, 0, Double.NaN);

        ForwardTrail trail = audit(network.network().asModel("NaN", DefectCase.right()), network)
                .run();

        assertThat(trail.firstWrong()).isEmpty();
        assertThat(trail.isRight()).isFalse();
        assertThat(trail.plan()).isEmpty();
        assertThat(trail.loss().verdict()).isInstanceOf(StepVerdict.NotJudged.class);
    }

    @Test
    void findsAMissingBiasThoughAllBiasesAreZero() {
        Defect defect = Catalogue.find("bias-not-added").orElseThrow();
        DefectCase network = new DefectCase(DefectCase.architectures().get(0), SAMPLES, 1);
        network.network().biases(0).zero();
        network.network().biases(1).zero();

        ForwardTrail trail = audit(withoutTrace(broken(network, defect, 0), network), network)
                .run();

        assertThat(trail.firstWrong().orElseThrow().suspects()).containsExactly(new Suspect(defect, List.of(0)));
    }

    @ParameterizedTest
    @MethodSource("forward")
    void doesNotMisnameWhatIsNotInItsCatalogue(Defect defect) {
        List<Defect> others =
                Catalogue.all().stream().filter(other -> !other.equals(defect)).toList();
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                DefectCase network = new DefectCase(architecture, SAMPLES, 7);
                Model model = broken(network, defect, layer);
                for (Model each : List.of(model, withoutTrace(model, network))) {
                    ForwardTrail trail = audit(each, network).against(others).run();
                    trail.plan().ifPresent(plan -> {
                        DefectCase elsewhere = new DefectCase(architecture, SAMPLES, 8);
                        LearningRule same = DefectCase.right().withForward(plan);
                        LearningRule wrong = defect.in(DefectCase.right(), architecture, layer);
                        assertThat(last(elsewhere.run(same)))
                                .as("%s at %d in %s: %s", defect.id(), layer, architecture, trail)
                                .containsExactly(last(elsewhere.run(wrong)), within(1e-9));
                    });
                }
            }
        }
    }

    private static double[] last(DefectCase.Results results) {
        return results.activations().get(results.activations().size() - 1);
    }

    private static ForwardAudit audit(Model model, DefectCase network) {
        return ForwardAudit.of(model).on(network.batch());
    }

    private static Model broken(DefectCase network, Defect defect, int layer) {
        Mlp twin = network.network();
        return twin.asModel("broken", defect.in(LearningRule.of(Optimiser.sgd(0.5)), twin.architecture(), layer));
    }

    private static Model withoutTrace(Model model, DefectCase network) {
        Mlp twin = network.network();
        ModelBuilder builder = Model.named(model.name());
        for (int layer = 0; layer < twin.architecture().depth(); layer++) {
            builder.weights("layer " + layer + "/W", Storage.of(twin.weights(layer)))
                    .biases("layer " + layer + "/b", Storage.of(twin.biases(layer)));
        }
        return builder.loss(model::loss)
                .predict(inputs -> model.predict(Batch.of(
                        inputs, new double[inputs.length][twin.architecture().outputCount()])))
                .architecture(twin.architecture())
                .build();
    }

    private static List<Integer> layers(Defect defect, Architecture architecture) {
        return IntStream.range(0, architecture.depth())
                .filter(layer -> defect.fits(architecture, layer))
                .boxed()
                .toList();
    }
}
