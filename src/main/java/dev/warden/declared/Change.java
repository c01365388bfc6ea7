package dev.warden.declared;

import java.util.List;
import java.util.function.Supplier;

/** One difference between what is declared and what is stored. */
interface Change {

    /**
     * A description for people: a line that begins with {@code +}, {@code ~} or {@code -}, and indented lines of
     * detail; or one that begins with {@code !}, of what is left out. Contains no secrets.
     */
    List<String> difference();

    /** Whether this is only a complaint about something that cannot be applied for now. */
    default boolean isLeftOut() {
        return false;
    }

    /**
     * Does what takes long, such as hashing, without lasting effects.
     *
     * @return applies the change in the current transaction; may be called again
     */
    Runnable prepare();

    static Change of(List<String> difference, Runnable work) {
        return prepared(difference, () -> work);
    }

    /** What cannot be applied because of data that others may have made, and must not hinder the rest. */
    static Change leftOut(String complaint) {
        return new Change() {
            @Override
            public List<String> difference() {
                return List.of("! " + complaint);
            }

            @Override
            public boolean isLeftOut() {
                return true;
            }

            @Override
            public Runnable prepare() {
                throw new IllegalStateException(complaint);
            }
        };
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
