package io.github.backcheck.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where MNIST may be.
 *
 * @param given the folder that the user names, if one is named
 * @param cache where downloads go, and where earlier ones are
 * @param download empty if nothing may be downloaded
 */
record MnistSearch(Optional<Given> given, Path cache, Optional<MnistDownload> download) {

    static final String FOLDER = "backcheck.mnist";
    static final String FOLDER_VARIABLE = "BACKCHECK_MNIST";
    static final String CACHE = "backcheck.mnist.cache";
    static final String MAY_DOWNLOAD = "backcheck.mnist.download";

    /**
     * A folder that the user named.
     *
     * @param how by what, in words
     * @param folder where MNIST ought to be
     */
    record Given(String how, Path folder) {}

    static MnistSearch ofThisMachine() {
        return of(System.getProperties(), System.getenv());
    }

    static MnistSearch of(Properties properties, Map<String, String> environment) {
        boolean mayDownload = !"false".equalsIgnoreCase(properties.getProperty(MAY_DOWNLOAD, ""));
        return new MnistSearch(
                given("the system property " + FOLDER, properties.getProperty(FOLDER, ""))
                        .or(() -> given(
                                "the environment variable " + FOLDER_VARIABLE,
                                environment.getOrDefault(FOLDER_VARIABLE, ""))),
                cache(properties, environment),
                mayDownload ? Optional.of(MnistDownload.fromPublicMirrors()) : Optional.empty());
    }

    private static Optional<Given> given(String how, String folder) {
        return folder.isBlank() ? Optional.empty() : Optional.of(new Given(how, Path.of(folder)));
    }

    private static Path cache(Properties properties, Map<String, String> environment) {
        String own = properties.getProperty(CACHE, "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The specification of XDG_CACHE_HOME has relative paths ignored.
        Path parent = !caches.isBlank() && Path.of(caches).isAbsolute()
                ? Path.of(caches)
                : Path.of(properties.getProperty("user.home", ""), ".cache");
        return parent.resolve("backcheck").resolve("mnist");
    }

    /**
     * Goes through the places.
     *
     * @return MNIST, or the smaller digits in its place
     * @throws IdxException if the user names a folder in which MNIST is not
     */
    Mnist find() {
        if (given.isPresent()) {
            return fromGiven(given.get());
        }
        String notInCache = "MNIST is not in " + cache;
        if (MnistFile.ALL.stream().allMatch(file -> file.in(cache).isPresent())) {
            try {
                return Mnist.of(cache);
            } catch (IdxException e) {
                notInCache = "MNIST in the cache is damaged (" + e.getMessage() + ")";
            }
        }
        if (download.isEmpty()) {
            return Mnist.enlargedDigits(
                    notInCache + " and may not be downloaded (the system property " + MAY_DOWNLOAD + " is false)");
        }
        try {
            download.get().into(cache);
            return Mnist.of(cache);
        } catch (IOException | IdxException e) {
            return Mnist.enlargedDigits(notInCache + " and cannot be downloaded: " + e.getMessage()
                    + ". If you have it, name its folder with -D" + FOLDER + "=...");
        }
    }

    private static Mnist fromGiven(Given given) {
        try {
            return Mnist.of(given.folder());
        } catch (IdxException e) {
            throw new IdxException(
                    given.how() + " names " + given.folder() + " as the folder of MNIST: " + e.getMessage(), e);
        }
    }
}
