package dev.warden.web;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingAuthorization;
import dev.warden.consent.PendingAuthorizations;
import dev.warden.security.ErrorPages.Reason;
import dev.warden.security.Form;

/** Opens what a page is to go on with afterwards. Nobody but the provider makes one, so no page leads astray. */
@ApplicationScoped
class WaitingRequests {

    private final PendingAuthorizations pending;
    private final Clients clients;

    @Inject
    WaitingRequests(PendingAuthorizations pending, Clients clients) {
        this.pending = pending;
        this.clients = clients;
    }

    protected WaitingRequests() {
        this(null, null);
    }

    /** A request that cannot be gone on with. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Reason reason;

        Refused(Reason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    /**
     * The request that a page was opened with; empty if it was opened without.
     *
     * @throws Refused if it is not of ours, too old, or of an application that is not there any more
     */
    Optional<Waiting> read(Form input) {
        return input.value(Waiting.PARAMETER).map(this::open);
    }

    private Waiting open(String sealed) {
        PendingAuthorization opened = pending.open(sealed).orElseThrow(() -> new Refused(Reason.EXPIRED_REQUEST));
        RegisteredClient client = clients.find(opened.clientId()).filter(found -> !found.disabled())
                .orElseThrow(() -> new Refused(Reason.UNKNOWN_CLIENT));
        return new Waiting(sealed, opened, client);
    }
}
