package dev.warden.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Shows the page with a {@link FormPost}. The pages belong to {@code web}, which other packages cannot use; they call
 * this.
 */
public interface FormPostPages {

    /**
     * Sets the headers of the page, but neither status nor type, and renders it.
     *
     * @return a document of type {@code text/html;charset=UTF-8}
     */
    String page(FormPost form, HttpServletRequest request, HttpServletResponse response);
}
