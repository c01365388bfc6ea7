-- The H2 twin of the MariaDB migration of this number.
ALTER TABLE client ADD COLUMN registered_from VARCHAR(64) NULL;
CREATE INDEX ix_client_registered_from ON client (registered_from, created_at);
