//! What rows of event data share, by its keys in the file.

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::codes::codes;
use super::save::{Actors, Key};
use crate::model::{EventKind, Party, QuickMap, quick_hash};

/// Codes of one rule at most. A data set that words each of its rows anew is kept as statements, since codes are gone
/// through one by one.
const CODES_OF_A_RULE: usize = 64;

/// What was found or made in the file so far, so that few rows cost a look-up.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// By a hash of their ids and words.
    parties: QuickMap<u64, Vec<(Party, Key)>>,
    /// By their rules.
    codes: QuickMap<String, Vec<(EventKind, Key)>>,
    places: QuickMap<String, Key>,
}

impl Dictionary {
    /// The row of a kind, made if there is none; `None` when its rule has too many.
    pub(super) fn code(
        &mut self,
        change: &Transaction<'_>,
        kind: &EventKind,
    ) -> rusqlite::Result<Option<Key>> {
        let known = self.codes.entry(kind.rule.clone()).or_default();
        let key = |known: &[(EventKind, Key)]| {
            let same = known.iter().find(|(known, _)| known == kind);
            same.map(|(_, key)| *key)
        };
        if let Some(key) = key(known) {
            return Ok(Some(key));
        }
        if known.len() >= CODES_OF_A_RULE {
            return Ok(None);
        }
        // It may be in the file, also since another process has written to it.
        *known = codes(change, "WHERE rule = ? ORDER BY key", [&kind.rule])?;
        if let Some(key) = key(known) {
            return Ok(Some(key));
        }
        if known.len() >= CODES_OF_A_RULE {
            return Ok(None);
        }
        change
            .prepare_cached(
                "INSERT INTO codes (rule, action, kind, status, mutual, plover, mode, cameo, quad, goldstein, confidence,
                     published_inferred, id, evidence)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                kind.rule,
                kind.action.as_str(),
                kind.kind,
                kind.status.as_str(),
                kind.mutual,
                kind.event.plover,
                kind.event.mode,
                kind.event.cameo,
                kind.event.quad,
                f64::from(kind.event.goldstein),
                f64::from(kind.confidence),
                kind.published_inferred,
                kind.id,
                kind.evidence,
            ])?;
        let key = change.last_insert_rowid();
        known.push((kind.clone(), key));
        Ok(Some(key))
    }

    /// The row of an actor under its words, made if there is none.
    pub(super) fn party(
        &mut self,
        change: &Transaction<'_>,
        actors: &mut Actors,
        party: &Party,
    ) -> rusqlite::Result<Key> {
        let place = quick_hash((&party.id, &party.text));
        let alike = self.parties.get(&place);
        if let Some((_, key)) = alike
            .into_iter()
            .flatten()
            .find(|(known, _)| known == party)
        {
            return Ok(*key);
        }
        let before: Option<Key> = change
            .prepare_cached(
                "SELECT parties.key FROM actors JOIN parties ON actor = actors.key AND text = ?
                 WHERE id = ? AND name = ? AND kind = ? AND principal = ? AND principal_name = ? AND office IS ?",
            )?
            .query_row(
                params![
                    party.text,
                    party.id.as_str(),
                    party.name,
                    party.kind.as_str(),
                    party.principal.as_str(),
                    party.principal_name,
                    party.office
                ],
                |row| row.get(0),
            )
            .optional()?;
        let key = if let Some(key) = before {
            key
        } else {
            let actor = actors.key(change, party)?;
            change
                .prepare_cached("INSERT INTO parties (actor, text) VALUES (?, ?)")?
                .execute(params![actor, party.text])?;
            change.last_insert_rowid()
        };
        self.parties
            .entry(place)
            .or_default()
            .push((party.clone(), key));
        Ok(key)
    }

    /// The row of a place, made if there is none.
    pub(super) fn place(&mut self, change: &Transaction<'_>, name: &str) -> rusqlite::Result<Key> {
        if let Some(&key) = self.places.get(name) {
            return Ok(key);
        }
        let before: Option<Key> = change
            .prepare_cached("SELECT key FROM places WHERE name = ?")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        let key = if let Some(key) = before {
            key
        } else {
            change
                .prepare_cached("INSERT INTO places (name) VALUES (?)")?
                .execute([name])?;
            change.last_insert_rowid()
        };
        self.places.insert(name.to_owned(), key);
        Ok(key)
    }
}
