package dev.warden.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.consent.Consents;
import dev.warden.platform.Database;
import dev.warden.session.ClientSessions;

/**
 * Revokes what a person allowed an application, and ends the sessions that it has for the person: its tokens are
 * refused a second later, it is notified if it has an address for that, and it has to ask for consent again.
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
     * Revokes the access of an application. Does nothing if it has none to the account.
     *
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer; then nothing changed
     */
    public void leave(String accountId, String clientId) {
        if (!Clients.canBeAnId(clientId)) {
            return;
        }
        database.transaction(() -> {
            consents.withdraw(accountId, clientId);
            tellClients.tell(clientId, accountId, sessions.endOf(accountId, clientId));
        });
    }
}
