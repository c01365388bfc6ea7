-- The H2 twin of the MariaDB migration of this number.
ALTER TABLE account ADD COLUMN IF NOT EXISTS declared BOOLEAN DEFAULT FALSE NOT NULL;
UPDATE account SET declared = TRUE WHERE id IN (SELECT account_id FROM audit_event WHERE type = 'account-declared');
