package dev.warden.sample;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** For everybody. */
@WebServlet("")
public class Welcome extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Document.send(response, "Sample application", """
                <p>This application is protected by Warden. Everybody may see this page.</p>
                <p><a href="%s/private">Go to the page for people who have signed in</a></p>
                """.formatted(request.getContextPath()));
    }
}
