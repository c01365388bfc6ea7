-- What runs all the time must not read a table that grows. For codes that were not redeemed. The time of their expiry is
-- left out, because every refresh changes it.
ALTER TABLE session ADD KEY IF NOT EXISTS ix_session_redeemed_at (profile, redeemed_at),
    ALGORITHM = NOCOPY, LOCK = NONE;

-- Clients that registered themselves and were never used, the oldest first; and those that were declared, among many.
ALTER TABLE client ADD KEY IF NOT EXISTS ix_client_origin (origin, used_at, deleted_at, created_at),
    ALGORITHM = NOCOPY, LOCK = NONE;

-- The next call to a client, and which clients are due one.
ALTER TABLE logout_call ADD KEY IF NOT EXISTS ix_logout_call_client (client_id, due_at),
    ALGORITHM = NOCOPY, LOCK = NONE;
