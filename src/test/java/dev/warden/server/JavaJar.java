package dev.warden.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code java -jar} starts, in the foreground. Its arguments are kept in a file, as {@code java} reads them. */
final class JavaJar implements ApplicationServer {

    private final Path java;
    private final Path arguments;
    private final List<String> first;
    private final Program program;
    private Process process;

    private JavaJar(Installation installation, List<String> first) {
        this.java = installation.java().resolve("bin").resolve("java");
        this.arguments = installation.work().resolve("java.arguments");
        this.first = first;
        this.program = new Program(installation.environment(), installation.work().resolve("server.log"));
    }

    /** Payara Micro, which takes the WAR as an argument. */
    static JavaJar payaraMicro(Installation installation) {
        return new JavaJar(installation, List.of("-jar", installation.distribution().toString(),
                "--nocluster", "--disablephonehome",
                "--prebootcommandfile", installation.configuration().toString(),
                "--port", String.valueOf(installation.port()), "--contextroot", installation.contextRoot()));
    }

    @Override
    public void install() {
        add(first);
    }

    @Override
    public void makePool(Path driver) {
        add(List.of("--addlibs", driver.toString(),
                "--postbootcommandfile", Product.documented("pool.asadmin").toString()));
    }

    @Override
    public void deploy(Path war) {
        add(List.of("--deploy", war.toString()));
    }

    private void add(List<String> more) {
        try {
            Files.writeString(arguments, more.stream().map(each -> "\"" + each + "\"\n").collect(Collectors.joining()),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        process = program.start(List.of(java.toString(), "@" + arguments));
    }

    @Override
    public void add(String name, Path war) {
        throw new UnsupportedOperationException("It is told all its applications at its start");
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
        return program.output();
    }
}
