package dev.warden.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import dev.warden.Visitor;
import dev.warden.WardenClient;
import dev.warden.WardenProcess;

/** A Warden that knows the clients of a test, and has written what the servers of these clients need. */
final class WardenWithClients implements AutoCloseable {

    /** Where generated configuration takes the secret from. */
    static final String SECRET_VARIABLE = "WARDEN_CLIENT_SECRET";
    static final String SECRET = "secret-of-a-client-that-does-not-exist";

    private final WardenProcess process;
    private final Path configurations;

    private WardenWithClients(WardenProcess process, Path configurations) {
        this.process = process;
        this.configurations = configurations;
    }

    /** @param declared as in a file of declared configuration; their secret is {@link #SECRET} */
    static WardenWithClients start(String name, String declared) {
        Path home = WardenProcess.newHome(name);
        Path configurations = home.resolve("configurations");
        try {
            Path file = Files.writeString(home.resolve("declared.yaml"), declared);
            return new WardenWithClients(WardenProcess.in(home).with("warden.declared.file", file.toString())
                    .with("warden.clients.configuration-folder", configurations.toString())
                    .with("warden.outbound.allowed-networks", "127.0.0.1").start(), configurations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that it has written for a client. */
    Path configuration(String clientId, String fileName) {
        return configurations.resolve(clientId).resolve(fileName);
    }

    URI issuer() {
        return URI.create("http://localhost:" + process.port());
    }

    /** An access token that a service of the file asks for itself. */
    String tokenOf(String service) {
        byte[] credentials = (service + ":" + SECRET).getBytes(StandardCharsets.UTF_8);
        return WardenClient.json(process.client()
                .with("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
                .with("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", "oauth2/token", "grant_type=client_credentials")).getString("access_token");
    }

    /** Somebody who is not signed in. */
    Visitor visitor() {
        return new Visitor(process.client());
    }

    @Override
    public void close() {
        process.close();
    }
}
