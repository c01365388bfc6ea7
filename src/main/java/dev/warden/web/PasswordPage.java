package dev.warden.web;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.password.PasswordPolicy;
import dev.warden.security.BrowserCookie;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.signin.ChangePassword;

/** Changes a person's password. Every other session of the account ends, and this one gets a new secret. */
@ApplicationScoped
class PasswordPage implements FormPage {

    private static final String TEMPLATE = "password";
    private static final String CURRENT = "current";

    private final ChangePassword changePassword;
    private final BrowserSessions sessions;
    private final PasswordPolicy policy;
    private final BrowserCookie cookies;

    @Inject
    PasswordPage(ChangePassword changePassword, BrowserSessions sessions, PasswordPolicy policy,
            BrowserCookie cookies) {
        this.changePassword = changePassword;
        this.sessions = sessions;
        this.policy = policy;
        this.cookies = cookies;
    }

    protected PasswordPage() {
        this(null, null, null, null);
    }

    /**
     * The values of the page.
     *
     * @param username for password managers, which need to know whose password it is
     */
    record View(List<Fault> faults, String username, Field current, Field password, Field confirmation,
            String passwordHint) {
    }

    @Override
    public String path() {
        return WebPaths.PASSWORD;
    }

    @Override
    public Answer show(Visit visit) {
        Optional<BrowserSession> session = visit.session();
        return session.isEmpty() ? new Answer.SeeOther(WebPaths.SIGN_IN)
                : Answer.Document.of(TEMPLATE, view(visit, session.get(), new FormCheck(visit)));
    }

    @Override
    public Answer submit(Visit visit) {
        Optional<BrowserSession> session = visit.session();
        if (session.isEmpty()) {
            return new Answer.SeeOther(WebPaths.SIGN_IN);
        }
        FormCheck check = new FormCheck(visit);
        String current = check.required(CURRENT, policy.maxLength());
        NewPassword password = NewPassword.read(check, policy);
        if (check.hasFaults()) {
            return Answer.Document.refused(TEMPLATE, view(visit, session.get(), check));
        }
        ChangePassword.Result result = changePassword.change(new ChangePassword.Command(session.get().accountId(),
                session.get().id(), current, password.text(), visit.device()));
        return result instanceof ChangePassword.Changed ? changed(visit, session.get())
                : refused(visit, session.get(), check, result);
    }

    /** Entering the current password is a new proof of identity. */
    private Answer changed(Visit visit, BrowserSession session) {
        Optional<BrowserSessions.Started> renewed = sessions.renew(new BrowserSessions.Arrival(session.identity(),
                session.assurance(), session.remembered(), visit.device(), visit.secret()));
        return renewed.map(it -> new Answer.SeeOther(WebPaths.ACCOUNT + "?done=password")
                .with(cookies.of(it, visit.connection()))).orElseGet(() -> new Answer.SeeOther(WebPaths.SIGN_IN));
    }

    private Answer refused(Visit visit, BrowserSession session, FormCheck check, ChangePassword.Result result) {
        if (result instanceof ChangePassword.TooManyGuesses stopped) {
            check.fault("", "too-many-attempts", FormCheck.minutes(stopped.retryAfter()));
            return Answer.Document.of(TEMPLATE, view(visit, session, check)).tooMany(stopped.retryAfter());
        }
        if (result instanceof ChangePassword.WeakPassword weak) {
            NewPassword.fault(check, weak.refusal(), policy);
        } else {
            check.fault(CURRENT, "current-wrong");
        }
        return Answer.Document.refused(TEMPLATE, view(visit, session, check));
    }

    private View view(Visit visit, BrowserSession session, FormCheck check) {
        return new View(check.faults(), session.identity().username(), check.withoutValue(CURRENT),
                check.withoutValue("password"), check.withoutValue("confirmation"),
                visit.language().say("password-hint", policy.minLength()));
    }
}
