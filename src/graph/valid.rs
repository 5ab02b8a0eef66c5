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
        ValidDays::of(statement).valid()
    }

    /// Whether it runs on from its first day without a stated end ("since March").
    pub fn is_open(self) -> bool {
        self.from.is_some() && self.to.is_none()
    }
}

/// Valid time in numbers, by which lives are reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ValidDays {
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    pub(super) precision: Precision,
    pub(super) dated_by: DatedBy,
}

impl ValidDays {
    /// As [`Valid::of`].
    pub(super) fn of(statement: &Statement) -> Self {
        let published = statement.published.map(|published| Day::of(published.0));
        match &statement.when {
            Some(when) => {
                let days = (when.start.map(Day::of), when.end.map(Day::of));
                Self::told(days, when.open, when.precision, published)
            }
            None => Self::told((None, None), false, Precision::Day, published),
        }
    }

    /// Valid time by what a text says: its days, both included, whether the end is open, and how exact they are.
    pub(super) fn told(
        (start, end): (Option<Day>, Option<Day>),
        open: bool,
        precision: Precision,
        published: Option<Day>,
    ) -> Self {
        if start.is_some() || end.is_some() {
            return Self {
                from: start,
                to: if open { None } else { end },
                precision,
                dated_by: DatedBy::Text,
            };
        }
        Self {
            from: published,
            to: published,
            precision: Precision::Day,
            dated_by: match published {
                Some(_) => DatedBy::Publication,
                None => DatedBy::Nothing,
            },
        }
    }

    /// The same as dates.
    pub(super) fn valid(self) -> Valid {
        Valid {
            from: self.from.and_then(Day::date),
            to: self.to.and_then(Day::date),
            precision: self.precision,
            dated_by: self.dated_by,
        }
    }

    /// As [`Valid::is_open`].
    pub(super) fn is_open(self) -> bool {
        self.from.is_some() && self.to.is_none()
    }

    /// Last day of the stretch in which it lies: the 31st for "March", also for "since March".
    ///
    /// It says how far the wording reaches, not how long the matter goes on.
    pub(super) fn last_day(self) -> Option<Day> {
        let Some(from) = self.from else {
            return self.to;
        };
        if let Some(to) = self.to {
            return Some(to.max(from));
        }
        let last_of = |last: fn(Date) -> Date| from.date().map(last).map_or(Day::LAST, Day::of);
        Some(match self.precision {
            Precision::Day => from,
            Precision::Week => from.plus(6),
            Precision::Month => last_of(Date::last_of_month),
            Precision::Season => from.plus(91),
            Precision::Year => last_of(Date::last_of_year),
            Precision::Decade => from.plus(3651),
        })
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

/// The date so many days later; the calendar's last day if there is none.
pub(super) fn plus_days(date: Date, days: i32) -> Date {
    Day::of(date).plus(days).date().unwrap_or(Date::MAX)
}

/// Days between two stretches of days, both ends included; 0 when they touch or overlap.
pub(super) fn days_apart(one: (Day, Day), other: (Day, Day)) -> i32 {
    let (earlier, later) = if one.0 <= other.0 {
        (one, other)
    } else {
        (other, one)
    };
    (later.0.0 - earlier.1.0).max(0)
}
