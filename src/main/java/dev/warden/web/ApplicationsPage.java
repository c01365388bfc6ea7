package dev.warden.web;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.session.BrowserSession;
import dev.warden.signin.LeaveApplication;

/** Revokes the access of an application, by a button of {@link AccountPage}. */
@ApplicationScoped
class ApplicationsPage implements FormPage {

    private final LeaveApplication leaveApplication;

    @Inject
    ApplicationsPage(LeaveApplication leaveApplication) {
        this.leaveApplication = leaveApplication;
    }

    protected ApplicationsPage() {
        this(null);
    }

    @Override
    public String path() {
        return WebPaths.APPLICATIONS;
    }

    @Override
    public Answer show(Visit visit) {
        return new Answer.SeeOther(WebPaths.ACCOUNT);
    }

    @Override
    public Answer submit(Visit visit) {
        Optional<BrowserSession> session = visit.session();
        if (session.isEmpty()) {
            return new Answer.SeeOther(WebPaths.SIGN_IN).saying(Notice.NOTHING_CHANGED, visit.connection());
        }
        if (!visit.isFormOf(session.get())) {
            return new Answer.SeeOther(WebPaths.ACCOUNT).saying(Notice.NOTHING_CHANGED, visit.connection());
        }
        leaveApplication.leave(session.get().accountId(), visit.input().text("application"));
        return new Answer.SeeOther(WebPaths.ACCOUNT).saying(Notice.APPLICATION_LEFT, visit.connection());
    }
}
