-- The event store: one total order without gaps (position), one order per stream (version).
CREATE TABLE head (
    id       SMALLINT PRIMARY KEY CHECK (id = 1),
    position BIGINT NOT NULL
);
INSERT INTO head (id, position) VALUES (1, 0);

CREATE TABLE event (
    position   BIGINT PRIMARY KEY,
    stream     BYTEA  NOT NULL,
    version    BIGINT NOT NULL,
    event_type TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    principal  TEXT   NOT NULL,
    centre     TEXT   NOT NULL,
    payload    BYTEA  NOT NULL,
    UNIQUE (stream, version)
);

-- The request log: which request ids were answered, and with what.
CREATE TABLE request (
    request_id  BYTEA  PRIMARY KEY,
    fingerprint BYTEA  NOT NULL,
    stream      BYTEA  NOT NULL,
    version     BIGINT NOT NULL,
    position    BIGINT NOT NULL,
    at          BIGINT NOT NULL
);

CREATE TABLE snapshot (
    stream  BYTEA  PRIMARY KEY,
    version BIGINT NOT NULL,
    payload BYTEA  NOT NULL
);
