package dev.warden.hostile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network on the way to a port of this machine, that can become slow or swallow what is sent. */
final class TcpProxy implements Closeable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Duration delay = Duration.ZERO;
    private boolean isBlackHole;

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** One on a free port. */
    static TcpProxy to(int target) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
            start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Delays each packet, in either direction, by so much. */
    synchronized void delay(Duration each) {
        delay = each;
    }

    /** Takes connections and packets, and hands on neither, until it is {@link #heal healed}. */
    synchronized void swallow() {
        isBlackHole = true;
    }

    /** Is itself again. What was swallowed is lost, and with it the connections that it was sent on. */
    synchronized void heal() {
        delay = Duration.ZERO;
        isBlackHole = false;
    }

    @Override
    public void close() {
        closeQuietly(listener);
        sockets.forEach(TcpProxy::closeQuietly);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                start(() -> carry(client, server));
                start(() -> carry(server, client));
            }
        } catch (IOException closed) {
            // That is the end.
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (passes()) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException | InterruptedException closed) {
            // By whoever had enough of it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private boolean passes() throws InterruptedException {
        Duration pause;
        synchronized (this) {
            if (isBlackHole) {
                return false;
            }
            pause = delay;
        }
        Thread.sleep(pause.toMillis());
        return true;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was closed already.
        }
    }
}
