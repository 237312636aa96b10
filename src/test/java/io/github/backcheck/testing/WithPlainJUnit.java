package io.github.backcheck.testing;

import static io.github.backcheck.testing.NetworkAssertions.assertForward;
import static io.github.backcheck.testing.NetworkAssertions.assertGradients;
import static io.github.backcheck.testing.NetworkAssertions.assertHealthy;
import static io.github.backcheck.testing.NetworkAssertions.assertUpdates;
import static io.github.backcheck.testing.NetworkRequirements.hasRightGradients;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.backcheck.model.Batch;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test class that knows JUnit and Backcheck, loaded by {@link ClassPathTest} with nothing else on its class path. */
public class WithPlainJUnit {

    private static final Batch BATCH = PlainNet.data(12);

    private final PlainNet net = new PlainNet();

    @RegisterExtension
    final ExaminationOnFailure why =
            ExaminationOnFailure.of(net::model, () -> PlainNet.data(50)).withoutReports();

    /** Runs the tests below, and says what became of them. */
    public static String run() {
        Map<String, String> results = new TreeMap<>();
        Runs.of(WithPlainJUnit.class)
                .forEach((test, result) -> results.put(
                        test,
                        result.getStatus()
                                + result.getThrowable()
                                        .map(thrown -> " " + thrown.getClass().getName() + " "
                                                + String.valueOf(thrown.getMessage())
                                                        .replace('\n', '|'))
                                        .orElse("")));
        return String.join(
                "\n", results.entrySet().stream().map(Object::toString).toList());
    }

    @Test
    void assertions() {
        assertForward(net.model(), BATCH);
        assertGradients(net.model(), BATCH);
        assertUpdates(net.model(), BATCH);
        assertHealthy(net.model(), PlainNet.data(100));
        hasRightGradients(BATCH).accept(net.model());
    }

    @TestFactory
    Stream<DynamicTest> contract() {
        return NetworkContract.of(net.model()).on(BATCH).tests();
    }

    @Test
    void failing() {
        fail("for the extension");
    }
}
