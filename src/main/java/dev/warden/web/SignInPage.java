package dev.warden.web;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.LoginName;
import dev.warden.password.PasswordPolicy;
import dev.warden.signin.SignIn;
import dev.warden.signin.SignInWithBrowser;

/** Signs a person in. Unknown names and wrong passwords are answered alike. */
@ApplicationScoped
class SignInPage implements FormPage {

    private static final String TEMPLATE = "signin";
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final int MAX_NAME = 254;

    private final SignInWithBrowser signIn;
    private final Welcome welcome;

    @Inject
    SignInPage(SignInWithBrowser signIn, Welcome welcome) {
        this.signIn = signIn;
        this.welcome = welcome;
    }

    protected SignInPage() {
        this(null, null);
    }

    /**
     * The values of the page.
     *
     * @param done    what has just happened, in words; empty if nothing
     * @param then    where to go on, for the form; empty for the account
     * @param refused whether name and password do not belong together, which is not the fault of a single field
     */
    record View(List<Fault> faults, String done, String then, boolean refused, Field username, Field password,
            boolean remembered) {

        View wrong() {
            return new View(faults, done, then, true, username, password, remembered);
        }
    }

    @Override
    public String path() {
        return WebPaths.SIGN_IN;
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public Answer show(Visit visit) {
        boolean isEnough = visit.pendingRequest().map(PendingRequest::takesAnybody).orElse(true);
        if (isEnough && visit.session().isPresent()) {
            return visit.onwards();
        }
        String hint = visit.pendingRequest().map(it -> it.pending().loginHint()).orElseGet(
                () -> visit.session().map(it -> it.identity().username()).orElse(""));
        return Answer.Document.of(TEMPLATE, new View(List.of(), visit.notice(), visit.then(), false, Field.of(hint),
                Field.EMPTY, false));
    }

    @Override
    public Answer submit(Visit visit) {
        FormCheck check = new FormCheck(visit);
        String name = check.required(USERNAME, "username-or-email", MAX_NAME);
        String password = check.required(PASSWORD, PasswordPolicy.MAX_LENGTH);
        if (check.hasFaults()) {
            return refused(view(visit, check));
        }
        SignInWithBrowser.Result result = signIn.signIn(new SignInWithBrowser.Command(LoginName.usernameOrEmail(name),
                password, isRemembered(visit), visit.device(), visit.secret()));
        if (result instanceof SignInWithBrowser.SignedIn done) {
            return welcome.to(visit, done.started());
        }
        return refused(visit, check, ((SignInWithBrowser.Refused) result).refusal());
    }

    private static Answer refused(Visit visit, FormCheck check, SignIn.Refusal refusal) {
        if (refusal instanceof SignIn.TooManyGuesses stopped) {
            check.fault("", "too-many-attempts", FormCheck.minutes(stopped.retryAfter()));
            return refused(view(visit, check)).tooMany(stopped.retryAfter());
        }
        if (refusal instanceof SignIn.Disabled) {
            check.fault("", "account-disabled");
            return refused(view(visit, check));
        }
        check.fault("", "wrong-credentials");
        return refused(view(visit, check).wrong());
    }

    private static Answer.Document refused(View view) {
        return Answer.Document.refused(TEMPLATE, view);
    }

    private static View view(Visit visit, FormCheck check) {
        return new View(check.faults(), "", visit.then(), false, check.field(USERNAME), check.withoutValue(PASSWORD),
                isRemembered(visit));
    }

    private static boolean isRemembered(Visit visit) {
        return visit.input().value("remember").isPresent();
    }
}
