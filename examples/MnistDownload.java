package io.github.backcheck.examples;

import io.github.backcheck.text.Figures;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Fetches the files of MNIST. What arrives goes into a temporary file, is compared with its SHA-256, and only then gets its
 * name, so that a folder never holds half a file or a wrong one.
 *
 * @param mirrors addresses ending in a slash, asked one after another
 * @param files what to fetch
 * @param patience how long to wait
 */
record MnistDownload(List<URI> mirrors, List<MnistFile> files, Patience patience) {

    /** The largest file has 10 MB packed and 47 MB unpacked. */
    private static final long MOST_PACKED = 32L << 20;

    private static final long MOST_UNPACKED = 64L << 20;
    private static final int CHUNK = 1 << 16;

    /**
     * How long to wait.
     *
     * @param toConnect for a connection, and then for each piece of the answer
     * @param forFile for a whole file
     */
    record Patience(Duration toConnect, Duration forFile) {}

    MnistDownload {
        mirrors = List.copyOf(mirrors);
        files = List.copyOf(files);
    }

    /** From where the framework PyTorch fetches it, and from the Common Visual Data Foundation. */
    static MnistDownload fromPublicMirrors() {
        return new MnistDownload(
                List.of(
                        URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                        URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
                MnistFile.ALL,
                new Patience(Duration.ofSeconds(3), Duration.ofMinutes(3)));
    }

    /**
     * Fetches the files that are not in a folder yet.
     *
     * @param folder made if there is none. Files are added or replaced.
     * @throws IOException if a file cannot be had from any mirror; the message says why, mirror by mirror
     */
    void into(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("the folder " + folder + " cannot be made (" + e + ")", e);
        }
        System.err.println(
                "Downloading MNIST (11 MB) into " + folder + "; -D" + MnistSearch.MAY_DOWNLOAD + "=false does without");
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("downloading")
                .setInitialMax(files.size())
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            for (MnistFile file : files) {
                if (!isThere(file, folder.resolve(file.packedName()))) {
                    fetch(file, folder);
                }
                bar.step();
            }
        }
    }

    private static boolean isThere(MnistFile file, Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try {
            return file.sha256().equals(sha256OfContent(path));
        } catch (IOException e) {
            return false;
        }
    }

    private void fetch(MnistFile file, Path folder) throws IOException {
        List<String> problems = new ArrayList<>();
        for (URI mirror : mirrors) {
            URI address = mirror.resolve(file.packedName());
            Path temporary = temporaryIn(folder);
            try {
                copy(address, temporary);
                String sha256 = sha256OfContent(temporary);
                if (sha256.equals(file.sha256())) {
                    Path target = folder.resolve(file.packedName());
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    return;
                }
                problems.add(address + " has another content: its SHA-256 is " + sha256 + ", " + file.sha256()
                        + " was expected");
            } catch (IOException e) {
                problems.add(address + " " + reason(e));
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
        throw new IOException(String.join("; ", problems));
    }

    private static Path temporaryIn(Path folder) throws IOException {
        try {
            return Files.createTempFile(folder, "download", ".part");
        } catch (IOException e) {
            throw new IOException("nothing can be written into " + folder + " (" + e + ")", e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "cannot be reached (unknown host)";
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return "cannot be reached (" + e.getMessage() + ")";
        }
        if (e instanceof SocketTimeoutException) {
            return "does not answer in time";
        }
        if (e instanceof EOFException) {
            return "breaks off before its end";
        }
        if (e instanceof ZipException) {
            return "is not a whole gzip file (" + e.getMessage() + ")";
        }
        return e instanceof Refused ? String.valueOf(e.getMessage()) : "cannot be read (" + e.getMessage() + ")";
    }

    /** An answer that is not the file; the message continues a sentence that begins with the address. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private void copy(URI address, Path target) throws IOException {
        int wait = Math.toIntExact(patience.toConnect().toMillis());
        URLConnection connection = address.toURL().openConnection();
        connection.setConnectTimeout(wait);
        connection.setReadTimeout(wait);
        connection.setUseCaches(false);
        if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new Refused("answers " + http.getResponseCode() + ", 200 was expected");
        }
        long announced = connection.getContentLengthLong();
        long end = System.nanoTime() + patience.forFile().toNanos();
        long copied = 0;
        try (InputStream in = connection.getInputStream();
                OutputStream out = Files.newOutputStream(target)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
                copied += read;
                if (copied > MOST_PACKED) {
                    throw new Refused("has more than " + Figures.count(MOST_PACKED) + " bytes, which MNIST has not");
                }
                if (System.nanoTime() - end > 0) {
                    throw new Refused("is too slow: " + Figures.count(copied) + " bytes in "
                            + Figures.count(patience.forFile().toSeconds(), "second"));
                }
            }
        }
        if (announced >= 0 && copied < announced) {
            throw new EOFException();
        }
    }

    static String sha256OfContent(Path packed) throws IOException {
        MessageDigest digest = sha256();
        long unpacked = 0;
        try (InputStream file = Files.newInputStream(packed);
                InputStream in = new GZIPInputStream(file, CHUNK)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
                unpacked += read;
                if (unpacked > MOST_UNPACKED) {
                    throw new Refused("unpacks to more than " + Figures.count(MOST_UNPACKED)
                            + " bytes, which no file of MNIST does");
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
