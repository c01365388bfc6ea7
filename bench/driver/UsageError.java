/** The command line is wrong. */
@SuppressWarnings("serial")
final class UsageError extends RuntimeException {
    UsageError(String message) {
        super(message);
    }
}
