//! `detente statements --uncoded`: what was read and gave no statement, with the reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use super::args::Reading;
use super::progress::Progress;
use super::screen::{Screen, complain, count, long};
use super::{Failure, Outcome, input};
use crate::error::Error;
use crate::model::{ActorId, Candidate, Uncoded, Unsaid};

/// Lists what the texts among the files left unsaid. Statements, stores and event data have no such sentences.
pub(super) fn run(
    files: &[PathBuf],
    reading: &Reading,
    out: &mut Screen,
) -> Result<Outcome, Failure> {
    let documents = input::split(files, reading, Progress::Hidden)?.documents;
    if documents.is_empty() {
        return Err(Error::Usage(
            "--uncoded needs texts: statements, stores and event data do not keep sentences that say nothing"
                .to_owned(),
        )
        .into());
    }
    let reader = input::reader(reading)?;
    let mut reasons: BTreeMap<Unsaid, usize> = BTreeMap::new();
    let (mut n_sentences, mut n_silent) = (0, 0);
    for document in &documents {
        for uncoded in reader.account(document).1 {
            for candidate in &uncoded.candidates {
                *reasons.entry(candidate.reason).or_default() += 1;
            }
            if !reading.json && n_sentences > 0 {
                out.blank()?;
            }
            n_sentences += 1;
            n_silent += usize::from(uncoded.n_statements == 0 && uncoded.actors.len() > 1);
            if reading.json {
                out.json(&uncoded)?;
            } else {
                tell(&uncoded, out)?;
            }
        }
    }
    if n_sentences == 0 {
        complain("nothing was left out");
        return Ok(Outcome::Nothing);
    }
    complain(&summed_up(n_sentences, n_silent, &reasons));
    Ok(Outcome::Found)
}

fn tell(uncoded: &Uncoded, out: &mut Screen) -> Result<(), Failure> {
    let mut place = format!("{}, sentence {}", uncoded.document, uncoded.sentence + 1);
    if let Some(published) = uncoded.published {
        let _ = write!(place, ", published {}", long(published.0));
    }
    out.heading(&place)?;
    out.line(&format!("  “{}”", uncoded.text.trim()), 2)?;
    let statements = match uncoded.n_statements {
        0 => "no statement".to_owned(),
        n => count(n, "statement"),
    };
    let actors = match &uncoded.actors[..] {
        [] => "nobody".to_owned(),
        actors => joined(actors),
    };
    out.line(&format!("  {actors}: {statements}"), 4)?;
    for candidate in &uncoded.candidates {
        out.line(&format!("  - {}", told(candidate)), 4)?;
    }
    Ok(())
}

/// "no target is named: severed (ties/sever ended, RUS → ?)".
fn told(candidate: &Candidate) -> String {
    let mut line = candidate.reason.explained().to_owned();
    if let Some(confidence) = candidate.confidence {
        let _ = write!(line, " ({confidence:.2})");
    }
    let mut what = String::new();
    if let (Some(action), Some(status)) = (candidate.action, candidate.status) {
        let _ = write!(what, "{action}/{} {status}", candidate.kind);
    } else if !candidate.event.is_empty() {
        what.push_str(&candidate.event);
    }
    if !candidate.sources.is_empty() || !candidate.targets.is_empty() {
        let end = |actors: &[ActorId]| match actors {
            [] => "?".to_owned(),
            actors => joined(actors),
        };
        let comma = if what.is_empty() { "" } else { ", " };
        let (source, target) = (end(&candidate.sources), end(&candidate.targets));
        let _ = write!(what, "{comma}{source} → {target}");
    }
    match (candidate.words.is_empty(), what.is_empty()) {
        (false, false) => {
            let _ = write!(line, ": {} ({what})", candidate.words);
        }
        (true, false) => {
            let _ = write!(line, ": {what}");
        }
        (false, true) => {
            let _ = write!(line, ": {}", candidate.words);
        }
        (true, true) => {}
    }
    line
}

fn joined(actors: &[ActorId]) -> String {
    let ids: Vec<&str> = actors.iter().map(ActorId::as_str).collect();
    ids.join(", ")
}

/// "7 sentences left something out, 3 of them with two actors and no statement: no-target 4, negated 2".
fn summed_up(n_sentences: usize, n_silent: usize, reasons: &BTreeMap<Unsaid, usize>) -> String {
    let mut reasons: Vec<(&Unsaid, &usize)> = reasons.iter().collect();
    reasons.sort_by(|one, other| other.1.cmp(one.1).then(one.0.cmp(other.0)));
    let reasons: Vec<String> = reasons
        .into_iter()
        .map(|(reason, n)| format!("{} {n}", reason.as_str()))
        .collect();
    format!(
        "{} left something out, {n_silent} with two actors and no statement: {}",
        count(n_sentences, "sentence"),
        reasons.join(", ")
    )
}
