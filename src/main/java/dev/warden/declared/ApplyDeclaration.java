package dev.warden.declared;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.json.JsonObject;

import dev.warden.account.Accounts;
import dev.warden.client.Clients;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.Schedule;

/**
 * Applies the declared configuration, in one transaction: at start, where an invalid file stops the deployment, and
 * whenever the file changes, where an invalid one is logged and changes nothing. In mode {@code plan} the differences
 * are only logged. Accounts that others hinder are left out of the transaction.
 *
 * <p>A file may be read while somebody writes it, and its first half is often a valid document of fewer clients. A
 * change is therefore applied only when two looks one after the other have read the same.
 */
@ApplicationScoped
public class ApplyDeclaration {

    private static final Logger LOG = System.getLogger(ApplyDeclaration.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;
    /** Half a minute. Time may allow what was refused, or changes of the database by others. */
    private static final int LOOKS_UNTIL_RETRY = 15;

    private final DeclaredSettings settings;
    private final ClientChanges clientChanges;
    private final AccountChanges accountChanges;
    private final KeyChanges keyChanges;
    private final Database database;
    private final ConfigurationFiles configurationFiles;
    private final Clients clients;
    private final YamlDocument documents;
    /** What the last look read; null if it could not. */
    private JsonObject read;
    /** What was applied or refused last; null if it has to be tried at the next look. */
    private JsonObject tried;
    /** How many looks from now the document is tried again; 0 if all of it was applied. */
    private int looksUntilRetry;
    /** What was logged last and is not logged again if trying again finds the same; null for a new document. */
    private List<String> told;
    /** The clients whose servers may have configuration files. */
    private final Set<String> withFiles = new HashSet<>();
    private boolean filesFailed;

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
            applyNow();
            schedule.every(PAUSE, "Looking for another declared configuration", this::look);
        }
    }

    private synchronized void applyNow() {
        read = documents.read(settings.file());
        apply(read);
        tried = read;
    }

    /** Applies the file if its content has changed since the last time, and was the same at the last look. */
    synchronized void look() {
        try {
            JsonObject before = read;
            read = null;
            read = documents.read(settings.file());
            if (!read.equals(tried)) {
                told = null;
                if (read.equals(before)) {
                    attempt();
                }
            } else if (isTimeToRetry()) {
                attempt();
            }
        } catch (InvalidSetting e) {
            complain(e.getMessage());
        }
    }

    private boolean isTimeToRetry() {
        if (looksUntilRetry == 0) {
            told = null;
            return false;
        }
        looksUntilRetry--;
        return looksUntilRetry == 0;
    }

    /** Other failures are not the fault of the document, such as a database that is down: the next look tries again. */
    private void attempt() {
        tried = null;
        try {
            apply(read);
        } catch (InvalidSetting e) {
            looksUntilRetry = LOOKS_UNTIL_RETRY;
            complain(e.getMessage());
        }
        tried = read;
    }

    private void complain(String complaint) {
        if (!List.of(complaint).equals(told)) {
            LOG.log(Level.ERROR, "The declared configuration was not applied. {0}", complaint);
        }
        told = List.of(complaint);
    }

    /**
     * Applies a document, or lists what it would change, depending on the mode.
     *
     * @return the differences, and what was left out, line by line; empty if there are none
     * @throws InvalidSetting if the document cannot be applied; then nothing of it is
     */
    List<String> apply(JsonObject document) {
        Declaration declaration = Declaration.of(document);
        boolean onlyTold = settings.mode() == DeclaredSettings.Mode.PLAN;
        if (!onlyTold) {
            withFiles.addAll(clients.storedIds(Origin.DECLARED));
        }
        List<Change> changes = onlyTold ? changes(declaration) : made(declaration);
        List<String> leftOut = lines(changes, Change::isLeftOut);
        looksUntilRetry = leftOut.isEmpty() ? 0 : LOOKS_UNTIL_RETRY;
        List<String> difference = lines(changes, change -> !change.isLeftOut());
        List<String> all = Stream.concat(difference.stream(), leftOut.stream()).toList();
        boolean isMade = !onlyTold && !difference.isEmpty();
        if (isMade || !all.equals(told)) {
            LOG.log(Level.INFO, "{0} {1}", settings.file(), difference.isEmpty() ? "has nothing to change"
                    : onlyTold ? "would change" : "changed");
            // One record per line, because many logs, including that of mvn -Prun, write each record on one line.
            difference.forEach(line -> LOG.log(Level.INFO, line));
            leftOut.forEach(line -> LOG.log(Level.ERROR, line));
        }
        told = onlyTold ? all : leftOut;
        if (!onlyTold) {
            writeFiles();
        }
        return all;
    }

    /** What was applied stays applied if its files cannot be written; that is tried again. */
    private void writeFiles() {
        List<RegisteredClient> now = clients.stored(Origin.DECLARED);
        try {
            now.forEach(configurationFiles::write);
            List<String> ids = clients.storedIds(Origin.DECLARED);
            withFiles.stream().filter(id -> !ids.contains(id)).forEach(configurationFiles::remove);
            withFiles.retainAll(ids);
            withFiles.addAll(ids);
            filesFailed = false;
        } catch (UncheckedIOException e) {
            if (!filesFailed) {
                LOG.log(Level.ERROR, "{0}: {1}", e.getMessage(), e.getCause());
            }
            filesFailed = true;
            looksUntilRetry = LOOKS_UNTIL_RETRY;
        }
    }

    private static List<String> lines(List<Change> changes, Predicate<Change> which) {
        return changes.stream().filter(which).flatMap(change -> change.difference().stream()).toList();
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
        List<Runnable> prepared = changes.stream().filter(change -> !change.isLeftOut()).map(Change::prepare).toList();
        if (!prepared.isEmpty()) {
            database.transaction(() -> prepared.forEach(Runnable::run));
        }
    }
}
