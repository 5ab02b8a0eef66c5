-- Version 1 of a store's tables; docs/store.md explains them. Never edited once released: changes are new files.
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    stem TEXT NOT NULL,
    published TEXT,
    digest BLOB,
    program TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_content ON documents (digest) WHERE digest IS NOT NULL;

CREATE TABLE sentences (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (key),
    number INTEGER NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
-- With the text, since event files put every row under one document and number.
CREATE INDEX sentences_by_document ON sentences (document, number, text);

CREATE TABLE actors (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    principal TEXT NOT NULL,
    principal_name TEXT NOT NULL,
    office TEXT
) STRICT;
CREATE INDEX actors_by_id ON actors (id);

CREATE TABLE statements (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    sentence INTEGER NOT NULL REFERENCES sentences (key),
    published TEXT,
    published_inferred INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES actors (key),
    source_text TEXT NOT NULL,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    target INTEGER NOT NULL REFERENCES actors (key),
    target_text TEXT NOT NULL,
    target_start INTEGER NOT NULL,
    target_end INTEGER NOT NULL,
    alternatives TEXT,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    mutual INTEGER NOT NULL,
    plover TEXT NOT NULL,
    mode TEXT NOT NULL,
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL,
    goldstein REAL NOT NULL,
    when_start TEXT,
    when_end TEXT,
    when_precision TEXT,
    when_text TEXT,
    when_open INTEGER,
    attributed_to TEXT,
    topic TEXT,
    place TEXT,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL
) STRICT;
CREATE INDEX statements_by_sentence ON statements (sentence);
CREATE INDEX statements_by_source ON statements (source);
CREATE INDEX statements_by_target ON statements (target);

CREATE VIEW readable AS
SELECT statements.id, documents.id AS document, statements.published, source.principal AS source, action, statements.kind,
    status, target.principal AS target, when_start, when_end, plover, cameo, quad, goldstein, sentences.text AS evidence
FROM statements
JOIN sentences ON sentences.key = statements.sentence
JOIN documents ON documents.key = sentences.document
JOIN actors AS source ON source.key = statements.source
JOIN actors AS target ON target.key = statements.target;
