package dev.warden.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * The part of the log that is shown on the console: Warden's own lines and the server's warnings, one line each. The
 * complete log with stack traces goes to a file.
 *
 * <p>Nothing is shown until the outcome of the start is known, because servers report one failure in twenty ways.
 */
final class ConsoleLog extends Handler {

    static final String CANNOT_START = "Warden cannot start: ";

    private static final String WARDEN = "dev.warden";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    /**
     * Sources of warnings that are not problems: class files in multi-release jars that are newer than this JVM, and a
     * JDBC driver that registers itself in a class loader which the server discards after scanning it. Also the pool,
     * which reports three times per attempt what Warden reports once: that the database is down.
     */
    private static final List<String> CRY_WOLF = List.of("org.glassfish.hk2.classmodel", "org.glassfish.web.loader",
            "javax.enterprise.resource.resourceadapter", "com.sun.gjc.spi");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final Formatter IN_FULL = new InFull();

    /** What the server throws at a request that it cannot read. */
    private static final Pattern UNREADABLE = Pattern.compile(
            "java\\.lang\\.IllegalStateException: Unknown protocol |.*\\.HttpBrokenContentException\\b");

    /** Referenced here, because an unreferenced logger is collected and loses its level and its filter. */
    private final Logger warden = Logger.getLogger(WARDEN);
    private final Logger connections = Logger.getLogger("org.glassfish.grizzly.filterchain.DefaultFilterChain");
    private final List<String> untilStarted = new ArrayList<>();
    private String refusal;
    private String firstCause;
    private boolean started;
    private boolean silent;

    private ConsoleLog() {
    }

    /** Replaces the handlers of the root logger. */
    static ConsoleLog install(Path file) throws IOException {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        ConsoleLog console = new ConsoleLog();
        console.warden.setLevel(Level.INFO);
        // Strangers could fill the log: a stack trace for each request, with what was sent.
        console.connections.setFilter(entry -> entry.getThrown() == null
                || !UNREADABLE.matcher(entry.getThrown().toString()).lookingAt());
        root.addHandler(console);
        root.addHandler(inFull(file));
        return console;
    }

    /** Shows what was held back, and from now on everything immediately. */
    synchronized void started() {
        started = true;
        untilStarted.forEach(System.err::println);
        untilStarted.clear();
    }

    /** From now on writes to the file only, because stopping is noisy. */
    synchronized void silence() {
        silent = true;
    }

    /** Why Warden did not start: its own message, or else the innermost cause of the first logged failure. */
    synchronized Optional<String> refusal() {
        return Optional.ofNullable(refusal)
                .or(() -> Optional.ofNullable(firstCause).map(CANNOT_START::concat));
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (silent || !isWorthShowing(entry)) {
            return;
        }
        String message = oneLine(entry);
        if (!started) {
            noteFailure(entry, message);
        }
        String line = TIME.format(entry.getInstant()) + " " + entry.getLevel().getName() + " " + message;
        if (started) {
            System.err.println(line);
        } else {
            untilStarted.add(line);
        }
    }

    @Override
    public void flush() {
        System.err.flush();
    }

    @Override
    public void close() {
        flush();
    }

    private void noteFailure(LogRecord entry, String message) {
        if (refusal == null && isOf(entry.getLoggerName(), WARDEN) && message.startsWith(CANNOT_START)) {
            refusal = message;
        }
        if (firstCause == null && entry.getThrown() != null) {
            Throwable cause = entry.getThrown();
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            firstCause = flat(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }

    private static boolean isWorthShowing(LogRecord entry) {
        return isOf(entry.getLoggerName(), WARDEN)
                || entry.getLevel().intValue() >= Level.WARNING.intValue()
                && CRY_WOLF.stream().noneMatch(source -> isOf(entry.getSourceClassName(), source)
                        || isOf(entry.getLoggerName(), source));
    }

    private static boolean isOf(String name, String source) {
        return name != null && name.startsWith(source);
    }

    private static String oneLine(LogRecord entry) {
        StringBuilder line = new StringBuilder(IN_FULL.formatMessage(entry));
        for (Throwable cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
            line.append(" <- ").append(cause);
        }
        return flat(line.toString());
    }

    private static String flat(String text) {
        return CONTROL.matcher(text).replaceAll(" ").stripTrailing();
    }

    private static Handler inFull(Path file) throws IOException {
        FileHandler handler = new FileHandler(file.toString(), 4 << 20, 1, false);
        handler.setEncoding("UTF-8");
        handler.setFormatter(IN_FULL);
        return handler;
    }

    /**
     * Does not determine which method logged, as {@link java.util.logging.SimpleFormatter} does: walking the stack
     * costs more than the rest.
     */
    private static final class InFull extends Formatter {

        private static final DateTimeFormatter DATE_AND_TIME =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

        @Override
        public String format(LogRecord entry) {
            StringWriter text = new StringWriter();
            PrintWriter lines = new PrintWriter(text);
            lines.println(DATE_AND_TIME.format(entry.getInstant()) + " " + entry.getLevel().getName()
                    + " [" + entry.getLoggerName() + "] " + formatMessage(entry));
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(lines);
            }
            return text.toString();
        }
    }
}
