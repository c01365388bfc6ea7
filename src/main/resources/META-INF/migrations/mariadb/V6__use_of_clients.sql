-- When a client that registered itself was first given tokens. Of those that are there already it is not known.
ALTER TABLE client ADD COLUMN IF NOT EXISTS used_at DATETIME(3) NULL, ALGORITHM = INSTANT, LOCK = NONE;
UPDATE client SET used_at = created_at;
