package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.CancelledKeyException;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A body")
class RequestLimitsTest {

    /** Of {@link System#nanoTime}, which may have any sign and may overflow. */
    private long nanos = Long.MAX_VALUE - 1;

    @Test
    void is_read_up_to_the_length_that_is_asked_for() {
        byte[] octets = new byte[RequestLimits.MAX_BODY];
        new Random(1).nextBytes(octets);

        assertArrayEquals(octets, RequestLimits.body(new ByteArrayInputStream(octets), RequestLimits.MAX_BODY + 1));
        assertEquals(5, RequestLimits.body(new ByteArrayInputStream(octets), 5).length);
        assertEquals(0, RequestLimits.body(new ByteArrayInputStream(octets), 0).length);
        assertEquals(0, RequestLimits.body(InputStream.nullInputStream(), 5).length);
    }

    @Test
    void that_is_larger_than_any_may_be_is_refused() {
        assertEquals(413, refused(new ByteArrayInputStream(new byte[RequestLimits.MAX_BODY + 1])));
    }

    @Test
    @DisplayName("RFC 9110 §8.6: a length is digits, however many")
    void whose_length_is_no_number_is_malformed() {
        assertEquals(5, RequestLimits.length("5"));
        assertEquals(Long.MAX_VALUE, RequestLimits.length("9".repeat(30)));
        for (String text : new String[] {"", "5, 5", "5,5", "+5", "-1", "0x5", "5 5", "\u0665"}) {
            assertEquals(400, assertThrows(RequestRefused.class, () -> RequestLimits.length(text)).getResponse()
                    .getStatus(), text);
        }
    }

    @Test
    void whose_sender_goes_is_refused() {
        assertEquals(400, refused(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        }));
        assertEquals(400, refused(new InputStream() {
            @Override
            public int read() {
                throw new CancelledKeyException();
            }
        }), "as Grizzly says it");
    }

    @Test
    void that_takes_too_long_is_refused_however_little_each_octet_takes() {
        Trickle trickle = new Trickle(Duration.ofSeconds(1));

        assertEquals(408, refused(trickle));
        assertTrue(trickle.octets <= RequestLimits.BODY_TIME.toSeconds() + 1,
                () -> trickle.octets + " octets were read");
    }

    @Test
    void that_is_slow_and_in_time_is_taken() {
        Trickle trickle = new Trickle(Duration.ofMillis(900));

        assertEquals(10, RequestLimits.body(trickle, 10, () -> nanos).length);
    }

    private int refused(InputStream in) {
        return assertThrows(RequestRefused.class, () -> RequestLimits.body(in, RequestLimits.MAX_BODY + 1, () -> nanos))
                .getResponse().getStatus();
    }

    /** An octet now and then, for ever. */
    private final class Trickle extends InputStream {

        private final Duration pause;
        private int octets;

        Trickle(Duration pause) {
            this.pause = pause;
        }

        @Override
        public int read() {
            nanos += pause.toNanos();
            octets++;
            return ' ';
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            into[offset] = (byte) read();
            return 1;
        }
    }
}
