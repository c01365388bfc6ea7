package dev.warden.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Payara Server and GlassFish: a domain of its own, made and administered by {@code asadmin}. */
final class Asadmin implements ApplicationServer {

    private static final String DOMAIN = "warden";
    /** From the domain's lowest port to those that matter to us: create-domain(1), {@code --portbase}. */
    private static final int HTTP = 80;
    private static final int ADMINISTRATION = 48;

    private final Installation installation;
    private final Program program;

    Asadmin(Installation installation) {
        this.installation = installation;
        this.program = new Program(installation.environment(), installation.work().resolve("asadmin.log"));
    }

    @Override
    public void install() {
        run("create-domain", "--nopassword", "--domaindir", domains(), "--portbase",
                String.valueOf(installation.port() - HTTP), DOMAIN);
        removeWelcome();
        listenOnLoopbackAlone();
        start();
        administer("multimode", "--file", installation.configuration().toString());
        requireThatEveryCommandWorked();
        requireThatOnlyThisMachineConnects();
        stop();
    }

    @Override
    public void makePool(Path driver) {
        start();
        administer("add-library", driver.toString());
        administer("multimode", "--file", Product.documented(poolScript()).toString());
        requireThatEveryCommandWorked();
        stop();
    }

    /** Payara and GlassFish refer to environment variables in different ways. */
    private String poolScript() {
        return installation.configuration().endsWith("glassfish.asadmin") ? "glassfish-pool.asadmin" : "pool.asadmin";
    }

    @Override
    public void deploy(Path war) {
        start();
        administer("deploy", "--name", "warden", "--contextroot", installation.contextRoot(), war.toString());
        stop();
    }

    @Override
    public void add(String name, Path war) {
        administer("deploy", "--name", name, "--contextroot", "/" + name, war.toString());
    }

    private void administer(String... command) {
        List<String> arguments = new ArrayList<>(List.of("--port",
                String.valueOf(installation.port() - HTTP + ADMINISTRATION)));
        arguments.addAll(List.of(command));
        run(arguments.toArray(String[]::new));
    }

    private void removeWelcome() {
        try {
            Files.delete(domain().resolve("docroot").resolve("index.html"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The domain listens on every address until it is configured, and a test is no reason for that. */
    private void listenOnLoopbackAlone() {
        try {
            Files.writeString(domainXml(), Files.readString(domainXml())
                    .replace("address=\"0.0.0.0\"", "address=\"localhost\"")
                    .replace("<network-listener port=", "<network-listener address=\"localhost\" port="));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the address that the documented file sets, which is not how the test spelt it before. */
    private void requireThatOnlyThisMachineConnects() {
        try {
            String listeners = Files.readString(domainXml())
                    .replaceFirst("(?s)^.*?<config name=\"server-config\">(.*?)</config>.*$", "$1");
            Pattern.compile("<network-listener [^>]*>").matcher(listeners).results().map(MatchResult::group)
                    .filter(listener -> !listener.contains("enabled=\"false\""))
                    .filter(listener -> !listener.contains("address=\"" + Installation.LOOPBACK + "\""))
                    .findFirst().ifPresent(listener -> {
                        throw new AssertionError(listener);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path domainXml() {
        return domain().resolve("config").resolve("domain.xml");
    }

    /** Of the last command alone multimode(1) tells by its exit status how it ended. */
    private void requireThatEveryCommandWorked() {
        if (program.printed().matches("(?s).*Command \\S+ failed\\..*")) {
            throw new AssertionError(program.printed());
        }
    }

    @Override
    public void start() {
        run("start-domain", "--domaindir", domains(), DOMAIN);
    }

    @Override
    public void stop() {
        if (isRunning()) {
            run("stop-domain", "--domaindir", domains(), DOMAIN);
        }
    }

    @Override
    public void kill() {
        process().ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    @Override
    public boolean isRunning() {
        return process().isPresent();
    }

    @Override
    public Path log() {
        return domain().resolve("logs").resolve("server.log");
    }

    private Optional<ProcessHandle> process() {
        Path pid = domain().resolve("config").resolve("pid");
        try {
            return Files.exists(pid)
                    ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).filter(ProcessHandle::isAlive)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(installation.distribution().resolve("bin").resolve("asadmin").toString());
        command.addAll(List.of(arguments));
        program.run(command);
    }

    private String domains() {
        return installation.work().resolve("domains").toString();
    }

    private Path domain() {
        return Path.of(domains(), DOMAIN);
    }
}
