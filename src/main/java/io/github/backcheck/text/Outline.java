package io.github.backcheck.text;

import java.util.List;

/**
 * A medium that a result describes itself to. The result says what is a heading, a paragraph or a fact; the medium
 * decides how that looks. Every call adds below what is there and returns the outline itself.
 *
 * <pre>{@code
 * PlainText page = new PlainText(100);
 * page.heading("Gradient check").facts(List.of(new Fact("entries checked", "2,260 of 2,260")));
 * }</pre>
 */
public interface Outline {

    /**
     * Starts a new part of the text.
     *
     * @param text one line
     * @return this outline
     */
    Outline heading(String text);

    /**
     * Adds running text, which the medium wraps.
     *
     * @param text one or more sentences
     * @return this outline
     */
    Outline paragraph(String text);

    /**
     * Adds evidence, one line each, keys aligned.
     *
     * @param facts in the order they are to be read; nothing is added for an empty list
     * @return this outline
     */
    Outline facts(List<Fact> facts);

    /**
     * Adds one entry of a list.
     *
     * @param text one or more sentences
     * @return this outline
     */
    Outline bullet(String text);
}
