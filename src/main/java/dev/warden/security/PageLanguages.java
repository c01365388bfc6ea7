package dev.warden.security;

import java.util.List;

/**
 * Tells which languages the pages are available in. The pages belong to {@code web}, which other packages cannot use;
 * they call this.
 */
public interface PageLanguages {

    /** Their tags (BCP 47), in alphabetical order. The same list as long as they do not change. */
    List<String> tags();
}
