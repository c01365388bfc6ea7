import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

record Options(Map<String, String> given) {

    static final String USAGE = """
            bench/run [--port N] [-Dwarden.some-thing=value]... [--option value]...
              --url http://localhost:8080    where Warden runs already, with its context path; default: it is started
              --pid PID                      the server process; default: whoever listens on that port (Linux)
              --contract users               users, plain, both, or provider: OpenID Connect with the clients of
                                             bench/clients.yaml, signed with RS256 and with ES256
              --operations sign-in,refresh   default: all that the contract has
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
            Map.entry("operations", ""), Map.entry("concurrency", "8"),
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
        contracts().forEach(this::operations);
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
            case "provider" -> List.of(new Provider("RS256"), new Provider("ES256"));
            default -> throw new UsageError("No such contract: " + text("contract"));
        };
    }

    /** Of those that a contract has, which were asked for. */
    List<Operation> operations(Contract contract) {
        List<Operation> asked = text("operations").isEmpty() ? contract.operations()
                : Stream.of(text("operations").split(",")).map(Operation::titled).toList();
        return contract.operations().stream().filter(asked::contains).toList();
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
