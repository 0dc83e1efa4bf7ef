-- The Merkle tree over the events: its right edge moves with the head, in the append's own transaction.
ALTER TABLE head ADD COLUMN leaves INTEGER NOT NULL DEFAULT 0;
ALTER TABLE head ADD COLUMN peaks BLOB NOT NULL DEFAULT x'';

-- What the tree holds of an event; so that a changed event can be named. Null in events from before.
ALTER TABLE event ADD COLUMN leaf BLOB;

-- Signed notes over the tree at some of its sizes; rows are only ever added.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT    NOT NULL
);
