package io.github.backcheck.testing;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Examines a network when a test of the class fails, and says in the failure why the network did not do what the test wanted.
 *
 * <pre>{@code
 * class DigitReaderTest {
 *     private final DigitReader reader = new DigitReader();
 *
 *     // with @RegisterExtension
 *     final ExaminationOnFailure why = ExaminationOnFailure.of(() -> wrap(reader), () -> DIGITS)
 *             .examining(examination -> examination.testData(TEST_DIGITS).batchSize(10));
 *
 *     // with @Test
 *     void learns() {
 *         reader.train(DIGITS);
 *         assertTrue(reader.accuracy(TEST_DIGITS) > 0.9);
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing happens as long as tests pass. When a test throws, parameterised, repeated and dynamic ones among them, model and data are
 * asked for, and the network is examined as the test left it. An assertion error is then thrown again with the diagnosis below its
 * message, with its stack trace, its expected and actual values, and itself as the cause; any other exception is thrown as it is,
 * with the diagnosis among its suppressed exceptions. The whole diagnosis is written as a page of HTML to {@code
 * target/backcheck}, whose path is in the message.
 *
 * <p>The failure of the test is never hidden: whatever goes wrong in the examination is added to it as a suppressed exception.
 * Aborted tests, errors of the virtual machine, and failures of {@link NetworkAssertions} and of a {@link NetworkContract}, which
 * say themselves what is wrong with the network, are left alone. Immutable; each setting returns a new extension.
 */
public final class ExaminationOnFailure implements TestExecutionExceptionHandler, InvocationInterceptor {

    private final Supplier<Model> model;
    private final Supplier<Batch> data;
    private final UnaryOperator<Examination> settings;
    private final Optional<Path> directory;

    private ExaminationOnFailure(
            Supplier<Model> model,
            Supplier<Batch> data,
            UnaryOperator<Examination> settings,
            Optional<Path> directory) {
        this.model = model;
        this.data = data;
        this.settings = settings;
        this.directory = directory;
    }

    /**
     * An extension with the default settings of an {@link Examination}, which writes its reports to {@code target/backcheck}.
     *
     * @param model gives the network, asked when a test has failed
     * @param data gives the samples to examine it on, asked when a test has failed
     * @return to be kept in a field with {@code @RegisterExtension}
     */
    public static ExaminationOnFailure of(Supplier<Model> model, Supplier<Batch> data) {
        return new ExaminationOnFailure(
                Objects.requireNonNull(model, "the supplier of the model is null"),
                Objects.requireNonNull(data, "the supplier of the data is null"),
                examination -> examination,
                Optional.of(Path.of("target", "backcheck")));
    }

    /**
     * The same with other settings: seed, test data, learning rate, batch size, budget and whatever else an {@link Examination}
     * can be given.
     *
     * @param changes applied to the examination when a test has failed, after those that were given before
     * @return a new extension
     */
    public ExaminationOnFailure examining(UnaryOperator<Examination> changes) {
        Objects.requireNonNull(changes, "the changes are null");
        return new ExaminationOnFailure(
                model, data, examination -> changes.apply(settings.apply(examination)), directory);
    }

    /**
     * The same with another place for the reports.
     *
     * @param other a directory, made where there is none
     * @return a new extension
     */
    public ExaminationOnFailure reportsIn(Path other) {
        return new ExaminationOnFailure(
                model, data, settings, Optional.of(Objects.requireNonNull(other, "the directory is null")));
    }

    /**
     * The same without reports: the message then holds the whole diagnosis.
     *
     * @return a new extension
     */
    public ExaminationOnFailure withoutReports() {
        return new ExaminationOnFailure(model, data, settings, Optional.empty());
    }

    /**
     * Called by JUnit when a test has thrown.
     *
     * @param context of the test
     * @param failure what it threw
     * @throws Throwable the failure, with the diagnosis
     */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TestAbortedException
                || failure instanceof VirtualMachineError
                || Outcome.isExplained(failure)) {
            throw failure;
        }
        throw explained(context, failure);
    }

    /**
     * Called by JUnit to run a dynamic test.
     *
     * @param invocation runs it
     * @param test not used
     * @param context of the test
     * @throws Throwable what the test threw, with the diagnosis
     */
    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (Throwable failure) {
            handleTestExecutionException(context, failure);
        }
    }

    private Throwable explained(ExtensionContext context, Throwable failure) {
        try {
            return ExplainedFailure.of(failure, text(examine(), context, failure));
        } catch (Throwable problem) { // The failure of the test comes first, whatever this is.
            failure.addSuppressed(problem);
            return failure;
        }
    }

    private Diagnosis examine() {
        Model network = Objects.requireNonNull(model.get(), "no examination: the model is null");
        Batch samples = Objects.requireNonNull(data.get(), "no examination: the data is null");
        return settings.apply(Examination.of(network).data(samples)).run();
    }

    private String text(Diagnosis diagnosis, ExtensionContext context, Throwable failure) {
        if (directory.isEmpty()) {
            return diagnosis.toString().stripTrailing();
        }
        Path file = directory.get().resolve(ReportFile.name(context));
        try {
            ReportFile.write(file, diagnosis);
        } catch (Exception problem) { // Also a security manager's. The diagnosis can do without its page.
            failure.addSuppressed(problem);
            return diagnosis + "  The report could not be written to " + file + ": " + problem;
        }
        return ExplainedFailure.shortened(diagnosis) + "\n  The whole diagnosis: " + file;
    }
}
