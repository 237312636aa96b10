package io.github.backcheck.report;

import io.github.backcheck.diagnosis.Severity;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An outline drawn as the inside of an HTML page. The first heading is that of the page, each further one opens a section.
 * Whatever comes in is text: none of it is taken for a tag.
 */
final class HtmlOutline implements Outline {

    private static final Pattern NUMBERED = Pattern.compile("(\\d+)\\. (.*)", Pattern.DOTALL);

    /** Words before a colon that say what a paragraph is, as in {@code What to do: ...}. */
    private static final Pattern LEAD = Pattern.compile("([A-Z][a-z ]{2,20}:) (.*)", Pattern.DOTALL);

    /** Names of parameters and of their entries: {@code hidden/W}, {@code hidden/W[3,17]}. */
    private static final Pattern NAME = Pattern.compile("\\S+/\\S+|\\S+\\[\\d.*");

    /** Facts that show a line of code. */
    private static final Set<String> CODE = Set.of("wrong", "right");

    private final Map<String, Severity> severities;
    private final StringBuilder drawn = new StringBuilder();
    private boolean titled;
    private boolean inSection;
    private boolean inList;

    /** The sections whose heading is a key are marked with the value. */
    HtmlOutline(Map<String, Severity> severities) {
        this.severities = Map.copyOf(severities);
    }

    @Override
    public Outline heading(String text) {
        endSection();
        if (!titled) {
            drawn.append("<h1>").append(escaped(text)).append("</h1>\n");
            titled = true;
            return this;
        }
        Severity severity = severities.get(text);
        drawn.append(severity == null ? "<section>\n" : "<section class=\"finding " + css(severity) + "\">\n");
        inSection = true;
        Matcher numbered = NUMBERED.matcher(text);
        if (severity != null && numbered.matches()) {
            drawn.append("<p class=\"kind\"><span class=\"number\">")
                    .append(numbered.group(1))
                    .append("</span> <span class=\"badge\">")
                    .append(escaped(severity.toString()))
                    .append("</span></p>\n<h2>")
                    .append(escaped(numbered.group(2)));
        } else {
            drawn.append("<h2>").append(escaped(text.endsWith(":") ? text.substring(0, text.length() - 1) : text));
        }
        drawn.append("</h2>\n");
        return this;
    }

    private static String css(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Outline paragraph(String text) {
        endList();
        Matcher lead = LEAD.matcher(text);
        if (lead.matches()) {
            drawn.append("<p class=\"lead\"><strong>")
                    .append(escaped(lead.group(1)))
                    .append("</strong> ")
                    .append(escaped(lead.group(2)));
        } else if (text.startsWith("(") && text.endsWith(")")) {
            drawn.append("<p class=\"note\">").append(escaped(text.substring(1, text.length() - 1)));
        } else {
            drawn.append("<p>").append(escaped(text));
        }
        drawn.append("</p>\n");
        return this;
    }

    @Override
    public Outline facts(List<Fact> facts) {
        endList();
        if (facts.isEmpty()) {
            return this;
        }
        drawn.append("<dl>\n");
        for (Fact fact : facts) {
            boolean code = CODE.contains(fact.key());
            drawn.append(NAME.matcher(fact.key()).matches() ? "<dt class=\"name\">" : "<dt>")
                    .append(escaped(fact.key()))
                    .append(code ? "</dt><dd class=\"" + fact.key() + "\"><code>" : "</dt><dd>")
                    .append(escaped(fact.value()))
                    .append(code ? "</code></dd>\n" : "</dd>\n");
        }
        drawn.append("</dl>\n");
        return this;
    }

    @Override
    public Outline bullet(String text) {
        if (!inList) {
            drawn.append("<ul>\n");
            inList = true;
        }
        drawn.append("<li>").append(escaped(text)).append("</li>\n");
        return this;
    }

    private void endList() {
        if (inList) {
            drawn.append("</ul>\n");
            inList = false;
        }
    }

    private void endSection() {
        endList();
        if (inSection) {
            drawn.append("</section>\n");
            inSection = false;
        }
    }

    /** Text as it stands between tags and in attributes; characters that HTML does not allow become U+FFFD. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.append((char) c);
                default -> safe.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
            }
        });
        return safe.toString();
    }

    private static boolean isAllowed(int c) {
        boolean loneSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !Character.isISOControl(c) && !loneSurrogate && (c & 0xFFFE) != 0xFFFE;
    }

    /** What was drawn so far, with every tag closed. */
    @Override
    public String toString() {
        return drawn + (inList ? "</ul>\n" : "") + (inSection ? "</section>\n" : "");
    }
}
