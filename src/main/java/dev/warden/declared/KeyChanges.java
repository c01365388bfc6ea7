package dev.warden.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.platform.InvalidSetting;
import dev.warden.token.SigningKeys;

/** Compares what is declared about signing keys with the stored ones. */
@ApplicationScoped
class KeyChanges {

    private final SigningKeys keys;

    @Inject
    KeyChanges(SigningKeys keys) {
        this.keys = keys;
    }

    protected KeyChanges() {
        this(null);
    }

    /** @throws InvalidSetting if the instant of renewal is in the future, which would renew keys again and again */
    List<Change> of(Declaration.Keys declared) {
        if (keys.isInTheFuture(declared.renewBefore())) {
            throw new InvalidSetting(DeclaredSettings.FILE, "keys.renew_before is in the future");
        }
        List<Change> changes = new ArrayList<>();
        declared.revoked().stream().filter(id -> !keys.isGood(id)).forEach(keys::warnIfUnknown);
        declared.revoked().stream().filter(keys::isGood)
                .forEach(id -> changes.add(Change.of(List.of("- key " + id), () -> keys.revoke(id))));
        List<String> old = keys.startedBefore(declared.renewBefore());
        if (!old.isEmpty()) {
            Stream<String> successors = old.stream().map(key -> "    " + key + ": a successor");
            changes.add(Change.of(Stream.concat(Stream.of("~ keys"), successors).toList(),
                    () -> keys.renewBefore(declared.renewBefore())));
        }
        return changes;
    }
}
