-- The H2 twin of the MariaDB migration of this number.
ALTER TABLE client ADD COLUMN IF NOT EXISTS used_at TIMESTAMP(3) NULL;
UPDATE client SET used_at = created_at;
