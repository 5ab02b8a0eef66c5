//! Event data into the store: rows of numbers, known again without an index over them.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher as _};

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{OptionalExtension as _, Row, ToSql, Transaction, params};

use super::event::{Code, Own, Rest};
use super::load::{Cell, each_worded};
use super::save::{Actors, Key, document};
use crate::model::{EventCode, Party, Statement};

/// Codes of one rule at most. A data set that words each of its rows anew is kept as statements, since codes are gone
/// through one by one.
const CODES_OF_A_RULE: usize = 64;
/// Documents whose keys are remembered; of GDELT's addresses there are more than memory should hold.
const DOCUMENTS: usize = 1 << 16;

/// What was found or made in the file so far, so that a row costs no look-ups.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// By their words.
    parties: HashMap<String, Vec<(Party, Key)>>,
    /// By their rules.
    codes: HashMap<String, Vec<(Code, Key)>>,
    documents: HashMap<String, Key>,
    places: HashMap<String, Key>,
    /// Batches whose rows are in `rows`, by their first keys.
    batches: HashSet<Key>,
    /// What the rows of these batches say, as 128 bits: among 10¹² rows, two alike by chance are less likely than 10⁻¹⁴.
    rows: HashSet<u128>,
}

/// A row of `events`.
#[derive(Debug)]
struct EventRow {
    source: Key,
    target: Key,
    code: Key,
    own: Own,
    document: Key,
    sentence: i64,
    place: Option<Key>,
}

/// Where a batch of events stands and which days it speaks of.
#[derive(Debug, Default)]
pub(super) struct Batch {
    keys: Option<(Key, Key)>,
    days: Option<(i32, i32)>,
}

impl ToSql for Rest {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::None => ToSqlOutput::Owned(Value::Null),
            Self::Number(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl Dictionary {
    /// Forgets everything, for when the rows that it knows may not have been kept.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Reads the batches that speak of any of the statements' days, so that repeats are known.
    pub(super) fn recall(
        &mut self,
        change: &Transaction<'_>,
        statements: &[Statement],
    ) -> rusqlite::Result<()> {
        let days = statements
            .iter()
            .filter_map(|statement| statement.when.as_ref()?.start)
            .map(Own::days_since_epoch);
        let Some((first, last)) = days.fold(None, |range, day| Some(span(range, day))) else {
            return Ok(());
        };
        let batches: Vec<(Key, Key)> = change
            .prepare_cached(
                "SELECT first, last FROM batches WHERE first_day <= ? AND last_day >= ?",
            )?
            .query_map([last, first], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (first, last) in batches {
            if !self.batches.insert(first) {
                continue;
            }
            let mut query = change.prepare_cached(
                "SELECT source, target, code, day, delay, document, sentence, rest, place FROM events
                 WHERE key BETWEEN ? AND ?",
            )?;
            let mut rows = query.query([first, last])?;
            while let Some(row) = rows.next()? {
                self.rows.insert(EventRow::of(row)?.identity());
            }
        }
        Ok(())
    }

    /// Adds a statement as an event under the key; `None` if it is none, `Some(false)` if it is there already.
    pub(super) fn insert(
        &mut self,
        change: &Transaction<'_>,
        actors: &mut Actors,
        statement: &Statement,
        key: Key,
        batch: &mut Batch,
    ) -> rusqlite::Result<Option<bool>> {
        let Some((code, own)) = self.code(change, statement)? else {
            return Ok(None);
        };
        let row = EventRow {
            source: self.party(change, actors, &statement.source)?,
            target: self.party(change, actors, &statement.target)?,
            code,
            own,
            document: self.document(change, statement)?,
            sentence: statement.sentence as i64,
            place: match &statement.place {
                Some(name) => Some(self.place(change, name)?),
                None => None,
            },
        };
        if !self.rows.insert(row.identity()) {
            return Ok(Some(false));
        }
        change
            .prepare_cached(
                "INSERT INTO events (key, source, target, code, day, delay, document, sentence, rest, place)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                key,
                row.source,
                row.target,
                row.code,
                row.own.day,
                row.own.delay,
                row.document,
                row.sentence,
                row.own.rest,
                row.place
            ])?;
        batch.keys = Some(batch.keys.map_or((key, key), |(first, _)| (first, key)));
        batch.days = Some(span(batch.days, row.own.day));
        Ok(Some(true))
    }

    /// Writes down where the batch stands.
    pub(super) fn close(
        &mut self,
        change: &Transaction<'_>,
        batch: &Batch,
    ) -> rusqlite::Result<()> {
        if let (Some((first, last)), Some((first_day, last_day))) = (batch.keys, batch.days) {
            change
                .prepare_cached(
                    "INSERT INTO batches (first, last, first_day, last_day) VALUES (?, ?, ?, ?)",
                )?
                .execute(params![first, last, first_day, last_day])?;
            self.batches.insert(first);
        }
        Ok(())
    }

    fn code(
        &mut self,
        change: &Transaction<'_>,
        statement: &Statement,
    ) -> rusqlite::Result<Option<(Key, Own)>> {
        let known = self.codes.entry(statement.rule.clone()).or_default();
        match Code::of(statement, known.iter()) {
            Some((Ok(key), own)) => return Ok(Some((key, own))),
            Some((Err(_), _)) if known.len() < CODES_OF_A_RULE => {}
            _ => return Ok(None),
        }
        // It may be in the file, also since another process has written to it.
        *known = codes(change, "WHERE rule = ? ORDER BY key", [&statement.rule])?;
        let (code, own) = match Code::of(statement, known.iter()) {
            Some((Ok(key), own)) => return Ok(Some((key, own))),
            Some((Err(code), own)) if known.len() < CODES_OF_A_RULE => (code, own),
            _ => return Ok(None),
        };
        change
            .prepare_cached(
                "INSERT INTO codes (rule, action, kind, status, mutual, plover, mode, cameo, quad, goldstein, confidence,
                     published_inferred, id, evidence)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                code.rule,
                code.action.as_str(),
                code.kind,
                code.status.as_str(),
                code.mutual,
                code.event.plover,
                code.event.mode,
                code.event.cameo,
                code.event.quad,
                f64::from(code.event.goldstein),
                f64::from(code.confidence),
                code.published_inferred,
                code.id,
                code.evidence,
            ])?;
        let key = change.last_insert_rowid();
        known.push((code, key));
        Ok(Some((key, own)))
    }

    fn party(
        &mut self,
        change: &Transaction<'_>,
        actors: &mut Actors,
        party: &Party,
    ) -> rusqlite::Result<Key> {
        let alike = self.parties.get(&party.text);
        if let Some((_, key)) = alike
            .into_iter()
            .flatten()
            .find(|(known, _)| known == party)
        {
            return Ok(*key);
        }
        let actor = actors.key(change, party)?;
        let before: Option<Key> = change
            .prepare_cached("SELECT key FROM parties WHERE text = ? AND actor = ?")?
            .query_row(params![party.text, actor], |row| row.get(0))
            .optional()?;
        let key = if let Some(key) = before {
            key
        } else {
            change
                .prepare_cached("INSERT INTO parties (actor, text) VALUES (?, ?)")?
                .execute(params![actor, party.text])?;
            change.last_insert_rowid()
        };
        self.parties
            .entry(party.text.clone())
            .or_default()
            .push((party.clone(), key));
        Ok(key)
    }

    fn document(
        &mut self,
        change: &Transaction<'_>,
        statement: &Statement,
    ) -> rusqlite::Result<Key> {
        if let Some(&key) = self.documents.get(&statement.document) {
            return Ok(key);
        }
        if self.documents.len() >= DOCUMENTS {
            self.documents.clear();
        }
        let key = document(change, statement)?;
        self.documents.insert(statement.document.clone(), key);
        Ok(key)
    }

    fn place(&mut self, change: &Transaction<'_>, name: &str) -> rusqlite::Result<Key> {
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

/// Turns the rows of event data that an earlier version kept as statements into events, under the keys that they have.
pub(super) fn repack(
    change: &Transaction<'_>,
    actors: &mut Actors,
    dictionary: &mut Dictionary,
) -> Cell<()> {
    let mut packed = Vec::new();
    let mut batch = Batch::default();
    each_worded(change, |key, statement| {
        // Texts have a digest, and keep their sentences.
        let of_text: bool = change
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM documents WHERE id = ? AND digest IS NOT NULL)",
            )?
            .query_row([&statement.document], |row| row.get(0))?;
        if !of_text
            && dictionary
                .insert(change, actors, &statement, key, &mut batch)?
                .is_some()
        {
            packed.push(key);
        }
        Ok(())
    })?;
    dictionary.close(change, &batch)?;
    for key in packed {
        change
            .prepare_cached("DELETE FROM statements WHERE key = ?")?
            .execute([key])?;
    }
    change.execute_batch(
        "DELETE FROM sentences WHERE NOT EXISTS (SELECT 1 FROM statements WHERE sentence = sentences.key)",
    )?;
    Ok(())
}

impl EventRow {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            source: row.get(0)?,
            target: row.get(1)?,
            code: row.get(2)?,
            own: Own {
                day: row.get(3)?,
                delay: row.get(4)?,
                rest: rest(row.get_ref(7)?)?,
            },
            document: row.get(5)?,
            sentence: row.get(6)?,
            place: row.get(8)?,
        })
    }

    /// All that the row says. Keys of what it names are those of this file and never change.
    fn identity(&self) -> u128 {
        let half = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            (self.source, self.target, self.code, self.own.day).hash(&mut hasher);
            (self.own.delay, self.document, self.sentence, self.place).hash(&mut hasher);
            self.own.rest.hash(&mut hasher);
            u128::from(hasher.finish())
        };
        (half(0) << 64) | half(1)
    }
}

/// A cell of the column of ids' rests.
pub(super) fn rest(cell: ValueRef<'_>) -> rusqlite::Result<Rest> {
    Ok(match cell {
        ValueRef::Null => Rest::None,
        ValueRef::Integer(number) => Rest::Number(number),
        other => Rest::Text(other.as_str()?.to_owned()),
    })
}

/// The range of days with the day in it.
fn span(range: Option<(i32, i32)>, day: i32) -> (i32, i32) {
    range.map_or((day, day), |(first, last)| (first.min(day), last.max(day)))
}

/// Some of the codes with their keys.
pub(super) fn codes<P: rusqlite::Params>(
    connection: &rusqlite::Connection,
    which: &str,
    parameters: P,
) -> rusqlite::Result<Vec<(Code, Key)>> {
    let word = |row: &Row<'_>, at: usize| -> rusqlite::Result<String> { row.get(at) };
    let wrong = |at: usize, message: String| {
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, message.into())
    };
    connection
        .prepare_cached(&format!(
            "SELECT key, rule, action, kind, status, mutual, plover, mode, cameo, quad, goldstein, confidence,
                 published_inferred, id, evidence FROM codes {which}"
        ))?
        .query_map(parameters, |row| {
            let code = Code {
                rule: word(row, 1)?,
                action: word(row, 2)?
                    .parse()
                    .map_err(|error| wrong(2, format!("{error}")))?,
                kind: word(row, 3)?,
                status: word(row, 4)?
                    .parse()
                    .map_err(|error| wrong(4, format!("{error}")))?,
                mutual: row.get(5)?,
                event: EventCode {
                    plover: word(row, 6)?,
                    mode: word(row, 7)?,
                    cameo: word(row, 8)?,
                    quad: row.get(9)?,
                    goldstein: row.get::<_, f64>(10)? as f32,
                },
                confidence: row.get::<_, f64>(11)? as f32,
                published_inferred: row.get(12)?,
                id: word(row, 13)?,
                evidence: word(row, 14)?,
            };
            Ok((code, row.get(0)?))
        })?
        .collect()
}
