package io.github.backcheck.testing;

import static io.github.backcheck.testing.Unjudged.allowingUnjudged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class UnjudgedTest {

    @Test
    void coversWhatItNames() {
        Unjudged allowed = allowingUnjudged("hidden", "gradient of output/W", "predictions");

        assertThat(allowed.covers("hidden")).isTrue();
        assertThat(allowed.covers("hidden/W")).isTrue();
        assertThat(allowed.covers("predictions")).isTrue();
        assertThat(allowed.covers("gradient of output/W, output/b")).isTrue();
        assertThat(allowed.covers("hidden2/W")).as("another layer").isFalse();
        assertThat(allowed.covers("gradient of output/b")).isFalse();
        assertThat(Unjudged.nothing().covers("hidden")).isFalse();
        assertThat(Unjudged.nothing().covers("")).isFalse();
    }

    @Test
    void printsItself() {
        assertThat(Unjudged.nothing()).hasToString("nothing may stay unjudged");
        assertThat(allowingUnjudged("a", "b")).hasToString("may stay unjudged: a, b");
    }

    @Test
    void badInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allowingUnjudged())
                .withMessage(
                        "what may stay unjudged must be named, as in allowingUnjudged(\"hidden/b\"), there is no name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allowingUnjudged("hidden", " "))
                .withMessage(
                        "what may stay unjudged must be named, as in allowingUnjudged(\"hidden/b\"), a name is blank");
    }
}
