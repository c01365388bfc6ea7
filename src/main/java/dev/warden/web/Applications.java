package dev.warden.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.Consents;
import dev.warden.session.ClientSessions;

/** The applications that a person gave consent to, or that have sessions for the person. */
@ApplicationScoped
class Applications {

    private final Consents consents;
    private final ClientSessions sessions;
    private final Clients clients;

    @Inject
    Applications(Consents consents, ClientSessions sessions, Clients clients) {
        this.consents = consents;
        this.sessions = sessions;
        this.clients = clients;
    }

    protected Applications() {
        this(null, null, null);
    }

    /**
     * One application.
     *
     * @param scopes what the person allowed, in words; empty if there was no question
     * @param used   when it was last given a token that may still be valid; empty if there is none
     */
    record Entry(String id, String name, List<String> scopes, String used) {
    }

    /** The applications that still exist, the most recently used first. */
    List<Entry> of(String accountId, Language language) {
        Map<String, ClientSessions.Holder> holders = sessions.holdersFor(accountId).stream().collect(Collectors.toMap(
                ClientSessions.Holder::clientId, each -> each, (one, other) -> one, LinkedHashMap::new));
        Map<String, Consents.Consent> agreed = consents.of(accountId).stream().collect(Collectors.toMap(
                Consents.Consent::clientId, each -> each, (one, other) -> one, LinkedHashMap::new));
        List<String> ids = new ArrayList<>(holders.keySet());
        agreed.keySet().stream().filter(id -> !holders.containsKey(id)).forEach(ids::add);
        return ids.stream().map(clients::find).flatMap(Optional::stream).map(client -> entry(client, language,
                Optional.ofNullable(agreed.get(client.id())), Optional.ofNullable(holders.get(client.id())))).toList();
    }

    private static Entry entry(RegisteredClient client, Language language, Optional<Consents.Consent> consent,
            Optional<ClientSessions.Holder> holder) {
        return new Entry(client.id(), PendingRequest.name(client, language),
                consent.map(it -> ConsentPage.inWords(it.scopes(), language)).orElse(List.of()),
                holder.map(it -> language.say(it.usedAt())).orElse(""));
    }
}
