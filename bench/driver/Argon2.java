/** @param memory KiB of one hash @param passes over that memory; one lane */
record Argon2(int memory, int passes) {
    @Override public String toString() {
        return memory + " KiB t=" + passes + " p=1";
    }
}
