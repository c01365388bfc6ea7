import java.util.List;

/** One way to use Warden. */
interface Contract {
    String name();

    /** What it has that can be measured, in the order in which it is measured. */
    List<Operation> operations();

    /** @param name begins the names of the accounts that this client registers */
    Client client(Connection connection, String name);
}
