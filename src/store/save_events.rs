//! Event data into the store: rows of numbers, known again without an index over them.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row as Cells, Transaction, params};

use super::dictionary::Dictionary;
use super::many::{self, Waiting, number};
use super::repeats::{SPAN, Sought, marks};
use super::reports::Reports;
use super::save::{Actors, Key};
use crate::model::{Day, EventKind, Events, Own, QuickSet, Rest, Row, Statement, quick_identity};

/// An event as [`EventRow::of`] reads it.
pub(super) const CELLS: &str = "source, target, code, day, delay, report, sentence, rest, place";

/// Writes events, and knows those that it has written.
#[derive(Debug, Default)]
pub(super) struct EventWriter {
    dictionary: Dictionary,
    reports: Reports,
    /// Batches that were saved through it, by their first keys.
    batches: HashSet<Key>,
    /// What their rows say.
    rows: QuickSet<u128>,
}

/// A row of `events`.
#[derive(Debug, PartialEq)]
pub(super) struct EventRow {
    source: Key,
    target: Key,
    code: Key,
    own: Own,
    report: Key,
    sentence: i64,
    place: Option<Key>,
}

/// What becomes of a row.
pub(super) enum Draft<'a> {
    /// It is kept in numbers.
    Event(EventRow),
    /// It is in the store already.
    Known,
    /// It is kept in words.
    Worded(&'a Statement),
    /// It is kept in words, since its rule has too many kinds.
    Reworded(Box<Statement>),
}

/// Events that are saved together, on their way into the store.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// In order of their keys.
    rows: Vec<Told>,
    /// Rows that are yet to be written.
    waiting: Waiting<EventRow>,
}

/// By what an event is found again.
#[derive(Debug, Clone, Copy)]
struct Told {
    key: Key,
    mark: u32,
    day: i32,
    /// What its id has beyond its pattern, where that is a number.
    rest: Option<i64>,
}

impl Batch {
    pub(super) fn add(&mut self, row: &EventRow, key: Key) {
        self.rows.push(Told {
            key,
            mark: row.mark(),
            day: row.own.day.0,
            rest: row.own.number(),
        });
    }

    /// Whether the key is too far from the first to be in it.
    pub(super) fn is_full(&self, key: Key) -> bool {
        let first = self.rows.first();
        first.is_some_and(|first| key - first.key >= SPAN)
    }

    /// Writes down where it stands; gives the first keys of its runs.
    pub(super) fn close(mut self, change: &Transaction<'_>) -> rusqlite::Result<Vec<Key>> {
        self.waiting.write(change)?;
        let (near, strays) = apart(self.rows);
        let mut firsts = Vec::new();
        for run in [near, strays] {
            firsts.extend(keep_run(change, &run)?);
        }
        Ok(firsts)
    }
}

/// Rows whose ids have numbers near those of most, and the others.
///
/// Data sets number their rows as they grow. One row that comes again late would otherwise make it seem that its whole
/// batch may hold any id that was ever given, and each later reading would go through the marks of all batches.
fn apart(rows: Vec<Told>) -> (Vec<Told>, Vec<Told>) {
    let numbers: Option<Vec<i64>> = rows.iter().map(|row| row.rest).collect();
    let Some(mut numbers) = numbers.filter(|numbers| !numbers.is_empty()) else {
        return (rows, Vec::new());
    };
    numbers.sort_unstable();
    let few = numbers.len() / FEW;
    let (least, greatest) = (numbers[few], numbers[numbers.len() - 1 - few]);
    let reach = greatest.saturating_sub(least);
    let near = least.saturating_sub(reach)..=greatest.saturating_add(reach);
    rows.into_iter()
        .partition(|row| row.rest.is_some_and(|number| near.contains(&number)))
}

/// The part of a batch, at its least numbers and at its greatest, by which no reach is measured.
const FEW: usize = 10;

/// Writes down where some rows of a batch stand, which days they speak of and what numbers their ids have; gives their
/// first key, if there are any.
fn keep_run(change: &Transaction<'_>, run: &[Told]) -> rusqlite::Result<Option<Key>> {
    let ends = |of: fn(&Told) -> Option<i64>| {
        let each = run.iter().map(of).collect::<Option<Vec<i64>>>()?;
        Some((*each.iter().min()?, *each.iter().max()?))
    };
    let (Some(first), Some(last), Some((first_day, last_day))) = (
        run.first(),
        run.last(),
        ends(|row| Some(i64::from(row.day))),
    ) else {
        return Ok(None);
    };
    // Without a number for a row, it may be any.
    let rests = ends(|row| row.rest);
    let mut rows: Vec<(u32, Key)> = run.iter().map(|row| (row.mark, row.key)).collect();
    change
        .prepare_cached(
            "INSERT INTO batches (first, last, first_day, last_day, first_rest, last_rest, marks)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            first.key,
            last.key,
            first_day,
            last_day,
            rests.map(|(least, _)| least),
            rests.map(|(_, greatest)| greatest),
            marks(first.key, &mut rows)
        ])?;
    Ok(Some(first.key))
}

/// The rest of an id as a cell.
pub(super) fn rest_cell(rest: &Rest) -> ToSqlOutput<'_> {
    match rest {
        Rest::None => ToSqlOutput::Owned(Value::Null),
        Rest::Number(own) => number(*own),
        Rest::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
    }
}

impl EventWriter {
    /// Forgets everything, for when the rows that it knows may not have been kept.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Reads by what reports are known again.
    pub(super) fn look_back(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.reports.read_others(connection)
    }

    /// What becomes of each row. What those name that are kept in numbers is added to the store.
    pub(super) fn drafts<'a>(
        &mut self,
        change: &Transaction<'_>,
        actors: &mut Actors,
        events: &'a Events,
    ) -> rusqlite::Result<Vec<Draft<'a>>> {
        let dictionary = &mut self.dictionary;
        let codes = each(events.kinds(), |kind| dictionary.code(change, kind))?;
        let parties = each(events.parties(), |party| {
            dictionary.party(change, actors, party)
        })?;
        let places = each(events.places(), |place| dictionary.place(change, place))?;
        let mut addresses: Vec<Arc<str>> = events.documents().to_vec();
        let mut drafts = each(events.rows(), |row| {
            Ok(match row {
                Row::Event(event) => match codes[event.kind as usize] {
                    Some(code) => Draft::Event(EventRow {
                        source: parties[event.source as usize],
                        target: parties[event.target as usize],
                        code,
                        own: event.own.clone(),
                        report: Key::from(event.document),
                        sentence: i64::from(event.sentence),
                        place: event.place.map(|place| places[place as usize]),
                    }),
                    None => events
                        .statement(event)
                        .map_or(Draft::Known, |one| Draft::Reworded(Box::new(one))),
                },
                Row::Worded(statement) => {
                    match self.row(change, actors, statement, addresses.len() as Key)? {
                        Some(row) => {
                            addresses.push(statement.document.as_str().into());
                            Draft::Event(row)
                        }
                        None => Draft::Worded(statement),
                    }
                }
            })
        })?;
        // The rows stand under the positions of their addresses until these have keys.
        let reports = self.reports.keys(change, &addresses)?;
        for draft in &mut drafts {
            if let Draft::Event(row) = draft {
                row.report = reports[row.report as usize];
            }
        }
        self.pass_over(change, &mut drafts)?;
        Ok(drafts)
    }

    /// A statement as a row of events that is reported there; `None` for one that is none.
    fn row(
        &mut self,
        change: &Transaction<'_>,
        actors: &mut Actors,
        statement: &Statement,
        report: Key,
    ) -> rusqlite::Result<Option<EventRow>> {
        let Some((kind, own)) = EventKind::of(statement) else {
            return Ok(None);
        };
        let Some(code) = self.dictionary.code(change, &kind)? else {
            return Ok(None);
        };
        Ok(Some(EventRow {
            source: self.dictionary.party(change, actors, &statement.source)?,
            target: self.dictionary.party(change, actors, &statement.target)?,
            code,
            own,
            report,
            sentence: statement.sentence as i64,
            place: match &statement.place {
                Some(name) => Some(self.dictionary.place(change, name)?),
                None => None,
            },
        }))
    }

    /// A statement as a row of events, and its report added to the store; `None` for one that is none.
    pub(super) fn reported(
        &mut self,
        change: &Transaction<'_>,
        actors: &mut Actors,
        statement: &Statement,
    ) -> rusqlite::Result<Option<EventRow>> {
        let Some(mut row) = self.row(change, actors, statement, 0)? else {
            return Ok(None);
        };
        let address = [statement.document.as_str().into()];
        row.report = self.reports.keys(change, &address)?[0];
        Ok(Some(row))
    }

    /// Finds rows that are in the store, by the marks of those batches that speak of their days and ids.
    ///
    /// Rows that were added through this writer it knows itself.
    fn pass_over(
        &self,
        change: &Transaction<'_>,
        drafts: &mut [Draft<'_>],
    ) -> rusqlite::Result<()> {
        let mut asked: Vec<Asked> = drafts
            .iter()
            .enumerate()
            .filter_map(|(at, draft)| match draft {
                Draft::Event(row) => Some(Asked::of(row, at)),
                _ => None,
            })
            .collect();
        asked.sort_unstable_by_key(|one| one.rest);
        let all = sought(&asked, (i32::MIN, i32::MAX));
        let days = asked.iter().map(|one| one.day);
        let Some((first, last)) = days.fold(None, |range, day| Some(span(range, day))) else {
            return Ok(());
        };
        let mut known = BTreeSet::new();
        let mut query = change.prepare_cached(
            "SELECT first, first_day, last_day, first_rest, last_rest FROM batches
             WHERE first_day <= ? AND last_day >= ?",
        )?;
        let mut marks_of = change.prepare_cached("SELECT marks FROM batches WHERE first = ?")?;
        let mut row_of =
            change.prepare_cached(&format!("SELECT {CELLS} FROM events WHERE key = ?"))?;
        let mut batches = query.query([last, first])?;
        while let Some(batch) = batches.next()? {
            let first: Key = batch.get(0)?;
            if self.batches.contains(&first) {
                continue;
            }
            let days: (i32, i32) = (batch.get(1)?, batch.get(2)?);
            let rests: Option<(i64, i64)> = batch.get::<_, Option<i64>>(3)?.zip(batch.get(4)?);
            let near = near(&asked, rests);
            let some;
            let wanted = if near.len() * 2 > asked.len() {
                // What is sought among many is not laid out again for each of them.
                &all
            } else {
                some = sought(near, days);
                &some
            };
            if wanted.is_empty() {
                continue;
            }
            let mut cells = marks_of.query([first])?;
            let Some(cells) = cells.next()? else { continue };
            wanted.among((first, cells.get_ref(0)?.as_blob()?), |key, at| {
                let there = row_of.query_row([key], EventRow::of).optional()?;
                if let (Some(there), Draft::Event(row)) = (there, &drafts[at])
                    && there == *row
                {
                    known.insert(at);
                }
                Ok(())
            })?;
        }
        for at in known {
            drafts[at] = Draft::Known;
        }
        Ok(())
    }

    /// Adds a row under the key; `false` if it was added before.
    pub(super) fn insert(
        &mut self,
        change: &Transaction<'_>,
        row: EventRow,
        key: Key,
        batch: &mut Batch,
    ) -> rusqlite::Result<bool> {
        if !self.rows.insert(row.identity()) {
            return Ok(false);
        }
        if batch.is_full(key) {
            self.close(change, std::mem::take(batch))?;
        }
        batch.add(&row, key);
        batch.waiting.push(change, key, row)?;
        Ok(true)
    }

    /// Writes down where the batch stands.
    pub(super) fn close(&mut self, change: &Transaction<'_>, batch: Batch) -> rusqlite::Result<()> {
        self.batches.extend(batch.close(change)?);
        Ok(())
    }
}

impl many::Row<9> for EventRow {
    const INTO: &'static str =
        "events (key, source, target, code, day, delay, report, sentence, rest, place)";

    fn cells(&self) -> [ToSqlOutput<'_>; 9] {
        [
            number(self.source),
            number(self.target),
            number(self.code),
            number(self.own.day.0),
            number(self.own.published.0 - self.own.day.0),
            number(self.report),
            number(self.sentence),
            rest_cell(&self.own.rest),
            self.place.map_or(ToSqlOutput::Owned(Value::Null), number),
        ]
    }
}

/// A row that is looked for.
struct Asked {
    mark: u32,
    day: i32,
    /// `None`: no number.
    rest: Option<i64>,
    at: usize,
}

impl Asked {
    fn of(row: &EventRow, at: usize) -> Self {
        Self {
            mark: row.mark(),
            day: row.own.day.0,
            rest: row.own.number(),
            at,
        }
    }
}

/// Those that a batch with such numbers of ids may have. `asked` is in order of these.
fn near(asked: &[Asked], rests: Option<(i64, i64)>) -> &[Asked] {
    let Some((least, greatest)) = rests else {
        return asked;
    };
    let from = asked.partition_point(|one| one.rest < Some(least));
    let until = asked.partition_point(|one| one.rest <= Some(greatest));
    &asked[from..until]
}

/// The marks of those from the first day to the last.
fn sought(asked: &[Asked], (first, last): (i32, i32)) -> Sought {
    let some = asked.iter();
    let some = some.filter(|one| first <= one.day && one.day <= last);
    Sought::new(some.map(|one| (one.mark, one.at)).collect())
}

fn each<'t, T, U>(
    all: &'t [T],
    make: impl FnMut(&'t T) -> rusqlite::Result<U>,
) -> rusqlite::Result<Vec<U>> {
    all.iter().map(make).collect()
}

impl EventRow {
    pub(super) fn of(row: &Cells<'_>) -> rusqlite::Result<Self> {
        let day: i32 = row.get(3)?;
        Ok(Self {
            source: row.get(0)?,
            target: row.get(1)?,
            code: row.get(2)?,
            own: own(day, row.get(4)?, row.get_ref(7)?)?,
            report: row.get(5)?,
            sentence: row.get(6)?,
            place: row.get(8)?,
        })
    }

    /// Puts the code and the rest of the id in the place of those of the event with the key.
    pub(super) fn put_in_place(&self, change: &Transaction<'_>, key: Key) -> rusqlite::Result<()> {
        change
            .prepare_cached("UPDATE events SET code = ?, rest = ? WHERE key = ?")?
            .execute(params![self.code, rest_cell(&self.own.rest), key])?;
        Ok(())
    }

    /// A short hash of what the row says, the same in every version of the program.
    fn mark(&self) -> u32 {
        let number = self.own.number().unwrap_or_default();
        let mut bytes = [0; 72];
        let numbers = [
            self.source,
            self.target,
            self.code,
            self.report,
            self.sentence,
            i64::from(self.own.day.0),
            i64::from(self.own.published.0),
            self.place.unwrap_or_default(),
            number,
        ];
        for (place, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&bytes);
        if let Rest::Text(text) = &self.own.rest {
            hasher.update(text.as_bytes());
        }
        hasher.finalize()
    }

    /// All that the row says. Keys of what it names are those of this file and never change.
    fn identity(&self) -> u128 {
        let named = (self.source, self.target, self.code, self.report);
        quick_identity((named, &self.own, self.sentence, self.place))
    }
}

/// What an event says on its own, from its cells.
pub(super) fn own(day: i32, delay: i32, id: ValueRef<'_>) -> rusqlite::Result<Own> {
    Ok(Own {
        day: Day(day),
        // A delay that leads beyond all days is no date, which is told where dates are asked for.
        published: Day(day.saturating_add(delay)),
        rest: rest(id)?,
    })
}

/// A cell of the column of ids' rests.
pub(super) fn rest(cell: ValueRef<'_>) -> rusqlite::Result<Rest> {
    Ok(match cell {
        ValueRef::Null => Rest::None,
        ValueRef::Integer(number) => Rest::Number(number),
        other => Rest::Text(other.as_str()?.into()),
    })
}

/// The range with the number in it.
fn span<N: Ord + Copy>(range: Option<(N, N)>, number: N) -> (N, N) {
    range.map_or((number, number), |(first, last)| {
        (first.min(number), last.max(number))
    })
}
