package dev.warden.account;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;

/** The roles there are, kept in memory: they are asked for with every token and change with a release. */
@ApplicationScoped
public class Roles {

    private final Database database;
    private final EntityManager entityManager;
    private volatile Map<String, String> namesById = Map.of();

    @Inject
    public Roles(Database database, EntityManager entityManager) {
        this.database = database;
        this.entityManager = entityManager;
    }

    protected Roles() {
        this(null, null);
    }

    void load(@Observes DatabaseReady ready) {
        namesById = database.transaction(() -> entityManager.createQuery("select r from Role r", Role.class)
                .getResultStream().collect(Collectors.toUnmodifiableMap(Role::id, Role::name)));
    }

    /** The name of a role, or empty if there is none with that id. */
    public Optional<String> nameOf(String roleId) {
        return Optional.ofNullable(roleId).map(namesById::get);
    }
}
