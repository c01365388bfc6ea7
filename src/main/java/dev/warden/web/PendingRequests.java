package dev.warden.web;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingAuthorization;
import dev.warden.consent.PendingAuthorizations;
import dev.warden.consent.PendingPaths;
import dev.warden.security.ErrorPages.Reason;
import dev.warden.security.Form;

/**
 * Opens the requests that pages continue with. Only the provider can create one, so no page redirects to an arbitrary
 * address.
 */
@ApplicationScoped
class PendingRequests {

    private final PendingAuthorizations pending;
    private final Clients clients;

    @Inject
    PendingRequests(PendingAuthorizations pending, Clients clients) {
        this.pending = pending;
        this.clients = clients;
    }

    protected PendingRequests() {
        this(null, null);
    }

    /** A request that cannot be continued. */
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
     * The request that a page was opened with; empty if there is none.
     *
     * @throws Refused if it is not one of ours, too old, or of an application that no longer exists
     */
    Optional<PendingRequest> read(Form input) {
        return input.value(PendingPaths.PARAMETER).map(this::open);
    }

    private PendingRequest open(String sealed) {
        PendingAuthorization opened = pending.open(sealed).orElseThrow(() -> new Refused(Reason.EXPIRED_REQUEST));
        RegisteredClient client = clients.find(opened.clientId())
                .orElseThrow(() -> new Refused(Reason.UNKNOWN_CLIENT));
        return new PendingRequest(sealed, opened, client);
    }
}
