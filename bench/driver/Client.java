import java.io.IOException;

/** Who sends the requests of a contract, with what it remembers between them. Used by one thread at a time. */
interface Client {

    /** What an operation needs and what is not to be measured with it. */
    void prepare(Operation operation) throws IOException;

    /**
     * Does it once, whole.
     *
     * @throws Unexpected if an answer is not the documented success
     */
    void perform(Operation operation) throws IOException;
}
