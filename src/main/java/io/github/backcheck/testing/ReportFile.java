package io.github.backcheck.testing;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.report.HtmlReport;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A page about a test that failed. */
final class ReportFile {

    /** The parts of a unique id that count the runs of one method, and the tests that it makes. */
    private static final Pattern INVOCATION =
            Pattern.compile("(?:-invocation|dynamic-container|dynamic-test):#(\\d+)]");

    private ReportFile() {}

    /** Class and method, and the number of the run where a method is run several times: {@code digits.ReaderTest-learns-2.html}. */
    static String name(ExtensionContext context) {
        ExtensionContext test = ofMethod(context);
        String method = test.getTestMethod().map(ReportFile::name).orElseGet(test::getDisplayName);
        StringBuilder name = new StringBuilder(test.getRequiredTestClass().getName())
                .append('-')
                .append(method);
        Matcher invocation = INVOCATION.matcher(context.getUniqueId());
        while (invocation.find()) {
            name.append('-').append(invocation.group(1));
        }
        return name.toString().replaceAll("[^\\p{L}\\p{N}._-]", ".") + ".html";
    }

    /** A dynamic test has no method; the one that made it does. */
    private static ExtensionContext ofMethod(ExtensionContext context) {
        ExtensionContext test = context;
        while (test.getTestMethod().isEmpty() && test.getParent().isPresent()) {
            test = test.getParent().get();
        }
        return test.getTestMethod().isPresent() ? test : context;
    }

    /** With the types of its parameters, where there are several methods of that name. */
    private static String name(Method test) {
        boolean alone = Arrays.stream(test.getDeclaringClass().getDeclaredMethods())
                        .filter(other -> other.getName().equals(test.getName()) && !other.isSynthetic())
                        .count()
                < 2;
        return alone
                ? test.getName()
                : test.getName()
                        + Arrays.stream(test.getParameterTypes())
                                .map(type -> "." + type.getSimpleName())
                                .collect(Collectors.joining());
    }

    static void write(Path file, Diagnosis diagnosis) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, HtmlReport.of(diagnosis).html());
    }
}
