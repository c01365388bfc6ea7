package dev.warden.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingLogout;
import dev.warden.consent.PendingLogouts;
import dev.warden.consent.PendingPaths;
import dev.warden.security.BrowserCookie;
import dev.warden.security.Form;
import dev.warden.session.EndableSession;
import dev.warden.session.EndedSession;
import dev.warden.signin.EndSession;

/**
 * Asks whether to sign out, does it, and confirms it: because the person wants to, or because an application sent the
 * person here (OpenID Connect RP-Initiated Logout 1.0 §2). Front-channel pages of applications are shown in frames
 * (Front-Channel Logout 1.0 §3); after that the person is sent to where the application wants.
 *
 * <p>A session that has expired is ended like any other: applications may still be signed in through it. A request that
 * has expired, or that is none of ours, does not keep a person signed in who wants to sign out: it only leads nowhere.
 */
@ApplicationScoped
class SignOutPage implements FormPage {

    private static final String TEMPLATE = "signout";

    /** Without a script nobody can tell when the pages of applications are loaded; the person may continue earlier. */
    private static final Duration TIME_FOR_FRAMES = Duration.ofSeconds(3);

    private final EndSession endSession;
    private final PendingLogouts pendingLogouts;
    private final Clients clients;
    private final BrowserCookie cookies;

    @Inject
    SignOutPage(EndSession endSession, PendingLogouts pendingLogouts, Clients clients, BrowserCookie cookies) {
        this.endSession = endSession;
        this.pendingLogouts = pendingLogouts;
        this.clients = clients;
        this.cookies = cookies;
    }

    protected SignOutPage() {
        this(null, null, null, null);
    }

    /**
     * The values of the page.
     *
     * @param who         whose session can be ended; empty if there is none
     * @param application the name of the application that requested it; empty if the person did
     * @param logout      the pending sign-out, for the form; empty if there is none
     * @param address     where to continue; empty if nowhere
     * @param frames      addresses of pages of applications
     */
    record View(String who, String application, String logout, String address, List<String> frames) {
    }

    @Override
    public String path() {
        return WebPaths.SIGN_OUT;
    }

    /** RP-Initiated Logout §2: "End-User's preferred languages and scripts for the user interface". */
    @Override
    public List<String> uiLocales(Form input, Optional<PendingRequest> none) {
        return requested(input).map(PendingLogout::uiLocales).orElse(List.of());
    }

    @Override
    public Answer show(Visit visit) {
        Optional<PendingLogout> requested = requested(visit.input());
        PendingLogout pending = requested.orElseGet(pendingLogouts::plain);
        Optional<EndableSession> session = visit.endable();
        return session.isEmpty() || pending.isEnded() ? done(visit, pending)
                : Answer.Document.of(TEMPLATE, new View(session.get().identity().username(),
                        application(visit, pending), requested.isEmpty() ? ""
                                : visit.input().text(PendingPaths.PARAMETER), "", List.of()));
    }

    @Override
    public Answer submit(Visit visit) {
        Optional<PendingLogout> requested = requested(visit.input());
        PendingLogout pending = requested.orElseGet(pendingLogouts::plain);
        PendingLogout ended = visit.endable().filter(it -> endSession.end(it.accountId(), it.id()))
                .map(EndableSession::id).or(() -> endedBefore(visit)).map(pending::ended).orElseGet(pending::ended);
        boolean isPlain = ended.endedSession() == null && requested.isEmpty();
        return new Answer.SeeOther(isPlain ? WebPaths.SIGN_OUT
                : PendingPaths.at(WebPaths.SIGN_OUT, pendingLogouts.seal(ended)))
                .with(cookies.cleared(visit.connection()));
    }

    /** After a second click the browser shows the answer to that one, so it shows the pages too. */
    private Optional<String> endedBefore(Visit visit) {
        return visit.justEnded().map(EndedSession::id).filter(id -> !endSession.pages(id).isEmpty());
    }

    /** The sign-out that an application requested; empty if none did, or if that is too old or not one of ours. */
    private Optional<PendingLogout> requested(Form input) {
        return input.value(PendingPaths.PARAMETER).flatMap(pendingLogouts::open);
    }

    private Answer done(Visit visit, PendingLogout logout) {
        String address = address(logout);
        List<String> pages = logout.endedSession() == null ? List.of() : endSession.pages(logout.endedSession());
        Duration stay = pages.isEmpty() ? Duration.ZERO : TIME_FOR_FRAMES;
        return Answer.Document.of(TEMPLATE, new View("", application(visit, logout), "", address, pages))
                .goingOn(new Answer.Onward(address, stay, pages));
    }

    /**
     * The client was registered with this address when the request came, and may not be any more. RP-Initiated Logout
     * §3: the OP "MUST NOT perform post-logout redirection" to any other.
     */
    private String address(PendingLogout logout) {
        return client(logout).filter(client -> client.logout().allowsAfterwards(logout.redirectUri()))
                .flatMap(client -> logout.destination()).orElse("");
    }

    private String application(Visit visit, PendingLogout logout) {
        return client(logout).map(client -> PendingRequest.name(client, visit.language())).orElse("");
    }

    private Optional<RegisteredClient> client(PendingLogout logout) {
        return Optional.ofNullable(logout.clientId()).flatMap(clients::find);
    }
}
