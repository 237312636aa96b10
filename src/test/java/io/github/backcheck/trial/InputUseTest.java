package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.trial.PlainProgram.Head;
import io.github.backcheck.trial.PlainProgram.Hidden;
import io.github.backcheck.trial.PlainProgram.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputUseTest {

    private static PlainProgram tanh() {
        return new PlainProgram(Hidden.TANH, Head.SOFTMAX, Rule.SGD, 64, 12, 10)
                .learningRate(0.3)
                .start(1, 1);
    }

    private static InputUse use(Model model) {
        return InputUse.of(Trial.of(model).on(Samples.digits(1)));
    }

    @Test
    void aNewNetworkUsesAllItsFeatures() {
        InputUse use = use(tanh().wrap());
        assertThat(use.isIgnored()).isFalse();
        assertThat(use.features()).hasSize(50);
        assertThat(use.unusedFeatures()).isEmpty();
        assertThat(use.outputVariance().orElseThrow()).isGreaterThan(1e-4);
        assertThat(use.cost()).isEqualTo(4 * 512 + 51 * 128);
        assertThat(use).isEqualTo(use(tanh().wrap()));
    }

    @Test
    void aTrainedNetworkDoesWorseWithOtherInputs() {
        PlainProgram net = tanh();
        Batch digits = Samples.digits(1);
        for (int i = 0; i < 100; i++) {
            net.train(digits.inputs(), digits.targets());
        }
        InputUse use = use(net.wrap());
        assertThat(use.shuffledLoss()).isGreaterThan(2 * use.loss());
        assertThat(use.zeroLoss()).isGreaterThan(2 * use.loss());
    }

    @Test
    void aNetworkThatIgnoresItsInputsIsCaught() {
        InputUse use = use(tanh().ignoringInputs().wrap());
        assertThat(use.isIgnored()).isTrue();
        assertThat(use.unusedFeatures()).hasSize(50);
        assertThat(use.toString()).startsWith("The inputs are ignored\n").contains("features without influence");
    }

    @Test
    void featuresThatAreNotLookedAtAreNamed() {
        PlainProgram net = new PlainProgram(Hidden.TANH, Head.IDENTITY_SQUARED, Rule.SGD, 2, 5, 1).start(1, 1);
        for (double[] row : net.w[0]) {
            row[1] = 0;
        }
        InputUse use = InputUse.of(Trial.of(net.wrap()).on(Samples.curve()));
        assertThat(use.isIgnored()).isFalse();
        assertThat(use.unusedFeatures()).isEqualTo(List.of(1));
        assertThat(use.features()).hasSize(2);
    }

    @Test
    void constantFeaturesAreNotAskedFor() {
        Batch constant = Samples.inputs(Samples.curve(), x -> 0.5);
        PlainProgram net = new PlainProgram(Hidden.TANH, Head.IDENTITY_SQUARED, Rule.SGD, 2, 5, 1).start(1, 1);
        assertThat(InputUse.of(Trial.of(net.wrap()).on(constant)).features()).isEmpty();
    }

    @Test
    void withoutPredictionsTheLossSaysIt() {
        for (PlainProgram net : List.of(tanh(), tanh().ignoringInputs())) {
            Model model = net.parameters()
                    .loss(batch -> net.loss(batch.inputs(), batch.targets()))
                    .trainStep(batch -> {})
                    .build();
            assertThat(use(model).isIgnored()).isEqualTo(net.ignoresInputs);
            assertThat(use(model).outputVariance()).isEmpty();
        }
    }

    @Test
    void saturatedUnitsAreNotBlamedForIgnoringInputs() {
        PlainProgram net = new PlainProgram(Hidden.SIGMOID, Head.SIGMOID_SQUARED, Rule.SGD, 64, 30, 10).start(1, 100);
        assertThat(use(net.wrap()).isIgnored()).isFalse();
    }

    @Test
    void nullIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> InputUse.of(null)).withMessage("the trial is null");
    }
}
