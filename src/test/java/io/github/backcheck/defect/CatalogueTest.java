package io.github.backcheck.defect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.defect.DefectCase.Results;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.model.Architecture;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

    /** More than there are units anywhere, so that no count passes for another. */
    private static final int SAMPLES = 6;

    /** A ReLU may be off for all samples, and hide a defect: one of these networks must show it. */
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);

    /** Differences below this, relative to the larger number, are rounding. */
    private static final double ROUNDING = 1e-10;

    static Stream<Defect> replacements() {
        return Catalogue.all().stream().filter(defect -> !(defect.change() instanceof Change.Update));
    }

    static Stream<Defect> backward() {
        return replacements().filter(defect -> defect.change() instanceof Change.Backward);
    }

    static Stream<Defect> forward() {
        return replacements().filter(defect -> defect.change() instanceof Change.Forward);
    }

    static Stream<Defect> losses() {
        return replacements().filter(defect -> defect.change() instanceof Change.Loss);
    }

    static Stream<Defect> reductions() {
        return replacements()
                .filter(defect -> defect.replaces(BackwardStepName.BATCH_REDUCTION))
                .filter(defect -> !defect.id().equals("gradient-divided-by-units"));
    }

    static Stream<Defect> wrongForOneSample() {
        return replacements()
                .filter(defect ->
                        defect.replaces(BackwardStepName.OUTER_PRODUCT) || defect.replaces(BackwardStepName.BIAS_SUM));
    }

    @Test
    void holdsManyDefectsOfEveryStep() {
        assertThat(replacements()).hasSizeGreaterThan(140);
        for (BackwardStepName step : BackwardStepName.values()) {
            assertThat(replacements().filter(defect -> defect.replaces(step)))
                    .as("%s", step)
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void idsAreUniqueHyphenatedWords() {
        assertThat(Catalogue.all())
                .extracting(Defect::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z]+(-[a-z]+)+"));
        assertThat(Catalogue.all())
                .allSatisfy(defect -> assertThat(Catalogue.find(defect.id())).contains(defect));
    }

    @Test
    void titlesAreUnique() {
        assertThat(replacements()).extracting(defect -> defect.words().title()).doesNotHaveDuplicates();
    }

    @Test
    void lookAlikesExistAndAreMutual() {
        for (Defect defect : Catalogue.all()) {
            assertThat(defect.lookAlikes()).extracting(LookAlike::defect).doesNotHaveDuplicates();
            for (LookAlike alike : defect.lookAlikes()) {
                assertThat(Catalogue.find(alike.defect()))
                        .as(alike.defect())
                        .hasValueSatisfying(other ->
                                assertThat(other.lookAlikes()).contains(new LookAlike(defect.id(), alike.when())));
                assertThat(alike.defect()).isNotEqualTo(defect.id());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("replacements")
    void saysWhatIsWrongAndWhatIsRight(Defect defect) {
        Words words = defect.words();

        assertThat(words.title()).isNotBlank().doesNotEndWith(".");
        assertThat(words.explanation()).isNotBlank().endsWith(".");
        assertThat(words.wrong()).isNotBlank().isNotEqualTo(words.right());
        assertThat(words.right()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("replacements")
    void fitsSomewhere(Defect defect) {
        assertThat(DefectCase.architectures())
                .anyMatch(architecture -> layers(defect, architecture).size() > 0);
    }

    @ParameterizedTest
    @MethodSource("backward")
    void changesTheGradientOfItsLayerAndNothingAbove(Defect defect) {
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                boolean changed = false;
                for (long seed : SEEDS) {
                    DefectCase network = new DefectCase(architecture, SAMPLES, seed);
                    Results right = network.run(DefectCase.right());
                    Results wrong = network.run(defect.in(DefectCase.right(), architecture, layer));
                    for (int above = layer + 1; above < architecture.depth(); above++) {
                        assertThat(wrong.gradients().get(above))
                                .isEqualTo(right.gradients().get(above));
                    }
                    for (int below = 0; below <= layer; below++) {
                        changed |= differ(
                                right.gradients().get(below), wrong.gradients().get(below));
                        assertFinite(wrong.gradients().get(below));
                    }
                    assertSame(wrong.activations(), right.activations());
                    assertThat(wrong.loss()).isEqualTo(right.loss());
                }
                assertThat(changed)
                        .as("%s at layer %d of %s", defect.id(), layer, architecture)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forward")
    void changesTheOutputsAndNothingBelow(Defect defect) {
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                boolean changed = false;
                for (long seed : SEEDS) {
                    DefectCase network = new DefectCase(architecture, SAMPLES, seed);
                    Results right = network.run(DefectCase.right());
                    Results wrong = network.run(defect.in(DefectCase.right(), architecture, layer));
                    assertSame(
                            wrong.activations().subList(0, layer),
                            right.activations().subList(0, layer));
                    int last = architecture.depth() - 1;
                    changed |= differ(
                            right.activations().get(last), wrong.activations().get(last));
                    wrong.activations().forEach(CatalogueTest::assertFinite);
                    wrong.gradients().forEach(CatalogueTest::assertFinite);
                }
                assertThat(changed)
                        .as("%s at layer %d of %s", defect.id(), layer, architecture)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void changesTheLossOnly(Defect defect) {
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                assertThat(layer).isEqualTo(architecture.depth() - 1);
                DefectCase network = new DefectCase(architecture, SAMPLES, 1);
                Results right = network.run(DefectCase.right());
                Results wrong = network.run(defect.in(DefectCase.right(), architecture, layer));
                assertThat(differ(new double[] {right.loss()}, new double[] {wrong.loss()}))
                        .as("%s of %s", defect.id(), architecture)
                        .isTrue();
                assertFinite(new double[] {wrong.loss()});
                assertSame(wrong.activations(), right.activations());
                assertSame(wrong.gradients(), right.gradients());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void reductionsAreRightForASingleSample(Defect defect) {
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                DefectCase network = new DefectCase(architecture, 1, 1);
                Results right = network.run(DefectCase.right());
                Results wrong = network.run(defect.in(DefectCase.right(), architecture, layer));
                for (int i = 0; i < architecture.depth(); i++) {
                    assertThat(wrong.gradients().get(i))
                            .containsExactly(right.gradients().get(i), within(1e-12));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("wrongForOneSample")
    void outerProductsAndBiasSumsAreWrongForASingleSample(Defect defect) {
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer : layers(defect, architecture)) {
                assertThat(SEEDS)
                        .as("%s at layer %d of %s", defect.id(), layer, architecture)
                        .anyMatch(seed -> {
                            DefectCase network = new DefectCase(architecture, 1, seed);
                            LearningRule rule = defect.in(DefectCase.right(), architecture, layer);
                            return differ(
                                    network.run(DefectCase.right()).gradients().get(layer),
                                    network.run(rule).gradients().get(layer));
                        });
            }
        }
    }

    @Test
    void whatCannotBeToldApartIsSaidToBeAlike() {
        Set<String> missing = new TreeSet<>();
        for (Architecture architecture : DefectCase.architectures()) {
            for (int layer = 0; layer < architecture.depth(); layer++) {
                Map<Defect, List<Results>> results = resultsAt(architecture, layer);
                for (Defect one : results.keySet()) {
                    for (Defect other : results.keySet()) {
                        if (one.id().compareTo(other.id()) < 0
                                && !one.isLike(other.id())
                                && areAlike(results.get(one), results.get(other))) {
                            missing.add(one.id() + " and " + other.id() + " at layer " + layer + " of " + architecture);
                        }
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Map<Defect, List<Results>> resultsAt(Architecture architecture, int layer) {
        Map<Defect, List<Results>> results = new LinkedHashMap<>();
        replacements().filter(defect -> defect.fits(architecture, layer)).forEach(defect -> {
            LearningRule rule = defect.in(DefectCase.right(), architecture, layer);
            results.put(
                    defect,
                    SEEDS.stream()
                            .map(seed -> new DefectCase(architecture, SAMPLES, seed).run(rule))
                            .toList());
        });
        return results;
    }

    /** What an audit sees of a defect: outputs, or the loss, or gradients. */
    private static boolean areAlike(List<Results> ofOne, List<Results> ofOther) {
        for (int i = 0; i < ofOne.size(); i++) {
            Results left = ofOne.get(i);
            Results right = ofOther.get(i);
            if (!isSame(left.gradients(), right.gradients())
                    || !isSame(left.activations(), right.activations())
                    || differ(new double[] {left.loss()}, new double[] {right.loss()})) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(List<double[]> one, List<double[]> other) {
        for (int i = 0; i < one.size(); i++) {
            if (differ(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> layers(Defect defect, Architecture architecture) {
        return Stream.iterate(0, layer -> layer + 1)
                .limit(architecture.depth())
                .filter(layer -> defect.fits(architecture, layer))
                .toList();
    }

    private static boolean differ(double[] one, double[] other) {
        for (int i = 0; i < one.length; i++) {
            if (Math.abs(one[i] - other[i]) > ROUNDING * Math.max(Math.abs(one[i]), Math.abs(other[i]))) {
                return true;
            }
        }
        return false;
    }

    private static void assertFinite(double[] values) {
        assertThat(Arrays.stream(values).allMatch(Double::isFinite))
                .as("finite")
                .isTrue();
    }

    private static void assertSame(List<double[]> one, List<double[]> other) {
        assertThat(one).hasSameSizeAs(other);
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.get(i)).isEqualTo(other.get(i));
        }
    }
}
