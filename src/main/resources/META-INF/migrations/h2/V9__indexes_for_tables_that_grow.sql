-- The H2 twin of the MariaDB migration of this number.
CREATE INDEX IF NOT EXISTS ix_session_redeemed_at ON session (profile, redeemed_at);
CREATE INDEX IF NOT EXISTS ix_client_origin ON client (origin, used_at, deleted_at, created_at);
CREATE INDEX IF NOT EXISTS ix_logout_call_client ON logout_call (client_id, due_at);
