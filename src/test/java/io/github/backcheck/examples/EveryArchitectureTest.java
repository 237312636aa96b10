package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.testing.jqwik.BrokenCase;
import io.github.backcheck.testing.jqwik.NetworkArbitraries;
import io.github.backcheck.testing.jqwik.NetworkCase;
import io.github.backcheck.testing.jqwik.PropertyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult.Status;

/** The property of the example fails, and what is left of the failing network is the smallest there is. */
class EveryArchitectureTest {

    private static final String SMALLEST = "1 -> 1 tanh -> 1 tanh -> 1 tanh, half squared error, mean over the batch;"
            + " W1 = {{0}}, b1 = {0}; W2 = {{1}}, b2 = {0}; W3 = {{1}}, b3 = {0};"
            + " inputs = {{0}, {0}}, targets = {{1}, {0}}";

    private static final Pattern CODE = Pattern.compile("```(java|text)\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void shrinksToTwoSamplesAndThreeLayersOfOneUnit() {
        PropertyRun run = PropertyRun.of(EveryArchitecture.class, "gradientAgrees");
        assertThat(run.smallest("network")).isEqualTo(SMALLEST);
        assertThat(run.result().getThrowable())
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("1 of 6 parameters wrong", "layer 1/b disagrees");
    }

    @Test
    void theNetworkIsRightWhereItsLoopIsNotUsed() {
        assertThat(PropertyRun.of(Harmless.class, "oneHiddenLayer").result().getStatus())
                .isEqualTo(Status.SUCCESSFUL);
        assertThat(PropertyRun.of(Harmless.class, "oneSample").result().getStatus())
                .isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void aGradientThatIsNeverSetBackFailsToo() {
        Batch batch = Batch.of(new double[][] {{1}, {0.5}}, new double[][] {{1}, {0}});
        Defect growing = Catalogue.all().stream()
                .filter(defect -> defect.id().equals("accumulator-never-reset"))
                .findFirst()
                .orElseThrow();
        BrokenCase broken = new BrokenCase(
                NetworkCase.of(
                        Architecture.inputs(1).tanh(2).identity(1).halfSquaredError(),
                        new double[][][] {{{1}, {-0.5}}, {{0.5, 1}}},
                        new double[][] {{0, 0}, {0}},
                        batch),
                growing,
                1);
        assertThatThrownBy(() -> EveryArchitecture.check(broken.model(), batch))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not reset between calls");
    }

    /** What the bug of the example does not touch. */
    static class Harmless {
        private static final NetworkArbitraries TANH =
                NetworkArbitraries.usual().activations(Activation.TANH).losses(Loss.HALF_SQUARED_ERROR);

        @Property(tries = 50)
        void oneHiddenLayer(@ForAll("shallow") NetworkCase network) {
            EveryArchitecture.check(EveryArchitecture.wrap(new EveryArchitecture.MyNetwork(network)), network.batch());
        }

        @Provide
        Arbitrary<NetworkCase> shallow() {
            return TANH.layers(1, 2).networks();
        }

        @Property(tries = 50)
        void oneSample(@ForAll("alone") NetworkCase network) {
            EveryArchitecture.check(EveryArchitecture.wrap(new EveryArchitecture.MyNetwork(network)), network.batch());
        }

        @Provide
        Arbitrary<NetworkCase> alone() {
            return TANH.samples(1, 1).networks();
        }
    }

    @Test
    void thePageShowsTheExampleAsItIs() throws IOException {
        // From the project's root, which is where Maven runs the tests.
        String page = Files.readString(Path.of("docs/property-testing.md"));
        String source = Files.readString(Path.of("examples/EveryArchitecture.java"));
        List<String> shown = CODE.matcher(page.substring(0, page.indexOf("\n## Laws")))
                .results()
                .filter(found -> found.group(1).equals("java"))
                .map(found -> found.group(2))
                .toList();
        assertThat(shown).hasSize(2).allSatisfy(code -> assertThat(source).contains("\n" + code + "\n"));
        assertThat(page).contains("```text\n" + SMALLEST + "\n```");
    }
}
