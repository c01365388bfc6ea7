package dev.warden.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.Consents;
import dev.warden.platform.Database;
import dev.warden.session.ClientSessions;

/**
 * Takes back what a person allowed an application, and ends what it holds for the person: its tokens are good for
 * nothing a second later, it is told where it listens, and it has to ask anew.
 */
@ApplicationScoped
public class LeaveApplication {

    private final Consents consents;
    private final ClientSessions sessions;
    private final TellClients tellClients;
    private final Database database;

    @Inject
    public LeaveApplication(Consents consents, ClientSessions sessions, TellClients tellClients, Database database) {
        this.consents = consents;
        this.sessions = sessions;
        this.tellClients = tellClients;
        this.database = database;
    }

    protected LeaveApplication() {
        this(null, null, null, null);
    }

    /**
     * Does so. An application that has nothing of the account's is none the wiser.
     *
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer; then nothing changed
     */
    public void leave(String accountId, String clientId) {
        database.transaction(() -> {
            consents.withdraw(accountId, clientId);
            sessions.endOf(accountId, clientId).forEach(id -> tellClients.one(clientId, accountId, id));
        });
    }
}
