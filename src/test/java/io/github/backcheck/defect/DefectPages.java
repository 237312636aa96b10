package io.github.backcheck.defect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code docs/defects.md} from the catalogue. Run it from the project's root after changing a defect. */
final class DefectPages {

    static final Path PAGE = Path.of("docs", "defects.md");

    private static final String INTRODUCTION = """
            # Defects

            Ways in which a hand-written network is wrong, as `Catalogue` knows them: each replaces one step of the reference
            network. An audit gives a step the name of a defect if replaying the defect reproduces the program's numbers and the
            right step does not. Where a defect cannot be told from another one, both are reported.

            Layers are `l`, samples `n`, units `i` (outputs `k`), inputs `j`; `aPrev` is the activation of the layer below, `back` the
            derivative of the loss by the activation of the layer. This page is written by `DefectPages` from the catalogue.
            """;

    private DefectPages() {}

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
        Map<String, List<Defect>> bySteps = Catalogue.all().stream()
                .collect(Collectors.groupingBy(
                        defect -> defect.change().stepName(), LinkedHashMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder(INTRODUCTION);
        bySteps.forEach((step, defects) -> {
            page.append("\n## ").append(capitalised(step)).append('\n');
            defects.forEach(defect -> page.append('\n').append(entry(defect)));
        });
        return page.toString();
    }

    private static String entry(Defect defect) {
        Words words = defect.words();
        return "### " + defect.id() + "\n\n"
                + "**" + words.title() + ".** " + words.explanation() + "\n\n"
                + "```java\n" + words.wrong() + "   // wrong\n" + words.right() + "   // right\n```\n"
                + alike(defect.lookAlikes());
    }

    private static String alike(List<LookAlike> lookAlikes) {
        return lookAlikes.isEmpty()
                ? ""
                : lookAlikes.stream()
                        .map(alike ->
                                "- the same as [" + alike.defect() + "](#" + alike.defect() + ") when " + alike.when())
                        .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
