-- The event store: one total order without gaps (position), one order per stream (version).
CREATE TABLE head (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    position INTEGER NOT NULL
);
INSERT INTO head (id, position) VALUES (1, 0);

CREATE TABLE event (
    position   INTEGER PRIMARY KEY,
    stream     BLOB  NOT NULL,
    version    INTEGER NOT NULL,
    event_type TEXT   NOT NULL,
    at         INTEGER NOT NULL,
    principal  TEXT   NOT NULL,
    centre     TEXT   NOT NULL,
    payload    BLOB  NOT NULL,
    UNIQUE (stream, version)
);

-- The request log: which request ids were answered, and with what.
CREATE TABLE request (
    request_id  BLOB  PRIMARY KEY NOT NULL,
    fingerprint BLOB  NOT NULL,
    stream      BLOB  NOT NULL,
    version     INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    at          INTEGER NOT NULL
);

CREATE TABLE snapshot (
    stream  BLOB  PRIMARY KEY,
    version INTEGER NOT NULL,
    payload BLOB  NOT NULL
);
