//! Arguments that several commands share.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::error::{Error, Result};
use crate::graph::{Level, Options, Sign};
use crate::model::{Action, PartialDate, Status};

/// How to read.
#[derive(Debug, Clone, Args)]
pub(super) struct Reading {
    /// Publication date of the texts, before what they say themselves
    #[arg(long, value_name = "DATE")]
    pub(super) published: Option<PartialDate>,
    /// Own knowledge of actors on top of the shipped one (.toml, .tsv, .actors, .agents); may be given again
    #[arg(long, value_name = "FILE")]
    pub(super) overlay: Vec<PathBuf>,
    /// Expand meetings and pacts of more than four parties into pairs
    #[arg(long)]
    pub(super) pairwise: bool,
    /// Read files as tables with these columns: date=Day,source=Who,target=Whom,code=CAMEO, or a file with one on each
    /// line
    #[arg(long, value_name = "COLUMNS")]
    pub(super) map: Option<String>,
    /// Write the rows of event data that are not kept to this file, as CSV, each with its reason
    #[arg(long, value_name = "FILE")]
    pub(super) set_aside: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// How statements become relations.
#[derive(Debug, Clone, Args)]
pub(super) struct Building {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Count only what was published by this date
    #[arg(long, value_name = "DATE")]
    pub(super) known: Option<PartialDate>,
    /// As whom parties count
    #[arg(long, value_enum, default_value_t = LevelWord::Principal)]
    pub(super) level: LevelWord,
    /// Blocs of --level bloc; the first that has the state as member on the date counts
    #[arg(long, value_name = "IDS", value_delimiter = ',', default_values = ["EU", "CIS", "ARL", "AU", "ASEAN"])]
    pub(super) blocs: Vec<String>,
    /// How long a single act counts as the state of things [default: 30]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i32).range(1..=36500))]
    pub(super) window: Option<i32>,
    /// In force only while a text says so: no window, nothing carried on
    #[arg(long, conflicts_with = "window")]
    pub(super) strict: bool,
    /// Keep reports of one act apart
    #[arg(long)]
    pub(super) no_merge: bool,
}

impl Building {
    pub(super) fn options(&self) -> Options {
        Options {
            level: match self.level {
                LevelWord::Principal | LevelWord::Bloc => Level::Principal,
                LevelWord::Person | LevelWord::Institution => Level::Party,
            },
            merge: !self.no_merge,
        }
    }
}

/// As whom parties count, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LevelWord {
    /// Persons and institutions for themselves
    Person,
    /// A minister counts as his ministry
    Institution,
    /// A minister counts as his state
    Principal,
    /// A state counts as its bloc, by membership on the date
    Bloc,
}

/// Which relations.
#[derive(Debug, Clone, Args)]
pub(super) struct Choice {
    /// Only these actions, with commas: meeting,visit
    #[arg(long, value_name = "ACTIONS", value_delimiter = ',')]
    pub(super) only: Vec<Action>,
    /// Only cooperative (+), hostile (-) or neutral (0) relations
    #[arg(long, value_name = "SIGN", value_parser = sign, allow_hyphen_values = true)]
    pub(super) sign: Option<Sign>,
}

impl Choice {
    pub(super) fn admits(&self, action: Action, sign: Sign) -> bool {
        (self.only.is_empty() || self.only.contains(&action))
            && self.sign.is_none_or(|wanted| wanted == sign)
    }
}

/// Which statuses.
#[derive(Debug, Clone, Args)]
pub(super) struct Statuses {
    /// Only these statuses, with commas: planned,postponed
    #[arg(long, value_name = "STATUSES", value_delimiter = ',')]
    pub(super) status: Vec<Status>,
}

impl Statuses {
    pub(super) fn admits(&self, status: Status) -> bool {
        self.status.is_empty() || self.status.contains(&status)
    }
}

/// From which day to which.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Period {
    /// From the first day of this date on
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<PartialDate>,
    /// Up to the last day of this date
    #[arg(long, value_name = "DATE")]
    pub(super) to: Option<PartialDate>,
}

impl Period {
    /// The days, both included; without a date, the first and the last day that there are.
    ///
    /// # Errors
    /// When it ends before it begins.
    pub(super) fn days(self) -> Result<(Date, Date)> {
        let first = self.from.map_or(Date::MIN, PartialDate::first);
        let last = self.to.map_or(Date::MAX, PartialDate::last);
        if first > last {
            return Err(Error::Usage(format!(
                "--from {first} lies after --to {last}; give the earlier date first"
            )));
        }
        Ok((first, last))
    }
}

fn sign(word: &str) -> std::result::Result<Sign, String> {
    match word {
        "+" | "cooperative" => Ok(Sign::Cooperative),
        "-" | "−" | "hostile" => Ok(Sign::Hostile),
        "0" | "neutral" => Ok(Sign::Neutral),
        _ => Err("write + (cooperative), - (hostile) or 0 (neutral)".to_owned()),
    }
}

/// How long ago, or a date.
#[derive(Debug, Clone, Copy)]
pub(super) enum Since {
    Ago(jiff::Span),
    Date(PartialDate),
}

impl std::str::FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let wrong = || format!("'{text}' is neither a time such as 7d, 2w, 3m or 1y nor a date");
        if let Ok(date) = text.parse() {
            return Ok(Self::Date(date));
        }
        let unit = text.chars().last().ok_or_else(wrong)?;
        let number = &text[..text.len() - unit.len_utf8()];
        let n: u16 = number.parse().map_err(|_| wrong())?;
        let (span, n) = (jiff::Span::new(), i64::from(n));
        let span = match unit {
            'd' => span.try_days(n),
            'w' => span.try_weeks(n),
            'm' => span.try_months(n),
            'y' => span.try_years(n),
            _ => return Err(wrong()),
        };
        span.map(Self::Ago).map_err(|_| wrong())
    }
}

impl Since {
    /// The day that is meant, seen from another.
    ///
    /// # Errors
    /// When it lies before the calendar or after the other day.
    pub(super) fn before(self, to: Date) -> Result<Date> {
        let day = match self {
            Self::Ago(span) => to
                .checked_sub(span)
                .map_err(|_| Error::Usage(format!("--since reaches too far back before {to}")))?,
            Self::Date(date) => date.last(),
        };
        if day > to {
            return Err(Error::Usage(format!("--since {day} lies after {to}")));
        }
        Ok(day)
    }
}

/// The day that a date of an argument means: a month or year stands for its last day.
pub(super) fn day(date: Option<PartialDate>) -> Option<Date> {
    date.map(PartialDate::last)
}

/// Splits `FILES… A B` into the files and the two words.
///
/// `what` names the two words for the message.
///
/// # Errors
/// When there are fewer than three arguments, or the words are no text.
pub(super) fn files_and_two(
    arguments: &[OsString],
    what: &str,
) -> Result<(Vec<PathBuf>, [String; 2])> {
    let (rest, last) = files_and_word(arguments, 3, what)?;
    let (files, first) = files_and_word(rest, 2, what)?;
    Ok((files.iter().map(PathBuf::from).collect(), [first, last]))
}

/// Splits `FILES… A` into the files and the word.
///
/// # Errors
/// As [`files_and_two`], for fewer than two arguments.
pub(super) fn files_and_one(arguments: &[OsString], what: &str) -> Result<(Vec<PathBuf>, String)> {
    let (files, word) = files_and_word(arguments, 2, what)?;
    Ok((files.iter().map(PathBuf::from).collect(), word))
}

/// Takes the last word off, where there are at least `n` arguments.
fn files_and_word<'a>(
    arguments: &'a [OsString],
    n: usize,
    what: &str,
) -> Result<(&'a [OsString], String)> {
    let usage = || Error::Usage(format!("give files or folders, then {what}; see --help"));
    if arguments.len() < n {
        return Err(usage());
    }
    let (word, files) = arguments.split_last().ok_or_else(usage)?;
    let word = word.to_str().ok_or_else(|| {
        Error::Usage(format!(
            "{} is not UTF-8; what follows the files must be words or dates in UTF-8",
            word.to_string_lossy()
        ))
    })?;
    Ok((files, word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_before_the_two_words() {
        let given: Vec<OsString> = ["a.txt", "b", "NATO", "Britain"]
            .map(OsString::from)
            .to_vec();
        let (files, words) = files_and_two(&given, "two names").unwrap();
        assert_eq!(files, [PathBuf::from("a.txt"), PathBuf::from("b")]);
        assert_eq!(words, ["NATO", "Britain"]);
        assert!(files_and_two(&given[..2], "two names").is_err());
    }

    #[test]
    fn how_long_ago_may_be_said_in_days_weeks_months_and_years() {
        let before = |text: &str| {
            let since: Since = text.parse().unwrap();
            since
                .before(jiff::civil::date(1999, 3, 31))
                .map(|day| day.to_string())
        };
        for (text, day) in [
            ("7d", "1999-03-24"),
            ("2w", "1999-03-17"),
            ("1m", "1999-02-28"),
            ("1y", "1998-03-31"),
            ("1999-02", "1999-02-28"),
        ] {
            assert_eq!(before(text).unwrap(), day, "{text}");
        }
        assert!(before("2000").is_err());
        assert!(before("15000y").is_err());
        for wrong in ["", "60000y", "d", "7", "7x", "-7d", "7é"] {
            assert!(wrong.parse::<Since>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn signs_have_short_and_long_names() {
        assert_eq!(sign("+"), Ok(Sign::Cooperative));
        assert_eq!(sign("hostile"), Ok(Sign::Hostile));
        assert!(sign("plus").is_err());
    }
}
