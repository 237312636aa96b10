package io.github.backcheck.report;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A diagnosis as one page of HTML for a browser: everything that {@code diagnosis.toString()} says, in the same order. The page
 * stands by itself: it has no scripts, loads nothing, and follows the reader's choice of light or dark.
 *
 * <pre>{@code
 * Files.writeString(Path.of("diagnosis.html"), HtmlReport.of(diagnosis).html());
 * }</pre>
 *
 * <p>Immutable. The same diagnosis gives the same page.
 */
public final class HtmlReport {

    private final Diagnosis diagnosis;

    private HtmlReport(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /**
     * A page about a diagnosis.
     *
     * @param diagnosis what to report
     * @return the report
     */
    public static HtmlReport of(Diagnosis diagnosis) {
        return new HtmlReport(Objects.requireNonNull(diagnosis, "the diagnosis is null"));
    }

    /**
     * Draws the page.
     *
     * @return a whole document; write it in UTF-8
     */
    public String html() {
        HtmlOutline body = new HtmlOutline(severities());
        diagnosis.describeTo(body);
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main class="%s">
                %s</main>
                </body>
                </html>
                """.formatted(
                        HtmlOutline.escaped("Diagnosis of " + diagnosis.model()),
                        HtmlStyle.SHEET,
                        diagnosis.isClean() ? "clean" : "faulty",
                        body);
    }

    /** By the headings under which the findings stand. */
    private Map<String, Severity> severities() {
        Map<String, Severity> severities = new HashMap<>();
        List<Finding> findings = diagnosis.findings();
        for (int i = 0; i < findings.size(); i++) {
            severities.put(
                    (i + 1) + ". " + findings.get(i).statement(),
                    findings.get(i).severity());
        }
        return severities;
    }
}
