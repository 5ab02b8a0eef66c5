//! Rows of event data, one after the other.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, BufRead, Read as _};
use std::sync::Arc;

use jiff::civil::Date;

use super::account::Account;
use super::columns::Columns;
use super::format::Format;
use super::parties::Parties;
use super::{gdelt, icews, polecat};
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
pub(super) const ONE_ACTOR: &str = "with one actor missing";
pub(super) const NO_DATE: &str = "with an impossible date";
pub(super) const NO_CODE: &str = "with a code that the data set's vocabulary does not have";
pub(super) const MERE_STATEMENT: &str =
    "that say nothing of how two actors stand (CAMEO 01, make statement)";
const EMPTY: &str = "empty";
const NOT_UTF8: &str = "with bytes that are no UTF-8, read as �";
const TWICE: &str = "that say again what another row says";
const ONESELF: &str = "inside one state or organisation";

/// The longest row that is read whole, in bytes; of longer ones, which no data set has, the rest is passed over.
const LONGEST_ROW: usize = 1 << 20;

/// Reads event data row by row, in bounded memory but for 8 bytes a row, by which repeated rows are counted.
pub struct Rows<R> {
    input: R,
    format: Format,
    context: Context,
    /// What the file is called.
    name: String,
    line: usize,
    said: HashSet<u64>,
    account: Account,
}

impl<R: BufRead> Rows<R> {
    /// Reads rows of a format from the start of a file; `name` names the document of rows that name none, `actors` says
    /// whom names and codes mean.
    ///
    /// # Errors
    /// [`Error::Internal`] when the embedded tables do not load.
    pub fn new(input: R, format: Format, name: &str, actors: Arc<Actors>) -> Result<Self> {
        Ok(Self {
            input,
            format,
            context: Context {
                codes: EventCodes::load().map_err(|error| Error::Internal(error.to_string()))?,
                parties: Parties::new(actors),
                columns: Columns::default(),
            },
            name: name.to_owned(),
            line: 0,
            said: HashSet::new(),
            account: Account::default(),
        })
    }

    /// What became of the rows so far.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The statements of the next rows, at most `most` of them; none at the end of the file.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next_statements(&mut self, most: usize) -> io::Result<Vec<Statement>> {
        let mut statements = Vec::new();
        let mut bytes = Vec::new();
        while statements.len() < most {
            bytes.clear();
            let limit = LONGEST_ROW as u64;
            if (&mut self.input)
                .take(limit)
                .read_until(b'\n', &mut bytes)?
                == 0
            {
                break;
            }
            if bytes.len() == LONGEST_ROW && !bytes.ends_with(b"\n") {
                self.input.skip_until(b'\n')?;
            }
            self.line += 1;
            statements.extend(self.row(&bytes));
        }
        Ok(statements)
    }

    fn row(&mut self, bytes: &[u8]) -> Option<Statement> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_end_matches(['\n', '\r']);
        if self.line == 1 && self.format.has_header() {
            self.context.columns = Columns::of(text);
            return None;
        }
        self.account.rows += 1;
        if text.trim().is_empty() {
            self.account.set_aside(EMPTY, self.line);
            return None;
        }
        let cells: Vec<&str> = text.split('\t').collect();
        let read = match self.format {
            Format::Gdelt1 | Format::Gdelt2 => gdelt::event(&cells, self.format, &mut self.context),
            Format::Icews => icews::event(&cells, &mut self.context),
            Format::IcewsQuads => icews::quad(&cells, &mut self.context),
            Format::Polecat => polecat::event(&cells, &mut self.context),
        };
        match read {
            Ok(event) => {
                self.account.kept += 1;
                let mut remarks = vec![event.remark];
                remarks.push(std::str::from_utf8(bytes).is_err().then_some(NOT_UTF8));
                remarks.push((event.source.principal == event.target.principal).then_some(ONESELF));
                let statement = self.statement(event);
                remarks.push((!self.said.insert(hash(&statement))).then_some(TWICE));
                for remark in remarks.into_iter().flatten() {
                    self.account.remark(remark, self.line);
                }
                Some(statement)
            }
            Err(why) => {
                self.account.set_aside(why, self.line);
                None
            }
        }
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
