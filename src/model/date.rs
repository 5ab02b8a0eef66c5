//! When: dates of publication and of what happens, never mixed up.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A calendar day, or a range given in days.
    Day,
    /// A week: "last week" beside a known publication date.
    Week,
    /// A month, or a part of one.
    Month,
    /// A season or a quarter.
    Season,
    /// A year.
    Year,
    /// A decade.
    Decade,
}

impl Precision {
    /// All of them, the finest first.
    pub const ALL: &'static [Self] = &[
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Season,
        Self::Year,
        Self::Decade,
    ];

    /// The word used in data and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }
}

/// A day as a number, for columns: days since 1970-01-01, or [`Day::NONE`].
///
/// ```
/// use detente::model::Day;
/// let day = "1999-07-21".parse().unwrap();
/// assert_eq!(Day::of(day).date(), Some(day));
/// assert_eq!(Day::NONE.date(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// Days of 400 years, after which the calendar repeats.
const ERA: i32 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const BEFORE_1970: i32 = 719_468;

impl Day {
    /// No day is known. It lies before all days.
    pub const NONE: Self = Self(i32::MIN);

    /// The calendar's last day.
    pub const LAST: Self = Self(2_932_896);

    /// The day of a date.
    ///
    /// Years begin in March here, so that leap days come last; Hinnant, "chrono-Compatible Low-Level Date Algorithms",
    /// 2014, `days_from_civil`. The calendar's own differences take some ten times as long, and a life is made of them.
    pub fn of(date: Date) -> Self {
        let month = i32::from(date.month());
        let year = i32::from(date.year()) - i32::from(month <= 2);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(date.day()) - 1;
        let in_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        Self(year.div_euclid(400) * ERA + in_era - BEFORE_1970)
    }

    /// The day of a date that may be missing.
    pub fn of_option(date: Option<Date>) -> Self {
        date.map_or(Self::NONE, Self::of)
    }

    /// The day if it is known.
    pub fn known(self) -> Option<Self> {
        (self != Self::NONE).then_some(self)
    }

    /// The day so many days later; the calendar's last day if there is none.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days)).min(Self::LAST)
    }

    /// Its date; `None` for [`Day::NONE`] and for days outside of the calendar. `civil_from_days` of the same source.
    pub fn date(self) -> Option<Date> {
        let days = self.0.checked_add(BEFORE_1970)?;
        let in_era = days.rem_euclid(ERA);
        let of_era = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
        let of_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = days.div_euclid(ERA) * 400 + of_era + i32::from(month <= 2);
        Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()
    }
}

/// When a document was published. Not when anything in it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Published(pub Date);

/// When something happens or stands: valid time.
///
/// `start` and `end` are both included; a missing `end` means "still so, as far as the text says" (since March),
/// a missing `start` means "no beginning given" (until Friday). At least one of them is present.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    /// First day, included.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub start: Option<Date>,
    /// Last day, included.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub end: Option<Date>,
    /// How exactly the text gives it.
    pub precision: Precision,
    /// The words that give it.
    #[serde(default)]
    pub text: String,
    /// Whether the end is open: the matter goes on from `start` ("since March").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

impl When {
    /// A single day.
    pub fn day(day: Date, text: &str) -> Self {
        Self {
            start: Some(day),
            end: Some(day),
            precision: Precision::Day,
            text: text.to_owned(),
            open: false,
        }
    }

    /// From `start` to `end`, both included.
    pub fn range(start: Date, end: Date, precision: Precision, text: &str) -> Self {
        Self {
            start: Some(start),
            end: Some(end),
            precision,
            text: text.to_owned(),
            open: false,
        }
    }
}

/// A date as a person types it: `1999-07-21`, `1999-07` or `1999`.
///
/// A partial date stays partial; `first` and `last` give the days that it covers, both included.
///
/// ```
/// use detente::model::PartialDate;
/// let march: PartialDate = "1999-03".parse().unwrap();
/// assert_eq!(march.last().to_string(), "1999-03-31");
/// assert!("1999-02-30".parse::<PartialDate>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    first: Date,
    last: Date,
    precision: Precision,
}

impl PartialDate {
    /// First day covered.
    pub fn first(self) -> Date {
        self.first
    }

    /// Last day covered.
    pub fn last(self) -> Date {
        self.last
    }

    /// Day, month or year.
    pub fn precision(self) -> Precision {
        self.precision
    }
}

/// Why a string is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a date: write YYYY-MM-DD, YYYY-MM or YYYY")]
pub struct DateError(pub String);

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || DateError(text.to_owned());
        let mut parts = text.trim().split('-');
        let year_digits = parts.next().ok_or_else(error)?;
        if year_digits.len() != 4 {
            return Err(error());
        }
        let year: i16 = year_digits.parse().map_err(|_| error())?;
        let mut two_digits = || -> Result<Option<i8>, DateError> {
            match parts.next() {
                None => Ok(None),
                Some(part) if part.len() == 2 => part.parse().map(Some).map_err(|_| error()),
                Some(_) => Err(error()),
            }
        };
        let month = two_digits()?;
        let day = two_digits()?;
        if parts.next().is_some() {
            return Err(error());
        }
        match (month, day) {
            (Some(month), Some(day)) => {
                let date = Date::new(year, month, day).map_err(|_| error())?;
                Ok(Self {
                    first: date,
                    last: date,
                    precision: Precision::Day,
                })
            }
            (Some(month), None) => {
                let first = Date::new(year, month, 1).map_err(|_| error())?;
                Ok(Self {
                    first,
                    last: first.last_of_month(),
                    precision: Precision::Month,
                })
            }
            _ => {
                let first = Date::new(year, 1, 1).map_err(|_| error())?;
                Ok(Self {
                    first,
                    last: first.last_of_year(),
                    precision: Precision::Year,
                })
            }
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Month => write!(f, "{}", self.first.strftime("%Y-%m")),
            Precision::Year => write!(f, "{}", self.first.strftime("%Y")),
            _ => write!(f, "{}", self.first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for date in [
            Date::MIN,
            Date::constant(-44, 3, 15),
            Date::constant(0, 2, 29),
            Date::constant(1900, 2, 28),
            Date::constant(1970, 1, 1),
            Date::constant(2000, 2, 29),
            Date::constant(2000, 12, 31),
            Date::MAX,
        ] {
            let days = (date - Date::constant(1970, 1, 1)).get_days();
            assert_eq!(Day::of(date), Day(days));
            assert_eq!(Day(days).date(), Some(date));
        }
        assert_eq!(Day::of(Date::MAX), Day::LAST);
        assert_eq!(Day::LAST.plus(1), Day::LAST);
        assert_eq!(Day(Day::LAST.0 + 1).date(), None);
        assert_eq!(Day::NONE.date(), None);
    }
}
