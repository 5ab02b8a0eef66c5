//! Rows of event data, one after the other.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, BufRead};
use std::sync::Arc;

use jiff::civil::Date;

use super::account::Account;
use super::columns::Columns;
use super::format::Format;
use super::lines::{Lines, Record};
use super::map::split;
use super::parties::Parties;
use super::row::{Event, Kinds};
use super::{gdelt, icews, petrarch, plover, polecat, table};
use crate::error::{Error, Result};
use crate::model::{Events, QuickSet};
use crate::vocabulary::actors::Actors;
use crate::vocabulary::relations::EventCodes;

/// What a reader of rows needs to know.
pub(super) struct Context {
    pub(super) codes: EventCodes,
    pub(super) parties: Parties,
    pub(super) columns: Columns,
}

/// Reasons to set a row aside that several data sets share.
pub(super) const COLUMNS: &str =
    "with another number of columns than the data set has (a stray tab?)";
pub(super) const NO_STATE: &str = "with a role of no state for an actor (GOV, COP …)";
pub(super) const ONE_ACTOR: &str = "with one actor missing";
pub(super) const NO_DATE: &str = "with an impossible date";
pub(super) const NO_CODE: &str = "with a code that the data set's vocabulary does not have";
pub(super) const MERE_STATEMENT: &str =
    "that say nothing of how two actors stand (CAMEO 01, make statement)";
const EMPTY: &str = "empty";
const NOT_UTF8: &str = "with bytes that are no UTF-8, read as �";
const TWICE: &str = "that say again what another row says";
const ONESELF: &str = "inside one state or organisation";

/// A row that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Its line, from 1.
    pub line: usize,
    /// Why: a clause that follows "rows".
    pub why: &'static str,
    /// The row as it stands in the file, without the end of the line; broken bytes are �.
    pub row: String,
}

/// What some rows gave.
#[derive(Debug, Default)]
pub struct Batch {
    /// What those say that were kept.
    pub events: Events,
    /// The others, if they were asked for.
    pub set_aside: Vec<SetAside>,
}

/// Reads event data row by row, in bounded memory but for 8 bytes a row, by which repeated rows are counted.
pub struct Rows<R> {
    lines: Lines<R>,
    format: Format,
    context: Context,
    kinds: Kinds,
    /// What the file is called.
    name: String,
    said: QuickSet<u64>,
    account: Account,
    keeps_set_aside: bool,
}

impl<R: BufRead> Rows<R> {
    /// Reads rows of a format from the start of a file; `name` names the document of rows that name none, `actors` says
    /// whom names and codes mean.
    ///
    /// # Errors
    /// [`Error::Internal`] when the embedded tables do not load.
    pub fn new(input: R, format: Format, name: &str, actors: Arc<Actors>) -> Result<Self> {
        Ok(Self {
            lines: Lines::new(input),
            format,
            context: Context {
                codes: EventCodes::load().map_err(|error| Error::Internal(error.to_string()))?,
                parties: Parties::new(actors),
                columns: Columns::default(),
            },
            kinds: Kinds::default(),
            name: name.to_owned(),
            said: QuickSet::default(),
            account: Account::default(),
            keeps_set_aside: false,
        })
    }

    /// Hands over the rows that are set aside, too.
    #[must_use]
    pub fn with_set_aside(self) -> Self {
        Self {
            keeps_set_aside: true,
            ..self
        }
    }

    /// What became of the rows so far.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// What the next rows give: of at most `most` of them, and hardly more events; `None` at the end of the file.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next_batch(&mut self, most: usize) -> io::Result<Option<Batch>> {
        let mut batch = Batch::default();
        let mut record = Record::default();
        for n_read in 0..most {
            if batch.events.len() >= most {
                break;
            }
            let is_there = if matches!(self.format, Format::Table(_)) {
                self.lines.record(&mut record)?
            } else {
                self.lines.line(&mut record)?
            };
            if !is_there {
                return Ok((n_read > 0).then_some(batch));
            }
            self.row(&record, &mut batch);
        }
        Ok(Some(batch))
    }

    fn row(&mut self, record: &Record, batch: &mut Batch) {
        // Looked at as a whole first, which is faster than in search of what is broken.
        let text = match std::str::from_utf8(&record.bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(&record.bytes),
        };
        let is_broken = matches!(text, Cow::Owned(_));
        let text = text.trim_end_matches(['\n', '\r']);
        if record.line == 1 && self.format.has_header() {
            self.context.columns = Columns::of(text);
            return;
        }
        self.account.rows += 1;
        match self.events(text) {
            Ok(events) => {
                self.account.kept += 1;
                // Most rows are remarked upon in no way.
                let mut remarks = BTreeSet::new();
                remarks.extend(is_broken.then_some(NOT_UTF8));
                for event in events {
                    remarks.extend(event.remark);
                    remarks.extend(
                        (event.source.principal == event.target.principal).then_some(ONESELF),
                    );
                    let codes = &self.context.codes;
                    let said = self.kinds.keep(event, &self.name, codes, &mut batch.events);
                    remarks.extend((!self.said.insert(said)).then_some(TWICE));
                }
                for remark in remarks {
                    self.account.remark(remark, record.line);
                }
            }
            Err(why) => {
                self.account.set_aside(why, record.line);
                if self.keeps_set_aside {
                    batch.set_aside.push(SetAside {
                        line: record.line,
                        why,
                        row: text.to_owned(),
                    });
                }
            }
        }
    }

    /// What a row says, or why nothing.
    fn events<'r>(&mut self, text: &'r str) -> std::result::Result<Vec<Event<'r>>, &'static str> {
        if text.trim().is_empty() {
            return Err(EMPTY);
        }
        let context = &mut self.context;
        let cells = || cells(text);
        let event = match &self.format {
            Format::Plover => return plover::events(text, context),
            Format::Gdelt1 => gdelt::event(&cells(), &[57, 58], context),
            Format::Gdelt2 => gdelt::event(&cells(), &[61], context),
            Format::Icews => icews::event(&cells(), context),
            Format::IcewsQuads => icews::quad(&cells(), context),
            Format::Polecat => polecat::event(&cells(), context),
            Format::Petrarch => petrarch::event(&cells(), context),
            Format::Table(table) => table::event(&split(text, table.separator), table, context),
        };
        Ok(vec![event?])
    }
}

/// The cells of a row, between tabs.
fn cells(text: &str) -> Vec<&str> {
    let mut cells = Vec::with_capacity(64);
    let mut start = 0;
    // Cells are so short that a search from each to the next costs more than looking at every byte.
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if byte == b'\t' {
            cells.push(&text[start..at]);
            start = at + 1;
        }
    }
    cells.push(&text[start..]);
    cells
}

/// "20180101" as a date.
pub(super) fn compact_date(digits: &str) -> Option<Date> {
    let digits = digits.get(..8)?;
    let number = |from: usize, to: usize| digits[from..to].parse::<i16>().ok();
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    Date::new(number(0, 4)?, number(4, 6)? as i8, number(6, 8)? as i8).ok()
}

/// "2018-01-01", also with a time behind it, or "20180101" as a date.
pub(super) fn any_date(text: &str) -> Option<Date> {
    let text = text.trim();
    match text.get(..10).unwrap_or(text).parse() {
        Ok(date) => Some(date),
        Err(_) => compact_date(text),
    }
}
