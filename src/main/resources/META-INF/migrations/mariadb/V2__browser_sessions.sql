-- One row a sign-in with a browser; its id is the sid of whatever clients are given through it. Of the cookie there is a
-- digest alone. Ended rows tell for a while that a network is known.
CREATE TABLE IF NOT EXISTS browser_session (
    id               VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    secret_hash      VARCHAR(43)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    account_id       VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    authenticated_at DATETIME(3) NOT NULL,
    amr              VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    acr              VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    remembered       BOOLEAN NOT NULL,
    created_at       DATETIME(3) NOT NULL,
    used_at          DATETIME(3) NOT NULL,
    ends_at          DATETIME(3) NOT NULL,
    expires_at       DATETIME(3) NOT NULL,
    ended_at         DATETIME(3) NULL,
    address          VARCHAR(45)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    user_agent       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT uq_browser_session_secret UNIQUE (secret_hash),
    CONSTRAINT fk_browser_session_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    KEY ix_browser_session_account_address (account_id, address),
    KEY ix_browser_session_expires_at (expires_at)
) ENGINE = InnoDB;
