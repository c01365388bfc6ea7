-- When a client that registered itself was first given tokens. Of those that are there already it is not known.
ALTER TABLE client ADD COLUMN used_at DATETIME(3) NULL;
UPDATE client SET used_at = created_at;
