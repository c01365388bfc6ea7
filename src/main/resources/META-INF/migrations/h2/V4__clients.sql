-- The H2 twin of the MariaDB migration of this number.

-- What is registered about OAuth clients, as client metadata (RFC 7591 §2). A deleted client keeps its row for a day, so that
-- every node sees it go.
CREATE TABLE IF NOT EXISTS client (
    id                      VARCHAR(128) NOT NULL PRIMARY KEY,
    origin                  VARCHAR(16) NOT NULL,
    metadata                CHARACTER LARGE OBJECT NOT NULL,
    secret_hash             VARCHAR(512) NULL,
    sealed_secret           VARCHAR(2000) NULL,
    secret_expires_at       TIMESTAMP(3) NULL,
    registration_token_hash VARCHAR(64) NULL,
    created_at              TIMESTAMP(3) NOT NULL,
    deleted_at              TIMESTAMP(3) NULL,
    revision                BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_client_revision ON client (revision);
CREATE INDEX IF NOT EXISTS ix_client_deleted_at ON client (deleted_at);

-- One row that numbers the changes of clients: who changes one holds it until the commit, so numbers are seen in order.
CREATE TABLE IF NOT EXISTS client_revision (
    id     INTEGER NOT NULL PRIMARY KEY,
    latest BIGINT NOT NULL
);

MERGE INTO client_revision (id, latest) KEY (id) VALUES (1, 0);
