package io.github.backcheck.text;

import java.util.Objects;

/**
 * One piece of evidence: a key and what was seen, as in {@code largest gradient: 3.2e-4 at hidden/W[3,17]}.
 *
 * @param key what was looked at, a few words in lower case
 * @param value what was seen, figures with their unit
 */
public record Fact(String key, String value) {

    /**
     * Checks that both parts are there.
     *
     * @param key what was looked at, a few words in lower case
     * @param value what was seen, figures with their unit
     * @throws NullPointerException if a part is null
     * @throws IllegalArgumentException if the key is blank
     */
    public Fact {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        if (key.isBlank()) {
            throw new IllegalArgumentException("a fact needs a key, the key given is blank (value: " + value + ")");
        }
    }

    @Override
    public String toString() {
        return key + ": " + value;
    }
}
