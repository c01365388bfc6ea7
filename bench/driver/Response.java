import java.util.List;

/**
 * @param body     the bytes as ISO-8859-1, which costs nothing and is exact for what is looked up in it
 * @param location of a redirect, or null
 * @param cookies  that it sets, each up to its attributes
 */
record Response(int status, String body, String location, List<String> cookies) {

    private static final int SHOWN = 200;

    /** The first text member of this name, wherever it stands. Only for values without escapes, such as JWTs. */
    String member(String name) {
        String quoted = '"' + name + '"';
        for (int at = body.indexOf(quoted); at >= 0; at = body.indexOf(quoted, at + 1)) {
            int colon = skipBlanks(at + quoted.length());
            if (charAt(colon) == ':' && charAt(skipBlanks(colon + 1)) == '"') {
                int start = skipBlanks(colon + 1) + 1;
                return body.substring(start, body.indexOf('"', start));
            }
        }
        throw unexpected();
    }

    Unexpected unexpected() {
        return new Unexpected(status + " " + body.substring(0, Math.min(SHOWN, body.length()))
                .replaceAll("\\p{Cntrl}+", " "));
    }

    private int skipBlanks(int from) {
        int at = from;
        while (charAt(at) == ' ' || charAt(at) == '\n' || charAt(at) == '\r' || charAt(at) == '\t') {
            at++;
        }
        return at;
    }

    private char charAt(int at) {
        return at < body.length() ? body.charAt(at) : 0;
    }
}
