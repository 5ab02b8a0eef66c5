//! Statements into the store, batch by batch.

use std::borrow::Borrow;
use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::documents;
use super::fault::told;
use super::open::Store;
use super::save_events::{Batch, Draft, EventWriter};
use super::seal::{is_sealed, seal};
use super::upgrade::mend;
use crate::error::Result;
use crate::model::{Document, Events, Party, Published, Span, Statement};

/// Bytes of a digest. Among 10¹² contents, two alike by chance are less likely than 10⁻¹⁴.
const DIGEST: usize = 16;

pub(super) type Key = i64;
type Digest = [u8; DIGEST];
/// All that a row of `actors` holds.
type ActorRow = (String, String, &'static str, String, String, Option<String>);

/// Keys of the actors met so far, so that a row costs no look-up.
#[derive(Debug, Default)]
pub(super) struct Actors {
    keys: HashMap<ActorRow, Key>,
}

/// What a store knows of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Known {
    /// It was read before, with the same date of publication; nothing is to be done.
    Same,
    /// It was read before under this id, with another date of publication; what is saved takes its place.
    Redated(String),
    /// It is new. Its id in the store: its own, or with a number if another text has that.
    New(String),
}

/// What a batch added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// Statements that were not in the store.
    pub n_new: usize,
    /// Statements that were.
    pub n_known: usize,
}

impl Store {
    /// Whether a text was read before, with the same date of publication, so that it need not be read again.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has_read(&self, document: &Document) -> Result<bool> {
        known(&self.connection, document)
            .map(|known| known == Known::Same)
            .map_err(|error| told(&self.path, &error))
    }

    /// Keeps texts with their statements, all of them or none. Texts and statements that are in the store already are
    /// not added again; a text with a new date of publication takes the place of the old one.
    ///
    /// Texts are told by their words and name: the same words under another name are another document, other words
    /// under the same name get a number, as in one reading.
    ///
    /// When this returns, the batch is on the disk.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing of the batch is in it.
    pub fn save(&mut self, batch: &[(Document, Vec<Statement>)]) -> Result<Saved> {
        self.in_one(|change, actors, _| {
            let mut saved = Saved::default();
            let mut key = next_key(change)?;
            for (document, statements) in batch {
                // Another process may have read the text meanwhile.
                let id = match known(change, document)? {
                    Known::Same => continue,
                    Known::Redated(id) => {
                        forget(change, &id)?;
                        id
                    }
                    Known::New(id) => id,
                };
                documents::keep_text(change, &id, document, &digest_of(document))?;
                for statement in statements {
                    let new = if statement.document == id {
                        insert(change, actors, statement, key)?
                    } else {
                        insert(change, actors, &under(&id, statement), key)?
                    };
                    key += Key::from(new);
                    saved.count(new);
                }
            }
            Ok(saved)
        })
    }

    /// Keeps rows that come without their text, all of them or none; what is event data as numbers.
    ///
    /// # Errors
    /// When the store cannot be written; then nothing of the batch is in it.
    pub fn save_events(&mut self, events: &Events) -> Result<Saved> {
        self.save_pieces(&mut std::iter::once(events), |_| {})
    }

    /// The same of a batch that comes in pieces: the first are written while the last are read. Each is given back once
    /// it is written, but is on the disk only when all are.
    ///
    /// # Errors
    /// As [`Store::save_events`].
    pub fn save_pieces<E: Borrow<Events>>(
        &mut self,
        pieces: &mut dyn Iterator<Item = E>,
        mut give_back: impl FnMut(E),
    ) -> Result<Saved> {
        self.in_one(|change, actors, writer| {
            let mut saved = Saved::default();
            let mut batch = Batch::default();
            let mut key = next_key(change)?;
            for piece in pieces {
                let drafts = writer.drafts(change, actors, piece.borrow())?;
                for draft in drafts {
                    let new = match draft {
                        Draft::Known => false,
                        Draft::Event(row) => writer.insert(change, row, key, &mut batch)?,
                        Draft::Worded(statement) => insert(change, actors, statement, key)?,
                        Draft::Reworded(statement) => insert(change, actors, &statement, key)?,
                    };
                    key += Key::from(new);
                    saved.count(new);
                }
                give_back(piece);
            }
            writer.close(change, batch)?;
            Ok(saved)
        })
    }

    /// Reads what the first rows of event data that are saved will be compared with, while they are still to come.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn look_back(&mut self) -> Result<()> {
        let looked = self.writer.look_back(&self.connection);
        looked.map_err(|error| told(&self.path, &error))
    }

    fn in_one(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut Actors, &mut EventWriter) -> rusqlite::Result<Saved>,
    ) -> Result<Saved> {
        if self.connection.total_changes() > 0 {
            self.enlarge_cache()?;
        }
        let outcome = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|change| {
                if mend(&change)? {
                    self.writer.clear();
                }
                let saved = work(&change, &mut self.actors, &mut self.writer)?;
                // A text under a new date has broken the seals itself.
                if saved.n_new > 0 || !is_sealed(&change)? {
                    seal(&change)?;
                }
                change.commit()?;
                Ok(saved)
            });
        outcome.map_err(|error| {
            // Keys that were given in a batch that failed are no rows of the file.
            self.actors.keys.clear();
            self.writer.clear();
            told(&self.path, &error)
        })
    }
}

impl Saved {
    fn count(&mut self, new: bool) {
        if new {
            self.n_new += 1;
        } else {
            self.n_known += 1;
        }
    }
}

/// What wrote the rows: the vocabulary is built into the program, so that its version is the vocabulary's.
pub(super) fn program() -> &'static str {
    concat!("detente ", env!("CARGO_PKG_VERSION"))
}

fn known(connection: &Connection, document: &Document) -> rusqlite::Result<Known> {
    let before: Option<(String, Option<String>)> = connection
        .prepare_cached("SELECT id, published FROM documents WHERE digest = ?")?
        .query_row([digest_of(document)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, published)) = before {
        return Ok(if published == document.published.map(day) {
            Known::Same
        } else {
            Known::Redated(id)
        });
    }
    let stem = stem(&document.id);
    let mut id = stem.to_owned();
    let mut number = 1_u64;
    while documents::has_text(connection, &id)? {
        number += 1;
        id = format!("{stem}#{number}");
    }
    Ok(Known::New(id))
}

/// The statement as one of the document with this id.
fn under(id: &str, statement: &Statement) -> Statement {
    let own = statement.id.strip_prefix(&statement.document);
    Statement {
        id: own.map_or_else(|| statement.id.clone(), |rest| format!("{id}{rest}")),
        document: id.to_owned(),
        ..statement.clone()
    }
}

/// The id without the number that tells documents of one name apart.
fn stem(id: &str) -> &str {
    match id.rsplit_once('#') {
        Some((stem, number))
            if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) =>
        {
            stem
        }
        _ => id,
    }
}

/// What makes a text this text: its words and the name of its file.
fn digest_of(document: &Document) -> Digest {
    let stem = stem(&document.id);
    let mut hasher = Sha256::new();
    hasher.update((stem.len() as u64).to_le_bytes());
    hasher.update(stem);
    hasher.update(&document.text);
    cut(hasher)
}

fn cut(hasher: Sha256) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(&hasher.finalize()[..DIGEST]);
    digest
}

/// Drops what a document said, not the document.
fn forget(change: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    let key = documents::find(change, id)?;
    for query in [
        "DELETE FROM statements WHERE sentence IN (SELECT key FROM sentences WHERE document = ?)",
        "DELETE FROM sentences WHERE document = ?",
    ] {
        change.prepare_cached(query)?.execute([key])?;
    }
    Ok(())
}

/// The key that follows all others: statements and events are numbered together, in order of saving.
fn next_key(change: &Transaction<'_>) -> rusqlite::Result<Key> {
    change
        .prepare_cached(
            "SELECT max(coalesce((SELECT max(key) FROM statements), 0), coalesce((SELECT max(key) FROM events), 0)) + 1",
        )?
        .query_row([], |row| row.get(0))
}

/// Adds a statement with its document, sentence and actors under the key; `false` if it is there already.
fn insert(
    change: &Transaction<'_>,
    actors: &mut Actors,
    statement: &Statement,
    key: Key,
) -> rusqlite::Result<bool> {
    let mut hasher = Sha256::new();
    // A statement's numbers are finite and its keys are strings, so that it can always be written.
    hasher.update(serde_json::to_vec(statement).unwrap_or_default());
    let digest = cut(hasher);
    let there: bool = change
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM statements WHERE digest = ?)")?
        .query_row([digest], |row| row.get(0))?;
    if there {
        return Ok(false);
    }
    let sentence = sentence(change, statement)?;
    let source = actors.key(change, &statement.source)?;
    let target = actors.key(change, &statement.target)?;
    let when = statement.when.as_ref();
    let both = (
        &statement.source.alternatives,
        &statement.target.alternatives,
    );
    let alternatives = (!both.0.is_empty() || !both.1.is_empty()).then(|| json!(both).to_string());
    let attributed =
        (!statement.attributed_to.is_empty()).then(|| json!(statement.attributed_to).to_string());
    change
        .prepare_cached(
            "INSERT INTO statements (key, digest, id, sentence, published, published_inferred,
                 source, source_text, source_start, source_end, target, target_text, target_start, target_end,
                 alternatives, action, kind, status, mutual, plover, mode, cameo, quad, goldstein,
                 when_start, when_end, when_precision, when_text, when_open,
                 attributed_to, topic, place, rule, confidence)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            key,
            digest,
            statement.id,
            sentence,
            statement.published.map(day),
            statement.published_inferred,
            source,
            statement.source.text,
            start(statement.source.span),
            end(statement.source.span),
            target,
            statement.target.text,
            start(statement.target.span),
            end(statement.target.span),
            alternatives,
            statement.action.as_str(),
            statement.kind,
            statement.status.as_str(),
            statement.mutual,
            statement.event.plover,
            statement.event.mode,
            statement.event.cameo,
            statement.event.quad,
            f64::from(statement.event.goldstein),
            when.and_then(|when| when.start).map(|day| day.to_string()),
            when.and_then(|when| when.end).map(|day| day.to_string()),
            when.map(|when| when.precision.as_str()),
            when.map(|when| &when.text),
            when.map(|when| when.open),
            attributed,
            statement.topic,
            statement.place,
            statement.rule,
            f64::from(statement.confidence),
        ])?;
    Ok(true)
}

/// The row of a statement's sentence, made if there is none.
fn sentence(change: &Transaction<'_>, statement: &Statement) -> rusqlite::Result<Key> {
    let document = documents::of_statement(change, statement)?;
    let span = statement.evidence.span;
    let row = params![
        document,
        statement.sentence as i64,
        start(span),
        end(span),
        statement.evidence.text
    ];
    let before: Option<Key> = change
        .prepare_cached(
            "SELECT key FROM sentences WHERE document = ? AND number = ? AND start_byte = ? AND end_byte = ? AND text = ?",
        )?
        .query_row(row, |row| row.get(0))
        .optional()?;
    if let Some(key) = before {
        return Ok(key);
    }
    change
        .prepare_cached(
            "INSERT INTO sentences (document, number, start_byte, end_byte, text) VALUES (?, ?, ?, ?, ?)",
        )?
        .execute(row)?;
    Ok(change.last_insert_rowid())
}

impl Actors {
    /// The row of a party's actor, made if there is none.
    pub(super) fn key(&mut self, change: &Transaction<'_>, party: &Party) -> rusqlite::Result<Key> {
        let row: ActorRow = (
            party.id.to_string(),
            party.name.clone(),
            party.kind.as_str(),
            party.principal.to_string(),
            party.principal_name.clone(),
            party.office.clone(),
        );
        if let Some(&key) = self.keys.get(&row) {
            return Ok(key);
        }
        let values = params![row.0, row.1, row.2, row.3, row.4, row.5];
        let before: Option<Key> = change
            .prepare_cached(
                "SELECT key FROM actors WHERE id = ? AND name = ? AND kind = ? AND principal = ?
                     AND principal_name = ? AND office IS ?",
            )?
            .query_row(values, |found| found.get(0))
            .optional()?;
        let key = if let Some(key) = before {
            key
        } else {
            change
                .prepare_cached(
                    "INSERT INTO actors (id, name, kind, principal, principal_name, office) VALUES (?, ?, ?, ?, ?, ?)",
                )?
                .execute(values)?;
            change.last_insert_rowid()
        };
        self.keys.insert(row, key);
        Ok(key)
    }
}

pub(super) fn day(published: Published) -> String {
    published.0.to_string()
}

fn start(span: Span) -> i64 {
    span.start() as i64
}

fn end(span: Span) -> i64 {
    span.end() as i64
}
