package dev.warden.declared;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.json.JsonObject;

import dev.warden.account.Accounts;
import dev.warden.client.Clients;
import dev.warden.client.ConfigurationFiles;
import dev.warden.client.Origin;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.Schedule;

/**
 * Applies the declared configuration, in one transaction: at start, where an invalid file stops the deployment, and
 * whenever the file changes, where an invalid one is logged and changes nothing. In mode {@code plan} the differences
 * are only logged.
 */
@ApplicationScoped
public class ApplyDeclaration {

    private static final Logger LOG = System.getLogger(ApplyDeclaration.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;

    private final DeclaredSettings settings;
    private final ClientChanges clientChanges;
    private final AccountChanges accountChanges;
    private final KeyChanges keyChanges;
    private final Database database;
    private final ConfigurationFiles configurationFiles;
    private final Clients clients;
    private final YamlDocument documents;
    private JsonObject seen;
    private String complained = "";

    @Inject
    ApplyDeclaration(DeclaredSettings settings, ClientChanges clientChanges, AccountChanges accountChanges,
            KeyChanges keyChanges, Database database, Clients clients, ConfigurationFiles configurationFiles) {
        this.settings = settings;
        this.clientChanges = clientChanges;
        this.accountChanges = accountChanges;
        this.keyChanges = keyChanges;
        this.database = database;
        this.clients = clients;
        this.configurationFiles = configurationFiles;
        this.documents = new YamlDocument(System::getenv, settings == null ? "" : settings.publicUrl());
    }

    protected ApplyDeclaration() {
        this(null, null, null, null, null, null, null);
    }

    /** After the beans that keep roles and clients in memory. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) DatabaseReady ready, Schedule schedule) {
        if (settings.file() != null) {
            apply(read());
            schedule.every(PAUSE, "Looking for another declared configuration", this::applyIfChanged);
        }
    }

    /** Applies the file if its content has changed since the last time. */
    synchronized void applyIfChanged() {
        try {
            JsonObject now = documents.read(settings.file());
            if (!now.equals(seen)) {
                seen = now;
                apply(now);
            }
            complained = "";
        } catch (InvalidSetting e) {
            if (!e.getMessage().equals(complained)) {
                LOG.log(Level.ERROR, "The declared configuration was not applied. {0}", e.getMessage());
            }
            complained = e.getMessage();
        } catch (RuntimeException e) {
            // Not the fault of the document, such as a database that is down: it is applied at the next look.
            seen = null;
            throw e;
        }
    }

    private synchronized JsonObject read() {
        seen = documents.read(settings.file());
        return seen;
    }

    /**
     * Applies a document, or lists what it would change, depending on the mode.
     *
     * @return the differences, line by line; empty if there are none
     * @throws InvalidSetting if the document cannot be applied; then nothing of it is
     */
    List<String> apply(JsonObject document) {
        Declaration declaration = Declaration.of(document);
        boolean onlyTold = settings.mode() == DeclaredSettings.Mode.PLAN;
        List<Change> changes = onlyTold ? changes(declaration) : made(declaration);
        if (!onlyTold) {
            clients.stored(Origin.DECLARED).forEach(configurationFiles::write);
        }
        List<String> difference = changes.stream().flatMap(change -> change.difference().stream()).toList();
        LOG.log(Level.INFO, "{0} {1}", settings.file(), difference.isEmpty() ? "has nothing to change"
                : onlyTold ? "would change" : "changed");
        // One record per line, because many logs, including that of mvn -Prun, write each record on one line.
        difference.forEach(line -> LOG.log(Level.INFO, line));
        return difference;
    }

    private List<Change> changes(Declaration declaration) {
        List<Change> changes = new ArrayList<>(accountChanges.ofRoles(declaration.roles()));
        changes.addAll(accountChanges.of(declaration.accounts(), declaration.roles()));
        if (declaration.clients() != null) {
            changes.addAll(clientChanges.of(declaration.clients()));
        }
        changes.addAll(keyChanges.of(declaration.keys()));
        return changes;
    }

    /** If another node has added the same from the same file meanwhile, the next attempt finds it. */
    private List<Change> made(Declaration declaration) {
        for (int attempt = 1; ; attempt++) {
            List<Change> changes = changes(declaration);
            try {
                make(changes);
                return changes;
            } catch (Accounts.Taken e) {
                if (attempt == ATTEMPTS) {
                    throw new InvalidSetting(DeclaredSettings.FILE,
                            "an account's email or username belongs to another account");
                }
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !Database.isDuplicate(e)) {
                    throw e;
                }
            }
        }
    }

    private void make(List<Change> changes) {
        List<Runnable> prepared = changes.stream().map(Change::prepare).toList();
        if (!prepared.isEmpty()) {
            database.transaction(() -> prepared.forEach(Runnable::run));
        }
    }
}
