-- What is known of a person besides name and email, as standard claims (OpenID Connect Core §5.1) in JSON.
ALTER TABLE account
    ADD COLUMN IF NOT EXISTS claims VARCHAR(4000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    ALGORITHM = INSTANT, LOCK = NONE;
