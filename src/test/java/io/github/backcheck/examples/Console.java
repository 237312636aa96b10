package io.github.backcheck.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Catches what the examples print. */
final class Console {

    private Console() {}

    /** What is printed to standard output; the progress bars, on standard error, are swallowed. */
    static String printedBy(Runnable program) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
                PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            System.setErr(nowhere);
            program.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** A text without its line breaks and indents. */
    static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
