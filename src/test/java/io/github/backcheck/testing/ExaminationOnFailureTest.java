package io.github.backcheck.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.opentest4j.AssertionFailedError;

/** Test classes that fail, with the extension and what it makes of their failures. */
class ExaminationOnFailureTest {

    private static final Batch DATA = PlainNet.data(200);

    /** Where the test classes below put their reports. */
    @TempDir
    static Path reports;

    private static final AtomicInteger ASKED = new AtomicInteger();

    private static Map<String, TestExecutionResult> climbing = Map.of();

    @BeforeAll
    static void runOnce() {
        climbing = Runs.of(Climbing.class);
    }

    private static Throwable thrownBy(String test) {
        return climbing.get(test).getThrowable().orElseThrow();
    }

    /** Its network adds the gradient. */
    static class Climbing {
        private final PlainNet net = NetworkAssertionsTest.climbing();

        @RegisterExtension
        final ExaminationOnFailure why = ExaminationOnFailure.of(this::model, () -> DATA)
                .reportsIn(reports.resolve("new"))
                .examining(examination -> examination.seed(3));

        private Model model() {
            ASKED.incrementAndGet();
            return net.model();
        }

        private double train() {
            double[][] x = DATA.inputs();
            double[][] y = DATA.targets();
            for (int step = 0; step < 20; step++) {
                net.train(x, y);
            }
            return net.loss(x, y);
        }

        @Test
        void learns() {
            double loss = train();
            assertTrue(loss < 0.5, "the loss is above 0.5 after 20 steps");
        }

        @Test
        void comparesValues() {
            assertEquals(1, 2, "two numbers");
        }

        @Test
        void failsWithoutAWord() {
            throw new AssertionError();
        }

        @Test
        void throwsSomethingElse() {
            throw new IllegalStateException("out of order");
        }

        @Test
        void passes() {
            assertThat(net.w1).hasDimensions(5, 4);
        }

        @Test
        void isAborted() {
            assumeTrue(false, "not today");
        }

        @RepeatedTest(2)
        void isRepeated() {
            fail("again");
        }

        @Nested
        class Inside {
            @Test
            void fails() {
                fail("inside, with " + net.b1.length + " hidden units");
            }
        }
    }

    /** Tests that are made while tests run, tests of one name, and failures that need no explanation. */
    static class Kinds {
        @RegisterExtension
        static final ExaminationOnFailure WHY = ExaminationOnFailure.of(
                        () -> NetworkAssertionsTest.climbing().model(), () -> DATA)
                .reportsIn(reports.resolve("kinds"));

        @TestFactory
        Stream<DynamicNode> made() {
            return Stream.of(
                    DynamicTest.dynamicTest("passes/1", () -> assertTrue(true)),
                    DynamicContainer.dynamicContainer(
                            "inner", List.of(DynamicTest.dynamicTest("fails/2", () -> fail("made")))));
        }

        @Test
        void same() {
            fail("one");
        }

        @Test
        void same(TestInfo info) {
            fail("other " + info.getDisplayName());
        }

        @Test
        void explained() {
            NetworkAssertions.assertUpdates(NetworkAssertionsTest.climbing().model(), NetworkAssertionsTest.BATCH);
        }
    }

    /** Its suppliers or its network let the examination down. */
    static class Hopeless {
        private Model model = NetworkAssertionsTest.climbing().model();

        @RegisterExtension
        final ExaminationOnFailure why =
                ExaminationOnFailure.of(() -> model, () -> DATA).withoutReports();

        @AfterEach
        void doesNothing() {
            assertThat(why).isNotNull();
        }

        @Test
        void hasNoModelYet() {
            model = null;
            fail("before there was a model");
        }

        @Test
        void hasANetworkThatThrows() {
            model = new PlainNet() {
                @Override
                double loss(double[][] x, double[][] y) {
                    throw new UnsupportedOperationException("no loss");
                }
            }.model();
            fail("anything");
        }

        @Test
        void hasDataOfAnotherShape() {
            model = Model.named("tiny")
                    .weights("w", new double[][] {{1}})
                    .loss(batch -> 0)
                    .build();
            fail("anything");
        }

        @Test
        void writesNothing() {
            fail("anything");
        }
    }

    /** Its reports go to a place where there can be none. */
    static class Unwritable {
        @RegisterExtension
        final ExaminationOnFailure why = ExaminationOnFailure.of(
                        () -> NetworkAssertionsTest.climbing().model(), () -> DATA)
                .reportsIn(reports.resolve("file"));

        @Test
        void fails() throws IOException {
            Files.writeString(reports.resolve("file"), "in the way");
            fail("anything");
        }
    }

    private static String name(String suffix) {
        return Climbing.class.getName().replace('$', '.') + suffix + ".html";
    }

    @Test
    void theDiagnosisStandsBelowTheMessage() {
        Throwable thrown = thrownBy("learns()");

        assertThat(thrown).isInstanceOf(AssertionFailedError.class);
        assertThat(thrown.getMessage()
                        .replace(reports.toString(), "REPORTS")
                        .replaceFirst("to a share of \\S+", "to a share of ROUNDING"))
                .isEqualTo("""
                        the loss is above 0.5 after 20 steps ==> expected: <true> but was: <false>

                        Diagnosis of plain net: 1 finding

                        1. A training step goes up the gradient instead of down.
                            direction  cosine 1 between the step and the gradient on the same batch; plain descent has -1
                            update     θ ← θ + 0.5 g
                            wrong      w[i][j] += eta * dW[i][j];
                            right      w[i][j] -= eta * dW[i][j];
                            replay     learning rate -0.5 ± 2e-10: reproduces every step, to a share of ROUNDING
                            or else    the velocity has the wrong sign when it is applied (momentum-velocity-added)
                            defect     update-ascent
                          What to do: Look at the sign in the line that changes the parameters: the update subtracts
                          learning rate times gradient where the gradient is built from a - y, and adds only where it is
                          built from y - a throughout.
                          (update-climbs, breaks learning; docs/findings/update-climbs.md)

                        Seen besides:
                            data             200 samples, 4 inputs, 3 outputs; inputs -2.09 to 2.21, mean -0.116, root mean
                                             square 0.808
                            loss             55.9136; 1.0959 would be the best prediction that is the same for all samples;
                                             128.842 after 20 training steps
                            predictions      0: 145 (72.5 %), 1: 0 (0 %), 2: 55 (27.5 %)
                            true classes     0: 61 (30.5 %), 1: 73 (36.5 %), 2: 66 (33.0 %)
                            never predicted  class 1
                            ... and 8 lines more; they are in the report
                          The whole diagnosis: REPORTS/new/io.github.backcheck.testing.ExaminationOnFailureTest.Climbing-learns.html
                        """);
    }

    @Test
    void theOriginalIsKept() {
        AssertionFailedError thrown = (AssertionFailedError) thrownBy("comparesValues()");

        assertThat(thrown.getMessage())
                .startsWith("two numbers ==> expected: <1> but was: <2>\n\nDiagnosis of plain net: 1 finding\n");
        assertThat(thrown.getExpected().getValue()).isEqualTo(1);
        assertThat(thrown.getActual().getValue()).isEqualTo(2);
        assertThat(thrown.getCause())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("two numbers ==> expected: <1> but was: <2>");
        assertThat(thrown.getStackTrace()).isEqualTo(thrown.getCause().getStackTrace());
        assertThat(Stream.of(thrown.getStackTrace()).map(StackTraceElement::getMethodName))
                .contains("comparesValues");
    }

    @Test
    void anErrorWithoutAMessage() {
        Throwable thrown = thrownBy("failsWithoutAWord()");

        assertThat(thrown).hasMessageStartingWith("The test failed.\n\nDiagnosis of plain net: 1 finding\n");
        assertThat(((AssertionFailedError) thrown).isExpectedDefined()).isFalse();
        assertThat(thrown.getCause()).hasNoCause().isExactlyInstanceOf(AssertionError.class);
    }

    @Test
    void anotherExceptionKeepsItsType() {
        Throwable thrown = thrownBy("throwsSomethingElse()");

        assertThat(thrown).isExactlyInstanceOf(IllegalStateException.class).hasMessage("out of order");
        assertThat(thrown.getSuppressed()).singleElement().satisfies(note -> {
            assertThat(note.toString()).startsWith("Diagnosis of plain net: 1 finding\n");
            assertThat(note.getStackTrace()).isEmpty();
        });
    }

    @Test
    void theReportIsThePageOfTheDiagnosis() throws IOException {
        assertThat(climbing.get("passes()").getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
        try (Stream<Path> files = Files.list(reports.resolve("new"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            name("-learns"),
                            name("-comparesValues"),
                            name("-failsWithoutAWord"),
                            name("-throwsSomethingElse"),
                            name("-isRepeated-1"),
                            name("-isRepeated-2"),
                            name(".Inside-fails"));
        }
        assertThat(reports.resolve("new").resolve(name("-comparesValues")))
                .content()
                .isEqualTo(HtmlReport.of(
                                Examination.of(NetworkAssertionsTest.climbing().model())
                                        .data(DATA)
                                        .seed(3)
                                        .run())
                        .html());
    }

    @Test
    void nobodyIsAskedAsLongAsTestsPass() {
        assertThat(climbing.get("isAborted()").getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
        assertThat(climbing.get("isAborted()").getThrowable().orElseThrow())
                .hasMessage("Assumption failed: not today")
                .hasNoSuppressedExceptions();
        assertThat(ASKED.get())
                .as("one for each test that failed: %s", climbing.keySet())
                .isEqualTo(7);
    }

    @Test
    void whatGoesWrongInTheExaminationHidesNothing() {
        Map<String, TestExecutionResult> results = Runs.of(Hopeless.class);

        Throwable noModel = results.get("hasNoModelYet()").getThrowable().orElseThrow();
        assertThat(noModel).hasMessage("before there was a model");
        assertThat(noModel.getSuppressed())
                .singleElement()
                .satisfies(problem -> assertThat(problem).hasMessage("no examination: the model is null"));
        Throwable throwing =
                results.get("hasANetworkThatThrows()").getThrowable().orElseThrow();
        assertThat(throwing).hasMessage("anything");
        assertThat(throwing.getSuppressed())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).isInstanceOf(ModelException.class).hasMessageContaining("no loss"));
        Throwable other = results.get("hasDataOfAnotherShape()").getThrowable().orElseThrow();
        assertThat(other).hasMessage("anything");
        assertThat(other.getSuppressed())
                .singleElement()
                .satisfies(problem -> assertThat(problem).isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void withoutReportsTheMessageHoldsAll() {
        Throwable thrown = Runs.thrown(Hopeless.class, "writesNothing()");

        assertThat(thrown.getMessage())
                .isEqualTo("anything\n\n"
                        + Examination.of(NetworkAssertionsTest.climbing().model())
                                .data(DATA)
                                .run());
    }

    @Test
    void everyKindOfTestHasAReportOfItsOwn() throws IOException {
        Map<String, TestExecutionResult> results = Runs.of(Kinds.class);

        assertThat(results.get("fails/2").getThrowable().orElseThrow().getMessage())
                .startsWith("made\n\nDiagnosis of plain net: 1 finding\n")
                .contains("Kinds-made-2-1.html");
        assertThat(results.get("explained()").getThrowable().orElseThrow())
                .hasMessageStartingWith("all parameters, update: the update adds the gradient")
                .hasMessageNotContaining("Diagnosis")
                .hasNoSuppressedExceptions();
        try (Stream<Path> files = Files.list(reports.resolve("kinds"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allSatisfy(name -> assertThat(name).startsWith("io.github.backcheck.testing."))
                    .extracting(name -> name.substring(name.indexOf("Kinds")))
                    .containsExactlyInAnyOrder("Kinds-made-2-1.html", "Kinds-same.html", "Kinds-same.TestInfo.html");
        }
    }

    @Test
    void aReportThatCannotBeWrittenIsMentioned() {
        Throwable thrown = Runs.thrown(Unwritable.class, "fails()");

        assertThat(thrown.getMessage())
                .startsWith("anything\n\nDiagnosis of plain net: 1 finding\n")
                .contains("\n  The report could not be written to " + reports.resolve("file") + "/");
        assertThat(thrown.getCause().getSuppressed())
                .singleElement()
                .satisfies(problem -> assertThat(problem).isInstanceOf(IOException.class));
    }

    @Test
    void badInput() {
        assertThatNullPointerException()
                .isThrownBy(() -> ExaminationOnFailure.of(null, () -> DATA))
                .withMessage("the supplier of the model is null");
        assertThatNullPointerException()
                .isThrownBy(() -> ExaminationOnFailure.of(() -> null, null))
                .withMessage("the supplier of the data is null");
        ExaminationOnFailure extension = ExaminationOnFailure.of(() -> null, () -> null);
        assertThatNullPointerException()
                .isThrownBy(() -> extension.reportsIn(null))
                .withMessage("the directory is null");
        assertThatNullPointerException()
                .isThrownBy(() -> extension.examining(null))
                .withMessage("the changes are null");
    }
}
