//! `cargo xtask scores`: every recorded score measured again. They may rise, not fall.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use detente::score::Report;

use crate::{ordinary, reference};

/// What to measure, and what it is compared with.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with the gold data, the seed article and the treebanks.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// The recorded scores.
    #[arg(long, default_value = ".ci/scores.toml")]
    recorded: PathBuf,
    /// Record what was measured instead of comparing with it.
    #[arg(long)]
    update: bool,
    /// List the statements that were read in ordinary news.
    #[arg(long, short)]
    verbose: bool,
}

/// Figures by suite and name: `briefs` → `f1` → 0.72.
type Figures = BTreeMap<String, BTreeMap<String, f64>>;

/// How far a figure may lie below the recorded one: half of the last digit that is recorded.
const TOLERANCE: f64 = 0.0005;
/// Figures that count mistakes, so that less is better.
const MISTAKES: &[&str] = &["never", "false_statements"];
/// Statements that a thousand sentences of ordinary news may give at most.
const MAX_FALSE: usize = 10;
/// Figures, and suites, that are recorded for the reader and may fall as long as the others do not: precision and
/// recall trade against each other, shares are of the statements that happen to match, and the corpus that rules are
/// tried on moves with every rule; its part that is kept aside is held.
const NOTED: &[&str] = &[
    "precision",
    "recall",
    "action",
    "status",
    "date",
    "statements",
    "xpos",
    "corpus",
];

const HEADING: &str = "\
# Scores that were reached, by suite. docs/scores.md says what they mean. CI lets them rise, not fall.
# Written by `cargo xtask scores --update`; only noted, not held: precision, recall, action, status, date, statements, xpos, and [corpus].
";

pub fn run(options: &Options) -> io::Result<()> {
    let measured = measure(&options.shared, options.verbose)?;
    if options.update {
        fs::write(&options.recorded, written(&measured))?;
        println!("{} written", options.recorded.display());
        return Ok(());
    }
    let recorded: Figures =
        toml::from_str(&fs::read_to_string(&options.recorded)?).map_err(io::Error::other)?;
    let fallen = fallen(&recorded, &measured);
    for (suite, figures) in &measured {
        for (name, &value) in figures {
            let before = recorded.get(suite).and_then(|figures| figures.get(name));
            println!(
                "{suite:8} {name:16} {value:8.3}{}",
                before.map_or(" (new)".to_owned(), |&before| {
                    if (value - before).abs() <= TOLERANCE {
                        String::new()
                    } else {
                        format!(" (recorded {before:.3})")
                    }
                })
            );
        }
    }
    if fallen.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "fallen below {}:\n  {}",
        options.recorded.display(),
        fallen.join("\n  ")
    )))
}

fn measure(shared: &Path, verbose: bool) -> io::Result<Figures> {
    let scratch = Path::new("target/scores");
    fs::create_dir_all(scratch)?;
    let mut figures = Figures::new();
    let (gold, seed) = (shared.join("gold"), shared.join("seed"));
    let path = |path: PathBuf| path.to_string_lossy().into_owned();

    let article = path(seed.join("article.txt"));
    let expected = seed.join("expected.json");
    let briefs = gold.join("briefs-dev.jsonl");
    let rows = gold.join("plv_dev.tsv");
    for (kind, wanted, arguments) in [
        (
            "seed",
            &expected,
            &["--json", "--published", "1999-07-21", &article][..],
        ),
        ("briefs", &briefs, &["--json", &path(briefs.clone())]),
        ("marked", &rows, &["--marked", &path(rows.clone())]),
    ] {
        let found = scratch.join(format!("{kind}.jsonl"));
        let mut reading = Command::new(beside("detente")?);
        reading.arg("statements").args(arguments);
        // 1 is "no statements found", which the scorer will judge.
        output(reading.stdout(File::create(&found)?), &[0, 1])?;
        let report = reference::judged(wanted, &found)?;
        reference::compare(kind, &report, &gold.join("score.py"), wanted, &found)?;
        take(&mut figures, kind, &report);
    }

    let read = ordinary::read(Path::new(ordinary::SENTENCES))?;
    if verbose {
        read.iter()
            .for_each(|statement| println!("{}", ordinary::told(statement)));
    }
    println!(
        "ordinary news: {} statements, all false (bar {MAX_FALSE})",
        read.len()
    );
    let own = figures.entry("ordinary".to_owned()).or_default();
    own.insert("false_statements".to_owned(), read.len() as f64);

    let treebanks = path(shared.join("data/treebanks"));
    let mut own = Command::new(std::env::current_exe()?);
    let told = output(own.args(["parse-score", "--ud", &treebanks]), &[0])?;
    let names = ["UPOS", "XPOS", "lemma", "UAS", "LAS"];
    note(&mut figures, "parser", &told, "EWT test", &names)?;

    for (suite, arguments) in [
        ("corpus", &["corpus-score"][..]),
        ("held_out", &["corpus-score", "--held-out"]),
    ] {
        let mut own = Command::new(std::env::current_exe()?);
        let told = output(own.args(arguments), &[0])?;
        let names = ["P", "R", "F1", "macro-F1"];
        note(&mut figures, suite, &told, "P ", &names)?;
    }
    Ok(figures)
}

/// Keeps the figures of a report, those of pairs as a suite of their own.
fn take(figures: &mut Figures, suite: &str, report: &Report) {
    for (name, &value) in &report.figures {
        let (suite, name) = match name.strip_prefix("pairs_") {
            Some(name) => ("pairs", name),
            None => (suite, *name),
        };
        if !SIZES.contains(&name) {
            let value = (value * 1000.0).round() / 1000.0;
            figures
                .entry(suite.to_owned())
                .or_default()
                .insert(name.to_owned(), value);
        }
    }
}

/// Figures that only say how large the gold data are.
const SIZES: &[&str] = &["rows", "must_of", "should_of"];

/// The program that was built beside this one.
fn beside(name: &str) -> io::Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(name);
    if path.exists() {
        Ok(path)
    } else {
        Err(io::Error::other(format!(
            "{} is missing: `cargo build --release` first",
            path.display()
        )))
    }
}

/// Runs a command and gives what it printed, which is printed here too.
pub fn output(command: &mut Command, expected: &[i32]) -> io::Result<String> {
    let output = command.stderr(std::process::Stdio::inherit()).output()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    print!("{told}");
    if output
        .status
        .code()
        .is_some_and(|code| expected.contains(&code))
    {
        return Ok(told);
    }
    Err(io::Error::other(format!("{command:?}: {}", output.status)))
}

/// Keeps the numbers that follow `names` in the last line that begins with `start`.
fn note(
    figures: &mut Figures,
    suite: &str,
    told: &str,
    start: &str,
    names: &[&str],
) -> io::Result<()> {
    let line = told
        .lines()
        .rfind(|line| line.starts_with(start))
        .unwrap_or_default();
    for &name in names {
        let value = after(line, name).ok_or_else(|| {
            io::Error::other(format!(
                "{suite}: no number after \"{name}\" in the line \"{start}…\""
            ))
        })?;
        let key = match name {
            "P" => "precision",
            "R" => "recall",
            other => other,
        };
        let key = key.to_lowercase().replace('-', "_");
        figures
            .entry(suite.to_owned())
            .or_default()
            .insert(key, value);
    }
    Ok(())
}

/// The number after a word: 0.724 in "F1 0.724", 10 in "must 10/10".
pub fn after(line: &str, name: &str) -> Option<f64> {
    let mut words = line.split_whitespace().skip_while(|&word| word != name);
    words.next()?;
    words.next()?.split('/').next()?.parse().ok()
}

/// What is worse than recorded, or was not measured.
fn fallen(recorded: &Figures, measured: &Figures) -> Vec<String> {
    let mut fallen = Vec::new();
    for (suite, figures) in recorded {
        for (name, &before) in figures {
            if NOTED.contains(&name.as_str()) || NOTED.contains(&suite.as_str()) {
                continue;
            }
            match measured.get(suite).and_then(|figures| figures.get(name)) {
                None => fallen.push(format!("{suite} {name}: not measured")),
                Some(&now) => {
                    let loss = if MISTAKES.contains(&name.as_str()) {
                        now - before
                    } else {
                        before - now
                    };
                    if loss > TOLERANCE {
                        fallen.push(format!("{suite} {name}: {now:.3}, recorded {before:.3}"));
                    }
                }
            }
        }
    }
    fallen
}

fn written(figures: &Figures) -> String {
    let mut text = HEADING.to_owned();
    for (suite, figures) in figures {
        text.push_str(&format!("\n[{suite}]\n"));
        for (name, value) in figures {
            text.push_str(&format!("{name} = {value:?}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(suite: &str, name: &str, value: f64) -> Figures {
        Figures::from([(suite.to_owned(), BTreeMap::from([(name.to_owned(), value)]))])
    }

    #[test]
    fn numbers_are_found_after_their_names() {
        let line = "statements P 0.751 R 0.640 F1 0.691 macro-F1 0.655 (tp 1 fp 2 fn 3)";
        assert_eq!(after(line, "F1"), Some(0.691));
        assert_eq!(after(line, "macro-F1"), Some(0.655));
        assert_eq!(after("seed must 10/10 should 5/9", "must"), Some(10.0));
        assert_eq!(after(line, "accuracy"), None);
    }

    #[test]
    fn scores_may_rise_not_fall() {
        let recorded = figures("briefs", "f1", 0.7);
        assert!(fallen(&recorded, &figures("briefs", "f1", 0.7)).is_empty());
        assert!(fallen(&recorded, &figures("briefs", "f1", 0.8)).is_empty());
        assert_eq!(fallen(&recorded, &figures("briefs", "f1", 0.698)).len(), 1);
        assert_eq!(fallen(&recorded, &Figures::new()).len(), 1);
    }

    #[test]
    fn mistakes_may_fall_not_rise() {
        let recorded = figures("seed", "never", 1.0);
        assert!(fallen(&recorded, &figures("seed", "never", 0.0)).is_empty());
        assert_eq!(fallen(&recorded, &figures("seed", "never", 2.0)).len(), 1);
    }

    #[test]
    fn what_is_written_is_read() {
        let all = figures("held_out", "macro_f1", 0.5);
        assert_eq!(toml::from_str::<Figures>(&written(&all)).unwrap(), all);
    }
}
