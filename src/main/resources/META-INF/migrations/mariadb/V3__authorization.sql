-- A session may be a client's (OAuth 2.0): then it begins with an authorization code, of which there is a digest alone, and
-- is redeemed once. What was authorized is JSON. It ends with the browser session it came of, unless it is offline.
ALTER TABLE session
    ADD COLUMN IF NOT EXISTS client_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    ADD COLUMN IF NOT EXISTS browser_session VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    ADD COLUMN IF NOT EXISTS offline         BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN IF NOT EXISTS code_hash       VARCHAR(43)  CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    ADD COLUMN IF NOT EXISTS redeemed_at     DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS authorized      VARCHAR(8000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    ALGORITHM = INSTANT, LOCK = NONE;
ALTER TABLE session
    ADD UNIQUE KEY IF NOT EXISTS uq_session_code (code_hash),
    ADD KEY IF NOT EXISTS ix_session_browser_session (browser_session),
    ALGORITHM = NOCOPY, LOCK = NONE;

CREATE TABLE IF NOT EXISTS consent (
    account_id VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    client_id  VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    scopes     VARCHAR(4000) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    granted_at DATETIME(3) NOT NULL,
    PRIMARY KEY (account_id, client_id),
    CONSTRAINT fk_consent_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB;

-- Assertions by which clients authenticated, each good once: a digest of the client and its jti.
CREATE TABLE IF NOT EXISTS used_assertion (
    id        VARCHAR(43) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    forget_at DATETIME(3) NOT NULL,
    KEY ix_used_assertion_forget_at (forget_at)
) ENGINE = InnoDB;

-- Clients that are to be told of a sign-out. The token that tells it is made when it is sent.
CREATE TABLE IF NOT EXISTS logout_call (
    id         VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    client_id  VARCHAR(128) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    account_id VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    sid        VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    due_at     DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    KEY ix_logout_call_due_at (due_at)
) ENGINE = InnoDB;
