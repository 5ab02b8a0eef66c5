//! Where event data were reported: addresses, told apart by the site that many share.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension as _, Row as Cells, Transaction, params};

use super::many::{Row, Waiting, number};
use super::repeats::{SPAN, Sought, marks};
use super::save::Key;
use super::save_events::{rest, rest_cell};
use crate::model::{QuickMap, Rest, mark, quick_hash};

/// Parts of a path that belong to the site at most: `https://example.org/news/world/`.
const N_PARTS: usize = 2;

/// What follows once the reports are moved.
const MOVED: &str = include_str!("schema_4_moved.sql");

/// The addresses met so far, so that few are looked up.
#[derive(Debug, Default)]
pub(super) struct Reports {
    sites: QuickMap<String, Key>,
    /// Those of the batch before: most addresses that come again come soon.
    recent: QuickMap<Arc<str>, Key>,
    /// All that were added through it, by a hash.
    added: QuickMap<u64, Key>,
    /// The runs in which these are, by their first keys.
    runs: HashSet<Key>,
    /// The marks of the other runs, 6 bytes a report: they are gone through for each piece that is read, and to have
    /// them from the file each time takes longer than to go through them.
    others: Vec<(Key, Vec<u8>)>,
    /// The first key of the last run that was looked at.
    seen: Key,
}

/// A row of `reports`.
#[derive(Debug)]
struct Report {
    site: Key,
    rest: Rest,
}

/// Addresses that follow each other.
#[derive(Debug, Default)]
struct Run {
    marks: Vec<(u32, Key)>,
    waiting: Waiting<Report>,
}

impl Row<2> for Report {
    const INTO: &'static str = "reports (key, site, rest)";

    fn cells(&self) -> [ToSqlOutput<'_>; 2] {
        [number(self.site), rest_cell(&self.rest)]
    }
}

impl Run {
    /// Whether the key is too far from the first to be in it.
    fn is_full(&self, key: Key) -> bool {
        let first = self.marks.first();
        first.is_some_and(|(_, first)| key - first >= SPAN)
    }
}

impl Reports {
    /// The keys of addresses, in their order; those that are not in the store are added.
    pub(super) fn keys(
        &mut self,
        change: &Transaction<'_>,
        addresses: &[Arc<str>],
    ) -> rusqlite::Result<Vec<Key>> {
        let mut found: QuickMap<Arc<str>, Key> = QuickMap::default();
        let mut unknown = Vec::new();
        for address in addresses {
            if let Some(&key) = self.recent.get(address) {
                found.insert(Arc::clone(address), key);
            } else if let Some(&key) = self.added.get(&quick_hash(address))
                && is(change, key, address)?
            {
                found.insert(Arc::clone(address), key);
            } else {
                unknown.push(address);
            }
        }
        self.of_others(change, &unknown, &mut found)?;
        let mut key = next_key(change)?;
        let mut run = Run::default();
        for address in unknown {
            if found.contains_key(address) {
                continue;
            }
            if run.is_full(key) {
                self.close(change, &mut run)?;
            }
            self.add(change, key, address, &mut run)?;
            self.added.insert(quick_hash(address), key);
            found.insert(Arc::clone(address), key);
            key += 1;
        }
        self.close(change, &mut run)?;
        let keys = addresses
            .iter()
            .filter_map(|address| found.get(address).copied())
            .collect();
        self.recent = found;
        Ok(keys)
    }

    /// Finds addresses that others have added, or we in another run of the program.
    fn of_others(
        &mut self,
        change: &Transaction<'_>,
        addresses: &[&Arc<str>],
        found: &mut QuickMap<Arc<str>, Key>,
    ) -> rusqlite::Result<()> {
        let hashes = addresses.iter().map(|address| mark(address)).zip(0..);
        let sought = Sought::new(hashes.collect());
        if sought.is_empty() {
            return Ok(());
        }
        self.read_others(change)?;
        for (first, marks) in &self.others {
            sought.among((*first, marks), |key, at| {
                if is(change, key, addresses[at])? {
                    found.insert(Arc::clone(addresses[at]), key);
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Reads the marks of other runs than its own that it does not have yet.
    pub(super) fn read_others(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut query = connection
            .prepare_cached("SELECT first FROM report_marks WHERE first > ? ORDER BY first")?;
        let firsts = query.query_map([self.seen], |row| row.get(0))?;
        for first in firsts {
            let first = first?;
            self.seen = first;
            if !self.runs.contains(&first) {
                self.others.push((first, marks_of(connection, first)?));
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        change: &Transaction<'_>,
        key: Key,
        address: &str,
        run: &mut Run,
    ) -> rusqlite::Result<()> {
        let (prefix, own) = split(address);
        let site = if let Some(&site) = self.sites.get(prefix) {
            site
        } else {
            let site = site(change, prefix)?;
            self.sites.insert(prefix.to_owned(), site);
            site
        };
        let rest = match Rest::of(own) {
            // The column is never empty.
            Rest::None => Rest::Text("".into()),
            rest => rest,
        };
        run.marks.push((mark(address), key));
        run.waiting.push(change, key, Report { site, rest })
    }

    /// Writes down by which marks the addresses of a run are found again.
    fn close(&mut self, change: &Transaction<'_>, run: &mut Run) -> rusqlite::Result<()> {
        run.waiting.write(change)?;
        if let (Some(&(_, first)), Some(&(_, last))) = (run.marks.first(), run.marks.last()) {
            change
                .prepare_cached("INSERT INTO report_marks (first, last, marks) VALUES (?, ?, ?)")?
                .execute(params![first, last, marks(first, &mut run.marks)])?;
            self.runs.insert(first);
            run.marks.clear();
        }
        Ok(())
    }
}

/// An address as its site and what it has beyond that. A site ends before the first part of the path with a digit in
/// it, which is a date or a number more often than a section.
fn split(address: &str) -> (&str, &str) {
    let host = address.find("://").map_or(0, |at| at + 3);
    let mut end = 0;
    let mut n_parts = 0;
    for (at, byte) in address.bytes().enumerate() {
        let is_last = at + 1 == address.len();
        match byte {
            b'/' | b':' if at >= host && !is_last => {
                end = at + 1;
                n_parts += 1;
            }
            b'0'..=b'9' if n_parts > 0 => break,
            _ => {}
        }
        if n_parts > N_PARTS {
            break;
        }
    }
    address.split_at(end)
}

fn next_key(connection: &Connection) -> rusqlite::Result<Key> {
    connection
        .prepare_cached("SELECT coalesce(max(key), 0) + 1 FROM reports")?
        .query_row([], |row| row.get(0))
}

fn site(change: &Transaction<'_>, prefix: &str) -> rusqlite::Result<Key> {
    let before: Option<Key> = change
        .prepare_cached("SELECT key FROM sites WHERE prefix = ?")?
        .query_row([prefix], |row| row.get(0))
        .optional()?;
    if let Some(key) = before {
        return Ok(key);
    }
    change
        .prepare_cached("INSERT INTO sites (prefix) VALUES (?)")?
        .execute([prefix])?;
    Ok(change.last_insert_rowid())
}

/// The marks of the run with the first key.
fn marks_of(connection: &Connection, first: Key) -> rusqlite::Result<Vec<u8>> {
    connection
        .prepare_cached("SELECT marks FROM report_marks WHERE first = ?")?
        .query_row([first], |row| row.get(0))
}

/// How many of the documents are reports of events too.
pub(super) fn n_documents(connection: &Connection) -> rusqlite::Result<usize> {
    let mut query = connection.prepare("SELECT mark, id FROM documents")?;
    let cells = |row: &Cells<'_>| Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?));
    let documents: Vec<(u32, String)> = query.query_map([], cells)?.collect::<Result<_, _>>()?;
    let sought = Sought::new(documents.iter().map(|(mark, _)| *mark).zip(0..).collect());
    let mut shared = HashSet::new();
    if sought.is_empty() {
        return Ok(0);
    }
    let mut runs = connection.prepare("SELECT first FROM report_marks")?;
    for first in runs.query_map([], |row| row.get(0))? {
        let first = first?;
        sought.among((first, &marks_of(connection, first)?), |key, at| {
            if is(connection, key, &documents[at].1)? {
                shared.insert(at);
            }
            Ok(())
        })?;
    }
    Ok(shared.len())
}

/// Whether the report with the key has the address.
fn is(connection: &Connection, key: Key, address: &str) -> rusqlite::Result<bool> {
    let there = connection
        .prepare_cached(
            "SELECT sites.prefix, reports.rest FROM reports JOIN sites ON sites.key = site WHERE reports.key = ?",
        )?
        .query_row([key], |row| {
            let own = match rest(row.get_ref(1)?)? {
                Rest::None => String::new(),
                Rest::Number(number) => number.to_string(),
                Rest::Text(text) => text.into(),
            };
            let prefix = row.get_ref(0)?.as_str()?;
            Ok(address.strip_prefix(prefix) == Some(&own))
        })
        .optional()?;
    Ok(there == Some(true))
}

/// Marks the reports that no run has: somebody else has changed some, or put them there.
pub(super) fn mark_all(change: &Transaction<'_>) -> rusqlite::Result<()> {
    let marked: bool = change.query_row(
        "SELECT coalesce((SELECT sum(last - first + 1) FROM report_marks), 0) = (SELECT coalesce(max(key), 0) FROM reports)",
        [],
        |row| row.get(0),
    )?;
    if marked {
        return Ok(());
    }
    change.execute("DELETE FROM report_marks", [])?;
    let mut reports = Reports::default();
    let mut run = Run::default();
    let mut query = change.prepare(
        "SELECT reports.key, sites.prefix || reports.rest FROM reports JOIN sites ON sites.key = site ORDER BY reports.key",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let key: Key = row.get(0)?;
        if run.is_full(key) {
            reports.close(change, &mut run)?;
        }
        run.marks.push((mark(row.get_ref(1)?.as_str()?), key));
    }
    reports.close(change, &mut run)
}

/// Moves the documents of events of version 3 into the table of version 4.
pub(super) fn move_all(change: &Transaction<'_>) -> rusqlite::Result<()> {
    change.execute_batch(
        "CREATE TEMP TABLE moved (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
         DROP TRIGGER events_changed;
         DROP TRIGGER documents_removed;",
    )?;
    {
        let mut reports = Reports::default();
        let mut query = change.prepare(
            "SELECT key, id FROM documents WHERE key IN (SELECT report FROM events) ORDER BY key",
        )?;
        let mut add = change.prepare("INSERT INTO temp.moved (old, new) VALUES (?, ?)")?;
        let mut rows = query.query([])?;
        let mut run = Run::default();
        let mut key = 0;
        while let Some(row) = rows.next()? {
            key += 1;
            if run.is_full(key) {
                reports.close(change, &mut run)?;
            }
            reports.add(change, key, row.get_ref(1)?.as_str()?, &mut run)?;
            add.execute([row.get::<_, Key>(0)?, key])?;
        }
        reports.close(change, &mut run)?;
    }
    change.execute_batch(
        "UPDATE events SET report = (SELECT new FROM temp.moved WHERE old = report);
         DELETE FROM documents WHERE digest IS NULL AND key IN (SELECT old FROM temp.moved)
             AND NOT EXISTS (SELECT 1 FROM sentences WHERE document = documents.key);
         DROP TABLE temp.moved;
         CREATE TRIGGER events_changed AFTER UPDATE ON events BEGIN DELETE FROM seals; END;
         CREATE TRIGGER documents_removed AFTER DELETE ON documents BEGIN DELETE FROM seals; END;",
    )?;
    change.execute_batch(MOVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_end_before_numbers() {
        for (site, own) in [
            ("https://www.example.org/news/world/", "envoy-talks-17.html"),
            ("https://www.example.org/news/", "2015/06/30/envoy"),
            ("https://www.24.example.org/", "2015"),
            ("https://www.example.org/a/b/", "c/d/e"),
            ("https://www.example.org/news/", "envoy/"),
            ("icews:", "1234"),
            ("", "events.tab"),
            ("", ""),
        ] {
            assert_eq!(split(&format!("{site}{own}")), (site, own));
        }
    }
}
