-- Version 3: what an index and a later reading are told by; docs/store.md explains the tables. Never edited once released.
-- A seal is set on each batch. Whatever changes or removes what was saved breaks all seals, whoever does it.
CREATE TABLE seals (
    number INTEGER PRIMARY KEY,
    nonce BLOB NOT NULL
) STRICT;

-- What the rows of a batch say, by which repeats are known: for each a hash and its place in the batch, sorted.
ALTER TABLE batches ADD COLUMN marks BLOB;

-- Documents are found by a hash of their id, since an index over addresses is as long as these. `documents.rs` moves them.
CREATE TABLE documents_3 (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    mark INTEGER NOT NULL,
    published TEXT,
    digest BLOB,
    program TEXT
) STRICT;
