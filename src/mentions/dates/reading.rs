//! Calendar arithmetic: stretches of days, and what they are in the past and in the future.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::model::{Precision, When};

/// Days from `start` to `end`, both included, known to a precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) precision: Precision,
}

/// What an expression means if it lies in the past of the publication date, and if it lies in the future.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Reading {
    pub(super) past: Option<Stretch>,
    pub(super) future: Option<Stretch>,
}

impl Reading {
    /// The same in both.
    pub(super) fn certain(stretch: Option<Stretch>) -> Self {
        Self {
            past: stretch,
            future: stretch,
        }
    }

    /// Both readings changed in the same way.
    pub(super) fn map(self, change: impl Fn(Stretch) -> Option<Stretch>) -> Self {
        Self {
            past: self.past.and_then(&change),
            future: self.future.and_then(&change),
        }
    }

    /// Whether any date is known.
    pub(super) fn is_known(self) -> bool {
        self.past.is_some() || self.future.is_some()
    }
}

/// The part of a month, season or year that a word narrows it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Mid,
    Late,
    FirstHalf,
    SecondHalf,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Unit {
    /// Hours and minutes, which never leave the day as far as news tells.
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Stretch {
    pub(super) fn day(day: Date) -> Self {
        Self {
            start: day,
            end: day,
            precision: Precision::Day,
        }
    }

    /// From `start` to `end`; `None` if they are in the wrong order.
    pub(super) fn new(start: Date, end: Date, precision: Precision) -> Option<Self> {
        (start <= end).then_some(Self {
            start,
            end,
            precision,
        })
    }

    /// Monday to Sunday around a day, as far as they lie in the day's month: "last week" so stays in the month
    /// that it is reported for.
    pub(super) fn week_of(day: Date) -> Option<Self> {
        let monday = add_days(day, 1 - i64::from(day.weekday().to_monday_one_offset()))?;
        let sunday = add_days(monday, 6)?;
        Self::new(
            monday.max(day.first_of_month()),
            sunday.min(day.last_of_month()),
            Precision::Week,
        )
    }

    pub(super) fn month_of(day: Date) -> Self {
        Self {
            start: day.first_of_month(),
            end: day.last_of_month(),
            precision: Precision::Month,
        }
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(Self::month_of)
    }

    pub(super) fn year(year: i16) -> Option<Self> {
        Some(Self {
            start: Date::new(year, 1, 1).ok()?,
            end: Date::new(year, 12, 31).ok()?,
            precision: Precision::Year,
        })
    }

    pub(super) fn decade(first_year: i16) -> Option<Self> {
        let (first, last) = (
            Date::new(first_year, 1, 1).ok()?,
            Date::new(first_year + 9, 12, 31).ok()?,
        );
        Self::new(first, last, Precision::Decade)
    }

    /// Three months from `first_month` of a year on; winter runs into the next year.
    pub(super) fn season(year: i16, first_month: i8) -> Option<Self> {
        let start = Date::new(year, first_month, 1).ok()?;
        let end = start.checked_add(2.months()).ok()?.last_of_month();
        Self::new(start, end, Precision::Season)
    }

    /// The calendar unit around a day.
    pub(super) fn unit_of(unit: Unit, day: Date) -> Option<Self> {
        match unit {
            Unit::Hour | Unit::Day => Some(Self::day(day)),
            Unit::Week => Self::week_of(day),
            Unit::Month => Some(Self::month_of(day)),
            Unit::Quarter => Self::season(day.year(), (day.month() - 1) / 3 * 3 + 1),
            Unit::Year => Self::year(day.year()),
            Unit::Decade => Self::decade(day.year().div_euclid(10) * 10),
            Unit::Century => None,
        }
    }

    /// A part: thirds of a month, four months of a year, a month of a season; or one half of them.
    pub(super) fn part(self, part: Part) -> Option<Self> {
        let Self {
            start,
            end,
            precision,
        } = self;
        let (first, last) = match precision {
            // Of a single day, week or range of days, "early" and "late" change nothing.
            Precision::Day | Precision::Week => return Some(self),
            Precision::Month => match part {
                Part::Early => (start, add_days(start, 9)?),
                Part::Mid => (add_days(start, 10)?, add_days(start, 19)?),
                Part::Late => (add_days(start, 20)?, end),
                Part::FirstHalf => (start, add_days(start, 14)?),
                Part::SecondHalf => (add_days(start, 15)?, end),
            },
            Precision::Season => match part {
                Part::Early => (start, start.last_of_month()),
                Part::Mid => (
                    start.last_of_month().tomorrow().ok()?,
                    end.first_of_month().yesterday().ok()?,
                ),
                Part::Late => (end.first_of_month(), end),
                Part::FirstHalf => (start, add_days(add_months(start, 1)?, 14)?),
                Part::SecondHalf => (add_days(add_months(start, 1)?, 15)?, end),
            },
            Precision::Year => {
                let (first_month, n_months) = match part {
                    Part::Early => (1, 4),
                    Part::Mid => (5, 4),
                    Part::Late => (9, 4),
                    Part::FirstHalf => (1, 6),
                    Part::SecondHalf => (7, 6),
                };
                let first = Date::new(start.year(), first_month, 1).ok()?;
                (first, add_months(first, n_months - 1)?.last_of_month())
            }
            Precision::Decade => {
                let (first_year, last_year) = match part {
                    Part::Early => (0, 3),
                    Part::Mid => (4, 6),
                    Part::Late => (7, 9),
                    Part::FirstHalf => (0, 4),
                    Part::SecondHalf => (5, 9),
                };
                let year = |shift| Self::year(start.year() + shift);
                (year(first_year)?.start, year(last_year)?.end)
            }
        };
        let precision = match precision {
            Precision::Year => Precision::Season,
            Precision::Decade => Precision::Year,
            other => other,
        };
        Self::new(first, last.min(end), precision)
    }

    /// What a date of the model covers; one without a start covers its last day, one without an end its first.
    pub(super) fn from_when(when: &When) -> Option<Self> {
        let start = when.start.or(when.end)?;
        Self::new(
            start,
            if when.open {
                start
            } else {
                when.end.unwrap_or(start)
            },
            when.precision,
        )
    }
}

/// The day `days` later.
pub(super) fn add_days(day: Date, days: i64) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

/// A day moved by so many units; the stretch that is then meant is the unit around it, since "two months ago" is no
/// exact day. `halves` counts half units.
pub(super) fn moved(day: Date, unit: Unit, halves: i64) -> Option<Stretch> {
    let whole = halves / 2;
    match unit {
        Unit::Hour => Some(Stretch::day(day)),
        Unit::Day => add_days(day, whole).map(Stretch::day),
        Unit::Week => add_days(day, halves * 7 / 2).and_then(Stretch::week_of),
        Unit::Month => add_months(day, whole).map(Stretch::month_of),
        Unit::Quarter => {
            add_months(day, whole * 3).and_then(|day| Stretch::unit_of(Unit::Quarter, day))
        }
        // "Half a year ago" is a month; "two and a half years ago" hardly is.
        Unit::Year if halves.abs() == 1 => add_months(day, halves * 6).map(Stretch::month_of),
        Unit::Year => add_months(day, halves * 6).and_then(|day| Stretch::year(day.year())),
        Unit::Decade => add_months(day, halves * 60).and_then(|day| Stretch::year(day.year())),
        Unit::Century => add_months(day, halves * 600).and_then(|day| Stretch::year(day.year())),
    }
}

pub(super) fn add_months(day: Date, months: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_months(months).ok()?)
        .ok()
}
