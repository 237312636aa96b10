package io.github.backcheck.testing;

import java.util.Arrays;
import java.util.List;

/**
 * What an assertion may leave unjudged. By default that is nothing: what could not be judged is not known to be right, so the
 * assertion fails and says what it needs. Where the gap is meant to be there, it is named:
 *
 * <pre>{@code
 * assertHealthy(model, data, allowingUnjudged("saturated units", "gradient of hidden/b"));
 * }</pre>
 *
 * <p>An assertion that could judge nothing at all fails whatever is allowed. Immutable.
 */
public final class Unjudged {

    private static final Unjudged NOTHING = new Unjudged(List.of());

    private final List<String> allowed;

    private Unjudged(List<String> allowed) {
        this.allowed = allowed;
    }

    static Unjudged nothing() {
        return NOTHING;
    }

    /**
     * Allows some things to stay unjudged. Each is named by the words that stand before "not judged" in the message of the
     * assertion, or by the first of them: {@code hidden} stands for {@code hidden/W} and {@code hidden/b}. A name that nothing
     * needs is ignored.
     *
     * @param what at least one name
     * @return what is allowed
     * @throws IllegalArgumentException if there is no name, or one is blank
     */
    public static Unjudged allowingUnjudged(String... what) {
        List<String> names = List.copyOf(Arrays.asList(what));
        if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "what may stay unjudged must be named, as in allowingUnjudged(\"hidden/b\"), "
                            + (names.isEmpty() ? "there is no name" : "a name is blank"));
        }
        return new Unjudged(names);
    }

    boolean covers(String what) {
        return allowed.stream().anyMatch(name -> what.startsWith(name) && endsAt(what, name.length()));
    }

    private static boolean endsAt(String what, int length) {
        return what.length() == length || !Character.isLetterOrDigit(what.charAt(length));
    }

    /** What is allowed. */
    @Override
    public String toString() {
        return allowed.isEmpty() ? "nothing may stay unjudged" : "may stay unjudged: " + String.join(", ", allowed);
    }
}
