package io.github.backcheck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.diagnosis.Severity;
import io.github.backcheck.text.Fact;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)([^<>]*)>");

    /** Elements that are never closed. */
    private static final Set<String> VOID = Set.of("meta");

    private static final Finding BROKEN = new Finding(
            FindingId.BACKWARD_STEP_WRONG,
            Severity.BREAKS,
            List.of("hidden"),
            "The outer product of hidden is wrong.",
            List.of(
                    new Fact("wrong", "dW[i][j] = delta[i] * a[j];"),
                    new Fact("right", "dW[i][j] += delta[i] * a[j];"),
                    new Fact("hidden/W[3,17]", "analytic 0, numeric 0.5 ± 9e-14")),
            "Add up over the samples.");

    /** Stands below its cause, where there is one. */
    private static final Finding EFFECT = new Finding(
            FindingId.CONSTANT_PREDICTION,
            Severity.HURTS,
            List.of(),
            "Every sample gets the same answer.",
            List.of(new Fact("class", "0")),
            "Nothing.");

    private static final Finding ADVICE = new Finding(
            FindingId.NEEDS_MORE_TRAINING,
            Severity.ADVICE,
            List.of(),
            "The loss is still falling.",
            List.of(new Fact("loss", "0.3")),
            "Train for longer.");

    private static Diagnosis diagnosis(Finding... findings) {
        return new Diagnosis(
                "digit reader",
                List.of(findings),
                List.of(new Fact("data", "360 samples")),
                List.of("every unit over 360 samples", "predictions"),
                List.of("update: needs trainStep(batch)"));
    }

    private static String body(Diagnosis diagnosis) {
        String page = HtmlReport.of(diagnosis).html();
        return page.substring(page.indexOf("<main"), page.indexOf("</body>"));
    }

    @Test
    void saysWhatTheDiagnosisSays() {
        assertThat(body(diagnosis(BROKEN, EFFECT, ADVICE))).isEqualTo("""
                <main class="faulty">
                <h1>Diagnosis of digit reader: 2 findings</h1>
                <section class="finding breaks">
                <p class="kind"><span class="number">1</span> <span class="badge">breaks learning</span></p>
                <h2>The outer product of hidden is wrong.</h2>
                <dl>
                <dt>wrong</dt><dd class="wrong"><code>dW[i][j] = delta[i] * a[j];</code></dd>
                <dt>right</dt><dd class="right"><code>dW[i][j] += delta[i] * a[j];</code></dd>
                <dt class="name">hidden/W[3,17]</dt><dd>analytic 0, numeric 0.5 ± 9e-14</dd>
                </dl>
                <p class="lead"><strong>What to do:</strong> Add up over the samples.</p>
                <p>Expected where this is so, and seen:</p>
                <ul>
                <li>Every sample gets the same answer. class: 0 (constant-prediction)</li>
                </ul>
                <p class="note">backward-step-wrong, breaks learning; docs/findings/backward-step-wrong.md</p>
                </section>
                <section class="finding advice">
                <p class="kind"><span class="number">2</span> <span class="badge">no fault</span></p>
                <h2>The loss is still falling.</h2>
                <dl>
                <dt>loss</dt><dd>0.3</dd>
                </dl>
                <p class="lead"><strong>What to do:</strong> Train for longer.</p>
                <p class="note">needs-more-training, no fault; docs/findings/needs-more-training.md</p>
                </section>
                <section>
                <h2>Seen besides</h2>
                <dl>
                <dt>data</dt><dd>360 samples</dd>
                </dl>
                </section>
                <section>
                <h2>Judged</h2>
                <ul>
                <li>every unit over 360 samples</li>
                <li>predictions</li>
                </ul>
                </section>
                <section>
                <h2>Not judged</h2>
                <ul>
                <li>update: needs trainStep(batch)</li>
                </ul>
                </section>
                </main>
                """);
    }

    @Test
    void leavesNoWordOfThePlainTextOut() {
        Diagnosis diagnosis = diagnosis(BROKEN, EFFECT, ADVICE);
        String words = body(diagnosis)
                .replaceAll("<[^>]*>", " ")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");

        List<String> plain = Arrays.stream(diagnosis.toString().split("\\s+", -1))
                .map(word -> word.replaceAll("^[-(]+|[):.]+$", ""))
                .toList();

        assertThat(plain)
                .hasSizeGreaterThan(60)
                .allSatisfy(word -> assertThat(words).contains(word));
    }

    @Test
    void everyTagIsClosed() {
        for (Diagnosis diagnosis : List.of(diagnosis(), diagnosis(ADVICE), diagnosis(BROKEN, EFFECT, ADVICE))) {
            String page = HtmlReport.of(diagnosis).html();
            Deque<String> open = new ArrayDeque<>();
            int tags = 0;
            for (MatchResult tag : TAG.matcher(page).results().toList()) {
                tags++;
                if (tag.group(1).isEmpty()) {
                    if (!VOID.contains(tag.group(2))) {
                        open.push(tag.group(2));
                    }
                } else {
                    assertThat(open.pop()).isEqualTo(tag.group(2));
                }
            }
            assertThat(open).isEmpty();
            assertThat(tags).isGreaterThan(20);
            assertThat(page.replaceAll(TAG.pattern(), "").replace("<!DOCTYPE html>", ""))
                    .doesNotContain("<")
                    .doesNotContain("</");
        }
    }

    @Test
    void whatIsGivenIsTextAndNoMarkup() {
        String evil = "<script>alert(\"1\" & '2')</script>\u0000\uD800\uFFFF";
        String harmless = "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;\uFFFD\uFFFD\uFFFD";
        Finding finding = new Finding(
                FindingId.NOT_LEARNING,
                Severity.MILD,
                List.of(evil),
                evil,
                List.of(new Fact(evil, evil), new Fact("wrong", evil)),
                evil);
        String page = HtmlReport.of(new Diagnosis(
                        evil, List.of(finding), List.of(new Fact(evil, evil)), List.of(evil), List.of(evil)))
                .html();

        assertThat(page.split(Pattern.quote(harmless), -1)).hasSize(1 + 11);
        assertThat(page).doesNotContain("<script").doesNotContain("\u0000").doesNotContain("alert(\"");
    }

    @Test
    void standsByItself() {
        String page = HtmlReport.of(diagnosis(BROKEN)).html();

        assertThat(page)
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">\n")
                .contains("<meta charset=\"utf-8\">")
                .contains("<title>Diagnosis of digit reader</title>")
                .contains("prefers-color-scheme: dark")
                .doesNotContain("<script")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContain("src=");
        assertThat(HtmlReport.of(diagnosis(BROKEN)).html()).isEqualTo(page);
    }

    @Test
    void aCleanNetworkLooksClean() {
        assertThat(body(diagnosis(ADVICE))).startsWith("<main class=\"clean\">\n");
        assertThat(body(diagnosis()))
                .startsWith(
                        "<main class=\"clean\">\n<h1>Diagnosis of digit reader: nothing wrong found in what could be"
                                + " judged</h1>\n<section>\n<h2>Seen besides</h2>\n")
                .doesNotContain("finding");
    }

    @Test
    void badInput() {
        assertThatNullPointerException().isThrownBy(() -> HtmlReport.of(null)).withMessage("the diagnosis is null");
    }
}
