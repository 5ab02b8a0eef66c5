//! Event data into the store: rows of numbers, known again without an index over them.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher as _};

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{OptionalExtension as _, Row, ToSql, Transaction, params};

use super::documents;
use super::event::{Code, Own, Rest, codes};
use super::repeats::{SPAN, in_batch, marks};
use super::save::{Actors, Key};
use crate::model::{Party, Statement};

/// Codes of one rule at most. A data set that words each of its rows anew is kept as statements, since codes are gone
/// through one by one.
const CODES_OF_A_RULE: usize = 64;
/// Documents whose keys are remembered; of GDELT's addresses there are more than memory should hold.
const DOCUMENTS: usize = 1 << 16;

/// What was found or made in the file so far, so that a row costs no look-ups.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// By a hash of their ids and words.
    parties: HashMap<u64, Vec<(Party, Key)>>,
    /// By their rules.
    codes: HashMap<String, Vec<(Code, Key)>>,
    documents: HashMap<String, Key>,
    places: HashMap<String, Key>,
    /// Batches that were saved through it, by their first keys.
    batches: HashSet<Key>,
    /// What their rows say, as 128 bits: among 10¹² rows, two alike by chance are less likely than 10⁻¹⁴.
    rows: HashSet<u128>,
}

/// A row of `events`.
#[derive(Debug, PartialEq)]
pub(super) struct EventRow {
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
    /// The marks and keys of its rows, in order of the keys.
    rows: Vec<(u32, Key)>,
    days: Option<(i32, i32)>,
}

impl Batch {
    pub(super) fn add(&mut self, row: &EventRow, key: Key) {
        self.rows.push((row.mark(), key));
        self.days = Some(span(self.days, row.own.day));
    }

    /// Whether the key is too far from the first to be in it.
    pub(super) fn is_full(&self, key: Key) -> bool {
        self.rows
            .first()
            .is_some_and(|(_, first)| key - first >= SPAN)
    }
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

    /// The statements as rows of events; `None` for one that is none. What they name is added to the store.
    pub(super) fn rows(
        &mut self,
        change: &Transaction<'_>,
        actors: &mut Actors,
        statements: &[Statement],
    ) -> rusqlite::Result<Vec<Option<EventRow>>> {
        statements
            .iter()
            .map(|statement| self.row(change, actors, statement))
            .collect()
    }

    /// A statement as a row of events, as [`Dictionary::rows`].
    pub(super) fn row(
        &mut self,
        change: &Transaction<'_>,
        actors: &mut Actors,
        statement: &Statement,
    ) -> rusqlite::Result<Option<EventRow>> {
        let Some((code, own)) = self.code(change, statement)? else {
            return Ok(None);
        };
        Ok(Some(EventRow {
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
        }))
    }

    /// Which of the rows are in the store, by the marks of those batches that speak of their days.
    ///
    /// Rows that were added through this dictionary it knows itself.
    pub(super) fn known(
        &self,
        change: &Transaction<'_>,
        rows: &[Option<EventRow>],
    ) -> rusqlite::Result<Vec<bool>> {
        let mut known = vec![false; rows.len()];
        let days = rows.iter().flatten().map(|row| row.own.day);
        let Some((first, last)) = days.fold(None, |range, day| Some(span(range, day))) else {
            return Ok(known);
        };
        let mut hashes: Vec<(u32, usize)> = rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some((row.as_ref()?.mark(), at)))
            .collect();
        hashes.sort_unstable();
        let mut query = change.prepare_cached(
            "SELECT first, marks FROM batches WHERE first_day <= ? AND last_day >= ?",
        )?;
        let mut batches = query.query([last, first])?;
        while let Some(batch) = batches.next()? {
            let first: Key = batch.get(0)?;
            if !self.batches.contains(&first) {
                let marks = batch.get_ref(1)?.as_blob()?;
                in_batch(change, (first, marks), &hashes, rows, &mut |at| {
                    known[at] = true;
                })?;
            }
        }
        Ok(known)
    }

    /// Adds a row under the key; `false` if it was added before.
    pub(super) fn insert(
        &mut self,
        change: &Transaction<'_>,
        row: &EventRow,
        key: Key,
        batch: &mut Batch,
    ) -> rusqlite::Result<bool> {
        if !self.rows.insert(row.identity()) {
            return Ok(false);
        }
        if batch.is_full(key) {
            self.close(change, std::mem::take(batch))?;
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
        batch.add(row, key);
        Ok(true)
    }

    /// Writes down where the batch stands.
    pub(super) fn close(
        &mut self,
        change: &Transaction<'_>,
        mut batch: Batch,
    ) -> rusqlite::Result<()> {
        if let (Some(&(_, first)), Some(&(_, last)), Some((first_day, last_day))) =
            (batch.rows.first(), batch.rows.last(), batch.days)
        {
            change
                .prepare_cached(
                    "INSERT INTO batches (first, last, first_day, last_day, marks) VALUES (?, ?, ?, ?, ?)",
                )?
                .execute(params![
                    first,
                    last,
                    first_day,
                    last_day,
                    marks(first, &mut batch.rows)
                ])?;
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
        let mut hasher = DefaultHasher::new();
        (&party.id, &party.text).hash(&mut hasher);
        let place = hasher.finish();
        let alike = self.parties.get(&place);
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
            .entry(place)
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
        let key = documents::of_statement(change, statement)?;
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

impl EventRow {
    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
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

    /// A short hash of what the row says, the same in every version of the program.
    fn mark(&self) -> u32 {
        let mut hasher = crc32fast::Hasher::new();
        for number in [
            self.source,
            self.target,
            self.code,
            self.document,
            self.sentence,
        ] {
            hasher.update(&number.to_le_bytes());
        }
        hasher.update(&self.own.day.to_le_bytes());
        hasher.update(&self.own.delay.to_le_bytes());
        hasher.update(&self.place.unwrap_or_default().to_le_bytes());
        match &self.own.rest {
            Rest::None => {}
            Rest::Number(number) => hasher.update(&number.to_le_bytes()),
            Rest::Text(text) => hasher.update(text.as_bytes()),
        }
        hasher.finalize()
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
