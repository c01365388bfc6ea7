-- A session may be a client's (OAuth 2.0): then it begins with an authorization code, of which there is a digest alone, and
-- is redeemed once. What was authorized is JSON. It ends with the browser session it came of, unless it is offline.
ALTER TABLE session ADD COLUMN IF NOT EXISTS client_id VARCHAR(128) NULL;
ALTER TABLE session ADD COLUMN IF NOT EXISTS browser_session VARCHAR(36) NULL;
ALTER TABLE session ADD COLUMN IF NOT EXISTS offline BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE session ADD COLUMN IF NOT EXISTS code_hash VARCHAR(43) NULL;
ALTER TABLE session ADD COLUMN IF NOT EXISTS redeemed_at TIMESTAMP(3) NULL;
ALTER TABLE session ADD COLUMN IF NOT EXISTS authorized VARCHAR(8000) NULL;
ALTER TABLE session ADD CONSTRAINT IF NOT EXISTS uq_session_code UNIQUE (code_hash);
CREATE INDEX IF NOT EXISTS ix_session_browser_session ON session (browser_session);

CREATE TABLE IF NOT EXISTS consent (
    account_id VARCHAR(64) NOT NULL,
    client_id  VARCHAR(128) NOT NULL,
    scopes     VARCHAR(4000) NOT NULL,
    granted_at TIMESTAMP(3) NOT NULL,
    PRIMARY KEY (account_id, client_id),
    CONSTRAINT fk_consent_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);

-- Assertions by which clients authenticated, each good once: a digest of the client and its jti.
CREATE TABLE IF NOT EXISTS used_assertion (
    id        VARCHAR(43) NOT NULL PRIMARY KEY,
    forget_at TIMESTAMP(3) NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_used_assertion_forget_at ON used_assertion (forget_at);

-- Clients that are to be told of a sign-out. The token that tells it is made when it is sent.
CREATE TABLE IF NOT EXISTS logout_call (
    id         VARCHAR(36) NOT NULL PRIMARY KEY,
    client_id  VARCHAR(128) NOT NULL,
    account_id VARCHAR(64) NOT NULL,
    sid        VARCHAR(36) NOT NULL,
    attempts   INTEGER DEFAULT 0 NOT NULL,
    due_at     TIMESTAMP(3) NOT NULL,
    expires_at TIMESTAMP(3) NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_logout_call_due_at ON logout_call (due_at);
