package dev.warden.declared;

import java.util.List;
import java.util.function.Supplier;

/** One thing that is not as it is declared. */
interface Change {

    /**
     * It, for people: a line that begins with {@code +}, {@code ~} or {@code -}, and indented lines of detail. No
     * secrets.
     */
    List<String> difference();

    /**
     * Does what takes long, such as hashing, and nothing that stays.
     *
     * @return what makes it as declared, in a transaction that may be run again
     */
    Runnable prepare();

    static Change of(List<String> difference, Runnable work) {
        return prepared(difference, () -> work);
    }

    static Change prepared(List<String> difference, Supplier<Runnable> preparation) {
        return new Change() {
            @Override
            public List<String> difference() {
                return difference;
            }

            @Override
            public Runnable prepare() {
                return preparation.get();
            }
        };
    }
}
