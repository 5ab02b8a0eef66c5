//! Statements in numbers out of the store, and the words of those that are asked for.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};

use super::load::{Cell, EVENTS, Fault, KEY, STATEMENTS, event_statement, statement};
use super::open::Store;
use super::save_events::own;
use super::seal::{Last, Seal};
use super::words::Words;
use crate::error::Result;
use crate::model::{
    Code, EventKind, Legend, Party, Place, Precision, QuickMap, QuickSet, Record, Records,
    Statement,
};

/// Events in numbers, with what their ids need.
const NUMBERS: &str = "SELECT key, source, target, code, day, delay, sentence, rest FROM events WHERE key > ? ORDER BY key";

impl Store {
    /// All statements that were not there when the seal was taken, in numbers under a legend; without a seal, all.
    ///
    /// Words are put together for statements of texts only. Cost: some 0.5 µs an event.
    ///
    /// # Errors
    /// As [`Store::statements`]; more than 4 billion statements.
    pub fn records(&self, legend: Legend, since: Option<&Seal>) -> Result<Records> {
        let mut records = Records::under(legend);
        let last = since.map_or_else(Last::default, |seal| seal.last);
        events(&self.connection, &self.words, last.events, &mut records)
            .and_then(|()| {
                let after = last.statements;
                worded(&self.connection, &self.words, after, &mut records)
            })
            .map_err(|fault| fault.told(&self.path))?;
        Ok(records)
    }

    /// The statements with these keys, in the order of the keys.
    ///
    /// Cost: some 5 µs each.
    ///
    /// # Errors
    /// As [`Store::statements`]; a key that no statement has.
    pub fn statements_of(&self, keys: &[u32]) -> Result<Vec<Statement>> {
        self.worded_of(keys).map_err(|fault| fault.told(&self.path))
    }

    /// In how many documents the statements with these keys stand.
    ///
    /// Cost: some 1 µs each.
    ///
    /// # Errors
    /// As [`Store::statements_of`].
    pub fn n_documents_of(&self, keys: &[u32]) -> Result<usize> {
        if keys.len() < 2 {
            return Ok(keys.len());
        }
        self.count_documents(keys)
            .map_err(|fault| fault.told(&self.path))
    }

    fn count_documents(&self, keys: &[u32]) -> Cell<usize> {
        let mut report_of = self
            .connection
            .prepare_cached("SELECT report FROM events WHERE key = ?")?;
        let mut reports: QuickSet<i64> = QuickSet::default();
        let mut n_events = 0;
        for key in keys {
            let report: Option<i64> = report_of.query_row([key], |row| row.get(0)).optional()?;
            n_events += usize::from(report.is_some());
            reports.extend(report);
        }
        if n_events == keys.len() {
            return Ok(reports.len());
        }
        // A text and the report of an event may be one document, which only its name tells.
        let statements = self.worded_of(keys)?;
        let names: BTreeSet<&str> = statements
            .iter()
            .map(|statement| statement.document.as_str())
            .collect();
        Ok(names.len())
    }

    fn worded_of(&self, keys: &[u32]) -> Cell<Vec<Statement>> {
        let mut event = self
            .connection
            .prepare_cached(&format!("{EVENTS} WHERE events.key = ?"))?;
        let mut other = self
            .connection
            .prepare_cached(&format!("{STATEMENTS} WHERE statements.key = ?"))?;
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            let mut rows = event.query([key])?;
            if let Some(row) = rows.next()? {
                found.push(event_statement(row, &self.connection, &self.words)?);
                continue;
            }
            let mut rows = other.query([key])?;
            let row = rows.next()?;
            let row = row.ok_or_else(|| Fault::Cell(format!("no statement {key}")))?;
            found.push(statement(row, &self.connection, &self.words)?);
        }
        Ok(found)
    }
}

fn number(key: i64) -> Cell<u32> {
    u32::try_from(key).map_err(|_| Fault::Cell(format!("no statement can have the key {key}")))
}

fn events(connection: &Connection, words: &Words, after: i64, records: &mut Records) -> Cell<()> {
    let mut parties: QuickMap<i64, (u32, Arc<Party>)> = QuickMap::default();
    let mut codes: QuickMap<i64, (u32, Arc<EventKind>)> = QuickMap::default();
    let mut query = connection.prepare_cached(NUMBERS)?;
    let mut rows = query.query([after])?;
    while let Some(row) = rows.next()? {
        let (source, target, code): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        for key in [source, target] {
            if let Entry::Vacant(unknown) = parties.entry(key) {
                unknown.insert(if let Some((number, party)) = records.kept(key) {
                    (number, Arc::clone(party))
                } else {
                    let party = words.party(connection, key)?;
                    (records.keep(key, &party), party)
                });
            }
        }
        if let Entry::Vacant(unknown) = codes.entry(code) {
            let kind = words.code(connection, code)?;
            unknown.insert((records.code(code_of(&kind)), kind));
        }
        let ((source, doer), (target, other)) = (&parties[&source], &parties[&target]);
        let (code, kind) = &codes[&code];
        let own = own(row.get(4)?, row.get(5)?, row.get_ref(7)?)?;
        let place = records.place(Place {
            sentence: row.get::<_, i64>(6)? as usize,
            ..Place::default()
        });
        records.push(Record {
            key: number(row.get(0)?)?,
            mark: kind.mark_of(&own, (doer, other)),
            source: *source,
            target: *target,
            code: *code,
            place,
            published: own.published,
            start: own.day,
            end: own.day,
        });
    }
    Ok(())
}

fn code_of(kind: &EventKind) -> Code {
    Code {
        action: kind.action,
        kind: kind.kind.clone(),
        status: kind.status,
        mutual: kind.mutual,
        quad: kind.event.quad,
        goldstein: kind.event.goldstein.to_bits(),
        tenths: Code::tenths(kind.confidence),
        precision: Precision::Day,
        open: false,
    }
}

fn worded(connection: &Connection, words: &Words, after: i64, records: &mut Records) -> Cell<()> {
    let mut query = connection.prepare_cached(&format!(
        "{STATEMENTS} WHERE statements.key > ? ORDER BY statements.key"
    ))?;
    let mut rows = query.query([after])?;
    while let Some(row) = rows.next()? {
        let key = number(row.get(KEY)?)?;
        records.add(key, &statement(row, connection, words)?);
    }
    Ok(())
}
