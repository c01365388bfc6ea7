package dev.warden.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.consent.PendingLogout;
import dev.warden.consent.PendingLogouts;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ErrorPages.Reason;
import dev.warden.session.BrowserSession;
import dev.warden.signin.EndSession;

/**
 * Asks whether to sign out, does it, and says that it is done: of the person's own accord, or because an application
 * sent the person here (OpenID Connect RP-Initiated Logout 1.0 §2). Applications that want to hear of it in the browser
 * have a page each in a frame (Front-Channel Logout 1.0 §3); then the person goes on to where the application wants.
 */
@ApplicationScoped
class SignOutPage implements Page {

    private static final String TEMPLATE = "signout";

    /** Without a script nobody can tell when the pages of applications are loaded; the person may go on before. */
    private static final Duration TIME_FOR_FRAMES = Duration.ofSeconds(3);

    private final EndSession endSession;
    private final PendingLogouts waiting;
    private final Clients clients;
    private final BrowserCookie cookies;

    @Inject
    SignOutPage(EndSession endSession, PendingLogouts waiting, Clients clients, BrowserCookie cookies) {
        this.endSession = endSession;
        this.waiting = waiting;
        this.clients = clients;
        this.cookies = cookies;
    }

    protected SignOutPage() {
        this(null, null, null, null);
    }

    /**
     * What the page shows.
     *
     * @param who         who is signed in; empty if nobody is any more
     * @param application what the application is called that wants it; empty if the person wants it
     * @param logout      the sign-out that waits, for the form; empty if there is none
     * @param address     where to go on; empty if nowhere
     * @param frames      addresses of pages of applications
     */
    record View(String who, String application, String logout, String address, List<String> frames) {
    }

    @Override
    public String path() {
        return WebPaths.SIGN_OUT;
    }

    @Override
    public Answer show(Visit visit) {
        Optional<PendingLogout> pending = pending(visit);
        if (pending.isEmpty()) {
            return new Answer.Error(400, Reason.EXPIRED_REQUEST);
        }
        Optional<BrowserSession> session = visit.session();
        return session.isEmpty() || pending.get().isEnded() ? done(visit, pending.get())
                : Answer.Document.of(TEMPLATE, new View(session.get().identity().username(),
                        application(visit, pending.get()), visit.input().text(Waiting.PARAMETER), "", List.of()));
    }

    @Override
    public Answer submit(Visit visit) {
        Optional<PendingLogout> pending = pending(visit);
        if (pending.isEmpty()) {
            return new Answer.Error(400, Reason.EXPIRED_REQUEST);
        }
        List<String> pages = visit.session().map(it -> endSession.end(it.accountId(), it.id())).orElse(List.of());
        boolean isPlain = pages.isEmpty() && visit.input().value(Waiting.PARAMETER).isEmpty();
        return new Answer.SeeOther(isPlain ? WebPaths.SIGN_OUT
                : Waiting.at(WebPaths.SIGN_OUT, waiting.seal(pending.get().ended(pages))))
                .with(cookies.cleared(visit.connection()));
    }

    /** What an application wants, or else the person; empty if it is too old or not of ours. */
    private Optional<PendingLogout> pending(Visit visit) {
        return visit.input().value(Waiting.PARAMETER).map(waiting::open).orElseGet(() -> Optional.of(waiting.plain()));
    }

    private Answer done(Visit visit, PendingLogout logout) {
        String address = logout.destination().orElse("");
        Duration stay = logout.frontChannel().isEmpty() ? Duration.ZERO : TIME_FOR_FRAMES;
        return Answer.Document.of(TEMPLATE,
                new View("", application(visit, logout), "", address, logout.frontChannel()))
                .goingOn(new Answer.Onward(address, stay, logout.frontChannel()));
    }

    private String application(Visit visit, PendingLogout logout) {
        return Optional.ofNullable(logout.clientId()).flatMap(clients::find)
                .map(client -> Waiting.name(client, visit.language())).orElse("");
    }
}
