-- The relay's lease and how far it published: the log is the outbox, this row is its reading mark.
CREATE TABLE relay (
    name     TEXT   PRIMARY KEY,
    holder   BLOB  NOT NULL,
    until    INTEGER NOT NULL,
    position INTEGER NOT NULL
);

-- Messages that a reaction could not take after all its tries, with the reason; nothing is lost.
CREATE TABLE parked (
    consumer TEXT   NOT NULL,
    event_id BLOB  NOT NULL,
    subject  TEXT   NOT NULL,
    payload  BLOB  NOT NULL,
    reason   TEXT   NOT NULL,
    PRIMARY KEY (consumer, event_id)
);
