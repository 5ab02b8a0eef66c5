//! `detente score`: statements held against gold data.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::Reading;
use super::progress::Progress;
use super::screen::Screen;
use super::{Failure, Outcome, input};
use crate::error::Error;
use crate::model::Uncoded;
use crate::score::{Gold, GoldError, Report, Told, told};
use crate::text;

const EXAMPLES: &str = "\
Gold data are told apart by content:
  briefs    JSON Lines: id, published, text, gold (what is to be read), never (what must not be)
  marked    a table with id, marked_sentence (<s>…</s>, <t>…</t>) and event, separated by tabs
  article   one JSON object with must, should and never; STATEMENTS are needed

Examples:
  detente score briefs.jsonl
  detente score briefs.jsonl statements-of-another-coder.jsonl
  detente score --worst 20 --overlay own-actors.toml briefs.jsonl";

/// How right statements are: precision, recall and F1 against gold data, by event, what is taken for what, the commonest
/// kinds of error, and the worst cases
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Gold data
    gold: PathBuf,
    /// Statements as JSON Lines, of any coder [default: what detente reads in the texts of the gold data]
    statements: Option<PathBuf>,
    /// Mistakes to list
    #[arg(long, value_name = "N", default_value_t = 10)]
    worst: usize,
    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let gold = Gold::parse(&read(&arguments.gold)?).map_err(|e| at(&arguments.gold, e))?;
    let (statements, uncoded) = match &arguments.statements {
        Some(path) => (told(&read(path)?).map_err(|e| at(path, e))?, Vec::new()),
        None => own(&gold, arguments)?,
    };
    let mut report = gold.judge(&statements, &uncoded);
    report
        .mistakes
        .sort_by_key(|mistake| mistake.what != "never");
    if arguments.reading.json {
        out.json(&report)?;
    } else {
        tell(&report, arguments.worst, out)?;
    }
    Ok(Outcome::Found)
}

/// What Détente reads in the texts of the gold data, and what it leaves out there.
fn own(gold: &Gold, arguments: &Arguments) -> Result<(Vec<Told>, Vec<Uncoded>), Failure> {
    let path = &arguments.gold;
    if !gold.has_texts() {
        return Err(Error::Usage(format!(
            "{} holds no text: give the statements, as 'detente statements --json TEXT > statements.jsonl' writes them",
            path.display()
        ))
        .into());
    }
    let reader = input::reader(&arguments.reading)?;
    let mut statements = Vec::new();
    let mut uncoded = Vec::new();
    if gold.is_marked() {
        let (rows, warnings) = text::read_marked(path)?;
        input::warn(&warnings);
        statements.extend(rows.iter().map(|row| reader.read_marked(row)));
    } else {
        for document in input::split(
            std::slice::from_ref(path),
            &arguments.reading,
            Progress::Hidden,
        )?
        .documents
        {
            let (read, left_out) = reader.account(&document);
            statements.extend(read.statements);
            uncoded.extend(left_out);
        }
    }
    let lines: Result<Vec<String>, _> = statements.iter().map(serde_json::to_string).collect();
    let told = told(&lines?.join("\n")).map_err(|error| Error::Internal(error.to_string()))?;
    Ok((told, uncoded))
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })
}

fn at(path: &Path, error: GoldError) -> Error {
    Error::Input {
        path: path.to_owned(),
        line: Some(error.line),
        message: error.message,
    }
}

fn tell(report: &Report, worst: usize, out: &mut Screen) -> Result<(), Failure> {
    out.heading(report.kind)?;
    for (name, value) in &report.figures {
        let whole = value.fract() == 0.0 && !SHARES.contains(name);
        let value = if whole {
            format!("{value:8.0}")
        } else {
            format!("{value:8.3}")
        };
        out.row(&format!("  {name:16}{value}"))?;
    }
    if !report.events.is_empty() {
        out.blank()?;
        out.heading("event       hits  extra missed     F1")?;
        for (event, figures) in &report.events {
            out.row(&format!(
                "  {event:10}{:5}{:7}{:7}  {:.3}",
                figures.hits, figures.extras, figures.misses, figures.f1
            ))?;
        }
    }
    if !report.confusion.is_empty() {
        out.blank()?;
        out.heading("wanted → told (- for nothing)")?;
        for (wanted, told) in &report.confusion {
            let mut told: Vec<(&String, &usize)> = told.iter().collect();
            told.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            let told: Vec<String> = told
                .iter()
                .map(|(event, n)| format!("{event} {n}"))
                .collect();
            out.line(&format!("  {wanted:10}{}", told.join(", ")), 12)?;
        }
    }
    if !report.errors.is_empty() {
        out.blank()?;
        out.heading("commonest errors")?;
        for kind in report.errors.iter().take(N_ERRORS) {
            out.row(&format!("  {:5}  {}", kind.n, kind.what))?;
        }
        let rest: usize = report.errors.iter().skip(N_ERRORS).map(|kind| kind.n).sum();
        if rest > 0 {
            out.row(&format!("  {rest:5}  of other kinds"))?;
        }
    }
    if !report.mistakes.is_empty() && worst > 0 {
        out.blank()?;
        out.heading("mistakes")?;
        for mistake in report.mistakes.iter().take(worst) {
            let line = format!("  {} {}: {}", mistake.what, mistake.document, mistake.line);
            out.line(&line, 4)?;
        }
        let left = report.mistakes.len().saturating_sub(worst);
        if left > 0 {
            out.row(&format!("  and {left} more (--worst)"))?;
        }
    }
    Ok(())
}

/// Kinds of error that are shown.
const N_ERRORS: usize = 10;

/// Figures that are shares even where they come out whole.
const SHARES: &[&str] = &[
    "precision",
    "recall",
    "f1",
    "macro_f1",
    "pairs_precision",
    "pairs_recall",
    "pairs_f1",
    "action",
    "status",
    "date",
    "accuracy",
];
