package dev.warden.web;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Email;
import dev.warden.account.LoginName;
import dev.warden.account.Username;
import dev.warden.password.PasswordPolicy;
import dev.warden.signin.RegisterAccount;
import dev.warden.signin.RegisterWithBrowser;
import dev.warden.signin.SignInWithBrowser;

/**
 * Creates an account. It does not reveal which of two names is taken. Whoever typed the name and password of an account
 * is signed in to it: after a second click, the name is taken by the account that the first one created.
 */
@ApplicationScoped
class SignUpPage implements FormPage {

    private static final String TEMPLATE = "signup";
    private static final String USERNAME = "username";
    private static final String EMAIL = "email";
    private static final String PASSWORD = "password";
    private static final String CONFIRMATION = "confirmation";
    private static final int MIN_NAME = 3;
    private static final int MAX_NAME = 64;
    private static final int MAX_EMAIL = 254;

    private final RegisterWithBrowser register;
    private final SignInWithBrowser signIn;
    private final PasswordPolicy policy;
    private final Welcome welcome;

    @Inject
    SignUpPage(RegisterWithBrowser register, SignInWithBrowser signIn, PasswordPolicy policy, Welcome welcome) {
        this.register = register;
        this.signIn = signIn;
        this.policy = policy;
        this.welcome = welcome;
    }

    protected SignUpPage() {
        this(null, null, null, null);
    }

    /** The values of the page. */
    record View(List<Fault> faults, Field username, Field email, Field password, Field confirmation,
            String usernameHint, String passwordLabel, String passwordHint, String confirmationLabel) {
    }

    @Override
    public String path() {
        return WebPaths.SIGN_UP;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public Answer show(Visit visit) {
        return visit.pendingRequest().isEmpty() && visit.session().isPresent() ? visit.onwards()
                : Answer.Document.of(TEMPLATE, view(visit, new FormCheck(visit)));
    }

    @Override
    public Answer submit(Visit visit) {
        FormCheck check = new FormCheck(visit);
        String username = username(check);
        String email = email(check);
        NewPassword password = NewPassword.read(check, policy);
        if (check.hasFaults()) {
            return Answer.Document.refused(TEMPLATE, view(visit, check));
        }
        RegisterWithBrowser.Result result = register.register(new RegisterWithBrowser.Command(new Email(email),
                new Username(username), password.text(), visit.device(), visit.secret()));
        if (result instanceof RegisterWithBrowser.Registered done) {
            return welcome.to(visit, done.started());
        }
        RegisterAccount.Refusal refusal = ((RegisterWithBrowser.Refused) result).refusal();
        return refusal instanceof RegisterAccount.Taken ? signedIn(visit, check, username, password.text())
                : refused(visit, check, refusal);
    }

    /**
     * Whichever name is taken, it is a guess at a password like any other, and takes the same time. The answer that a
     * name is taken has been counted already. Why the guess was wrong is not told.
     */
    private Answer signedIn(Visit visit, FormCheck check, String username, String password) {
        if (signIn.signIn(new SignInWithBrowser.Command(LoginName.usernameOrEmail(username), password, false,
                visit.device(), visit.secret())) instanceof SignInWithBrowser.SignedIn done) {
            return welcome.to(visit, done.started());
        }
        check.fault(USERNAME, "names-taken");
        return Answer.Document.refused(TEMPLATE, view(visit, check));
    }

    private Answer refused(Visit visit, FormCheck check, RegisterAccount.Refusal refusal) {
        if (refusal instanceof RegisterAccount.TooManyGuesses stopped) {
            check.fault("", "too-many-attempts", FormCheck.minutes(stopped.retryAfter()));
            return Answer.Document.of(TEMPLATE, view(visit, check)).tooMany(stopped.retryAfter());
        }
        NewPassword.fault(check, ((RegisterAccount.WeakPassword) refusal).refusal(), policy);
        return Answer.Document.refused(TEMPLATE, view(visit, check));
    }

    private static String username(FormCheck check) {
        String username = check.required(USERNAME, MAX_NAME);
        if (username.codePointCount(0, username.length()) < MIN_NAME) {
            check.fault(USERNAME, "username-short", MIN_NAME);
        } else if (!Username.isWellFormed(username)) {
            check.fault(USERNAME, "username-form");
        }
        return username;
    }

    private static String email(FormCheck check) {
        String email = check.required(EMAIL, MAX_EMAIL);
        if (!Email.isWellFormed(email)) {
            check.fault(EMAIL, "email-form");
        }
        return email;
    }

    private View view(Visit visit, FormCheck check) {
        return new View(check.faults(), check.field(USERNAME), check.field(EMAIL), check.withoutValue(PASSWORD),
                check.withoutValue(CONFIRMATION), visit.language().say("username-hint", MIN_NAME, MAX_NAME),
                visit.language().say("new-password"), visit.language().say("password-hint", policy.minLength()),
                visit.language().say("confirmation"));
    }
}
