-- Version 6: the words are in the index by which parties are found, since an actor may have dozens. Never edited once released.
DROP INDEX parties_by_actor;
CREATE INDEX parties_by_actor ON parties (actor, text);
