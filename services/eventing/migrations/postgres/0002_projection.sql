-- How far each version of each read model got; written in the transaction of the rows it covers.
CREATE TABLE projection (
    name     TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    position BIGINT NOT NULL,
    live     BIGINT NOT NULL,
    PRIMARY KEY (name, version)
);
