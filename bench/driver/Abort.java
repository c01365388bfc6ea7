/** There is no point in going on. */
@SuppressWarnings("serial")
final class Abort extends RuntimeException {
    Abort(String message) {
        super(message);
    }
}
