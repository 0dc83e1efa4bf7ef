-- The Merkle tree over the events: its right edge moves with the head, in the append's own transaction.
ALTER TABLE head ADD COLUMN leaves BIGINT NOT NULL DEFAULT 0;
ALTER TABLE head ADD COLUMN peaks BYTEA NOT NULL DEFAULT ''::bytea;

-- What the tree holds of an event; so that a changed event can be named. Null in events from before.
ALTER TABLE event ADD COLUMN leaf BYTEA;

-- Signed notes over the tree at some of its sizes; rows are only ever added.
CREATE TABLE checkpoint (
    size BIGINT PRIMARY KEY,
    note TEXT   NOT NULL
);
