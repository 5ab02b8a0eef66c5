//! Rows of event data, one after the other.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashSet};
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, BufRead};
use std::sync::Arc;

use jiff::civil::Date;

use super::account::Account;
use super::columns::Columns;
use super::format::Format;
use super::lines::{Lines, Record};
use super::map::split;
use super::parties::Parties;
use super::{gdelt, icews, petrarch, plover, polecat, table};
use crate::error::{Error, Result};
use crate::model::{Evidence, Party, Published, Span, Statement, When};
use crate::vocabulary::actors::Actors;
use crate::vocabulary::relations::{Acts, EventCodes, Meaning};

/// What a row says, in our words.
pub(super) struct Event {
    /// Unique in its data set; the same row read twice has the same.
    pub(super) id: String,
    /// Where it was reported; empty for the file.
    pub(super) document: String,
    pub(super) sentence: usize,
    pub(super) day: Date,
    pub(super) published: Date,
    /// Whether the publication is only known through the day of the event.
    pub(super) published_inferred: bool,
    pub(super) source: Party,
    pub(super) target: Party,
    pub(super) meaning: Meaning,
    /// The data set's own CAMEO code.
    pub(super) cameo: Option<String>,
    /// PLOVER event and mode, where the data set gives them.
    pub(super) plover: Option<(String, String)>,
    pub(super) quad: Option<u8>,
    pub(super) goldstein: Option<f32>,
    /// What the row says, to be read by people.
    pub(super) words: String,
    pub(super) place: Option<String>,
    /// Which data set, for the rule.
    pub(super) rule: String,
    /// What is odd about it.
    pub(super) remark: Option<&'static str>,
}

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
    /// The statements of those that were kept.
    pub statements: Vec<Statement>,
    /// The others, if they were asked for.
    pub set_aside: Vec<SetAside>,
}

/// Reads event data row by row, in bounded memory but for 8 bytes a row, by which repeated rows are counted.
pub struct Rows<R> {
    lines: Lines<R>,
    format: Format,
    context: Context,
    /// What the file is called.
    name: String,
    said: HashSet<u64>,
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
            name: name.to_owned(),
            said: HashSet::new(),
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

    /// What the next rows give, at most `most` of them; `None` at the end of the file.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next_batch(&mut self, most: usize) -> io::Result<Option<Batch>> {
        let mut batch = Batch::default();
        for n_read in 0..most {
            let next = if matches!(self.format, Format::Table(_)) {
                self.lines.record()?
            } else {
                self.lines.line()?
            };
            let Some(record) = next else {
                return Ok((n_read > 0).then_some(batch));
            };
            self.row(&record, &mut batch);
        }
        Ok(Some(batch))
    }

    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let text = String::from_utf8_lossy(&record.bytes);
        let text = text.trim_end_matches(['\n', '\r']);
        if record.line == 1 && self.format.has_header() {
            self.context.columns = Columns::of(text);
            return;
        }
        self.account.rows += 1;
        match self.events(text) {
            Ok(events) => {
                self.account.kept += 1;
                let mut remarks = BTreeSet::new();
                remarks.extend(
                    std::str::from_utf8(&record.bytes)
                        .is_err()
                        .then_some(NOT_UTF8),
                );
                for event in events {
                    remarks.extend(event.remark);
                    remarks.extend(
                        (event.source.principal == event.target.principal).then_some(ONESELF),
                    );
                    let statement = self.statement(event);
                    remarks.extend((!self.said.insert(hash(&statement))).then_some(TWICE));
                    batch.statements.push(statement);
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
    fn events(&mut self, text: &str) -> std::result::Result<Vec<Event>, &'static str> {
        if text.trim().is_empty() {
            return Err(EMPTY);
        }
        let context = &mut self.context;
        let cells = || text.split('\t').collect::<Vec<_>>();
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

    fn statement(&self, event: Event) -> Statement {
        let mut code = self
            .context
            .codes
            .coded(event.meaning, event.cameo.as_deref());
        if let Some((plover, mode)) = event.plover {
            code.plover = plover;
            code.mode = mode;
        }
        code.quad = event.quad.unwrap_or(code.quad);
        code.goldstein = event.goldstein.unwrap_or(code.goldstein);
        let (source, target) = if event.meaning.acts == Acts::Target {
            (event.target, event.source)
        } else {
            (event.source, event.target)
        };
        let span = Span::new(0, event.words.len());
        Statement {
            id: event.id,
            document: if event.document.is_empty() {
                self.name.clone()
            } else {
                event.document
            },
            published: Some(Published(event.published)),
            published_inferred: event.published_inferred,
            sentence: event.sentence,
            source,
            target,
            action: event.meaning.action,
            kind: event.meaning.kind.to_owned(),
            status: event.meaning.status,
            mutual: event.meaning.acts == Acts::Both,
            event: code,
            when: Some(When::day(event.day, "")),
            attributed_to: Vec::new(),
            topic: None,
            place: event.place,
            evidence: Evidence {
                text: event.words,
                span,
            },
            rule: event.rule,
            // The row is taken at its word; its data set does not say how sure it is.
            confidence: 1.0,
        }
    }
}

/// What a row says apart from where it was reported; both directions of a mutual event are one.
fn hash(statement: &Statement) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut ends = [&statement.source.id, &statement.target.id];
    if statement.mutual {
        ends.sort();
    }
    ends.hash(&mut hasher);
    statement.event.cameo.hash(&mut hasher);
    (statement.action, &statement.kind, statement.status).hash(&mut hasher);
    statement.when.hash(&mut hasher);
    hasher.finish()
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
