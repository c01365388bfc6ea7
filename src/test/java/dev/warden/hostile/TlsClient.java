package dev.warden.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Raw requests over TLS to a port of this machine, from whichever of its loopback addresses.
 *
 * @param tls  trusts the one certificate
 * @param from our own address
 */
record TlsClient(SSLSocketFactory tls, int port, String from) {

    private static final int TIMEOUT_MILLIS = 20_000;

    /** One that connects from 127.0.0.1. */
    static TlsClient trusting(Path certificate, int port) {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return new TlsClient(context.getSocketFactory(), port, "127.0.0.1");
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    TlsClient from(String address) {
        return new TlsClient(tls, port, address);
    }

    RawAnswer send(RawRequest request) {
        return send(request, request.bytes()).get(0);
    }

    /** Sends these octets on one connection. @return all answers to them, until the connection ends */
    List<RawAnswer> send(RawRequest request, byte[] octets) {
        try (Socket socket = connected()) {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            List<RawAnswer> answers = new ArrayList<>();
            for (RawAnswer answer = RawAnswer.read(request, in); answer.status() != 0;
                    answer = RawAnswer.read(request, in)) {
                answers.add(answer);
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, ReverseProxy.NAME, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        return secured;
    }
}
