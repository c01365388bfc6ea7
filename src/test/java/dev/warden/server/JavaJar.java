package dev.warden.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code java -jar} starts, in the foreground. */
final class JavaJar implements ApplicationServer {

    private final List<String> command = new ArrayList<>();
    private final Program program;
    private Process process;

    private JavaJar(Installation installation, List<String> arguments) {
        this.command.add(installation.java().resolve("bin").resolve("java").toString());
        this.command.addAll(arguments);
        this.program = new Program(installation.environment(), installation.work().resolve("server.log"));
    }

    /** Payara Micro, which takes the WAR as an argument. */
    static JavaJar payaraMicro(Installation installation) {
        return new JavaJar(installation, List.of("-jar", installation.distribution().toString(),
                "--nocluster", "--disablephonehome",
                "--prebootcommandfile", installation.configuration().toString(),
                "--port", String.valueOf(installation.port()), "--contextroot", installation.contextRoot(), "--deploy"));
    }

    @Override
    public void install(Path war) {
        command.add(war.toString());
    }

    @Override
    public void start() {
        process = program.start(command);
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
