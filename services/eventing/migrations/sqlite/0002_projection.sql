-- How far each version of each read model got; written in the transaction of the rows it covers.
CREATE TABLE projection (
    name     TEXT   NOT NULL,
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    live     INTEGER NOT NULL,
    PRIMARY KEY (name, version)
);
