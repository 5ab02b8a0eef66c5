-- Version 4: addresses of reports have a table of their own; docs/store.md explains the tables. Never edited once released.
CREATE TABLE sites (
    key INTEGER PRIMARY KEY,
    prefix TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE reports (
    key INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    rest ANY NOT NULL
) STRICT;

-- By which reports are found again: for each of a run a hash and its place in it, sorted.
CREATE TABLE report_marks (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    marks BLOB NOT NULL
) STRICT;

-- Marks stand last, so that what is before them is read without them. They are made anew, since they hold keys of reports.
DROP TABLE batches;
CREATE TABLE batches (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    first_rest INTEGER,
    last_rest INTEGER,
    marks BLOB NOT NULL
) STRICT;

DROP VIEW readable;
ALTER TABLE events RENAME COLUMN document TO report;
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
        '{source}', source.text), '{target}', target.text), '{rest}', coalesce(events.rest, '')),
    sites.prefix || reports.rest, date((day + delay) * 86400, 'unixepoch'), doer.principal, action, codes.kind,
    status, other.principal, date(day * 86400, 'unixepoch'), date(day * 86400, 'unixepoch'), plover, cameo, quad, goldstein,
    replace(replace(codes.evidence, '{source}', source.text), '{target}', target.text)
FROM events
JOIN codes ON codes.key = events.code
JOIN reports ON reports.key = events.report
JOIN sites ON sites.key = reports.site
JOIN parties AS source ON source.key = events.source
JOIN parties AS target ON target.key = events.target
JOIN actors AS doer ON doer.key = source.actor
JOIN actors AS other ON other.key = target.actor;
