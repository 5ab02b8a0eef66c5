//! Which reports were taken for one act, and why.

use serde::Serialize;

use super::relation::Occurrence;
use super::valid::{DatedBy, ValidDays, days_apart};
use crate::model::{Day, Precision, Statement};

/// A report that was taken for another of the same act: parties, action, status and direction agree, and their days are
/// near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Merged<'a> {
    /// The report's statement.
    pub statement: &'a str,
    /// That of the most exact report, with whose days its own were compared.
    pub with: &'a str,
    /// Days between the two; 0 where they touch or overlap, or neither has any.
    pub days_apart: i32,
    /// Why these are near.
    pub because: Nearness,
}

/// The rows of the table in `docs/time.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Nearness {
    /// Both texts name the day.
    Text,
    /// One day or both are those of publication.
    Publication,
    /// One names a stretch of time in which the other lies.
    Stretch,
    /// Neither has a date.
    Undated,
}

impl Occurrence {
    /// Which of its reports were taken for another, and why; the most exact stands for itself.
    pub fn merged(&self) -> Vec<Merged<'_>> {
        let exactness = |statement: &Statement| {
            let valid = ValidDays::of(statement);
            let day = valid.from.or(valid.to);
            (valid.precision, valid.dated_by, day, statement.published)
        };
        let Some(first) = self.statements.iter().min_by_key(|one| exactness(one)) else {
            return Vec::new();
        };
        let others = self.statements.iter().filter(|one| one.id != first.id);
        others.map(|one| merged(one, first)).collect()
    }
}

fn merged<'a>(statement: &'a Statement, first: &'a Statement) -> Merged<'a> {
    let both = [ValidDays::of(statement), ValidDays::of(first)];
    let by_publication = both
        .iter()
        .any(|valid| valid.dated_by == DatedBy::Publication);
    let [own, with] = both.map(stretch);
    let because = if own.is_none() || with.is_none() {
        Nearness::Undated
    } else if both[0].precision != Precision::Day {
        Nearness::Stretch
    } else if by_publication {
        Nearness::Publication
    } else {
        Nearness::Text
    };
    Merged {
        statement: &statement.id,
        with: &first.id,
        days_apart: own.zip(with).map_or(0, |(own, with)| days_apart(own, with)),
        because,
    }
}

/// The first and the last day of which it speaks.
fn stretch(valid: ValidDays) -> Option<(Day, Day)> {
    valid.from.or(valid.to).zip(valid.last_day())
}
