-- What runs all the time must not read a table that grows. For codes that were not redeemed. The time of their expiry is
-- left out, because every refresh changes it.
ALTER TABLE session ADD KEY ix_session_redeemed_at (profile, redeemed_at);

-- Clients that registered themselves and were never used, the oldest first; and those that were declared, among many.
ALTER TABLE client ADD KEY ix_client_origin (origin, used_at, deleted_at, created_at);

-- The next call to a client, and which clients are due one.
ALTER TABLE logout_call ADD KEY ix_logout_call_client (client_id, due_at);
