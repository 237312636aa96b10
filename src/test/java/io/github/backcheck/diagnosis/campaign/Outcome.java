package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.model.Model;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an examination said of a program with a fault.
 *
 * @param said ids of the findings, in their order, with the names of defects, the places and their consequences
 * @param detected whether anything graver than advice was said, or the cause was given as advice
 * @param rank place of the cause among the findings in reading order, from 1; 0 if it was not named
 * @param placed whether the cause was said to be in the right layer
 * @param finite whether parameters and loss were numbers
 */
record Outcome(List<String> said, boolean detected, int rank, boolean placed, boolean finite) {

    private static final int FEW = 3;

    Outcome {
        said = List.copyOf(said);
    }

    static Outcome of(Expected expected, Model model, Diagnosis diagnosis, boolean finite) {
        List<Finding> findings =
                diagnosis.findings().stream().flatMap(Outcome::inReadingOrder).toList();
        int rank = 0;
        for (int i = findings.size() - 1; i >= 0; i--) {
            rank = expected.isNamedBy(findings.get(i)) ? i + 1 : rank;
        }
        return new Outcome(
                diagnosis.findings().stream().map(Outcome::inWords).toList(),
                rank > 0 || !Expected.alarms(diagnosis).isEmpty(),
                rank,
                rank > 0 && expected.isPlacedBy(findings.get(rank - 1), model),
                finite);
    }

    /** Each finding before its consequences, as they stand on the page. */
    private static Stream<Finding> inReadingOrder(Finding finding) {
        return Stream.concat(Stream.of(finding), finding.consequences().stream().flatMap(Outcome::inReadingOrder));
    }

    private static String inWords(Finding finding) {
        String words = Expected.names(finding).collect(Collectors.joining(" = ")) + finding.where();
        return finding.consequences().isEmpty()
                ? words
                : words
                        + finding.consequences().stream()
                                .map(Outcome::inWords)
                                .collect(Collectors.joining(", ", " {", "}"));
    }

    /** The data or the model was not accepted, with a reason. */
    static Outcome refused(Expected expected, String message) {
        boolean named = expected.causes().contains("refused-nan") && message.contains("NaN");
        return new Outcome(List.of("refused: " + message), true, named ? 1 : 0, named, true);
    }

    boolean endedInNaN() {
        return !finite;
    }

    boolean isFirst() {
        return rank == 1;
    }

    boolean isAmongFirst() {
        return rank >= 1 && rank <= FEW;
    }

    @Override
    public String toString() {
        return said.isEmpty() ? "nothing" : String.join("; ", said);
    }
}
