package io.github.backcheck.testing;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/**
 * What a check came to.
 *
 * @param failure what is wrong; empty if nothing is known to be
 * @param gaps what could not be judged
 * @param judged what was, in words; a check that judged nothing has not been passed
 * @param foot what it takes to see the same again
 */
record Outcome(Optional<FailureText> failure, List<Gap> gaps, List<String> judged, List<Fact> foot) {

    private static final int GAPS_SHOWN = 8;
    private static final int NAMES_SHOWN = 6;

    Outcome {
        gaps = List.copyOf(gaps);
        judged = List.copyOf(judged);
        foot = List.copyOf(foot);
    }

    static Outcome wrong(FailureText text) {
        return new Outcome(Optional.of(text), List.of(), List.of(), List.of());
    }

    static Outcome right(String what) {
        return new Outcome(Optional.empty(), List.of(), List.of(what), List.of());
    }

    static Outcome notJudged(String why) {
        return new Outcome(Optional.empty(), List.of(new Gap("", why)), List.of(), List.of());
    }

    Outcome endingWith(List<Fact> other) {
        return new Outcome(failure, gaps, judged, other);
    }

    boolean isWrong() {
        return failure.isPresent();
    }

    boolean isJudged() {
        return isWrong() || (gaps.isEmpty() && !judged.isEmpty());
    }

    /** Why there is no verdict, on one line. */
    String reason() {
        String why = gaps.stream()
                .map(gap -> gap.what().isEmpty() ? gap.why() : gap.what() + ": " + gap.why())
                .collect(Collectors.joining("; "));
        return "not judged: " + (why.isEmpty() ? "there was nothing to judge" : why);
    }

    /** Passes only if nothing is wrong, something was judged, and nothing else stayed unjudged. */
    void orThrow(Unjudged allowed) {
        if (failure.isPresent()) {
            throw failure(failure.get());
        }
        List<Gap> open =
                gaps.stream().filter(gap -> !allowed.covers(gap.what())).toList();
        if (judged.isEmpty()) {
            throw failure(gaps(gaps).fact("why this fails", "nothing at all was judged, and that is never a pass"));
        }
        if (!open.isEmpty()) {
            throw failure(gaps(open)
                    .fact("judged", FailureText.some(judged, NAMES_SHOWN))
                    .fact("why this fails", "what was not judged is not known to be right")
                    .fact("to accept it", "as the last argument: " + accepting(open)));
        }
    }

    private static String accepting(List<Gap> open) {
        return open.stream()
                .map(gap -> '"' + gap.what() + '"')
                .collect(Collectors.joining(", ", "allowingUnjudged(", ")"));
    }

    AssertionFailedError failure(FailureText text) {
        return new AssertionFailedError(text.endingWith(foot));
    }

    /** Whether a failure comes from here. */
    static boolean isExplained(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure instanceof AssertionFailedError
                && trace.length > 0
                && trace[0].getClassName().equals(Outcome.class.getName());
    }

    private static FailureText gaps(List<Gap> open) {
        List<String> others = open.stream().skip(1).map(Gap::toString).toList();
        FailureText text = new FailureText(
                open.isEmpty()
                        ? "not judged: there was nothing to judge"
                        : open.get(0).toString());
        text.bullets(others.stream().limit(GAPS_SHOWN).toList());
        if (others.size() > GAPS_SHOWN) {
            text.bullets(List.of("and " + Figures.count(others.size() - GAPS_SHOWN) + " more"));
        }
        return text;
    }
}
