package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SettingTest {

    @Test
    void saysInWordsWhatIsChanged() {
        assertThat(Setting.asGiven()).hasToString("nothing changed");
        assertThat(Setting.asGiven().inputs(InputForm.STANDARDISED).stepsTimes(10))
                .hasToString("inputs scaled to mean 0 and variance 1, steps 10 times as long");
        assertThat(Setting.asGiven().samples(8).targets(TargetForm.SHUFFLED).start(StartForm.FRESH))
                .hasToString("only 8 samples, targets shuffled against the inputs, fresh start values");
        assertThat(Setting.asGiven()
                        .start(StartForm.UNEQUAL_ROWS)
                        .weightsTimes(0.1)
                        .inputs(InputForm.ZERO))
                .hasToString("inputs all zero, equal rows of weights made different, weights times 0.1");
    }

    @Test
    void isNotChangedByItsOwnMethods() {
        Setting setting = Setting.asGiven();
        setting.samples(3).stepsTimes(2);
        assertThat(setting).isEqualTo(Setting.asGiven());
        assertThat(setting.samples()).isEmpty();
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        Setting setting = Setting.asGiven();
        for (double factor : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setting.stepsTimes(factor))
                    .withMessageContaining("the factor of the steps is " + factor);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.weightsTimes(0))
                .withMessage("the factor of the weights is 0.0, a finite number other than 0 was expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting.samples(0))
                .withMessage("a trial on 0 samples was asked for, it needs at least 1");
    }
}
