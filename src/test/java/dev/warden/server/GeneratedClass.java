package dev.warden.server;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.tools.ToolProvider;

import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;

import org.jboss.shrinkwrap.api.asset.Asset;
import org.jboss.shrinkwrap.api.asset.FileAsset;

/** A class that Warden wrote, as somebody takes it over. */
record GeneratedClass(String name) {

    Asset compiled(Path generated) throws IOException {
        Path folder = Files.createDirectories(generated.resolveSibling("compiled"));
        Path source = Files.writeString(folder.resolve(name + ".java"), Files.readString(generated));
        int status = ToolProvider.getSystemJavaCompiler().run(null, System.out, System.err, "-proc:none",
                "--release", "17", "-cp", jakartaEe(), "-d", folder.toString(), source.toString());
        if (status != 0) {
            throw new AssertionError("does not compile: " + Files.readString(source));
        }
        return new FileAsset(folder.resolve(name + ".class").toFile());
    }

    private static String jakartaEe() {
        try {
            return Path.of(OpenIdAuthenticationMechanismDefinition.class.getProtectionDomain().getCodeSource()
                    .getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
