package dev.warden.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * WildFly as a standalone server: a base folder of its own, configured by {@code jboss-cli} before it is ever started.
 */
final class WildFly implements ApplicationServer {

    private static final int ADMINISTRATION = 10;
    private static final int HTTPS = 1;

    private final Installation installation;
    private final Program program;
    private Process process;

    WildFly(Installation installation) {
        this.installation = installation;
        this.program = new Program(environment(installation), installation.work().resolve("wildfly.log"));
    }

    private static Map<String, String> environment(Installation installation) {
        Map<String, String> environment = new HashMap<>(installation.environment());
        environment.put("JBOSS_HOME", installation.distribution().toString());
        // The script hands over what it is told, and a signal is told to it.
        environment.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
        return environment;
    }

    @Override
    public void install() {
        copy(installation.distribution().resolve("standalone"), base());
        administer("--file=" + installation.configuration());
        requireTheSameOfTls();
    }

    /** The tests use the listener without TLS, and what they find has to hold for the other one. */
    private void requireTheSameOfTls() {
        try {
            String configuration = Files.readString(base().resolve("configuration").resolve("standalone.xml"));
            Pattern.compile("<https-listener [^>]*>").matcher(configuration).results().map(MatchResult::group)
                    .filter(tls -> !tls.contains("max-post-size=\"0\"") || !tls.contains("read-timeout=\"10000\""))
                    .findFirst().ifPresent(tls -> {
                        throw new AssertionError(tls);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void makePool(Path driver) {
        // The one thing that goes into the distribution, which is everybody's.
        if (!Files.exists(installation.distribution().resolve("modules").resolve("org").resolve("mariadb"))) {
            administer("--command=module add --name=org.mariadb.jdbc --dependencies=java.se --resources=" + driver);
        }
        administer("--file=" + Product.documented("pool.cli"));
    }

    @Override
    public void deploy(Path war) {
        String name = installation.contextRoot().equals("/") ? "ROOT" : installation.contextRoot().substring(1);
        copy(war, base().resolve("deployments").resolve(name + ".war"));
    }

    @Override
    public void add(String name, Path war) {
        String file = name + ".war";
        program.run(List.of(script("jboss-cli.sh"), "--connect", controller(),
                "--command=deploy " + war + " --name=" + file + " --runtime-name=" + file));
    }

    /** Has the commands of a file carried out, while it runs. */
    void configure(Path commands) {
        program.run(List.of(script("jboss-cli.sh"), "--connect", controller(), "--file=" + commands));
    }

    private String controller() {
        return "--controller=" + Installation.LOOPBACK + ":" + (installation.port() + ADMINISTRATION);
    }

    private void administer(String command) {
        Map<String, String> elsewhere = new HashMap<>(program.environment());
        elsewhere.put("JAVA_OPTS", "-Djboss.server.base.dir=" + base());
        new Program(elsewhere, program.output()).run(List.of(script("jboss-cli.sh"), command));
    }

    @Override
    public void start() {
        int port = installation.port();
        process = program.start(List.of(script("standalone.sh"), "-Djboss.server.base.dir=" + base(),
                "-b=" + Installation.LOOPBACK, "-bmanagement=" + Installation.LOOPBACK, "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + (port + HTTPS), "-Djboss.management.http.port=" + (port + ADMINISTRATION)));
    }

    @Override
    public void stop() {
        if (isRunning()) {
            process.toHandle().destroy();
            program.await(process);
        }
    }

    @Override
    public void kill() {
        if (isRunning()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            program.await(process);
        }
    }

    @Override
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public Path log() {
        return base().resolve("log").resolve("server.log");
    }

    private String script(String name) {
        return installation.distribution().resolve("bin").resolve(name).toString();
    }

    private Path base() {
        return installation.work().resolve("standalone");
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
