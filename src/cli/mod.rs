//! The command line: arguments in, answers on standard output, talk on standard error.
//!
//! Comes in: arguments and files. Goes out: text for people, JSON for programs, pictures, an exit code.
//! Only this room prints. One file a command; `input` reads, `question` takes what the question needs, `screen` writes, `actor` finds whom a word means.

mod actor;
mod actors;
mod args;
mod around;
mod check;
mod diff;
mod draw;
mod event_file;
mod explain;
mod export;
mod find;
mod graphviz;
mod in_parts;
mod input;
mod measure;
mod paths;
mod progress;
mod question;
mod read;
mod rule;
mod rules;
mod score;
mod screen;
mod set_aside;
mod show;
mod statements;
mod table;
mod timeline;
mod uncoded;

use std::io;
use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;

/// Found what was asked for; for `diff`: no difference.
const FOUND: u8 = 0;
/// Found nothing; for `diff`: differences.
const NOTHING: u8 = 1;
/// Bad input or usage.
const BAD_INPUT: u8 = 2;
/// Our fault.
const OUR_FAULT: u8 = 3;

const ABOUT_EXIT: &str = "\
Exit status: 0 found, 1 nothing found (diff: differences found), 2 bad input or usage, 3 a fault of the program.
Answers go to standard output, warnings to standard error. NO_COLOR=1 switches colour off.";

/// Reads news text and keeps what it says about states, organisations and their people as a graph of dated,
/// typed, sourced relations.
#[derive(Debug, Parser)]
#[command(name = "detente", version, after_help = ABOUT_EXIT, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Read(read::Arguments),
    Statements(statements::Arguments),
    Show(show::Arguments),
    Paths(paths::Arguments),
    Around(around::Arguments),
    Timeline(timeline::Arguments),
    Diff(diff::Arguments),
    Draw(draw::Arguments),
    Explain(explain::Arguments),
    Find(find::Arguments),
    Actors(actors::Arguments),
    Check(check::Arguments),
    Measure(measure::Arguments),
    Export(export::Arguments),
    Rules(rules::Arguments),
    Score(score::Arguments),
}

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Found,
    Nothing,
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version come this way too; clap knows which stream and which status they take.
        Err(message) => {
            let code = u8::try_from(message.exit_code()).unwrap_or(BAD_INPUT);
            let _ = message.print();
            return ExitCode::from(code);
        }
    };
    ExitCode::from(match catch_unwind(|| run(&cli.command)) {
        Ok(Ok(Outcome::Found) | Err(Failure::ReaderLeft)) => FOUND,
        Ok(Ok(Outcome::Nothing)) => NOTHING,
        Ok(Err(Failure::Told(error))) => {
            screen::complain(&format!("error: {error}"));
            if matches!(error, Error::Internal(_)) {
                OUR_FAULT
            } else {
                BAD_INPUT
            }
        }
        Err(_) => {
            screen::complain(
                "error: this is a fault of detente; please report it with the command and its input",
            );
            OUR_FAULT
        }
    })
}

fn run(command: &Command) -> Result<Outcome, Failure> {
    let mut out = screen::Screen::new();
    let outcome = match command {
        Command::Read(arguments) => read::run(arguments, &mut out),
        Command::Statements(arguments) => statements::run(arguments, &mut out),
        Command::Show(arguments) => show::run(arguments, &mut out),
        Command::Paths(arguments) => paths::run(arguments, &mut out),
        Command::Around(arguments) => around::run(arguments, &mut out),
        Command::Timeline(arguments) => timeline::run(arguments, &mut out),
        Command::Diff(arguments) => diff::run(arguments, &mut out),
        Command::Draw(arguments) => draw::run(arguments, &mut out),
        Command::Explain(arguments) => explain::run(arguments, &mut out),
        Command::Find(arguments) => find::run(arguments, &mut out),
        Command::Actors(arguments) => actors::run(arguments, &mut out),
        Command::Check(arguments) => check::run(arguments, &mut out),
        Command::Measure(arguments) => measure::run(arguments, &mut out),
        Command::Export(arguments) => export::run(arguments, &mut out),
        Command::Rules(arguments) => rules::run(arguments, &mut out),
        Command::Score(arguments) => score::run(arguments, &mut out),
    }?;
    out.flush()?;
    Ok(outcome)
}

/// Why a command stopped.
#[derive(Debug)]
enum Failure {
    /// Whoever read our output has gone (`| head`). No error.
    ReaderLeft,
    /// To be told on standard error.
    Told(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Told(error)
    }
}

impl From<io::Error> for Failure {
    fn from(source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderLeft
        } else {
            Self::Told(Error::Io {
                path: "standard output".into(),
                source,
            })
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => io::Error::from(kind).into(),
            None => Self::Told(Error::Internal(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        super::Cli::command().debug_assert();
    }
}
