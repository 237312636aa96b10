package io.github.backcheck.testing.jqwik;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.engine.JqwikTestEngine;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.DiscoveryFilter;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;

/** Runs one property that may fail, as a build would, and keeps what jqwik prints about it. */
public final class PropertyRun {

    private final List<String> printed = new ArrayList<>();
    private final List<TestExecutionResult> results = new ArrayList<>();

    private PropertyRun() {}

    /** The properties of a class of which only one has this name. */
    public static PropertyRun of(Class<?> container, String property) {
        PropertyRun run = new PropertyRun();
        JqwikTestEngine engine = new JqwikTestEngine();
        Method method = Arrays.stream(container.getDeclaredMethods())
                .filter(declared -> declared.getName().equals(property))
                .findFirst()
                .orElseThrow();
        DiscoverySelector selector = DiscoverySelectors.selectMethod(container, method);
        try {
            Path directory = Files.createTempDirectory("jqwik");
            Path database = directory.resolve("database");
            try {
                Settings settings = new Settings(database);
                TestDescriptor found =
                        engine.discover(new Request(selector, settings), UniqueId.forEngine(engine.getId()));
                engine.execute(request(found, run.listener(), settings));
            } finally {
                Files.deleteIfExists(database);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run;
    }

    // The other way to make one needs what nothing here asks for: a store and an output directory.
    @SuppressWarnings("deprecation")
    private static ExecutionRequest request(TestDescriptor found, EngineExecutionListener listener, Settings settings) {
        return new ExecutionRequest(found, listener, settings);
    }

    private EngineExecutionListener listener() {
        return new EngineExecutionListener() {
            @Override
            public void executionFinished(TestDescriptor test, TestExecutionResult result) {
                if (test.isTest()) {
                    results.add(result);
                }
            }

            @Override
            public void reportingEntryPublished(TestDescriptor test, ReportEntry entry) {
                printed.addAll(entry.getKeyValuePairs().values());
            }
        };
    }

    /** What came of it; fails unless one property was run. */
    public TestExecutionResult result() {
        if (results.size() != 1) {
            throw new AssertionError(results.size() + " properties were run, one was expected: " + results);
        }
        return results.get(0);
    }

    /** Everything that jqwik prints. */
    public String printed() {
        return String.join("\n", printed);
    }

    /** What jqwik prints for a parameter of the property, of the smallest sample that fails. */
    public String smallest(String parameter) {
        if (result().getStatus() != TestExecutionResult.Status.FAILED) {
            throw new AssertionError("the property holds");
        }
        String printed = printed();
        int at = printed.indexOf("Shrunk Sample");
        int from = printed.indexOf("\n  " + parameter + ":", at < 0 ? printed.indexOf("\nSample") : at);
        if (from < 0) {
            throw new AssertionError("no sample with " + parameter + ": " + printed);
        }
        String rest = printed.substring(from + parameter.length() + 4);
        int to = rest.indexOf("\n\n");
        return (to < 0 ? rest : rest.substring(0, to)).strip();
    }

    private record Request(DiscoverySelector selector, ConfigurationParameters settings)
            implements EngineDiscoveryRequest {

        @Override
        public <T extends DiscoverySelector> List<T> getSelectorsByType(Class<T> type) {
            return type.isInstance(selector) ? List.of(type.cast(selector)) : List.of();
        }

        @Override
        public <T extends DiscoveryFilter<?>> List<T> getFiltersByType(Class<T> type) {
            return List.of();
        }

        @Override
        public ConfigurationParameters getConfigurationParameters() {
            return settings;
        }
    }

    /** Not to the console, and in a database that no other run uses. */
    private static final class Settings implements ConfigurationParameters {

        private final Map<String, String> values;

        Settings(Path database) {
            values = Map.of(
                    "jqwik.reporting.usejunitplatform", "true",
                    "jqwik.failures.runfirst", "false",
                    "jqwik.failures.after.default", "RANDOM_SEED",
                    "jqwik.database", database.toString());
        }

        @Override
        public Optional<String> get(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Optional<Boolean> getBoolean(String key) {
            return get(key).map(Boolean::valueOf);
        }

        @Override
        @SuppressWarnings("deprecation")
        public int size() {
            return values.size();
        }

        @Override
        public Set<String> keySet() {
            return values.keySet();
        }
    }
}
