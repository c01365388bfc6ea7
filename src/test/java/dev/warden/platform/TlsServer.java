package dev.warden.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A real server on the loopback interface that behaves as a test wants, with a certificate of its own making. */
public final class TlsServer implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private static final Map<String, Identity> IDENTITIES = new ConcurrentHashMap<>();

    private final ServerSocket listener;
    private final Path certificate;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> serverNames = new CopyOnWriteArrayList<>();
    private volatile int connections;

    /** What a server does with a connection once it has read a request's head. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private TlsServer(ServerSocket listener, Path certificate, Behaviour behaviour) {
        this.listener = listener;
        this.certificate = certificate;
        Thread thread = new Thread(() -> serve(behaviour), "server of a test");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param names that its certificate is for, for example {@code dns:client.example,ip:127.0.0.1} */
    public static TlsServer named(String names, Behaviour behaviour) {
        try {
            Identity identity = IDENTITIES.computeIfAbsent(names, TlsServer::identity);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(identity.keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new TlsServer(context.getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress()), identity.certificate, behaviour);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A file with a certificate and its key, for servers that are none of Java. @param names as of {@link #named} */
    public static Path certificateAndKey(String names) {
        Identity identity = IDENTITIES.computeIfAbsent(names, TlsServer::identity);
        try {
            Path file = Files.createTempFile("certificate-and-key", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, pem(identity.keys.getCertificate("server"))
                    + pem("PRIVATE KEY", identity.keys.getKey("server", PASSWORD).getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A key with a certificate of its own, which is in the file too. */
    private record Identity(KeyStore keys, Path certificate) {
    }

    /** By the JDK's own tool, because the JDK has no interface that makes certificates. It takes a second, so once. */
    private static Identity identity(String names) {
        try {
            Path folder = Files.createTempDirectory("tls");
            // The last that is told is the first that is deleted.
            folder.toFile().deleteOnExit();
            Path store = folder.resolve("server.p12");
            Path certificate = folder.resolve("server.pem");
            run("keytool", "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=test", "-ext",
                    "san=" + names,
                    "-ext", "bc=ca:true", "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore",
                    store.toString());
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD);
            }
            Files.delete(store);
            Files.writeString(certificate, pem(keys.getCertificate("server")));
            certificate.toFile().deleteOnExit();
            return new Identity(keys, certificate);
        } catch (GeneralSecurityException | IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Without TLS. */
    public static TlsServer plain(Behaviour behaviour) throws IOException {
        return new TlsServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), null, behaviour);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        command[0] = Path.of(System.getProperty("java.home"), "bin", command[0]).toString();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(output);
        }
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** RFC 7468 §2. */
    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }

    private void serve(Behaviour behaviour) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections++;
                Thread thread = new Thread(() -> handle(socket, behaviour));
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void handle(Socket socket, Behaviour behaviour) {
        try (socket) {
            if (socket instanceof SSLSocket secured) {
                secured.startHandshake();
                ((ExtendedSSLSession) secured.getSession()).getRequestedServerNames().stream()
                        .map(SNIServerName::toString).forEach(serverNames::add);
            }
            requests.add(head(socket.getInputStream()));
            behaviour.answer(socket.getOutputStream());
        } catch (IOException | InterruptedException gone) {
            // The client went away, which is what many of these tests are about.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return head.toString();
            }
            head.append((char) c);
        }
        int length = head.toString().lines().filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16))).findFirst().orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Answers with this text, whole. */
    public static Behaviour says(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** A file with the certificate. */
    public Path certificate() {
        return certificate;
    }

    /** The requests so far, head and body. */
    public List<String> requests() {
        return requests;
    }

    /** The names that clients said they wanted (SNI). */
    public List<String> serverNames() {
        return serverNames;
    }

    public int connections() {
        return connections;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
