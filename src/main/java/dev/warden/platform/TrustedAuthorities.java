package dev.warden.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS that trusts the certificates that the Java platform trusts, and optionally those of a file. */
final class TrustedAuthorities {

    private TrustedAuthorities() {
    }

    /** @param more PEM file with further certificates; null if there is none */
    static SSLSocketFactory with(Path more) {
        try {
            KeyStore trusted = more == null ? null : platformsAnd(more);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(trusted), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is part of every Java platform", e);
        }
    }

    /** @param trusted null for those of the platform, which {@code javax.net.ssl.trustStore} may set */
    private static TrustManager[] managers(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static KeyStore platformsAnd(Path more) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(more)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (TrustManager manager : managers(null)) {
                for (X509Certificate each : ((X509TrustManager) manager).getAcceptedIssuers()) {
                    trusted.setCertificateEntry("platform-" + number++, each);
                }
            }
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("file-" + number++, each);
            }
            return trusted;
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidSetting("warden.outbound.trust-file", more
                    + " holds no certificates in PEM that can be read");
        }
    }
}
