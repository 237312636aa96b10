package io.github.backcheck.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.backcheck.model.Model;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Loads the library again, with less on the class path than these tests have. */
class ClassPathTest {

    private static final String PACKAGE = "io.github.backcheck.testing.";

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** The library, its tests, and the jars that are needed at run time. */
    private static List<URL> library() {
        List<URL> path = new ArrayList<>(List.of(home(Model.class), home(PlainNet.class)));
        path.addAll(jars("ejml-", "jspecify-"));
        return path;
    }

    /** What the dependency {@code junit-jupiter} brings along, and the launcher that any build tool has. */
    private static List<URL> jupiter() {
        return jars("junit-jupiter-", "junit-platform-", "opentest4j-", "apiguardian-");
    }

    private static List<URL> jars(String... names) {
        List<String> all = new ArrayList<>(
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
        // Maven may hand over a jar that only lists the others.
        all.addAll(
                Arrays.asList(System.getProperty("surefire.test.class.path", "").split(File.pathSeparator, -1)));
        List<URL> found = all.stream()
                .map(Path::of)
                .filter(file -> Arrays.stream(names)
                        .anyMatch(name -> String.valueOf(file.getFileName()).startsWith(name)))
                .distinct()
                .map(ClassPathTest::url)
                .toList();
        assertThat(found).as("jars named %s", Arrays.toString(names)).hasSizeGreaterThanOrEqualTo(names.length);
        return found;
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static URLClassLoader loader(List<URL> path) {
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static String run(URLClassLoader loader, String program) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return (String) loader.loadClass(PACKAGE + program).getMethod("run").invoke(null);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void withoutJUnitTheRestOfTheLibraryWorks() throws IOException, ReflectiveOperationException {
        try (URLClassLoader loader = loader(library())) {
            assertThat(run(loader, "WithoutJUnit")).isEqualTo("agrees, <!DOCTYPE html>");
            assertThat(loader.loadClass(Model.class.getName())).isNotSameAs(Model.class);
            assertThat(catchThrowable(() -> loader.loadClass("org.junit.jupiter.api.Test")))
                    .as("there is no JUnit here")
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void withoutJUnitEveryOtherClassLoads() throws IOException, ReflectiveOperationException {
        Path classes = Path.of(home(Model.class).getPath());
        int loaded = 0;
        try (URLClassLoader loader = loader(library());
                Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
                if (!name.startsWith(PACKAGE)) {
                    Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()), true, loader);
                    assertThat(type.getDeclaredMethods()).isNotNull();
                    loaded++;
                }
            }
        }
        assertThat(loaded).as("classes of the library").isGreaterThan(500);
    }

    @Test
    void plainJUnitIsEnough() throws IOException, ReflectiveOperationException {
        List<URL> path = library();
        path.addAll(jupiter());
        try (URLClassLoader loader = loader(path)) {
            assertThat(catchThrowable(() -> loader.loadClass("org.assertj.core.api.Assertions")))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(catchThrowable(() -> loader.loadClass("net.jqwik.api.Property")))
                    .isInstanceOf(ClassNotFoundException.class);

            List<String> results = run(loader, "WithPlainJUnit").lines().toList();

            assertThat(results)
                    .hasSize(2 + NetworkLaw.values().length)
                    .contains("assertions()=SUCCESSFUL", "the gradient is that of the loss=SUCCESSFUL");
            assertThat(results.stream().filter(result -> !result.endsWith("=SUCCESSFUL")))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "failing()=FAILED org.opentest4j.AssertionFailedError for the extension||Diagnosis of plain"
                                    + " net: nothing wrong found||");
        }
    }
}
