package io.github.backcheck.defect;

import java.util.Objects;

/**
 * How a defect is explained.
 *
 * @param title what is wrong, to follow a colon: {@code the derivative is taken at the activation, f'(a) instead of f'(z)}
 * @param explanation one to three sentences: how it comes about, what it does
 * @param wrong a line of wrong code as people write it
 * @param right the same line mended
 */
public record Words(String title, String explanation, String wrong, String right) {

    /**
     * Checks that nothing is null.
     *
     * @param title what is wrong
     * @param explanation how it comes about
     * @param wrong a line of wrong code
     * @param right the same line mended
     */
    public Words {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(wrong, "wrong");
        Objects.requireNonNull(right, "right");
    }
}
