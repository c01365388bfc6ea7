package dev.warden.declared;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Account;
import dev.warden.account.AccountId;
import dev.warden.account.Accounts;
import dev.warden.account.Roles;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordHashing;
import dev.warden.password.PasswordPolicy;
import dev.warden.platform.InvalidSetting;
import dev.warden.signin.EndSession;

/**
 * Compares declared roles and accounts with the stored ones. Anybody may register the name or the email address of an
 * account before it is declared. That is left out and complained of, but everything else is applied: strangers must not
 * be able to stop a deployment.
 */
@ApplicationScoped
class AccountChanges {

    private final Accounts accounts;
    private final Roles roles;
    private final EndSession endSession;
    private final PasswordPolicy policy;
    private final PasswordHashing hashing;
    private final AuditLog audit;
    private final Clock clock;

    @Inject
    AccountChanges(Accounts accounts, Roles roles, EndSession endSession, PasswordPolicy policy,
            PasswordHashing hashing, AuditLog audit, Clock clock) {
        this.accounts = accounts;
        this.roles = roles;
        this.endSession = endSession;
        this.policy = policy;
        this.hashing = hashing;
        this.audit = audit;
        this.clock = clock;
    }

    protected AccountChanges() {
        this(null, null, null, null, null, null, null);
    }

    List<Change> ofRoles(List<String> declared) {
        Set<String> known = roles.stored().keySet();
        return declared.stream().filter(name -> !known.contains(name))
                .map(name -> Change.of(List.of("+ role " + name), () -> {
                    roles.add(name);
                    audit.record(new AuditEvent.RoleAdded(name));
                })).toList();
    }

    /** @param declaredRoles the roles that will exist when accounts are changed */
    List<Change> of(List<Declaration.Account> declared, List<String> declaredRoles) {
        Map<String, String> known = roles.stored();
        Set<String> givenUp = new HashSet<>();
        List<Change> changes = new ArrayList<>();
        for (Declaration.Account each : declared) {
            if (each.role() != null && !known.containsKey(each.role()) && !declaredRoles.contains(each.role())) {
                throw complaint(each, "there is no role " + each.role());
            }
            // In this order: another node may be adding the account, and then it is found by its name as well.
            boolean emailIsFree = givenUp.contains(each.email().key()) || !accounts.has(each.email());
            Optional<Accounts.Overview> before = accounts.find(each.username());
            if (before.isEmpty()) {
                changes.add(added(each, emailIsFree));
            } else {
                changes.addAll(changed(each, before.get(), known, emailIsFree));
                if (emailIsFree && !isOfStranger(each, before.get())) {
                    givenUp.add(before.get().emailKey());
                }
            }
        }
        return changes;
    }

    private Change added(Declaration.Account declared, boolean emailIsFree) {
        if (declared.password() == null) {
            throw complaint(declared, "password is needed for an account that is not there yet");
        }
        policy.refuses(declared.password()).ifPresent(refusal -> {
            throw complaint(declared, "password is refused: " + switch (refusal) {
                case TOO_SHORT -> "it is too short";
                case TOO_LONG -> "it is too long";
                case COMMON -> "it is among the most common ones";
            });
        });
        if (!emailIsFree) {
            return Change.leftOut("account " + declared.username() + ": its email belongs to another account");
        }
        return Change.prepared(List.of("+ account " + declared.username()), () -> {
            PasswordHash hash = hashing.inTurn(turn -> turn.hash(declared.password()));
            return () -> {
                Account account = new Account(AccountId.random(), declared.email(), declared.username(), hash,
                        clock.instant());
                if (declared.role() != null) {
                    account.assign(roleId(declared));
                }
                if (Boolean.TRUE.equals(declared.disabled())) {
                    account.disable(clock.instant());
                }
                accounts.add(account);
                accounts.declare(account.identity().id());
                if (declared.claims() != null) {
                    accounts.describe(account.identity().id(), declared.claims(), clock.instant());
                }
                audit.record(new AuditEvent.AccountDeclared(account.identity().id(), "added"));
            };
        });
    }

    private List<Change> changed(Declaration.Account declared, Accounts.Overview before, Map<String, String> roleIds,
            boolean emailIsFree) {
        if (isOfStranger(declared, before)) {
            return List.of(Change.leftOut("account " + declared.username()
                    + ": somebody registered an account of this name; if it is the one that is meant, leave the"
                    + " password out"));
        }
        boolean otherEmail = !before.emailKey().equals(declared.email().key());
        List<Change> changes = new ArrayList<>();
        if (otherEmail && !emailIsFree) {
            // The rest is applied: whoever registers the address could prevent that the account is disabled.
            changes.add(Change.leftOut("account " + declared.username()
                    + ": its email stays as it is, because the declared one belongs to another account"));
        }
        Difference difference = difference(declared, before, roleIds, otherEmail && emailIsFree);
        if (!difference.lines.isEmpty()) {
            changes.add(Change.of(Stream.concat(Stream.of("~ account " + declared.username()),
                    difference.lines.stream()).toList(), () -> apply(declared, before.id(), difference)));
        }
        return changes;
    }

    /** @param lines what is different, one line for each */
    private record Difference(boolean newEmail, boolean newClaims, List<String> lines) {
    }

    private Difference difference(Declaration.Account declared, Accounts.Overview before, Map<String, String> roleIds,
            boolean newEmail) {
        List<String> lines = new ArrayList<>();
        if (newEmail) {
            lines.add("    email: " + before.email() + " -> " + declared.email());
        }
        if (declared.role() != null && !before.roleId().equals(roleIds.get(declared.role()))) {
            lines.add("    role: " + roles.nameOf(before.roleId()).orElse(before.roleId()) + " -> " + declared.role());
        }
        if (declared.disabled() != null && declared.disabled() != before.disabled()) {
            lines.add("    disabled: " + before.disabled() + " -> " + declared.disabled());
        }
        boolean newClaims = declared.claims() != null && !declared.claims().json().equals(before.claims().json());
        if (newClaims) {
            // Only the names, because the values are personal data.
            lines.add("    claims: " + (declared.claims().json().isEmpty() ? "none"
                    : String.join(" ", declared.claims().json().keySet())));
        }
        return new Difference(newEmail, newClaims, lines);
    }

    private void apply(Declaration.Account declared, String accountId, Difference difference) {
        Account account = accounts.findForUpdate(new AccountId(accountId)).orElseThrow();
        if (difference.newEmail) {
            account.changeEmail(declared.email());
        }
        if (declared.role() != null) {
            account.assign(roleId(declared));
        }
        setDisabled(account, declared.disabled());
        accounts.flush();
        accounts.declare(accountId);
        if (difference.newClaims) {
            accounts.describe(accountId, declared.claims(), clock.instant());
        }
        audit.record(new AuditEvent.AccountDeclared(accountId, String.join(",", difference.lines).strip()));
    }

    /**
     * With a password, the file means an account that it creates; this one may belong to somebody who guessed the name.
     */
    private static boolean isOfStranger(Declaration.Account declared, Accounts.Overview before) {
        return !before.declared() && declared.password() != null;
    }

    private void setDisabled(Account account, Boolean disabled) {
        if (disabled != null && disabled && !account.isDisabled()) {
            account.disable(clock.instant());
            endSession.endAll(account.identity().id(), "");
        } else if (disabled != null && !disabled) {
            account.enable();
        }
    }

    private String roleId(Declaration.Account declared) {
        return Optional.ofNullable(roles.stored().get(declared.role()))
                .orElseThrow(() -> complaint(declared, "there is no role " + declared.role()));
    }

    private static InvalidSetting complaint(Declaration.Account declared, String text) {
        return new InvalidSetting(DeclaredSettings.FILE, "account " + declared.username() + ": " + text);
    }
}
