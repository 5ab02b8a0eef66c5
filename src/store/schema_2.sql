-- Version 2: event data in numbers; docs/store.md explains the tables. Never edited once released: changes are new files.
-- No foreign keys are declared on events, since SQLite would look each of them up for every row.
CREATE TABLE parties (
    key INTEGER PRIMARY KEY,
    actor INTEGER NOT NULL REFERENCES actors (key),
    text TEXT NOT NULL
) STRICT;
CREATE INDEX parties_by_text ON parties (text);

CREATE TABLE codes (
    key INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    mutual INTEGER NOT NULL,
    plover TEXT NOT NULL,
    mode TEXT NOT NULL,
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL,
    goldstein REAL NOT NULL,
    confidence REAL NOT NULL,
    published_inferred INTEGER NOT NULL,
    id TEXT NOT NULL,
    evidence TEXT NOT NULL
) STRICT;
CREATE INDEX codes_by_rule ON codes (rule);

CREATE TABLE places (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE events (
    key INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    code INTEGER NOT NULL,
    day INTEGER NOT NULL,
    delay INTEGER NOT NULL,
    document INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    rest ANY,
    place INTEGER
) STRICT;

CREATE TABLE batches (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL
) STRICT;

DROP VIEW readable;
-- It was the id again, and nothing read it.
ALTER TABLE documents DROP COLUMN stem;
CREATE VIEW readable AS
SELECT statements.id, documents.id AS document, statements.published, source.principal AS source, action, statements.kind,
    status, target.principal AS target, when_start, when_end, plover, cameo, quad, goldstein, sentences.text AS evidence
FROM statements
JOIN sentences ON sentences.key = statements.sentence
JOIN documents ON documents.key = sentences.document
JOIN actors AS source ON source.key = statements.source
JOIN actors AS target ON target.key = statements.target
UNION ALL
SELECT
    replace(replace(replace(replace(replace(codes.id, '{day}', date(day * 86400, 'unixepoch')), '{cameo}', cameo),
        '{source}', source.text), '{target}', target.text), '{rest}', coalesce(rest, '')),
    documents.id, date((day + delay) * 86400, 'unixepoch'), doer.principal, action, codes.kind,
    status, other.principal, date(day * 86400, 'unixepoch'), date(day * 86400, 'unixepoch'), plover, cameo, quad, goldstein,
    replace(replace(codes.evidence, '{source}', source.text), '{target}', target.text)
FROM events
JOIN codes ON codes.key = events.code
JOIN documents ON documents.key = events.document
JOIN parties AS source ON source.key = events.source
JOIN parties AS target ON target.key = events.target
JOIN actors AS doer ON doer.key = source.actor
JOIN actors AS other ON other.key = target.actor;
