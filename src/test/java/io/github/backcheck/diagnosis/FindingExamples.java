package io.github.backcheck.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs that deserve a finding, and the pages that print it. */
final class FindingExamples {

    private static final Path PAGES = Path.of("docs", "findings");

    /** The first block below the heading. */
    private static final Pattern BLOCK = Pattern.compile("(?s)(## What is printed\\n.*?)```text\\n.*?```\\n");

    private FindingExamples() {}

    static List<FindingExample> all() {
        return Stream.of(
                        DataExamples.all(),
                        ProgramExamples.all(),
                        LearningExamples.all(),
                        EffectExamples.all(),
                        StepExamples.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Writes what is printed into the pages. Run it from the project's root.
     *
     * @param ids of findings; all without any
     * @throws IOException if a page cannot be read or written
     */
    public static void main(String[] ids) throws IOException {
        List<String> wanted = List.of(ids);
        for (FindingExample example : all()) {
            if (wanted.isEmpty() || wanted.contains(example.id().id())) {
                write(example);
            }
        }
    }

    static Path page(FindingId id) {
        return PAGES.resolve(id + ".md");
    }

    /** As it stands in a page. */
    static String block(Finding finding) {
        return "```text\n" + finding.toString().stripTrailing() + "\n```\n";
    }

    private static void write(FindingExample example) throws IOException {
        Path page = page(example.id());
        String text = Files.readString(page);
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new IllegalStateException("no block of text to replace in " + page);
        }
        Files.writeString(
                page, text.substring(0, block.end(1)) + block(example.finding()) + text.substring(block.end()));
    }
}
