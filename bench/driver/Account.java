record Account(String username, String email, String password) {
}
