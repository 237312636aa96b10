package io.github.backcheck.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FactTest {

    @Test
    void readsAsKeyAndValue() {
        assertThat(new Fact("largest gradient", "3.2e-4")).hasToString("largest gradient: 3.2e-4");
    }

    @Test
    void needsAKeyAndAValue() {
        assertThatThrownBy(() -> new Fact(" ", "7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fact needs a key, the key given is blank (value: 7)");
        assertThatThrownBy(() -> new Fact(null, "7"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("key");
        assertThatThrownBy(() -> new Fact("seen", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
    }
}
