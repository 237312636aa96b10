package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.backcheck.examples.MnistDownload.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from servers of this machine, good ones and bad ones. */
class MnistDownloadTest {

    private static final Patience AMPLE = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(60));
    private static final Patience LITTLE = new Patience(Duration.ofMillis(200), Duration.ofSeconds(60));

    @TempDir
    Path temporary;

    private Path cache;
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void chooseCache() {
        cache = temporary.resolve("caches").resolve("mnist");
    }

    @AfterEach
    void stopServers() {
        servers.forEach(server -> server.stop(0));
    }

    /** Answers a request for a file, whose packed content it is given. */
    private interface Answer {
        void to(HttpExchange request, byte[] file) throws IOException;
    }

    private URI server(Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map<String, byte[]> files = SmallMnist.packed();
        server.createContext("/data/", request -> {
            String name = request.getRequestURI().getPath().substring("/data/".length());
            asked.add(name);
            try (request) {
                answer.to(request, files.get(name));
            }
        });
        server.start();
        servers.add(server);
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/data/");
    }

    private static void send(HttpExchange request, byte[] body) throws IOException {
        request.sendResponseHeaders(200, body.length);
        request.getResponseBody().write(body);
    }

    private static void refuse(HttpExchange request, byte[] file) throws IOException {
        request.sendResponseHeaders(404, -1);
    }

    private static void sendWrongFile(HttpExchange request, byte[] file) throws IOException {
        send(request, IdxBytes.gzip(IdxBytes.labels(3)));
    }

    private static MnistDownload from(Patience patience, URI... mirrors) {
        return new MnistDownload(List.of(mirrors), SmallMnist.wanted(), patience);
    }

    private static void download(MnistDownload download, Path folder) throws IOException {
        List<IOException> thrown = new ArrayList<>();
        Console.printedBy(() -> {
            try {
                download.into(folder);
            } catch (IOException e) {
                thrown.add(e);
            }
        });
        if (!thrown.isEmpty()) {
            throw thrown.get(0);
        }
    }

    private List<String> left() {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertNothingComesFrom(URI mirror, Patience patience, String problem) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> download(from(patience, mirror), cache))
                .withMessage(mirror + "train-images-idx3-ubyte.gz " + problem);
        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsDownloadedOnceIsInTheCache() throws IOException {
        MnistSearch search =
                new MnistSearch(Optional.empty(), cache, Optional.of(from(AMPLE, server(MnistDownloadTest::send))));
        List<String> origins = new ArrayList<>();
        String printed = Console.printedBy(() -> {
            origins.add(search.find().origin());
            origins.add(search.find().origin());
        });
        assertThat(printed).isEmpty();
        assertThat(origins)
                .containsExactly(
                        "MNIST: 20 training and 10 test images from " + cache,
                        "MNIST: 20 training and 10 test images from " + cache);
        assertThat(asked).containsExactlyElementsOf(SmallMnist.packed().keySet());
        assertThat(left())
                .containsExactlyInAnyOrderElementsOf(SmallMnist.packed().keySet());
    }

    /** The sum is that of the content: a mirror may have packed it in another way. */
    @Test
    void otherPackingOfTheSameContentWillDo() throws IOException {
        URI mirror = server((request, file) -> {
            byte[] other = file.clone();
            other[4] = 99; // the date in the header of gzip
            send(request, other);
        });
        download(from(AMPLE, mirror), cache);
        assertThat(Mnist.of(cache).trainingCount()).isEqualTo(20);
    }

    @Test
    void anotherContentIsRefusedAndTheNextMirrorAsked() throws IOException {
        URI wrong = server(MnistDownloadTest::sendWrongFile);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> download(from(AMPLE, wrong), cache))
                .withMessageMatching(
                        wrong + "train-images-idx3-ubyte.gz has another content: its SHA-256 is [0-9a-f]{64}, "
                                + SmallMnist.wanted().get(0).sha256() + " was expected");
        assertThat(left()).isEmpty();

        download(from(AMPLE, wrong, server(MnistDownloadTest::send)), cache);
        assertThat(left()).hasSize(4);
        assertThat(Mnist.of(cache).trainingCount()).isEqualTo(20);
    }

    @Test
    void aServerThatHasNotTheFileIsNamed() throws IOException {
        assertNothingComesFrom(server(MnistDownloadTest::refuse), AMPLE, "answers 404, 200 was expected");
    }

    @Test
    void aPageInPlaceOfTheFileIsRefused() throws IOException {
        URI mirror = server((request, file) -> send(request, "<html>".getBytes(StandardCharsets.US_ASCII)));
        assertNothingComesFrom(mirror, AMPLE, "is not a whole gzip file (Not in GZIP format)");
    }

    @Test
    void aBodyThatEndsEarlyIsRefused() throws IOException {
        URI honest = server((request, file) -> {
            request.sendResponseHeaders(200, 0); // length unknown
            request.getResponseBody().write(file, 0, file.length / 2);
        });
        assertNothingComesFrom(honest, AMPLE, "breaks off before its end");
        URI lying = server((request, file) -> {
            request.sendResponseHeaders(200, file.length);
            request.getResponseBody().write(file, 0, file.length / 2);
        });
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> download(from(AMPLE, lying), cache));
        assertThat(left()).isEmpty();
    }

    @Test
    void aPackedFileThatUnpacksWithoutEndIsRefused() throws IOException {
        byte[] bomb = IdxBytes.gzip(new byte[(64 << 20) + 1]);
        URI mirror = server((request, file) -> send(request, bomb));
        assertNothingComesFrom(mirror, AMPLE, "unpacks to more than 67,108,864 bytes, which no file of MNIST does");
    }

    @Test
    void whatTakesTooLongIsGivenUp() throws IOException {
        Patience none = new Patience(Duration.ofSeconds(20), Duration.ZERO);
        URI mirror = server(MnistDownloadTest::send);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> download(from(none, mirror), cache))
                .withMessageMatching(".* is too slow: [0-9,]+ bytes in 0 seconds");
        assertThat(left()).isEmpty();
    }

    /** It takes connections and never says a word. */
    @Test
    void aServerThatIsSilentIsNotWaitedFor() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertNothingComesFrom(address(silent), LITTLE, "does not answer in time");
        }
    }

    @Test
    void whereNoServerIsTheSmallerDigitsTakeThePlace() throws IOException {
        URI nobody;
        try (ServerSocket soonGone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = address(soonGone);
        }
        MnistSearch search = new MnistSearch(Optional.empty(), cache, Optional.of(from(AMPLE, nobody)));
        List<Mnist> found = new ArrayList<>();
        Console.printedBy(() -> found.add(search.find()));
        assertThat(found.get(0).origin())
                .startsWith("8x8 digits drawn into 28x28 because MNIST is not in " + cache
                        + " and cannot be downloaded: " + nobody + "train-images-idx3-ubyte.gz cannot be reached (")
                .endsWith("If you have it, name its folder with -Dbackcheck.mnist=...");
        assertThat(found.get(0).trainingCount()).isEqualTo(1437);
        assertThat(left()).isEmpty();
    }

    private static URI address(ServerSocket socket) {
        return URI.create(
                "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort() + "/data/");
    }

    @Test
    void onlyWhatIsMissingOrDamagedIsFetched() throws IOException {
        SmallMnist.writeInto(cache);
        Files.delete(cache.resolve("t10k-images-idx3-ubyte.gz"));
        Files.write(cache.resolve("train-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(7)));
        Files.write(cache.resolve("t10k-labels-idx1-ubyte.gz"), new byte[] {1, 2, 3});
        download(from(AMPLE, server(MnistDownloadTest::send)), cache);
        assertThat(asked)
                .containsExactly(
                        "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");
        assertThat(Mnist.of(cache).testCount()).isEqualTo(10);
    }

    @Test
    void aDamagedCacheIsMended() throws IOException {
        SmallMnist.writeInto(cache);
        Files.write(cache.resolve("train-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(7)));
        MnistSearch search =
                new MnistSearch(Optional.empty(), cache, Optional.of(from(AMPLE, server(MnistDownloadTest::send))));
        List<Mnist> found = new ArrayList<>();
        Console.printedBy(() -> found.add(search.find()));
        assertThat(found.get(0).origin()).startsWith("MNIST: 20 training");
        assertThat(asked).containsExactly("train-labels-idx1-ubyte.gz");
    }

    @Test
    void aCacheThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");
        URI mirror = server(MnistDownloadTest::send);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> download(from(AMPLE, mirror), file.resolve("mnist")))
                .withMessageStartingWith("the folder " + file.resolve("mnist") + " cannot be made (");
        assertThat(asked).isEmpty();
    }
}
