package dev.warden.web;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.DatabaseReady;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.Schedule;
import dev.warden.security.PageLanguages;

/** The theme in use. A folder that changes is read again within seconds; an invalid change has no effect. */
@ApplicationScoped
public class Themes implements PageLanguages {

    private static final Logger LOG = System.getLogger(Themes.class.getName());
    private static final Duration LOOKING_PAUSE = Duration.ofSeconds(2);

    private final PageSettings settings;
    private final Theme ours;
    private volatile Theme current;
    private String seen = "";

    @Inject
    public Themes(PageSettings settings) {
        this.settings = settings;
        this.ours = settings == null ? null : Theme.ours();
        this.current = ours;
    }

    protected Themes() {
        this(null);
    }

    /** The theme was valid when the settings were read, but the database may have been away for long since then. */
    void start(@Observes DatabaseReady ready, Schedule schedule) {
        settings.theme().ifPresent(folder -> {
            try {
                read(folder);
            } catch (InvalidTheme e) {
                throw new InvalidSetting(PageSettings.THEME, e.getMessage());
            }
            schedule.every(LOOKING_PAUSE, "Reading the theme", () -> read(folder));
        });
    }

    Theme current() {
        return current;
    }

    @Override
    public List<String> tags() {
        return current.languageTags();
    }

    /** Renders a page with the theme, or with Warden's own template if that fails. */
    String render(String template, Object view, Object common) {
        Theme theme = current;
        try {
            return theme.render(template, view, common);
        } catch (InvalidTheme e) {
            if (theme == ours) {
                throw e;
            }
            LOG.log(Level.ERROR, "The theme has a fault: {0}", e.getMessage());
            return ours.render(template, view, common);
        }
    }

    synchronized void read(Path folder) {
        String state = state(folder);
        if (!state.equals(seen)) {
            current = Theme.of(folder);
            seen = state;
        }
    }

    /** Names, sizes and modification times. */
    private static String state(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(Themes::stateOf).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new InvalidTheme("The folder cannot be read: " + e, e);
        }
    }

    private static String stateOf(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return file + " gone";
        }
    }
}
