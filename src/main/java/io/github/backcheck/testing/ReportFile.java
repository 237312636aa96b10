package io.github.backcheck.testing;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A page about a test that failed. */
final class ReportFile {

    /** The part of a unique id that counts the runs of one method. */
    private static final Pattern INVOCATION = Pattern.compile("-invocation:#(\\d+)]");

    private ReportFile() {}

    /** Class and method, and the number of the run where a method is run several times: {@code digits.ReaderTest-learns-2.html}. */
    static String name(ExtensionContext context) {
        String method = context.getTestMethod().map(test -> test.getName()).orElseGet(context::getDisplayName);
        StringBuilder name = new StringBuilder(context.getRequiredTestClass().getName())
                .append('-')
                .append(method);
        Matcher invocation = INVOCATION.matcher(context.getUniqueId());
        while (invocation.find()) {
            name.append('-').append(invocation.group(1));
        }
        return name.toString().replaceAll("[^\\p{L}\\p{N}._-]", ".") + ".html";
    }

    static void write(Path file, Diagnosis diagnosis) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, HtmlReport.of(diagnosis).html());
    }
}
