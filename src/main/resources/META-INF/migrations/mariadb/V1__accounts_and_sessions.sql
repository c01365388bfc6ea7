-- Texts that identify are compared byte by byte, trailing spaces included (utf8mb4_nopad_bin): what is one identity is
-- decided in Java, by the *_key columns, and not by a collation. Ids are ASCII. Instants are UTC, in milliseconds.

CREATE TABLE IF NOT EXISTS role (
    id   VARCHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    CONSTRAINT uq_role_name UNIQUE (name)
) ENGINE = InnoDB;

INSERT IGNORE INTO role (id, name) VALUES
    ('5f1d6a52-3f0c-4f0a-9a64-0d9f4f3b7c01', 'user'),
    ('c2b7c1de-8a55-4c0d-8f7e-6a1f2e9d4b02', 'admin');

CREATE TABLE IF NOT EXISTS account (
    id            VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY,
    email         VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    email_key     VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    username      VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    username_key  VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    password_hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    role_id       VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    created_at    DATETIME(3) NOT NULL,
    disabled_at   DATETIME(3) NULL,
    version       BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT uq_account_email UNIQUE (email_key),
    CONSTRAINT uq_account_username UNIQUE (username_key),
    CONSTRAINT fk_account_role FOREIGN KEY (role_id) REFERENCES role (id)
) ENGINE = InnoDB;

-- One row a sign-in. A refresh changes it and adds none.
CREATE TABLE IF NOT EXISTS session (
    id             VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    account_id     VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    profile        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    current_token  VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    previous_token VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    rotated_at     DATETIME(3) NOT NULL,
    created_at     DATETIME(3) NOT NULL,
    ends_at        DATETIME(3) NOT NULL,
    expires_at     DATETIME(3) NOT NULL,
    revoked_at     DATETIME(3) NULL,
    address        VARCHAR(45)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    user_agent     VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    CONSTRAINT fk_session_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    KEY ix_session_account_address (account_id, address),
    KEY ix_session_expires_at (expires_at)
) ENGINE = InnoDB;

-- Sessions whose access tokens must not pass any more, for every node to read; kept until the last of them is expired.
CREATE TABLE IF NOT EXISTS revocation (
    id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    session_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    forget_at  DATETIME(3) NOT NULL,
    KEY ix_revocation_forget_at (forget_at)
) ENGINE = InnoDB;

-- Guesses at passwords, appended before they are evaluated. The subject is the id of an account, or '!' and a digest of
-- what was typed where there is no such account: people type passwords into the wrong field.
CREATE TABLE IF NOT EXISTS guess (
    id       BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    subject  VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    address  VARCHAR(45) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    kind     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    made_at  DATETIME(3) NOT NULL,
    KEY ix_guess_subject (subject, made_at),
    KEY ix_guess_address (address, made_at),
    KEY ix_guess_made_at (made_at)
) ENGINE = InnoDB;

-- Keys that sign tokens, sealed. A profile's keys are numbered; the number is what one of several nodes wins.
CREATE TABLE IF NOT EXISTS signing_key (
    id          VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    profile     VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    generation  INTEGER NOT NULL,
    algorithm   VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    sealed_jwk  VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    created_at  DATETIME(3) NOT NULL,
    signs_from  DATETIME(3) NOT NULL,
    gone_at     DATETIME(3) NULL,
    CONSTRAINT uq_signing_key UNIQUE (profile, generation)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS audit_event (
    id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    happened_at DATETIME(3) NOT NULL,
    type        VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    account_id  VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    session_id  VARCHAR(36)   CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    address     VARCHAR(45)   CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    detail      VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
    KEY ix_audit_event_account (account_id, happened_at),
    KEY ix_audit_event_happened_at (happened_at)
) ENGINE = InnoDB;
