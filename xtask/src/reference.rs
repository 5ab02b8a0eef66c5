//! The library's scorer beside the reference scorer of the gold data, `score.py`.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use detente::score::{Gold, Report, told};

use crate::scores::{after, output};

/// How far two figures may differ: half of the last digit that `score.py` prints, and a little for rounding.
const TOLERANCE: f64 = 0.00051;

/// Where `score.py` prints a figure: kind of gold, our name, start of the line, the word before the number.
const PRINTED: [(&str, &str, &str, &str); 19] = [
    ("seed", "must", "seed must", "must"),
    ("seed", "should", "seed must", "should"),
    ("seed", "never", "seed must", "never"),
    ("seed", "statements", "seed must", "statements"),
    ("briefs", "pairs_precision", "pairs", "P"),
    ("briefs", "pairs_recall", "pairs", "R"),
    ("briefs", "pairs_f1", "pairs", "F1"),
    ("briefs", "action", "of matched", "action"),
    ("briefs", "status", "of matched", "status"),
    ("briefs", "date", "of matched", "date"),
    ("briefs", "never", "misreadings", "(never)"),
    ("briefs", "precision", "statements P", "P"),
    ("briefs", "recall", "statements P", "R"),
    ("briefs", "f1", "statements P", "F1"),
    ("briefs", "macro_f1", "statements P", "macro-F1"),
    ("marked", "macro_f1", "marked macro", "macro-F1"),
    ("marked", "accuracy", "marked macro", "accuracy"),
    ("marked", "rows", "marked macro", "n"),
    ("marked", "answered", "marked macro", "answered"),
];

/// Statements as JSON Lines held against gold data.
///
/// # Errors
/// A file that cannot be read or is not what it should be, with its line.
pub fn judged(gold: &Path, found: &Path) -> io::Result<Report> {
    let read = |path: &Path| std::fs::read_to_string(path);
    let at = |path: &Path, line: usize, message: &str| {
        io::Error::other(format!("{}:{line}: {message}", path.display()))
    };
    let wanted = Gold::parse(&read(gold)?).map_err(|e| at(gold, e.line, &e.message))?;
    let statements = told(&read(found)?).map_err(|e| at(found, e.line, &e.message))?;
    Ok(wanted.judge(&statements, &[]))
}

/// Runs `score.py` on the same files and compares every figure that both give; says so where there is no Python.
///
/// # Errors
/// When figures differ, with all that do.
pub fn compare(
    kind: &str,
    report: &Report,
    script: &Path,
    gold: &Path,
    found: &Path,
) -> io::Result<()> {
    let python = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !script.exists() || !python.is_ok_and(|status| status.success()) {
        println!("{kind}: not compared with score.py, which or whose python3 is missing");
        return Ok(());
    }
    let mut scoring = Command::new("python3");
    let printed = output(scoring.arg(script).arg(kind).arg(gold).arg(found), &[0])?;
    let differences = differences(kind, report, &printed);
    if differences.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "our scorer and score.py differ:\n  {}",
        differences.join("\n  ")
    )))
}

fn differences(kind: &str, report: &Report, printed: &str) -> Vec<String> {
    let own = PRINTED.iter().filter(|(of, ..)| *of == kind);
    own.filter_map(|(_, name, start, word)| {
        let line = printed.lines().rfind(|line| line.starts_with(start));
        let theirs = line.and_then(|line| after(line, word));
        let ours = report.figures.get(name).copied();
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if (ours - theirs).abs() <= TOLERANCE => None,
            _ => Some(format!("{kind} {name}: ours {ours:?}, score.py {theirs:?}")),
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_differs_or_is_missing_is_told() {
        let gold = Gold::parse("id\tmarked_sentence\tevent\n1\t…\tAID\n2\t…\tAID\n").unwrap();
        let statements = told(
            r#"{"document":"1","source":{"id":"a"},"target":{"id":"b"},"event":{"plover":"AID"}}"#,
        );
        let report = gold.judge(&statements.unwrap(), &[]);
        let line = "marked macro-F1 0.667 accuracy 0.500 n 2 answered 1";
        assert_eq!(differences("marked", &report, line), Vec::<String>::new());
        let line = "marked macro-F1 0.667 accuracy 0.600 n 2";
        assert_eq!(differences("marked", &report, line).len(), 2);
    }
}
