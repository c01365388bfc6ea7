package dev.warden.account;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.Schedule;

/** All roles, kept in memory because they are needed for every token and rarely change. */
@ApplicationScoped
public class Roles {

    /** Another node may have added one. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Database database;
    private volatile Map<String, String> namesById = Map.of();

    @Inject
    public Roles(Database database) {
        this.database = database;
    }

    protected Roles() {
        this(null);
    }

    public void start(@Observes DatabaseReady ready, Schedule schedule) {
        load();
        schedule.every(PAUSE, "Reading roles", this::load);
    }

    void load() {
        namesById = database.transaction(() -> database.entityManager().createQuery("select r from Role r", Role.class)
                .getResultStream().collect(Collectors.toUnmodifiableMap(Role::id, Role::name)));
    }

    /** The name of a role; empty if there is no role with this id. */
    public Optional<String> nameOf(String roleId) {
        return Optional.ofNullable(roleId).map(namesById::get);
    }

    /** The ids of all roles by name, read from the database. */
    public Map<String, String> stored() {
        return database.list("SELECT id, name FROM role", row -> Map.entry(row.getString("name"), row.getString("id")))
                .stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Adds a role, in the current transaction. This node knows it at once, others within seconds. */
    public void add(String name) {
        database.update("INSERT INTO role (id, name) VALUES (?, ?)", UUID.randomUUID().toString(), name);
        database.afterCommit(this::load);
    }
}
