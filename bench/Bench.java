import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Drives a running Warden through register, sign-in, refresh and {@code me}, and prints what each costs: operations a
 * second, latency, errors, and CPU of the server process an operation. One file without dependencies; README.md beside
 * it has the method and what the columns mean.
 *
 * <p>Client and server share the machine, so this client is lean on purpose: a thread and a blocking keep-alive socket
 * for each worker, no HTTP library, no JSON library.
 *
 * <p>Exit code: 0 if every answer was the documented one, 1 if any was not, 2 for a wrong command line.
 */
public final class Bench {

    private final Options options;
    private final Meter meter;
    private final Report report;
    private final Failures failures = new Failures();

    private Bench(Options options, Meter meter, Report report) {
        this.options = options;
        this.meter = meter;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        try {
            System.exit(run(Options.parse(arguments)) ? 0 : 1);
        } catch (UsageError e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
        } catch (Abort e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static boolean run(Options options) throws Exception {
        Optional<ServerProcess> server = options.server();
        try (HashMeter hashMeter = HashMeter.of(options)) {
            Report report = new Report(options, server, hashMeter);
            report.opening();
            Bench bench = new Bench(options, new Meter(server), report);
            bench.measureAll(hashMeter, server);
            return bench.failures.none();
        }
    }

    private void measureAll(HashMeter hashMeter, Optional<ServerProcess> server) throws InterruptedException {
        List<Crew> crews = options.contracts().stream()
                .map(contract -> new Crew(contract, options, meter, failures)).toList();
        // Everything is warm before anything is measured: a call site that later code makes polymorphic, or a late
        // collection of an earlier operation's garbage, would otherwise favour whichever operation came first.
        for (Crew crew : crews) {
            warmUp(crew);
        }
        report.idle(meter.idle());
        report.heading();
        for (Crew crew : crews) {
            for (Operation operation : options.operations()) {
                report.row(crew.contract(), operation, measure(crew, operation, hashMeter));
            }
        }
        report.failures(failures);
        server.ifPresent(process -> report.memory("after the load", process, signIns(crews)));
        if (server.isPresent() && signIns(crews) < options.signIns()) {
            crews.get(0).perform(Operation.SIGN_IN, crews.get(0).times(options.signIns() - signIns(crews)));
            report.memory("after more sign-ins", server.get(), signIns(crews));
        }
    }

    private void warmUp(Crew crew) throws InterruptedException {
        crew.registerAccounts();
        for (Operation operation : options.operations()) {
            Slice slice = crew.perform(operation, seconds(options.warmUp()));
            report.warmedUp(crew.contract(), operation, slice);
            if (slice.operations() == 0 && options.warmUp() > 0) {
                report.failures(failures);
                throw new Abort("Nothing but errors: " + crew.contract().name() + " " + operation.title);
            }
        }
    }

    /** The hash is measured beside each slice, not once, so that what slows the machine slows both figures. */
    private List<Round> measure(Crew crew, Operation operation, HashMeter hashMeter) throws InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < options.rounds(); i++) {
            Optional<HashMillis> before = operation.hashes ? hashMeter.measure() : Optional.empty();
            Slice slice = crew.perform(operation, seconds(options.seconds() / options.rounds()));
            Optional<HashMillis> after = operation.hashes ? hashMeter.measure() : Optional.empty();
            rounds.add(new Round(slice, before.map(cost -> cost.mean(after.orElseThrow()))));
        }
        return rounds;
    }

    private static long signIns(List<Crew> crews) {
        return crews.stream().mapToLong(Crew::signIns).sum();
    }

    private static BooleanSupplier seconds(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        return () -> System.nanoTime() - end < 0;
    }
}

/** The command line is wrong. */
@SuppressWarnings("serial")
final class UsageError extends RuntimeException {
    UsageError(String message) {
        super(message);
    }
}

/** There is no point in going on. */
@SuppressWarnings("serial")
final class Abort extends RuntimeException {
    Abort(String message) {
        super(message);
    }
}

enum Operation {
    REGISTER("register", true), SIGN_IN("sign-in", true), REFRESH("refresh", false), ME("me", false);

    final String title;
    final boolean hashes;

    Operation(String title, boolean hashes) {
        this.title = title;
        this.hashes = hashes;
    }

    static Operation titled(String title) {
        return Stream.of(values()).filter(operation -> operation.title.equals(title)).findFirst()
                .orElseThrow(() -> new UsageError("No such operation: " + title));
    }
}

// ---- The command line ----

record Options(Map<String, String> given) {

    static final String USAGE = """
            java bench/Bench.java [--option value]...
              --url http://localhost:8080    where Warden is, with its context path
              --pid PID                      the server process; default: whoever listens on that port (Linux)
              --contract users               users, plain or both
              --operations register,sign-in,refresh,me
              --concurrency 8                workers; each has one connection and sends its next request after an answer
              --warm-up 60                   seconds of load an operation before anything is measured
              --seconds 20                   measured seconds an operation
              --rounds 4                     parts they are split into; figures are medians over them
              --accounts 50                  accounts a worker registers for itself at first
              --sign-ins 10000               sign-ins, all told, after which resident memory is told again
              --argon2-memory KIB --argon2-passes N --native auto|off
                                             what the server was started with, to print and to measure
              --hash-classpath 'LIB/*'       jars of the WAR: measures that hash in the same run with HashCost.java
              --hash-program bench/HashCost.java
              --hash-ms MS                   CPU of one hash, if it was measured elsewhere""";

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("url", "http://localhost:8080"), Map.entry("pid", ""), Map.entry("contract", "users"),
            Map.entry("operations", "register,sign-in,refresh,me"), Map.entry("concurrency", "8"),
            Map.entry("warm-up", "60"), Map.entry("seconds", "20"), Map.entry("rounds", "4"),
            Map.entry("accounts", "50"), Map.entry("sign-ins", "10000"), Map.entry("argon2-memory", ""),
            Map.entry("argon2-passes", ""), Map.entry("native", "auto"), Map.entry("hash-classpath", ""),
            Map.entry("hash-program", "bench/HashCost.java"), Map.entry("hash-ms", ""));

    static Options parse(String[] arguments) {
        Map<String, String> given = new HashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            String key = arguments[i].replaceFirst("^--", "");
            if (!DEFAULTS.containsKey(key) || i + 1 == arguments.length) {
                throw new UsageError("Not understood: " + arguments[i]);
            }
            given.put(key, arguments[i + 1]);
        }
        Options options = new Options(given);
        options.check();
        return options;
    }

    /** Reads every option once, so that a wrong one is told before a minute of load and not after it. */
    private void check() {
        url();
        contracts();
        operations();
        signIns();
        hashMillis();
        argon2();
        if (text("native").matches("auto|off") && concurrency() > 0 && rounds() > 0 && seconds() > 0
                && accounts() > 0 && warmUp() >= 0) {
            return;
        }
        throw new UsageError("Out of range: concurrency, rounds, seconds, accounts, warm-up or native");
    }

    URI url() {
        URI url = URI.create(text("url").replaceFirst("/+$", ""));
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new UsageError("Not a plain http address: " + text("url"));
        }
        return url;
    }

    int port() {
        return url().getPort() < 0 ? 80 : url().getPort();
    }

    List<Contract> contracts() {
        return switch (text("contract")) {
            case "users" -> List.of(new Users());
            case "plain" -> List.of(new Plain());
            case "both" -> List.of(new Users(), new Plain());
            default -> throw new UsageError("No such contract: " + text("contract"));
        };
    }

    List<Operation> operations() {
        return Stream.of(text("operations").split(",")).map(Operation::titled).toList();
    }

    int concurrency() {
        return (int) number("concurrency");
    }

    double warmUp() {
        return number("warm-up");
    }

    double seconds() {
        return number("seconds");
    }

    int rounds() {
        return (int) number("rounds");
    }

    int accounts() {
        return (int) number("accounts");
    }

    long signIns() {
        return (long) number("sign-ins");
    }

    OptionalDouble hashMillis() {
        return text("hash-ms").isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number("hash-ms"));
    }

    Optional<Argon2> argon2() {
        return text("argon2-memory").isEmpty() || text("argon2-passes").isEmpty() ? Optional.empty()
                : Optional.of(new Argon2((int) number("argon2-memory"), (int) number("argon2-passes")));
    }

    /** Empty if nobody can be found, as on another machine or another system; CPU and memory are not told then. */
    Optional<ServerProcess> server() {
        if (!text("pid").isEmpty()) {
            return Optional.of(new ServerProcess((long) number("pid")));
        }
        return ServerProcess.listeningOn(url().getHost(), port());
    }

    String text(String key) {
        return given.get(key);
    }

    private double number(String key) {
        try {
            return Double.parseDouble(text(key));
        } catch (NumberFormatException e) {
            throw new UsageError("Not a number: --" + key + " " + text(key));
        }
    }
}

/** @param memory KiB of one hash @param passes over that memory; one lane */
record Argon2(int memory, int passes) {
    @Override public String toString() {
        return memory + " KiB t=" + passes + " p=1";
    }
}

// ---- The contracts ----

record Account(String username, String email, String password) {
}

/** @param bearer an access token, or null @param body JSON, or null */
record Request(String method, String path, String bearer, String body) {
    static Request post(String path, String body) {
        return new Request("POST", path, null, body);
    }

    static Request get(String path, String bearer) {
        return new Request("GET", path, bearer, null);
    }
}

/** The requests of one REST contract, and the members of its answers in which tokens come. */
interface Contract {
    String name();

    Request register(Account account);

    Request signIn(Account account);

    Request refresh(String refreshToken);

    Request me(String accessToken);

    String accessMember();

    String refreshMember();
}

record Users(String name) implements Contract {
    Users() {
        this("users");
    }

    @Override public Request register(Account account) {
        return Request.post("/api/users/register", """
                {"username":"%s","email":"%s","password":"%s","confirm_password":"%3$s"}"""
                .formatted(account.username(), account.email(), account.password()));
    }

    @Override public Request signIn(Account account) {
        return Request.post("/api/users/login/", """
                {"username":"%s","password":"%s"}""".formatted(account.username(), account.password()));
    }

    @Override public Request refresh(String refreshToken) {
        return Request.post("/api/users/refresh", "{\"refresh_token\":\"" + refreshToken + "\"}");
    }

    @Override public Request me(String accessToken) {
        return Request.get("/api/users/me", accessToken);
    }

    @Override public String accessMember() {
        return "token";
    }

    @Override public String refreshMember() {
        return "refresh_token";
    }
}

/**
 * Refresh tokens travel in the body, as a client without a cookie jar sends them; that is also why a family starts with
 * a registration, whose body has one, and not with a sign-in.
 */
record Plain(String name) implements Contract {
    Plain() {
        this("plain");
    }

    @Override public Request register(Account account) {
        return Request.post("/register", """
                {"email":"%s","password":"%s","retyped-password":"%2$s","username":"%s"}"""
                .formatted(account.email(), account.password(), account.username()));
    }

    @Override public Request signIn(Account account) {
        return Request.post("/login", """
                {"email":"%s","password":"%s"}""".formatted(account.email(), account.password()));
    }

    @Override public Request refresh(String refreshToken) {
        return Request.post("/refresh", "{\"refreshToken\":\"" + refreshToken + "\"}");
    }

    @Override public Request me(String accessToken) {
        return Request.get("/me", accessToken);
    }

    @Override public String accessMember() {
        return "accessToken";
    }

    @Override public String refreshMember() {
        return "refreshToken";
    }
}

// ---- The load ----

/** All workers of one contract. They live as long as the run, and so do their accounts and refresh families. */
final class Crew {
    private static final String RUN = Long.toString(System.currentTimeMillis(), 36);

    private final Contract contract;
    private final Options options;
    private final Meter meter;
    private final List<Worker> workers;
    private final AtomicLong signIns = new AtomicLong();

    Crew(Contract contract, Options options, Meter meter, Failures failures) {
        this.contract = contract;
        this.options = options;
        this.meter = meter;
        this.workers = IntStream.range(0, options.concurrency())
                .mapToObj(i -> new Worker(contract, options.url(), contract.name().charAt(0) + RUN + "w" + i, failures))
                .toList();
    }

    Contract contract() {
        return contract;
    }

    long signIns() {
        return signIns.get();
    }

    void registerAccounts() throws InterruptedException {
        perform(Operation.REGISTER, times((long) options.accounts() * workers.size()));
    }

    /** Lets this many operations begin, whoever performs them. */
    BooleanSupplier times(long count) {
        AtomicLong left = new AtomicLong(count);
        return () -> left.getAndDecrement() > 0;
    }

    /** Usage is read when nothing is under way, before and after, so that each operation is counted whole. */
    Slice perform(Operation operation, BooleanSupplier goOn) throws InterruptedException {
        onEachWorker(worker -> worker.prepare(operation));
        Usage before = meter.read();
        long start = System.nanoTime();
        onEachWorker(worker -> worker.repeat(operation, goOn));
        long nanos = System.nanoTime() - start;
        Slice slice = Slice.of(workers, nanos, meter.read().minus(before));
        if (operation == Operation.SIGN_IN) {
            signIns.addAndGet(slice.operations());
        }
        return slice;
    }

    private void onEachWorker(Consumer<Worker> task) throws InterruptedException {
        List<Thread> threads = workers.stream().map(worker -> new Thread(() -> task.accept(worker))).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}

/** One client: a connection, the accounts it registered, one refresh family. Used by one thread at a time. */
final class Worker {
    /** Enough to spread sign-ins; what is registered beyond is not remembered. */
    private static final int ACCOUNTS_KEPT = 10_000;
    /** A server that refuses everything is not to be hammered. */
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 20;

    private final Contract contract;
    private final Connection connection;
    private final String name;
    private final Failures failures;
    private final List<Account> accounts = new ArrayList<>();
    private int registered;
    private int signedIn;
    private Account owner;
    private String accessToken;
    private String refreshToken;
    private Histogram latencies = new Histogram();
    private long errors;

    Worker(Contract contract, URI url, String name, Failures failures) {
        this.contract = contract;
        this.connection = new Connection(url);
        this.name = name;
        this.failures = failures;
    }

    Histogram latencies() {
        return latencies;
    }

    long errors() {
        return errors;
    }

    long connects() {
        return connection.connects();
    }

    /** What an operation needs and what is not to be measured with it. */
    void prepare(Operation operation) {
        // The server may have closed what was idle since the last slice.
        connection.close();
        connection.resetConnects();
        latencies = new Histogram();
        errors = 0;
        attempt(operation, () -> {
            if (operation == Operation.REFRESH && refreshToken == null) {
                startFamily();
            }
            if (operation == Operation.ME) {
                signIn();
            }
        });
        errors = 0;
    }

    void repeat(Operation operation, BooleanSupplier goOn) {
        while (goOn.getAsBoolean()) {
            long start = System.nanoTime();
            if (attempt(operation, () -> perform(operation))) {
                latencies.record((System.nanoTime() - start) / 1000);
            } else {
                errors++;
                pause();
            }
        }
    }

    private interface Exchange {
        void run() throws IOException;
    }

    private boolean attempt(Operation operation, Exchange exchange) {
        try {
            exchange.run();
            return true;
        } catch (Unexpected e) {
            failures.note(contract, operation, e.getMessage());
        } catch (IOException e) {
            failures.note(contract, operation, "no answer: " + e);
            connection.close();
        }
        return false;
    }

    private void perform(Operation operation) throws IOException {
        switch (operation) {
            case REGISTER -> register();
            case SIGN_IN -> signIn();
            case REFRESH -> refresh();
            case ME -> me();
        }
    }

    private Response register() throws IOException {
        String username = name + "n" + registered++;
        Account account = new Account(username, username + "@bench.example", "rahasia-" + name);
        Response response = ok(contract.register(account));
        response.member(contract.accessMember());
        if (accounts.size() < ACCOUNTS_KEPT) {
            accounts.add(account);
        }
        return response;
    }

    private void signIn() throws IOException {
        if (accounts.isEmpty()) {
            register();
        }
        owner = accounts.get(signedIn++ % accounts.size());
        accessToken = ok(contract.signIn(owner)).member(contract.accessMember());
    }

    private void startFamily() throws IOException {
        refreshToken = register().member(contract.refreshMember());
    }

    /** Sends the newest token of the family, always; one that failed is gone, and with it the family. */
    private void refresh() throws IOException {
        if (refreshToken == null) {
            startFamily();
        }
        Request request = contract.refresh(refreshToken);
        refreshToken = null;
        Response response = ok(request);
        response.member(contract.accessMember());
        refreshToken = response.member(contract.refreshMember());
    }

    private void me() throws IOException {
        Response response = ok(contract.me(accessToken));
        if (!response.member("username").equals(owner.username())) {
            throw response.unexpected();
        }
    }

    private Response ok(Request request) throws IOException {
        Response response = connection.exchange(request);
        if (response.status() != 200) {
            throw response.unexpected();
        }
        return response;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

/** An answer other than the documented success. It is an expected outcome here, so it carries no stack trace. */
@SuppressWarnings("serial")
final class Unexpected extends RuntimeException {
    Unexpected(String message) {
        super(message, null, false, false);
    }
}

/** The first of each kind of failure; the rest are only counted. */
final class Failures {
    private final Map<String, String> firstOfEach = new ConcurrentSkipListMap<>();

    void note(Contract contract, Operation operation, String what) {
        // The kind is the status and not the body, in which ids and instants differ.
        String kind = contract.name() + " " + operation.title + " " + what.split(" ", 2)[0];
        firstOfEach.putIfAbsent(kind, contract.name() + " " + operation.title + ": " + what);
    }

    boolean none() {
        return firstOfEach.isEmpty();
    }

    List<String> samples() {
        return List.copyOf(firstOfEach.values());
    }
}

// ---- HTTP/1.1, no more of it than is needed ----

/** @param body the bytes as ISO-8859-1, which costs nothing and is exact for what is looked up in it */
record Response(int status, String body) {

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

/** A connection that is opened when it is needed and kept as long as the server allows. */
final class Connection implements Closeable {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final InetSocketAddress address;
    private final String basePath;
    private final String hostHeader;
    private Socket socket;
    private OutputStream out;
    private Input in;
    private long connects;

    Connection(URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        this.address = new InetSocketAddress(url.getHost(), port);
        this.basePath = url.getRawPath();
        this.hostHeader = "Host: " + url.getRawAuthority() + "\r\n";
    }

    long connects() {
        return connects;
    }

    void resetConnects() {
        connects = 0;
    }

    Response exchange(Request request) throws IOException {
        if (socket == null) {
            open();
        }
        out.write(written(request));
        Head head = readHead();
        Response response = new Response(head.status, new String(readBody(head), StandardCharsets.ISO_8859_1));
        if (head.close) {
            close();
        }
        return response;
    }

    @Override public void close() {
        try (Socket closing = socket) {
            socket = null;
        } catch (IOException e) {
            // It is closed, one way or the other.
        }
    }

    private void open() throws IOException {
        Socket opening = new Socket();
        opening.setTcpNoDelay(true);
        opening.setSoTimeout(READ_TIMEOUT_MILLIS);
        opening.connect(address, CONNECT_TIMEOUT_MILLIS);
        socket = opening;
        out = opening.getOutputStream();
        in = new Input(opening.getInputStream());
        connects++;
    }

    /** Head and body in one write, so that they leave in one segment. */
    private byte[] written(Request request) {
        StringBuilder text = new StringBuilder(512).append(request.method()).append(' ').append(basePath)
                .append(request.path()).append(" HTTP/1.1\r\n").append(hostHeader)
                .append("Accept: application/json\r\n");
        if (request.bearer() != null) {
            text.append("Authorization: Bearer ").append(request.bearer()).append("\r\n");
        }
        if (request.body() != null) {
            text.append("Content-Type: application/json\r\nContent-Length: ").append(request.body().length())
                    .append("\r\n\r\n").append(request.body());
        } else {
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Head {
        int status;
        int length = -1;
        boolean chunked;
        boolean close;
    }

    private Head readHead() throws IOException {
        Head head;
        do {
            head = new Head();
            String statusLine = in.line();
            if (!statusLine.startsWith("HTTP/1.1 ")) {
                throw new IOException("not HTTP/1.1: " + statusLine);
            }
            head.status = Integer.parseInt(statusLine.substring(9, 12));
            for (String line = in.line(); !line.isEmpty(); line = in.line()) {
                readHeader(head, line);
            }
        } while (head.status < 200);
        return head;
    }

    private static void readHeader(Head head, String line) {
        int colon = line.indexOf(':');
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> head.length = Integer.parseInt(line.substring(colon + 1).strip());
            case "transfer-encoding" -> head.chunked = line.toLowerCase(Locale.ROOT).endsWith("chunked");
            case "connection" -> head.close = line.substring(colon + 1).strip().equalsIgnoreCase("close");
            default -> { }
        }
    }

    private byte[] readBody(Head head) throws IOException {
        if (head.chunked) {
            return readChunks();
        }
        if (head.length >= 0) {
            return in.bytes(head.length);
        }
        if (head.status == 204 || head.status == 304) {
            return new byte[0];
        }
        throw new IOException("an answer whose end is not told");
    }

    private byte[] readChunks() throws IOException {
        byte[] body = new byte[0];
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            byte[] chunk = in.bytes(size);
            int before = body.length;
            body = Arrays.copyOf(body, before + size);
            System.arraycopy(chunk, 0, body, before, size);
            in.line();
        }
        while (!in.line().isEmpty()) {
            // Trailers.
        }
        return body;
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(in.line().split(";", 2)[0].strip(), 16);
    }
}

/** Lines and counted bytes from a socket. */
final class Input {
    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    Input(InputStream in) {
        this.in = in;
    }

    String line() throws IOException {
        for (int scanned = position;; scanned++) {
            if (scanned == limit) {
                scanned -= position;
                fill();
                scanned += position;
            }
            if (buffer[scanned] == '\n') {
                int end = scanned > position && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
                String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
                position = scanned + 1;
                return line;
            }
        }
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int buffered = Math.min(count, limit - position);
        System.arraycopy(buffer, position, bytes, 0, buffered);
        position += buffered;
        if (in.readNBytes(bytes, buffered, count - buffered) < count - buffered) {
            throw new EOFException("closed within an answer");
        }
        return bytes;
    }

    /** Moves what is left to the front and reads at least one byte more. */
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read <= 0) {
            throw new EOFException(limit == buffer.length ? "a line that is too long" : "closed without an answer");
        }
        limit += read;
    }
}

// ---- What is measured ----

/** Counts of latencies in microseconds, in buckets at most 1.6 % wide: 64 to each power of two. */
final class Histogram {
    private static final int BITS = 6;
    private static final int PER_POWER = 1 << BITS;

    private final long[] counts = new long[(Long.SIZE - BITS) * PER_POWER];
    private long total;

    void record(long micros) {
        counts[bucket(Math.max(0, micros))]++;
        total++;
    }

    void add(Histogram other) {
        Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
        total += other.total;
    }

    long total() {
        return total;
    }

    /** @return milliseconds that this share of the operations did not exceed; NaN if there were none */
    double millis(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < counts.length && total > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperEdge(i) / 1000.0;
            }
        }
        return Double.NaN;
    }

    private static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - BITS - 1);
        return shift * PER_POWER + (int) (value >>> shift);
    }

    private static long upperEdge(int bucket) {
        int shift = Math.max(0, bucket / PER_POWER - 1);
        return ((long) (bucket - shift * PER_POWER) << shift) + (1L << shift) - 1;
    }
}

/** A stretch of load on one operation, begun and ended with nothing under way. */
record Slice(Histogram latencies, long errors, long connects, double seconds, Usage usage) {

    static Slice of(List<Worker> workers, long nanos, Usage usage) {
        Histogram latencies = new Histogram();
        workers.forEach(worker -> latencies.add(worker.latencies()));
        return new Slice(latencies, workers.stream().mapToLong(Worker::errors).sum(),
                workers.stream().mapToLong(Worker::connects).sum(), nanos / 1e9, usage);
    }

    long operations() {
        return latencies.total();
    }

    double perSecond() {
        return operations() / seconds;
    }

    double serverMillisEach() {
        return usage.server() / operations();
    }
}

/** A slice and the cost of a hash right before and after it. */
record Round(Slice slice, Optional<HashMillis> hash) {
}

/**
 * CPU milliseconds of one hash.
 *
 * @param alone    when nothing else runs
 * @param together when as many as there are cores run at once and fight for caches and memory
 */
record HashMillis(double alone, double together) {
    HashMillis mean(HashMillis other) {
        return new HashMillis((alone + other.alone) / 2, (together + other.together) / 2);
    }
}

/**
 * CPU milliseconds.
 *
 * @param server  of the server process with all its threads, those that have ended too
 * @param client  of this process
 * @param busy    of the whole machine, the two above included
 * @param stolen  that a hypervisor gave to others
 */
record Usage(double server, double client, double busy, double stolen) {
    Usage minus(Usage other) {
        return new Usage(server - other.server, client - other.client, busy - other.busy, stolen - other.stolen);
    }

    double others() {
        return busy - server - client;
    }
}

final class Meter {
    private static final long IDLE_MILLIS = 3_000;

    private final Optional<ServerProcess> server;

    Meter(Optional<ServerProcess> server) {
        this.server = server;
    }

    Usage read() {
        double[] machine = machine();
        return new Usage(server.map(ServerProcess::cpuMillis).orElse(Double.NaN), ownMillis(), machine[0], machine[1]);
    }

    /** @return CPU milliseconds a second of the server that nobody asks anything */
    double idle() throws InterruptedException {
        Usage before = read();
        Thread.sleep(IDLE_MILLIS);
        return read().minus(before).server() * 1000 / IDLE_MILLIS;
    }

    private static double ownMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime() / 1e6;
    }

    /** Busy and stolen milliseconds since boot: proc(5), /proc/stat, user nice system idle iowait irq softirq steal. */
    private static double[] machine() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            long[] ticks = Stream.of(lines.findFirst().orElseThrow().split(" +")).skip(1)
                    .mapToLong(Long::parseLong).toArray();
            return new double[] {Clock.millis(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]),
                Clock.millis(ticks[7])};
        } catch (IOException notLinux) {
            return new double[] {Double.NaN, Double.NaN};
        }
    }
}

/** The kernel's clock tick. */
final class Clock {
    private static final double MILLIS_A_TICK = 1000.0 / ticksPerSecond();

    private Clock() {
    }

    static double millis(long ticks) {
        return ticks * MILLIS_A_TICK;
    }

    private static long ticksPerSecond() {
        try {
            Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
            return Long.parseLong(new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip());
        } catch (IOException | NumberFormatException e) {
            return 100; // What Linux has told user space on every architecture for decades.
        }
    }
}

record ServerProcess(long pid) {

    /** Whoever owns the listening socket of this port, if the host is this machine and the system is Linux. */
    static Optional<ServerProcess> listeningOn(String host, int port) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                return Optional.empty();
            }
            Set<String> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6").map(Path::of).filter(Files::exists)
                    .flatMap(table -> lines(table).stream()).flatMap(line -> listener(line, port).stream())
                    .map(inode -> "socket:[" + inode + "]").collect(Collectors.toSet());
            return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(pid -> hasOpen(pid, sockets))
                    .findFirst().map(ServerProcess::new);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** utime and stime, proc(5), /proc/PID/stat fields 14 and 15. The second field may contain blanks and brackets. */
    double cpuMillis() {
        String stat = lines(proc("stat")).get(0);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Clock.millis(Long.parseLong(fields[14 - 3]) + Long.parseLong(fields[15 - 3]));
    }

    /** MiB now (VmRSS) or at most so far (VmHWM). */
    long mebibytes(String field) {
        return lines(proc("status")).stream().filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(-1);
    }

    /** Heap and collector as on its command line: with others, a hash in Java can cost three times as much. */
    List<String> memoryOptions() {
        return Stream.of(String.join("", lines(proc("cmdline"))).split("\0"))
                .filter(option -> option.matches("-Xm[nsx]\\w+|-XX:\\+Use\\w+GC")).toList();
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    private static Optional<String> listener(String line, int port) {
        String[] fields = line.strip().split(" +");
        boolean listens = fields[1].endsWith(String.format(":%04X", port)) && fields[3].equals("0A");
        return listens ? Optional.of(fields[9]) : Optional.empty();
    }

    private static boolean hasOpen(long pid, Set<String> sockets) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
        } catch (IOException | UncheckedIOException endedOrNotOurs) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new Abort("The server process is gone: no " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

/** Knows what one password hash costs now: measured by HashCost.java in a process of its own, told, or not at all. */
final class HashMeter implements AutoCloseable {
    private final Process program;
    private final BufferedReader answers;
    private final Optional<HashMillis> told;
    private final String implementation;

    private HashMeter(Process program, Optional<HashMillis> told) throws IOException {
        this.program = program;
        this.told = told;
        this.answers = program == null ? null : new BufferedReader(new InputStreamReader(program.getInputStream()));
        this.implementation = program == null ? "" : answer();
    }

    static HashMeter of(Options options) throws IOException {
        OptionalDouble millis = options.hashMillis();
        if (options.text("hash-classpath").isEmpty() || millis.isPresent()) {
            return new HashMeter(null, millis.isPresent()
                    ? Optional.of(new HashMillis(millis.getAsDouble(), millis.getAsDouble())) : Optional.empty());
        }
        Argon2 argon2 = options.argon2().orElseThrow(
                () -> new UsageError("--hash-classpath needs --argon2-memory and --argon2-passes"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.server().ifPresent(server -> command.addAll(server.memoryOptions()));
        command.addAll(List.of("-cp", options.text("hash-classpath"), options.text("hash-program"), "--on-request",
                Integer.toString(argon2.memory()), Integer.toString(argon2.passes()), options.text("native")));
        return new HashMeter(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(),
                Optional.empty());
    }

    /** libsodium, Bouncy Castle, or nothing if it was not this run that measured. */
    String implementation() {
        return implementation;
    }

    Optional<HashMillis> measure() {
        if (program == null) {
            return told;
        }
        try {
            program.outputWriter().append('\n').flush();
            String[] millis = answer().split(" ");
            return Optional.of(new HashMillis(Double.parseDouble(millis[0]), Double.parseDouble(millis[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() {
        if (program != null) {
            program.destroy();
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new Abort("HashCost.java ended; it says why above");
        }
        return line;
    }
}

// ---- What is printed ----

final class Report {
    private static final String ROW = "%-15s %9s %9s %9s %7s %11s %17s %17s   %s%n";

    private final Options options;
    private final Optional<ServerProcess> server;
    private final HashMeter hashMeter;

    Report(Options options, Optional<ServerProcess> server, HashMeter hashMeter) {
        this.options = options;
        this.server = server;
        this.hashMeter = hashMeter;
    }

    void opening() {
        System.out.printf("Warden at %s, %s; %d workers, warm-up %.0f s, measured %.0f s in %d rounds, %d cores%n",
                options.url(), server.map(process -> "process " + process.pid()).orElse("process not known"),
                options.concurrency(), options.warmUp(), options.seconds(), options.rounds(),
                Runtime.getRuntime().availableProcessors());
        server.ifPresent(process -> memory("before the load", process, 0));
    }

    void warmedUp(Contract contract, Operation operation, Slice slice) {
        System.err.printf(Locale.ROOT, "warm-up: %s %s, %d operations, %d errors, %.2f CPU ms each%n", contract.name(),
                operation.title, slice.operations(), slice.errors(), slice.serverMillisEach());
    }

    void idle(double millis) {
        if (server.isPresent()) {
            System.out.printf(Locale.ROOT, "idle after warm-up: %.1f CPU ms a second%n", millis);
        }
    }

    void heading() {
        System.out.println();
        System.out.printf(ROW, "operation", "ops/s", "p50 ms", "p99 ms", "errors", "CPU ms/op", "least..most",
                "beyond the hash", "hash");
    }

    void row(Contract contract, Operation operation, List<Round> rounds) {
        Histogram latencies = new Histogram();
        rounds.forEach(round -> latencies.add(round.slice().latencies()));
        double[] cpu = sorted(rounds, round -> round.slice().serverMillisEach());
        System.out.printf(ROW, contract.name() + " " + operation.title,
                decimal(1, median(rounds, round -> round.slice().perSecond())),
                decimal(2, latencies.millis(0.50)), decimal(2, latencies.millis(0.99)),
                rounds.stream().mapToLong(round -> round.slice().errors()).sum(),
                decimal(3, median(rounds, round -> round.slice().serverMillisEach())),
                decimal(3, cpu[0]) + ".." + decimal(3, cpu[cpu.length - 1]),
                beyond(rounds), operation.hashes ? hash(rounds) : "none");
        System.out.println(cores(rounds));
    }

    void failures(Failures failures) {
        failures.samples().forEach(sample -> System.out.println("FAILED " + sample));
    }

    void memory(String when, ServerProcess process, long signIns) {
        System.out.printf("resident memory %s, %d sign-ins: %d MiB now, %d MiB at most%n", when, signIns,
                process.mebibytes("VmRSS"), process.mebibytes("VmHWM"));
    }

    /**
     * What is left when each hash cost as much as one a core at once, which is how a loaded server runs them; in
     * brackets when each cost as much as one that has the machine for itself, which it cannot have cost less than.
     */
    private String beyond(List<Round> rounds) {
        if (server.isEmpty() || rounds.get(0).hash().isEmpty()) {
            return "-";
        }
        return "%s (to %s)".formatted(
                decimal(3, median(rounds, round -> round.slice().serverMillisEach() - round.hash().get().together())),
                decimal(3, median(rounds, round -> round.slice().serverMillisEach() - round.hash().get().alone())));
    }

    private String hash(List<Round> rounds) {
        String parameters = options.argon2().map(argon2 -> "Argon2id " + argon2).orElse("parameters not told");
        if (rounds.get(0).hash().isEmpty()) {
            return parameters;
        }
        return parameters + (hashMeter.implementation().isEmpty() ? "" : ", " + hashMeter.implementation()) + ": "
                + decimal(2, median(rounds, round -> round.hash().get().alone())) + " ms alone, "
                + decimal(2, median(rounds, round -> round.hash().get().together())) + " one a core";
    }

    /** Who had the cores meanwhile: a row is worth little when others had much of them. */
    private String cores(List<Round> rounds) {
        double seconds = rounds.stream().mapToDouble(round -> round.slice().seconds()).sum();
        ToDoubleFunction<ToDoubleFunction<Usage>> share = part -> rounds.stream()
                .mapToDouble(round -> part.applyAsDouble(round.slice().usage())).sum() / 1000 / seconds;
        return String.format(Locale.ROOT, "  cores: server %s, client %s, others %s, stolen %s; connections: %d",
                decimal(2, share.applyAsDouble(Usage::server)), decimal(2, share.applyAsDouble(Usage::client)),
                decimal(2, share.applyAsDouble(Usage::others)), decimal(2, share.applyAsDouble(Usage::stolen)),
                rounds.stream().mapToLong(round -> round.slice().connects()).sum());
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] figures = sorted(rounds, figure);
        return (figures[(figures.length - 1) / 2] + figures[figures.length / 2]) / 2;
    }

    private static double[] sorted(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray();
    }

    private static String decimal(int digits, double number) {
        return Double.isFinite(number) ? String.format(Locale.ROOT, "%." + digits + "f", number) : "-";
    }
}
