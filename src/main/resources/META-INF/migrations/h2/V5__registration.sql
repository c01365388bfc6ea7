-- The H2 twin of the MariaDB migration of this number.
ALTER TABLE client ADD COLUMN IF NOT EXISTS registered_from VARCHAR(64) NULL;
CREATE INDEX IF NOT EXISTS ix_client_registered_from ON client (registered_from, created_at);
