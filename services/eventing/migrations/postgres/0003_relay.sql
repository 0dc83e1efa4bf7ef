-- The relay's lease and how far it published: the log is the outbox, this row is its reading mark.
CREATE TABLE relay (
    name     TEXT   PRIMARY KEY,
    holder   BYTEA  NOT NULL,
    until    BIGINT NOT NULL,
    position BIGINT NOT NULL
);

-- Messages that a reaction could not take after all its tries, with the reason; nothing is lost.
CREATE TABLE parked (
    consumer TEXT   NOT NULL,
    event_id BYTEA  NOT NULL,
    subject  TEXT   NOT NULL,
    payload  BYTEA  NOT NULL,
    reason   TEXT   NOT NULL,
    PRIMARY KEY (consumer, event_id)
);
