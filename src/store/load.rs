//! Statements out of the store.

use std::path::Path;
use std::str::FromStr;

use rusqlite::{Connection, Row};
use serde::de::DeserializeOwned;

use super::fault::{damaged, told};
use super::open::Store;
use super::reports;
use super::save_events::own;
use super::words::Words;
use crate::error::{Error, Result};
use crate::model::{
    ActorId, ActorKind, Alternative, EventCode, Evidence, Party, Precision, Published, Span,
    Statement, When,
};

/// A statement with its sentence and document.
pub(super) const STATEMENTS: &str = "\
SELECT statements.id, documents.id, statements.published, published_inferred, sentences.number, source, source_text,
    source_start, source_end, target, target_text, target_start, target_end, alternatives, action, kind, status, mutual,
    plover, mode, cameo, quad, goldstein, when_start, when_end, when_precision, when_text, when_open, attributed_to,
    topic, place, sentences.text, sentences.start_byte, sentences.end_byte, rule, confidence, statements.key
FROM statements
JOIN sentences ON sentences.key = statements.sentence
JOIN documents ON documents.key = sentences.document";

/// An event with the address of its report.
pub(super) const EVENTS: &str = "\
SELECT events.key, source, target, code, day, delay, events.rest, sites.prefix || reports.rest, sentence, places.name
FROM events
JOIN reports ON reports.key = events.report
JOIN sites ON sites.key = reports.site
LEFT JOIN places ON places.key = events.place";

/// The column with the statement's key.
pub(super) const KEY: usize = 36;

/// Why a row is not what was saved: `SQLite`'s reason, or a cell that has no meaning.
pub(super) enum Fault {
    Sqlite(rusqlite::Error),
    Cell(String),
}

impl Fault {
    pub(super) fn told(self, path: &Path) -> Error {
        match self {
            Self::Sqlite(error) => told(path, &error),
            Self::Cell(message) => damaged(path, format!("the store is damaged: {message}")),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

pub(super) type Cell<T> = std::result::Result<T, Fault>;

impl Store {
    /// All statements, as they were saved, in order of saving; those of batches that end meanwhile are left out.
    ///
    /// # Errors
    /// When the store cannot be read, or somebody has written into it what means nothing.
    pub fn statements(&self) -> Result<Vec<Statement>> {
        self.load().map_err(|fault| fault.told(&self.path))
    }

    /// Numbers of documents and statements.
    ///
    /// Rows of event data are counted by their marks, so that nobody waits for millions to be gone through; what another
    /// program has removed of them counts until the store is next written.
    /// Cost: grows with the texts where there are event data too, which may name one of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(&self) -> Result<(usize, usize)> {
        let count = |query| self.number(query).map(|n| n as usize);
        let n_shared = reports::n_documents(&self.connection);
        let n_documents = count(
            "SELECT (SELECT count(*) FROM documents) + (SELECT coalesce(sum(length(marks)), 0) FROM report_marks) / 6",
        )?;
        let n_statements = count(
            "SELECT (SELECT count(*) FROM statements) + (SELECT coalesce(sum(length(marks)), 0) FROM batches) / 6",
        )?;
        let n_shared = n_shared.map_err(|error| told(&self.path, &error))?;
        Ok((n_documents - n_shared, n_statements))
    }

    fn load(&self) -> Cell<Vec<Statement>> {
        // One transaction, so that actors and statements are of the same moment.
        let moment = self.connection.unchecked_transaction()?;
        let words = Words::default();
        let mut statements = Vec::new();
        let mut query = moment.prepare(&format!("{STATEMENTS} ORDER BY statements.key"))?;
        let mut rows = query.query([])?;
        let mut of_events = moment.prepare(&format!("{EVENTS} ORDER BY events.key"))?;
        let mut events = of_events.query([])?;
        let mut next_event = events.next()?;
        // Both kinds are numbered together.
        loop {
            let row = rows.next()?;
            let until = match row {
                Some(row) => row.get(KEY)?,
                None => i64::MAX,
            };
            while let Some(event) = next_event
                && event.get::<_, i64>(0)? < until
            {
                statements.push(event_statement(event, &moment, &words)?);
                next_event = events.next()?;
            }
            match row {
                Some(row) => statements.push(statement(row, &moment, &words)?),
                None => break,
            }
        }
        Ok(statements)
    }
}

/// Hands over the statements that are kept with their words, in order of saving, each with its key.
pub(super) fn each_worded(
    connection: &Connection,
    mut take: impl FnMut(i64, Statement) -> rusqlite::Result<()>,
) -> Cell<()> {
    let words = Words::default();
    let mut query = connection.prepare(&format!("{STATEMENTS} ORDER BY statements.key"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        take(row.get(KEY)?, statement(row, connection, &words)?)?;
    }
    Ok(())
}

pub(super) fn event_statement(
    row: &Row<'_>,
    connection: &Connection,
    words: &Words,
) -> Cell<Statement> {
    let party = |at| Ok::<_, Fault>(Party::clone(&*words.party(connection, row.get(at)?)?));
    let own = own(row.get(4)?, row.get(5)?, row.get_ref(6)?)?;
    words
        .code(connection, row.get(3)?)?
        .statement(
            &own,
            (party(1)?, party(2)?),
            row.get(7)?,
            row.get::<_, i64>(8)? as usize,
            row.get(9)?,
        )
        .ok_or_else(|| Fault::Cell(format!("no day {} or {}", own.day.0, own.published.0)))
}

/// A party without the words that named it.
pub(super) fn actor(row: &Row<'_>) -> Cell<Party> {
    let id = |at| row.get::<_, Box<str>>(at).map(ActorId::new);
    let kind: String = row.get(3)?;
    Ok(Party {
        id: id(1)?,
        name: row.get(2)?,
        kind: ActorKind::ALL
            .iter()
            .copied()
            .find(|known| known.as_str() == kind)
            .ok_or_else(|| Fault::Cell(format!("'{kind}' is no kind of actor")))?,
        principal: id(4)?,
        principal_name: row.get(5)?,
        office: row.get(6)?,
        text: String::new(),
        span: Span::default(),
        alternatives: Vec::new(),
    })
}

pub(super) fn statement(row: &Row<'_>, connection: &Connection, words: &Words) -> Cell<Statement> {
    let (of_source, of_target) =
        json::<(Vec<Alternative>, Vec<Alternative>)>(row, 13)?.unwrap_or_default();
    Ok(Statement {
        id: row.get(0)?,
        document: row.get(1)?,
        published: parsed_opt(row, 2)?.map(Published),
        published_inferred: row.get(3)?,
        sentence: row.get::<_, i64>(4)? as usize,
        source: party(row, 5, of_source, (connection, words))?,
        target: party(row, 9, of_target, (connection, words))?,
        action: parsed(row, 14)?,
        kind: row.get(15)?,
        status: parsed(row, 16)?,
        mutual: row.get(17)?,
        event: EventCode {
            plover: row.get(18)?,
            mode: row.get(19)?,
            cameo: row.get(20)?,
            quad: row.get(21)?,
            goldstein: row.get::<_, f64>(22)? as f32,
        },
        when: when(row)?,
        attributed_to: json(row, 28)?.unwrap_or_default(),
        topic: row.get(29)?,
        place: row.get(30)?,
        evidence: Evidence {
            text: row.get(31)?,
            span: span(row, 32)?,
        },
        rule: row.get(34)?,
        confidence: row.get::<_, f64>(35)? as f32,
    })
}

fn party(
    row: &Row<'_>,
    at: usize,
    alternatives: Vec<Alternative>,
    (connection, words): (&Connection, &Words),
) -> Cell<Party> {
    let actor = words.actor(connection, row.get(at)?)?;
    Ok(Party {
        text: row.get(at + 1)?,
        span: span(row, at + 2)?,
        alternatives,
        ..Party::clone(&actor)
    })
}

fn span(row: &Row<'_>, at: usize) -> Cell<Span> {
    Ok(Span::new(
        row.get::<_, i64>(at)? as usize,
        row.get::<_, i64>(at + 1)? as usize,
    ))
}

fn when(row: &Row<'_>) -> Cell<Option<When>> {
    let Some(word) = row.get::<_, Option<String>>(25)? else {
        return Ok(None);
    };
    Ok(Some(When {
        start: parsed_opt(row, 23)?,
        end: parsed_opt(row, 24)?,
        precision: Precision::ALL
            .iter()
            .copied()
            .find(|known| known.as_str() == word)
            .ok_or_else(|| Fault::Cell(format!("'{word}' is no precision")))?,
        text: row.get(26)?,
        open: row.get(27)?,
    }))
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(row: &Row<'_>, at: usize) -> Cell<T> {
    parsed_opt(row, at)?.ok_or_else(|| Fault::Cell("an empty cell".to_owned()))
}

fn parsed_opt<T: FromStr<Err: std::fmt::Display>>(row: &Row<'_>, at: usize) -> Cell<Option<T>> {
    let text = row
        .get_ref(at)?
        .as_str_or_null()
        .map_err(|e| Fault::Cell(e.to_string()))?;
    text.map(str::parse)
        .transpose()
        .map_err(|error: T::Err| Fault::Cell(error.to_string()))
}

fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Cell<Option<T>> {
    let text = row
        .get_ref(at)?
        .as_str_or_null()
        .map_err(|e| Fault::Cell(e.to_string()))?;
    text.map(serde_json::from_str)
        .transpose()
        .map_err(|error| Fault::Cell(error.to_string()))
}
