-- The H2 twin of the MariaDB migration of this number.

-- One row a sign-in with a browser; its id is the sid of whatever clients are given through it. Of the cookie there is a
-- digest alone. Ended rows tell for a while that a network is known.
CREATE TABLE IF NOT EXISTS browser_session (
    id               VARCHAR(36) NOT NULL PRIMARY KEY,
    secret_hash      VARCHAR(43) NOT NULL,
    account_id       VARCHAR(64) NOT NULL,
    authenticated_at TIMESTAMP(3) NOT NULL,
    amr              VARCHAR(255) NOT NULL,
    acr              VARCHAR(255) NOT NULL,
    remembered       BOOLEAN NOT NULL,
    created_at       TIMESTAMP(3) NOT NULL,
    used_at          TIMESTAMP(3) NOT NULL,
    ends_at          TIMESTAMP(3) NOT NULL,
    expires_at       TIMESTAMP(3) NOT NULL,
    ended_at         TIMESTAMP(3) NULL,
    address          VARCHAR(45) NOT NULL,
    user_agent       VARCHAR(255) NOT NULL,
    CONSTRAINT uq_browser_session_secret UNIQUE (secret_hash),
    CONSTRAINT fk_browser_session_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS ix_browser_session_account_address ON browser_session (account_id, address);
CREATE INDEX IF NOT EXISTS ix_browser_session_expires_at ON browser_session (expires_at);
