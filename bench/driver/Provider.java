import java.util.List;

/** OpenID Connect, with clients of {@code clients.yaml} whose tokens are signed with one algorithm. */
record Provider(String name) implements Contract {

    @Override public List<Operation> operations() {
        return List.of(Operation.CODE_FLOW, Operation.SINGLE_SIGN_ON, Operation.REFRESH, Operation.CLIENT_CREDENTIALS,
                Operation.INTROSPECT, Operation.USERINFO, Operation.JWKS, Operation.DISCOVERY);
    }

    @Override public Client client(Connection connection, String name) {
        return new ProviderClient(this.name, connection, name);
    }
}
