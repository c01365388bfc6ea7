-- Whether the declared configuration made or changed an account. One of the same name may be a stranger's.
ALTER TABLE account ADD COLUMN IF NOT EXISTS declared BOOLEAN DEFAULT FALSE NOT NULL,
    ALGORITHM = INSTANT, LOCK = NONE;
UPDATE account SET declared = TRUE WHERE id IN (SELECT account_id FROM audit_event WHERE type = 'account-declared');
