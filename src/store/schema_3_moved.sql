-- Version 3, once the documents are in their new table.
DROP VIEW readable;
DROP TABLE documents;
ALTER TABLE documents_3 RENAME TO documents;
CREATE INDEX documents_by_mark ON documents (mark);
CREATE INDEX documents_by_content ON documents (digest) WHERE digest IS NOT NULL;
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

CREATE TRIGGER statements_changed AFTER UPDATE ON statements BEGIN DELETE FROM seals; END;
CREATE TRIGGER statements_removed AFTER DELETE ON statements BEGIN DELETE FROM seals; END;
CREATE TRIGGER events_changed AFTER UPDATE ON events BEGIN DELETE FROM seals; END;
CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN DELETE FROM seals; END;
CREATE TRIGGER sentences_changed AFTER UPDATE ON sentences BEGIN DELETE FROM seals; END;
CREATE TRIGGER sentences_removed AFTER DELETE ON sentences BEGIN DELETE FROM seals; END;
CREATE TRIGGER actors_changed AFTER UPDATE ON actors BEGIN DELETE FROM seals; END;
CREATE TRIGGER actors_removed AFTER DELETE ON actors BEGIN DELETE FROM seals; END;
CREATE TRIGGER parties_changed AFTER UPDATE ON parties BEGIN DELETE FROM seals; END;
CREATE TRIGGER parties_removed AFTER DELETE ON parties BEGIN DELETE FROM seals; END;
CREATE TRIGGER codes_changed AFTER UPDATE ON codes BEGIN DELETE FROM seals; END;
CREATE TRIGGER codes_removed AFTER DELETE ON codes BEGIN DELETE FROM seals; END;
CREATE TRIGGER places_changed AFTER UPDATE ON places BEGIN DELETE FROM seals; END;
CREATE TRIGGER places_removed AFTER DELETE ON places BEGIN DELETE FROM seals; END;
CREATE TRIGGER documents_changed AFTER UPDATE OF key, id ON documents BEGIN DELETE FROM seals; END;
CREATE TRIGGER documents_removed AFTER DELETE ON documents BEGIN DELETE FROM seals; END;
