-- The H2 twin of the MariaDB migration of this number.
ALTER TABLE account ADD COLUMN IF NOT EXISTS claims VARCHAR(4000) NULL;
