//! When a matter happens or stands, and how we know.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Day, Precision, Statement};

/// Where a date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DatedBy {
    /// The text says when.
    Text,
    /// The text does not say; the day of publication stands in.
    Publication,
    /// Neither is known. The matter stays open: it is in force on any date.
    Nothing,
}

impl DatedBy {
    /// All of them.
    pub(super) const ALL: &'static [Self] = &[Self::Text, Self::Publication, Self::Nothing];
}

/// Valid time: the days on which something happens or stands, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Valid {
    /// First day, if one is known.
    pub from: Option<Date>,
    /// Last day; `None` means open.
    pub to: Option<Date>,
    /// How exactly it is known.
    pub precision: Precision,
    /// How it is known.
    pub dated_by: DatedBy,
}

impl Valid {
    /// Valid time of a statement: what its text says, else its day of publication, else open.
    pub fn of(statement: &Statement) -> Self {
        let published = statement.published.map(|published| published.0);
        match &statement.when {
            Some(when) => Self::told((when.start, when.end), when.open, when.precision, published),
            None => Self::told((None, None), false, Precision::Day, published),
        }
    }

    /// Valid time by what a text says: its days, both included, whether the end is open, and how exact they are.
    pub(super) fn told(
        (start, end): (Option<Date>, Option<Date>),
        open: bool,
        precision: Precision,
        published: Option<Date>,
    ) -> Self {
        if start.is_some() || end.is_some() {
            return Self {
                from: start,
                to: if open { None } else { end },
                precision,
                dated_by: DatedBy::Text,
            };
        }
        match published {
            Some(published) => Self {
                from: Some(published),
                to: Some(published),
                precision: Precision::Day,
                dated_by: DatedBy::Publication,
            },
            None => Self {
                from: None,
                to: None,
                precision: Precision::Day,
                dated_by: DatedBy::Nothing,
            },
        }
    }

    /// Whether it runs on from its first day without a stated end ("since March").
    pub fn is_open(self) -> bool {
        self.from.is_some() && self.to.is_none()
    }
}

/// A day with the precision at which it is known. It prints as people write dates: `21 Jul 1999`, `Mar 1999`, `1997`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Dated {
    /// The day, or the first day of the month or year.
    pub day: Date,
    /// How much of it is known.
    pub precision: Precision,
    /// How it is known.
    pub dated_by: DatedBy,
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.precision {
            Precision::Day | Precision::Week => "%-d %b %Y",
            Precision::Month | Precision::Season => "%b %Y",
            Precision::Year => "%Y",
            Precision::Decade => "%Ys",
        };
        f.pad(&self.day.strftime(form).to_string())
    }
}

/// Last day of the stretch in which the date lies: the 31st for "March", also for "since March".
///
/// It says how far the wording reaches, not how long the matter goes on.
pub(super) fn last_day_of(valid: &Valid) -> Option<Date> {
    let Some(from) = valid.from else {
        return valid.to;
    };
    if let Some(to) = valid.to {
        return Some(to.max(from));
    }
    Some(match valid.precision {
        Precision::Day => from,
        Precision::Week => plus_days(from, 6),
        Precision::Month => from.last_of_month(),
        Precision::Season => plus_days(from, 91),
        Precision::Year => from.last_of_year(),
        Precision::Decade => plus_days(from, 3651),
    })
}

/// The day so many days later; the calendar's last day if there is none.
pub(super) fn plus_days(day: Date, days: i32) -> Date {
    Day(Day::of(day).0.saturating_add(days))
        .date()
        .unwrap_or(Date::MAX)
}

/// Days between two stretches of days, both ends included; 0 when they touch or overlap.
pub(super) fn days_apart(one: (Date, Date), other: (Date, Date)) -> i32 {
    let (earlier, later) = if one.0 <= other.0 {
        (one, other)
    } else {
        (other, one)
    };
    if later.0 <= earlier.1 {
        return 0;
    }
    Day::of(later.0).0 - Day::of(earlier.1).0
}
