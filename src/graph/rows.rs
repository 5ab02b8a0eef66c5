//! How relations are written down for the index: rows of numbers and words, in postcard's form.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::relation::Closing;
use super::valid::{DatedBy, Valid};
use crate::model::{Action, ActorKind, Precision, Status};

/// The form's version; it grows whenever a row below changes.
pub(super) const FORM: u32 = 1;
/// Before all days: no beginning is known.
pub(super) const ALWAYS: i32 = i32::MIN;
/// After all days: no end is known.
pub(super) const EVER: i32 = i32::MAX;

/// A day as one number, in the order of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Day(pub(super) i32);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day()))
    }
}

impl Day {
    /// The date; `None` for a number that no date has.
    pub(super) fn date(self) -> Option<Date> {
        let (year, rest) = (self.0.div_euclid(512), self.0.rem_euclid(512));
        Date::new(
            i16::try_from(year).ok()?,
            (rest / 32) as i8,
            (rest % 32) as i8,
        )
        .ok()
    }
}

/// What the index says of the whole, and where each relation stands.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) who: Vec<Who>,
    pub(super) codes: Vec<Code>,
    /// Documents that have many statements: files of event data.
    pub(super) documents: Vec<String>,
    /// The graph's actors, in order of their ids, as positions in `who`.
    pub(super) nodes: Vec<u32>,
    /// The parties of the statements, in order of their first appearance: position in `who`, and their words.
    pub(super) parties: Vec<(u32, String)>,
    pub(super) latest: Option<Day>,
    pub(super) first: Option<Day>,
    pub(super) n_by_publication: u64,
    pub(super) n_undated: u64,
    /// In order of the pairs, then of the relations' ids.
    pub(super) extents: Vec<Extent>,
}

/// A relation's pair, days and place.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Extent {
    /// The two actors as positions in [`Head::nodes`], the lesser first.
    pub(super) pair: (u32, u32),
    pub(super) from: i32,
    /// First day on which it is over.
    pub(super) until: i32,
    /// Bytes of the relation's row.
    pub(super) length: u32,
    pub(super) checksum: u32,
}

/// An actor, or a party without its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Who {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: ActorKind,
    pub(super) principal: String,
    pub(super) principal_name: String,
    pub(super) office: Option<String>,
}

/// What many statements have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Code {
    pub(super) action: Action,
    pub(super) kind: String,
    pub(super) status: Status,
    pub(super) mutual: bool,
    pub(super) plover: String,
    pub(super) mode: String,
    pub(super) cameo: String,
    pub(super) quad: u8,
    /// The bits of the Goldstein value, so that rows compare.
    pub(super) goldstein: u32,
    pub(super) rule: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RelationRow<'a> {
    #[serde(borrow)]
    pub(super) id: &'a str,
    pub(super) parties: (&'a str, &'a str),
    pub(super) action: Action,
    pub(super) family: &'a str,
    #[serde(borrow)]
    pub(super) occurrences: Vec<OccurrenceRow<'a>>,
    #[serde(borrow)]
    pub(super) stages: Vec<StageRow<'a>>,
    pub(super) asides: Vec<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OccurrenceRow<'a> {
    pub(super) status: Status,
    /// Whether the first of the relation's parties acts.
    pub(super) forward: bool,
    pub(super) mutual: bool,
    pub(super) valid: ValidRow,
    pub(super) begins: Option<Day>,
    pub(super) due: Option<(Day, Day)>,
    #[serde(borrow)]
    pub(super) statements: Vec<StatementRow<'a>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StageRow<'a> {
    pub(super) status: Status,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    pub(super) closing: Option<Closing>,
    pub(super) occurrences: Vec<usize>,
    #[serde(borrow)]
    pub(super) ended_by: Option<StatementRow<'a>>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct ValidRow {
    from: Option<Day>,
    to: Option<Day>,
    precision: Precision,
    dated_by: DatedBy,
}

impl From<Valid> for ValidRow {
    fn from(valid: Valid) -> Self {
        Self {
            from: valid.from.map(Day::from),
            to: valid.to.map(Day::from),
            precision: valid.precision,
            dated_by: valid.dated_by,
        }
    }
}

impl ValidRow {
    pub(super) fn valid(self) -> Option<Valid> {
        Some(Valid {
            from: date(self.from)?,
            to: date(self.to)?,
            precision: self.precision,
            dated_by: self.dated_by,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StatementRow<'a> {
    /// What follows the document's id in the statement's, or else all of it.
    #[serde(borrow)]
    pub(super) id: Result<&'a str, &'a str>,
    /// Position in [`Head::documents`], or else the document's id.
    #[serde(borrow)]
    pub(super) document: Result<u32, &'a str>,
    pub(super) published: Option<Day>,
    pub(super) published_inferred: bool,
    pub(super) sentence: usize,
    #[serde(borrow)]
    pub(super) source: EndRow<'a>,
    #[serde(borrow)]
    pub(super) target: EndRow<'a>,
    /// Position in [`Head::codes`].
    pub(super) code: u32,
    #[serde(borrow)]
    pub(super) when: Option<WhenRow<'a>>,
    /// The words, the actor, and whether it is a claim.
    #[serde(borrow)]
    pub(super) attributed_to: Vec<(&'a str, Option<&'a str>, bool)>,
    pub(super) topic: Option<&'a str>,
    pub(super) place: Option<&'a str>,
    pub(super) evidence: &'a str,
    pub(super) span: (usize, usize),
    pub(super) confidence: f32,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EndRow<'a> {
    /// Position in [`Head::who`].
    pub(super) who: u32,
    /// The words, if they are not the actor's name.
    pub(super) text: Option<&'a str>,
    pub(super) span: (usize, usize),
    /// Id, principal, weight.
    #[serde(borrow)]
    pub(super) alternatives: Vec<(&'a str, &'a str, f32)>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WhenRow<'a> {
    pub(super) start: Option<Day>,
    pub(super) end: Option<Day>,
    pub(super) precision: Precision,
    pub(super) text: &'a str,
    pub(super) open: bool,
}

/// A day that may be missing; the outer `None` is a number that no date has.
#[allow(clippy::option_option)] // A missing day and an impossible one are not the same.
pub(super) fn date(day: Option<Day>) -> Option<Option<Date>> {
    match day {
        None => Some(None),
        Some(day) => day.date().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_keep_their_order_and_come_back() {
        let days = [
            Date::MIN,
            Date::constant(-44, 3, 15),
            Date::constant(0, 12, 31),
            Date::constant(1999, 7, 21),
            Date::constant(1999, 8, 1),
            Date::MAX,
        ];
        for two in days.windows(2) {
            assert!(Day::from(two[0]) < Day::from(two[1]));
        }
        assert!(days.iter().all(|&day| Day::from(day).date() == Some(day)));
        assert_eq!(Day(1999 * 512 + 13 * 32).date(), None);
    }
}
