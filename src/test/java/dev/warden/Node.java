package dev.warden;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import dev.warden.account.Accounts;
import dev.warden.account.Email;
import dev.warden.account.Identity;
import dev.warden.account.LoginName;
import dev.warden.account.Roles;
import dev.warden.account.Username;
import dev.warden.audit.AuditLog;
import dev.warden.client.ClientSecrets;
import dev.warden.client.Clients;
import dev.warden.client.RegisterClient;
import dev.warden.client.RegistrationSettings;
import dev.warden.consent.Consents;
import dev.warden.consent.PendingAuthorizations;
import dev.warden.database.Store;
import dev.warden.password.HashingSettings;
import dev.warden.password.PasswordHashing;
import dev.warden.password.PasswordPolicy;
import dev.warden.password.PolicySettings;
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.MasterKey;
import dev.warden.platform.MasterKeySettings;
import dev.warden.platform.NativeLibrary;
import dev.warden.platform.OutboundHttp;
import dev.warden.platform.OutboundSettings;
import dev.warden.platform.Schedule;
import dev.warden.platform.SealedText;
import dev.warden.platform.Settings;
import dev.warden.session.BrowserSessionSettings;
import dev.warden.session.BrowserSessions;
import dev.warden.session.ClientSessions;
import dev.warden.session.Device;
import dev.warden.session.Revocations;
import dev.warden.session.Session;
import dev.warden.session.SessionSettings;
import dev.warden.session.Sessions;
import dev.warden.signin.BackChannelLogout;
import dev.warden.signin.ChangePassword;
import dev.warden.signin.EndSession;
import dev.warden.signin.LeaveApplication;
import dev.warden.signin.LogoutCalls;
import dev.warden.signin.NewAccounts;
import dev.warden.signin.PasswordProof;
import dev.warden.signin.RefreshSession;
import dev.warden.signin.RegisterAccount;
import dev.warden.signin.RegisterWithBrowser;
import dev.warden.signin.SignIn;
import dev.warden.signin.SignInWithBrowser;
import dev.warden.signin.SignOut;
import dev.warden.signin.StartSession;
import dev.warden.signin.TellClients;
import dev.warden.signin.Throttle;
import dev.warden.signin.ThrottleSettings;
import dev.warden.token.IssuedTokens;
import dev.warden.token.KeySettings;
import dev.warden.token.ProviderKeys;
import dev.warden.token.ProviderTokens;
import dev.warden.token.RefreshTokens;
import dev.warden.token.SigningKeys;
import dev.warden.token.Subjects;
import dev.warden.token.TokenIssuer;
import dev.warden.token.TokenProfile;
import dev.warden.token.TokenSettings;
import dev.warden.token.TokenSigner;
import dev.warden.token.TokenVerifier;

/**
 * One node of an installation without its container: everything below HTTP, put together by hand. Nodes on one store
 * are a cluster; a new node on an old store is a restart. Nothing runs in the background.
 */
public final class Node {

    public static final String PASSWORD = "correct horse";
    public static final Device HOME = new Device("192.0.2.1", "Browser of the owner");
    public static final Device ELSEWHERE = new Device("198.51.100.7", "Browser of a stranger");

    /** Any 32 octets; nodes share it. */
    public static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static final List<MadeKey> RSA_KEYS = new ArrayList<>();

    /** A row of another test's database, sealed by the same master key. */
    private record MadeKey(String id, String profile, String algorithm, String sealed) {
    }

    public final Settings settings;
    public final Database database;
    public final AuditLog audit;
    public final Accounts accounts;
    public final Roles roles;
    public final PasswordHashing hashing;
    public final Clients clients;
    public final ClientSecrets clientSecrets;
    public final RegisterClient registerClient;
    public final Revocations revoked;
    public final Sessions sessions;
    public final BrowserSessions browserSessions;
    public final OutboundHttp http;
    public final ClientSessions clientSessions;
    public final SealedText sealedText;
    public final PendingAuthorizations pendingAuthorizations;
    public final Consents consents;
    public final SigningKeys keys;
    public final ProviderKeys providerKeys;
    public final ProviderTokens providerTokens;
    public final RefreshTokens refreshTokens;
    public final Subjects subjects;
    public final LogoutCalls logoutCalls;
    public final TokenIssuer issuer;
    public final TokenVerifier verifier;
    public final Throttle throttle;
    public final RegisterAccount registerAccount;
    public final SignIn signIn;
    public final SignInWithBrowser signInWithBrowser;
    public final RegisterWithBrowser registerWithBrowser;
    public final RefreshSession refreshSession;
    public final SignOut signOut;
    public final EndSession endSession;
    public final StartSession startSession;
    public final LeaveApplication leaveApplication;
    public final ChangePassword changePassword;
    public final TokenProfile users;
    public final TokenProfile plain;

    private Node(Database database, MutableClock clock, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(Map.of("warden.master-key", MASTER_KEY));
        all.putAll(values);
        Schedule schedule = new NoSchedule();
        settings = Settings.of(all);
        this.database = database;
        audit = new AuditLog(database, clock);
        accounts = new Accounts(database);
        roles = new Roles(database);
        roles.start(new DatabaseReady(), schedule);
        // As cheap as Argon2 goes: what is tested here is not the hash.
        hashing = new PasswordHashing(new HashingSettings(64, 1, NativeLibrary.OFF, Duration.ofMinutes(1)));
        PasswordPolicy policy = new PasswordPolicy(new PolicySettings(settings));
        MasterKey masterKey = new MasterKey(new MasterKeySettings(settings), new SecureRandom());
        clients = new Clients(database, audit, schedule, clock);
        clientSecrets = new ClientSecrets(new SecureRandom(), hashing, masterKey, clock);
        http = new OutboundHttp(new OutboundSettings(settings), schedule);
        registerClient = new RegisterClient(new RegistrationSettings(settings), clients, clientSecrets,
                http, clock);
        SessionSettings sessionSettings = new SessionSettings(settings);
        revoked = new Revocations(database, schedule, clock);
        sessions = new Sessions(database, revoked, audit, sessionSettings, clock);
        browserSessions = new BrowserSessions(database, sessions, revoked, new BrowserSessionSettings(settings),
                sessionSettings, new SecureRandom(), masterKey, clock);
        clientSessions = new ClientSessions(database, sessions, audit, sessionSettings, new SecureRandom(), clock);
        sealedText = new SealedText(masterKey);
        pendingAuthorizations = new PendingAuthorizations(sealedText, clock);
        consents = new Consents(database, audit, clock);
        KeySettings keySettings = new KeySettings(settings);
        keys = new SigningKeys(database, masterKey, audit,
                schedule, keySettings, clock);
        providerKeys = new ProviderKeys(keys, sessionSettings, clock);
        providerTokens = new ProviderTokens(providerKeys, keySettings, sessionSettings, clock);
        refreshTokens = new RefreshTokens(keys, sessionSettings);
        subjects = new Subjects(keys);
        issuer = new TokenIssuer(keys, keySettings, clock);
        verifier = new TokenVerifier(keys, keySettings, clock);
        throttle = new Throttle(database, schedule, new ThrottleSettings(settings), clock);
        NewAccounts newAccounts = new NewAccounts(accounts, policy, hashing, throttle, audit, database, clock);
        PasswordProof proof = new PasswordProof(throttle, hashing, accounts, audit, database);
        registerAccount = new RegisterAccount(newAccounts, sessions);
        signIn = new SignIn(proof, sessions, audit);
        refreshSession = new RefreshSession(verifier, sessions);
        signOut = new SignOut(sessions, audit, database);
        logoutCalls = new LogoutCalls(database, clients, new BackChannelLogout(subjects,
                new TokenSigner(providerKeys), http, keySettings, clock), schedule, clock);
        TellClients tellClients = new TellClients(clientSessions, clients, logoutCalls, subjects, keySettings);
        endSession = new EndSession(browserSessions, sessions, clientSessions, tellClients, audit, database);
        leaveApplication = new LeaveApplication(consents, clientSessions, tellClients, database);
        startSession = new StartSession(browserSessions, endSession);
        registerWithBrowser = new RegisterWithBrowser(newAccounts, startSession);
        signInWithBrowser = new SignInWithBrowser(proof, startSession, audit);
        changePassword = new ChangePassword(proof, policy, accounts, browserSessions, endSession, audit);
        users = profile("users");
        plain = profile("plain");
    }

    private TokenProfile profile(String name) {
        TokenProfile profile = TokenProfile.of(name, TokenSettings.of(name, settings),
                identity -> new TreeMap<>(Map.of("email", identity.email(), "username", identity.username())));
        keys.prepare(profile);
        return profile;
    }

    public static Node on(Store store, MutableClock clock) {
        return on(store, clock, Map.of());
    }

    /** One whose clock differs from the database's. */
    public static Node on(Store store, MutableClock clock, MutableClock ofDatabase) {
        return new Node(store.newDatabase(ofDatabase), clock, Map.of());
    }

    public static Node on(Store store, MutableClock clock, Map<String, String> settings) {
        return new Node(store.newDatabase(clock), clock, settings);
    }

    /**
     * Makes the provider's first keys, as a start does. RSA keys take seconds to make, so what one test made others
     * use.
     */
    public void prepareProviderKeys() {
        synchronized (RSA_KEYS) {
            RSA_KEYS.forEach(key ->
                    database.update("INSERT INTO signing_key (id, profile, generation, algorithm, sealed_jwk,"
                    + " created_at, signs_from) VALUES (?, ?, 1, ?, ?, ?, ?)", key.id, key.profile, key.algorithm,
                    key.sealed, MutableClock.START, MutableClock.START));
            providerKeys.prepare();
            if (RSA_KEYS.isEmpty()) {
                RSA_KEYS.addAll(database.list("SELECT id, profile, algorithm, sealed_jwk FROM signing_key"
                        + " WHERE profile IN ('oidc-rs256', 'oidc-ps256')", row -> new MadeKey(row.getString("id"),
                        row.getString("profile"), row.getString("algorithm"), row.getString("sealed_jwk"))));
            }
        }
    }

    /** Registers NAME with the address NAME@test.example and {@link #PASSWORD}, from {@link #HOME}. */
    public RegisterAccount.Registered register(String name) {
        return (RegisterAccount.Registered) register(name + "@test.example", name);
    }

    public RegisterAccount.Result register(String email, String username) {
        return registerAccount.register(new RegisterAccount.Command(new Email(email), new Username(username), PASSWORD,
                HOME, users));
    }

    /** Signs in by username, where unknown and wrong are answered alike. */
    public SignIn.Result signIn(String username, String password, Device device) {
        return signIn.signIn(new SignIn.Command(LoginName.username(username), password, device, users, false));
    }

    /** Signs in by email, where the answer tells whether there is such an account. */
    public SignIn.Result signInRevealing(String email, String password, Device device) {
        return signIn.signIn(new SignIn.Command(LoginName.email(new Email(email)), password, device, plain, true));
    }

    public IssuedTokens issue(Session session, Identity identity) {
        return issuer.issue(session.profile().equals("users") ? users : plain, session, identity);
    }

    /** Tests say themselves when what is repeated happens. */
    public static class NoSchedule extends Schedule {

        @Override
        public <T> Future<T> once(Callable<T> work) {
            FutureTask<T> task = new FutureTask<>(work);
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
            return task;
        }

        @Override
        public Future<?> every(Duration pause, String name, Runnable work) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
