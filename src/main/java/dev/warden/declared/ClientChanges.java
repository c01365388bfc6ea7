package dev.warden.declared;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

import dev.warden.client.AuthenticationMethod;
import dev.warden.client.ClientMetadata;
import dev.warden.client.ClientSecrets;
import dev.warden.client.Clients;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.client.RegisteredMetadata;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.InvalidValue;

/** Compares declared clients with the stored ones. */
@ApplicationScoped
class ClientChanges {

    private static final int LEAST_SECRET = 16;
    /** RFC 7518 §3.2: a key for HS256 has at least 256 bits. */
    private static final int LEAST_SHARED_SECRET = 32;

    private final Clients clients;
    private final ClientSecrets secrets;
    private final Clock clock;

    @Inject
    ClientChanges(Clients clients, ClientSecrets secrets, Clock clock) {
        this.clients = clients;
        this.secrets = secrets;
        this.clock = clock;
    }

    protected ClientChanges() {
        this(null, null, null);
    }

    List<Change> of(List<Declaration.Client> declared) {
        Map<String, RegisteredClient> before = clients.stored(Origin.DECLARED).stream()
                .collect(Collectors.toMap(RegisteredClient::id, Function.identity()));
        // Those that cannot be read are added again, or removed.
        Stream<Change> changed = declared.stream().map(each -> change(each,
                Optional.ofNullable(before.get(each.id())).or(() -> clients.stored(each.id()))))
                .flatMap(Optional::stream);
        Set<String> gone = new TreeSet<>(clients.storedIds(Origin.DECLARED));
        declared.forEach(each -> gone.remove(each.id()));
        return Stream.concat(changed, gone.stream()
                .map(id -> Change.of(List.of("- client " + id), () -> clients.delete(id)))).toList();
    }

    private Optional<Change> change(Declaration.Client declared, Optional<RegisteredClient> before) {
        RegisteredClient wanted = read(declared, before.map(RegisteredClient::createdAt).orElseGet(clock::instant));
        requireSecret(declared, wanted.authentication().method());
        boolean newSecret = !keepsSecret(declared, wanted, before);
        List<String> lines = new ArrayList<>(before.isEmpty() ? List.of() : differences(before.get(), wanted));
        if (newSecret && before.isPresent()) {
            lines.add("    client_secret: changed");
        }
        if (before.isPresent() && lines.isEmpty()) {
            return Optional.empty();
        }
        lines.add(0, (before.isEmpty() ? "+ client " : "~ client ") + declared.id());
        return Optional.of(Change.prepared(lines, () -> {
            RegisteredClient client = declared.secret() == null ? wanted : wanted.with(newSecret
                    ? secrets.chosen(declared.id(), wanted.authentication().method(), declared.secret())
                    : before.orElseThrow().authentication().secret());
            return () -> clients.save(client);
        }));
    }

    private static RegisteredClient read(Declaration.Client declared, Instant createdAt) {
        try {
            return ClientMetadata.read(declared.id(), Origin.DECLARED, createdAt, declared.metadata());
        } catch (InvalidValue e) {
            throw complaint(declared, e.field() + " " + e.getMessage());
        }
    }

    private static void requireSecret(Declaration.Client declared, AuthenticationMethod method) {
        if (method.usesSecret() != (declared.secret() != null)) {
            throw complaint(declared, method.usesSecret() ? "client_secret is needed for " + method.word()
                    : "client_secret is of no use to a client that authenticates by " + method.word());
        }
        int least = method.sharesSecret() ? LEAST_SHARED_SECRET : LEAST_SECRET;
        if (method.usesSecret() && declared.secret().length() < least) {
            throw complaint(declared, "client_secret must have at least " + least + " characters");
        }
        if (method.usesSecret() && declared.secret().length() > ClientSecrets.MAX_LENGTH) {
            throw complaint(declared, "client_secret must have at most " + ClientSecrets.MAX_LENGTH + " characters");
        }
    }

    private boolean keepsSecret(Declaration.Client declared, RegisteredClient wanted,
            Optional<RegisteredClient> before) {
        if (declared.secret() == null) {
            return before.map(client -> client.authentication().secret() == null).orElse(true);
        }
        return before.isPresent() && secrets.matches(before.get(), declared.secret())
                && wanted.authentication().method().sharesSecret()
                    == (before.get().authentication().secret().sealed() != null);
    }

    private static List<String> differences(RegisteredClient before, RegisteredClient wanted) {
        JsonObject old = RegisteredMetadata.of(before);
        JsonObject now = RegisteredMetadata.of(wanted);
        Set<String> members = new TreeSet<>(old.keySet());
        members.addAll(now.keySet());
        List<String> lines = members.stream()
                .filter(member -> !Objects.equals(old.get(member), now.get(member)))
                .map(member -> "    " + member + ": " + text(old.get(member)) + " -> " + text(now.get(member)))
                .collect(Collectors.toCollection(ArrayList::new));
        if (before.origin() != wanted.origin()) {
            lines.add(0, "    origin: registered itself -> declared here");
        }
        return lines;
    }

    private static String text(JsonValue value) {
        return value == null ? "nothing" : value.toString();
    }

    private static InvalidSetting complaint(Declaration.Client declared, String text) {
        return new InvalidSetting(DeclaredSettings.FILE, "client " + declared.id() + ": " + text);
    }
}
