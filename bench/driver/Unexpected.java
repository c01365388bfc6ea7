/** An answer other than the documented success. It is an expected outcome here, so it carries no stack trace. */
@SuppressWarnings("serial")
final class Unexpected extends RuntimeException {
    Unexpected(String message) {
        super(message, null, false, false);
    }
}
