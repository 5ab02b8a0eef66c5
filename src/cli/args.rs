//! Arguments that several commands share.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::error::{Error, Result};
use crate::graph::{Level, Options, Sign};
use crate::model::{Action, PartialDate};

/// How to read.
#[derive(Debug, Clone, Args)]
pub(super) struct Reading {
    /// Publication date of the texts, before what they say themselves
    #[arg(long, value_name = "DATE")]
    pub(super) published: Option<PartialDate>,
    /// Own knowledge of actors on top of the shipped one (.toml, .tsv, .actors, .agents); may be given again
    #[arg(long, value_name = "FILE")]
    pub(super) overlay: Vec<PathBuf>,
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

fn sign(word: &str) -> std::result::Result<Sign, String> {
    match word {
        "+" | "cooperative" => Ok(Sign::Cooperative),
        "-" | "−" | "hostile" => Ok(Sign::Hostile),
        "0" | "neutral" => Ok(Sign::Neutral),
        _ => Err("write + (cooperative), - (hostile) or 0 (neutral)".to_owned()),
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
    if arguments.len() < 3 {
        return Err(Error::Usage(format!(
            "give files or folders, then {what}; see --help"
        )));
    }
    let (files, words) = arguments.split_at(arguments.len().saturating_sub(2));
    let word = |at: usize| -> Result<String> {
        words
            .get(at)
            .and_then(|word| word.to_str())
            .map(str::to_owned)
            .ok_or_else(|| {
                Error::Usage("the last two arguments must be words or dates in UTF-8".to_owned())
            })
    };
    Ok((
        files.iter().map(PathBuf::from).collect(),
        [word(0)?, word(1)?],
    ))
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
    fn signs_have_short_and_long_names() {
        assert_eq!(sign("+"), Ok(Sign::Cooperative));
        assert_eq!(sign("hostile"), Ok(Sign::Hostile));
        assert!(sign("plus").is_err());
    }
}
