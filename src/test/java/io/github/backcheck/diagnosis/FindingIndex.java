package io.github.backcheck.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code docs/findings/README.md}. Run it from the project's root after changing {@link FindingId}. */
final class FindingIndex {

    static final Path PAGE = Path.of("docs", "findings", "README.md");

    private static final String BEFORE = """
            # Findings

            One page for each kind of finding that a diagnosis can hold: what it sees and when it stays silent, why it hurts,
            wrong code beside right code, what is printed, what to do, and how to tell it from its look-alikes. The order is that
            in which a diagnosis ranks findings of equal severity: causes before effects. This page is written by `FindingIndex`.

            | finding | in one sentence |
            |---|---|
            """;

    private static final String AFTER = """

            **Breaks learning**: nothing can be learned, or nothing can be judged, as long as this is so. **Hurts learning**:
            learning goes on, but not where or not as far as it should. **Mild**: it trains all the same. **No fault**: advice;
            a diagnosis with nothing else is clean.

            A finding that is expected where another one is so hangs below it, as its consequence.

            What most pages print is what an examination with the default settings prints of one of the small programs of
            `FindingExamples`, which writes it there: where a page does not say otherwise, a program of tanh units and a softmax
            in plain Java arrays, told handwritten digits of 8 x 8 pixels or three clouds of points in the plane. The pages of
            [gradient-wrong](gradient-wrong.md) and [backward-step-wrong](backward-step-wrong.md) have a network of 4 inputs, 5
            hidden sigmoid units and 3 sigmoid outputs instead, with half the squared error averaged over the batch, on 100
            random samples of three classes.

            A finding that is not there is no proof. Each diagnosis lists what was judged and what was not, and why.
            """;

    private FindingIndex() {}

    /**
     * Writes the page.
     *
     * @param arguments none
     * @throws IOException if the page cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(PAGE, text());
    }

    static String text() {
        StringBuilder page = new StringBuilder(BEFORE);
        for (FindingId id : FindingId.values()) {
            page.append("| [" + id + "](" + id + ".md) | " + id.summary() + " |\n");
        }
        return page.append(AFTER).toString();
    }
}
