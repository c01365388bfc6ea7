-- From which network a client registered itself, for the limit on that; null for declared clients.
ALTER TABLE client
    ADD COLUMN IF NOT EXISTS registered_from VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    ALGORITHM = INSTANT, LOCK = NONE;
ALTER TABLE client ADD KEY IF NOT EXISTS ix_client_registered_from (registered_from, created_at),
    ALGORITHM = NOCOPY, LOCK = NONE;
