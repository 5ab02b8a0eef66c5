//! `detente statements`: what each sentence says.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::args::Reading;
use super::progress::Progress;
use super::screen::{self, Screen, complain, place};
use super::{Failure, Outcome, input, uncoded};
use crate::error::Error;
use crate::model::{Party, Reason, Statement};
use crate::pipeline::Reader;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  detente statements data/samples
  detente statements --json data/samples/1999-03-26-ties.txt
  detente statements --published 1999-03-26 - < data/samples/1999-03-26-ties.txt

With --marked, each row of a table with <s>…</s> and <t>…</t> around the two parties gets its best statement,
always one, as JSON.

With --why, what the weigher looked at, and what that adds to the log-odds of the statement's confidence.

With --uncoded, what gave no statement instead, to see what a vocabulary lacks:
  detente statements --uncoded data/samples
  detente statements --uncoded --json data/samples | jq -r '.candidates[].reason' | sort | uniq -c";

/// What each sentence says: who does what to whom, how it stands, when, and who says so
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores, folders, or - for standard input
    #[arg(value_name = "FILES", required_unless_present = "marked")]
    files: Vec<PathBuf>,
    /// A table of sentences with both parties marked
    #[arg(long, value_name = "FILE.tsv", conflicts_with = "files")]
    marked: Option<PathBuf>,
    /// Sentences with two actors and no statement, and candidates that were dropped, each with the reason
    #[arg(long, conflicts_with = "marked")]
    uncoded: bool,
    /// Below each statement what speaks most for and against it
    #[arg(long, conflicts_with_all = ["marked", "uncoded"])]
    why: bool,
    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    if let Some(table) = &arguments.marked {
        return marked(table, out);
    }
    if arguments.uncoded {
        return uncoded::run(&arguments.files, &arguments.reading, out);
    }
    if arguments.why {
        return why(arguments, out);
    }
    let mut sentence: Option<(String, usize)> = None;
    let mut outcome = Outcome::Nothing;
    let mut n_undated = 0;
    input::each(&arguments.files, &arguments.reading, |statements| {
        for statement in &statements {
            outcome = Outcome::Found;
            n_undated += usize::from(statement.published.is_none());
            if arguments.reading.json {
                out.json(statement)?;
            } else {
                tell(statement, &mut sentence, out)?;
            }
        }
        Ok(())
    })?;
    if n_undated > 0 {
        complain(&format!(
            "warning: {} from texts without a date: \"yesterday\" and the like stay open; --published DATE dates texts",
            screen::count(n_undated, "statement")
        ));
    }
    if outcome == Outcome::Nothing {
        complain("no statements found");
    }
    Ok(outcome)
}

/// Statements of texts with what speaks for and against them. Stores and event data do not keep it.
fn why(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let reading = &arguments.reading;
    let documents = input::split(&arguments.files, reading, Progress::Hidden)?.documents;
    if documents.is_empty() {
        return Err(Error::Usage(
            "--why needs texts: statements, stores and event data do not keep what spoke for them"
                .to_owned(),
        )
        .into());
    }
    let reader = input::reader(reading)?;
    let mut sentence: Option<(String, usize)> = None;
    let mut outcome = Outcome::Nothing;
    for document in &documents {
        for (statement, reasons) in reader.reasons(document) {
            outcome = Outcome::Found;
            if reading.json {
                out.json(&Explained {
                    statement: &statement,
                    why: &reasons,
                })?;
                continue;
            }
            tell(&statement, &mut sentence, out)?;
            let reasons: Vec<String> = reasons
                .iter()
                .map(|reason| format!("{} {:+.1}", reason.name, reason.weight))
                .collect();
            if !reasons.is_empty() {
                out.line(
                    &format!("    {:.2}: {}", statement.confidence, reasons.join(", ")),
                    6,
                )?;
            }
        }
    }
    if outcome == Outcome::Nothing {
        complain("no statements found");
    }
    Ok(outcome)
}

/// A statement with what speaks for and against it.
#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    statement: &'a Statement,
    why: &'a [Reason],
}

/// The statement below its sentence, which is told once for all its statements.
fn tell(
    statement: &Statement,
    sentence: &mut Option<(String, usize)>,
    out: &mut Screen,
) -> Result<(), Failure> {
    let own = (statement.document.clone(), statement.sentence);
    if sentence.as_ref() != Some(&own) {
        if sentence.is_some() {
            out.blank()?;
        }
        out.heading(&place(statement))?;
        out.line(&format!("  “{}”", statement.evidence.text.trim()), 2)?;
        *sentence = Some(own);
    }
    out.line(&format!("  - {}", told(statement)), 4)
}

fn marked(table: &std::path::Path, out: &mut Screen) -> Result<Outcome, Failure> {
    let (rows, warnings) = text::read_marked(table)?;
    input::warn(&warnings);
    if rows.is_empty() {
        return Err(Error::Input {
            path: table.to_owned(),
            line: None,
            message: "no row with both parties marked".to_owned(),
        }
        .into());
    }
    let reader = Reader::embedded()?;
    for row in &rows {
        out.json(&reader.read_marked(row))?;
    }
    Ok(Outcome::Found)
}

/// "Russia (Moscow) → NATO (the alliance): ties ended, since March [ties/sever, SANCTION, CAMEO 161, -4.0]".
fn told(statement: &Statement) -> String {
    let arrow = if statement.mutual { "↔" } else { "→" };
    let mut line = format!(
        "{} {arrow} {}: {} {}",
        named(&statement.source),
        named(&statement.target),
        statement.action,
        statement.status
    );
    if let Some(when) = &statement.when {
        let days = match (when.start, when.end) {
            (Some(start), Some(end)) if start == end => start.to_string(),
            (Some(start), Some(end)) => format!("{start} to {end}"),
            (Some(start), None) => format!("since {start}"),
            (None, Some(end)) => format!("until {end}"),
            (None, None) => when.text.clone(),
        };
        line.push_str(", ");
        line.push_str(&days);
    }
    for (what, words) in [("on", &statement.topic), ("in", &statement.place)] {
        if let Some(words) = words {
            let _ = write!(line, ", {what} {words}");
        }
    }
    let said: Vec<&str> = statement
        .attributed_to
        .iter()
        .map(|speaker| speaker.text.as_str())
        .collect();
    if !said.is_empty() {
        let _ = write!(line, ", according to {}", said.join(" and "));
    }
    let event = &statement.event;
    let kind = if statement.kind.is_empty() {
        statement.action.as_str()
    } else {
        &statement.kind
    };
    let _ = write!(
        line,
        " [{kind}, {}, CAMEO {}, {:+.1}]",
        event.plover, event.cameo, event.goldstein
    );
    line
}

fn named(party: &Party) -> String {
    let principal = if party.principal_name.is_empty() {
        party.principal.as_str()
    } else {
        &party.principal_name
    };
    let words = party.text.trim();
    if words == principal || words.is_empty() {
        principal.to_owned()
    } else {
        format!("{principal} ({words})")
    }
}
