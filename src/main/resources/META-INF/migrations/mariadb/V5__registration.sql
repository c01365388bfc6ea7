-- From which network a client registered itself, for the limit on that; null for declared clients.
ALTER TABLE client ADD COLUMN registered_from VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL;
CREATE INDEX ix_client_registered_from ON client (registered_from, created_at);
