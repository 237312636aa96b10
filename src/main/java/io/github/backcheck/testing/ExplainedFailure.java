package io.github.backcheck.testing;

import io.github.backcheck.diagnosis.Diagnosis;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/** Puts a diagnosis into what a test threw. */
final class ExplainedFailure {

    /** Carries a diagnosis in a failure whose own type is worth more than its message. */
    private static final class DiagnosisOfFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DiagnosisOfFailure(String text) {
            super(text, null, false, false);
        }

        /** Without the name of the class, which says nothing. */
        @Override
        @SuppressWarnings(
                "OverrideThrowableToString") // The message is there already; it is the name that is in the way.
        public String toString() {
            return String.valueOf(getMessage());
        }
    }

    private ExplainedFailure() {}

    static Throwable of(Throwable failure, String diagnosis) {
        if (!(failure instanceof AssertionError error)) {
            failure.addSuppressed(new DiagnosisOfFailure(diagnosis));
            return failure;
        }
        String message = error.getMessage();
        String text = (message == null || message.isBlank() ? "The test failed." : message.stripTrailing()) + "\n\n"
                + diagnosis + "\n";
        AssertionFailedError explained = withValues(error, text);
        explained.setStackTrace(error.getStackTrace());
        return explained;
    }

    private static AssertionFailedError withValues(AssertionError error, String text) {
        return error instanceof AssertionFailedError known && known.isExpectedDefined() && known.isActualDefined()
                ? new AssertionFailedError(text, known.getExpected(), known.getActual(), error)
                : new AssertionFailedError(text, error);
    }

    /** As many lines as a message has room for. */
    static String shortened(Diagnosis diagnosis) {
        List<String> lines = diagnosis.toString().lines().toList();
        return String.join("\n", FailureText.atMost(FailureText.MOST_LINES - 1, lines, "they are in the report"));
    }
}
