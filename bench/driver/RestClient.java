import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One client of a REST contract: the accounts it registered, one refresh family. */
final class RestClient implements Client {
    /** Enough to spread sign-ins; what is registered beyond is not remembered. */
    private static final int ACCOUNTS_KEPT = 10_000;

    private final RestContract contract;
    private final Connection connection;
    private final String name;
    private final List<Account> accounts = new ArrayList<>();
    private int registered;
    private int signedIn;
    private Account owner;
    private String accessToken;
    private String refreshToken;

    RestClient(RestContract contract, Connection connection, String name) {
        this.contract = contract;
        this.connection = connection;
        this.name = name;
    }

    @Override public void prepare(Operation operation) throws IOException {
        if (operation == Operation.REFRESH && refreshToken == null) {
            startFamily();
        }
        if (operation == Operation.ME) {
            signIn();
        }
    }

    @Override public void perform(Operation operation) throws IOException {
        switch (operation) {
            case REGISTER -> register();
            case SIGN_IN -> signIn();
            case REFRESH -> refresh();
            case ME -> me();
            default -> throw new IllegalArgumentException(operation.title);
        }
    }

    private Response register() throws IOException {
        String username = name + "n" + registered++;
        Account account = new Account(username, username + "@bench.example", "rahasia-" + name);
        Response response = connection.ok(contract.register(account));
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
        accessToken = connection.ok(contract.signIn(owner)).member(contract.accessMember());
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
        Response response = connection.ok(request);
        response.member(contract.accessMember());
        refreshToken = response.member(contract.refreshMember());
    }

    private void me() throws IOException {
        Response response = connection.ok(contract.me(accessToken));
        if (!response.member("username").equals(owner.username())) {
            throw response.unexpected();
        }
    }
}
