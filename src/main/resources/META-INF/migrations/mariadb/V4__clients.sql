-- What is registered about OAuth clients, as client metadata (RFC 7591 §2). A deleted client keeps its row for a day, so that
-- every node sees it go.
CREATE TABLE IF NOT EXISTS client (
    id                      VARCHAR(128) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    origin                  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    metadata                MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    secret_hash             VARCHAR(512) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    sealed_secret           VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    secret_expires_at       DATETIME(3) NULL,
    registration_token_hash VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin NULL,
    created_at              DATETIME(3) NOT NULL,
    deleted_at              DATETIME(3) NULL,
    revision                BIGINT NOT NULL,
    KEY ix_client_revision (revision),
    KEY ix_client_deleted_at (deleted_at)
) ENGINE = InnoDB;

-- One row that numbers the changes of clients: who changes one holds it until the commit, so numbers are seen in order.
CREATE TABLE IF NOT EXISTS client_revision (
    id     INTEGER NOT NULL PRIMARY KEY,
    latest BIGINT NOT NULL
) ENGINE = InnoDB;

INSERT IGNORE INTO client_revision (id, latest) VALUES (1, 0);
