import java.util.List;

/** The requests of one REST contract, and the members of its answers in which tokens come. */
interface RestContract extends Contract {
    Request register(Account account);

    Request signIn(Account account);

    Request refresh(String refreshToken);

    Request me(String accessToken);

    String accessMember();

    String refreshMember();

    @Override default List<Operation> operations() {
        return List.of(Operation.REGISTER, Operation.SIGN_IN, Operation.REFRESH, Operation.ME);
    }

    @Override default Client client(Connection connection, String name) {
        return new RestClient(this, connection, name);
    }
}
