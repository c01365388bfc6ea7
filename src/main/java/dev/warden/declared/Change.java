package dev.warden.declared;

import java.util.List;
import java.util.function.Supplier;

/** One difference between what is declared and what is stored. */
interface Change {

    /**
     * A description for people: a line that begins with {@code +}, {@code ~} or {@code -}, and indented lines of
     * detail. Contains no secrets.
     */
    List<String> difference();

    /**
     * Does what takes long, such as hashing, without lasting effects.
     *
     * @return applies the change in the current transaction; may be called again
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
