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
