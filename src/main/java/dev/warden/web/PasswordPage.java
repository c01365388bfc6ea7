package dev.warden.web;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.password.PasswordPolicy;
import dev.warden.security.BrowserCookie;
import dev.warden.session.BrowserSession;
import dev.warden.signin.ChangePassword;

/** Changes a person's password. Every other session of the account ends, and this one gets a new secret. */
@ApplicationScoped
class PasswordPage implements FormPage {

    private static final String TEMPLATE = "password";
    private static final String CURRENT = "current";

    private final ChangePassword changePassword;
    private final PasswordPolicy policy;
    private final BrowserCookie cookies;

    @Inject
    PasswordPage(ChangePassword changePassword, PasswordPolicy policy, BrowserCookie cookies) {
        this.changePassword = changePassword;
        this.policy = policy;
        this.cookies = cookies;
    }

    protected PasswordPage() {
        this(null, null, null);
    }

    /**
     * The values of the page.
     *
     * @param here     the session in which it is shown: the form counts in no other
     * @param username for password managers, which need to know whose password it is
     */
    record View(List<Fault> faults, String here, String username, Field current, Field password, Field confirmation,
            String passwordLabel, String passwordHint, String confirmationLabel) {
    }

    @Override
    public String path() {
        return WebPaths.PASSWORD;
    }

    @Override
    public Answer show(Visit visit) {
        Optional<BrowserSession> session = visit.session();
        return session.isEmpty() ? new Answer.SeeOther(Visit.SIGN_IN_FOR_PASSWORD)
                : Answer.Document.of(TEMPLATE, view(visit, session.get(), new FormCheck(visit)));
    }

    @Override
    public Answer submit(Visit visit) {
        Optional<BrowserSession> session = visit.session().or(visit::justRenewed);
        if (session.isEmpty()) {
            return signedOut(visit);
        }
        if (!visit.isFormOf(session.get())) {
            return new Answer.SeeOther(WebPaths.ACCOUNT).saying(Notice.NOTHING_CHANGED, visit.connection());
        }
        FormCheck check = new FormCheck(visit);
        String current = check.required(CURRENT, PasswordPolicy.MAX_LENGTH);
        NewPassword password = NewPassword.read(check, policy);
        if (check.hasFaults()) {
            return refused(visit, check, document -> document);
        }
        ChangePassword.Result result = changePassword.change(new ChangePassword.Command(session.get().accountId(),
                session.get().id(), current, password.text(), visit.device(), visit.secret()));
        return result instanceof ChangePassword.Changed changed ? changed(visit, changed)
                : refused(visit, check, result);
    }

    private Answer changed(Visit visit, ChangePassword.Changed changed) {
        return changed.renewed()
                .map(it -> new Answer.SeeOther(WebPaths.ACCOUNT).with(cookies.of(it, visit.connection())))
                .orElseGet(() -> new Answer.SeeOther(WebPaths.SIGN_IN))
                .saying(Notice.PASSWORD_CHANGED, visit.connection());
    }

    private Answer refused(Visit visit, FormCheck check, ChangePassword.Result result) {
        if (result instanceof ChangePassword.TooManyGuesses stopped) {
            check.fault("", "too-many-attempts", FormCheck.minutes(stopped.retryAfter()));
            return refused(visit, check, document -> document.tooMany(stopped.retryAfter()));
        }
        if (result instanceof ChangePassword.WeakPassword weak) {
            NewPassword.fault(check, weak.refusal(), policy);
        } else {
            check.fault(CURRENT, "current-wrong");
        }
        return refused(visit, check, document -> document);
    }

    /** Whoever only has a secret that was replaced is shown nothing about the person. */
    private Answer refused(Visit visit, FormCheck check, UnaryOperator<Answer.Document> status) {
        return visit.session().<Answer>map(session ->
                        status.apply(Answer.Document.refused(TEMPLATE, view(visit, session, check))))
                .orElseGet(() -> signedOut(visit));
    }

    private static Answer signedOut(Visit visit) {
        return new Answer.SeeOther(Visit.SIGN_IN_FOR_PASSWORD).saying(Notice.NOTHING_CHANGED, visit.connection());
    }

    private View view(Visit visit, BrowserSession session, FormCheck check) {
        return new View(check.faults(), session.id(), session.identity().username(),
                check.withoutValue(CURRENT), check.withoutValue("password"), check.withoutValue("confirmation"),
                visit.language().say("changed-password"),
                visit.language().say("password-hint", policy.minLength()),
                visit.language().say("changed-confirmation"));
    }
}
