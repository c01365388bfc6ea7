package dev.warden;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what a class tells operators. */
public final class LogLines extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines(Logger logger) {
        this.logger = logger;
    }

    public static LogLines of(Class<?> source) {
        LogLines lines = new LogLines(Logger.getLogger(source.getName()));
        lines.logger.addHandler(lines);
        lines.logger.setLevel(Level.INFO);
        return lines;
    }

    /** The lines since the last call. */
    public List<String> lines() {
        List<String> told = List.copyOf(lines);
        lines.clear();
        return told;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getParameters() == null ? line.getMessage()
                : MessageFormat.format(line.getMessage(), line.getParameters()));
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(null);
    }
}
