//! `detente explain --rule`: what the id of a rule stands for.

use std::fmt::Write as _;

use serde::Serialize;

use super::screen::Screen;
use super::{Failure, Outcome};
use crate::error::Error;
use crate::pipeline::Reader;
use crate::vocabulary::relations::{CardRow, RuleCard, TableError};

/// Features of the arbiter that are shown.
const N_FEATURES: usize = 12;
/// Ids that are named when one is not known.
const N_ALIKE: usize = 8;

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    card: &'a RuleCard,
    /// What speaks loudest in the arbiter's linear voice for the rule's event, in log-odds; empty for frames.
    arbiter: Vec<(String, f64)>,
}

pub(super) fn run(id: &str, json: bool, out: &mut Screen) -> Result<Outcome, Failure> {
    let card = RuleCard::find(id)
        .map_err(|error| ours(&error))?
        .ok_or_else(|| unknown(id))?;
    let mut arbiter = Vec::new();
    if let (true, Some(event)) = (id.starts_with("arbiter:"), arbiter_event(&card)) {
        arbiter = Reader::embedded()?.loudest(event, N_FEATURES);
    }
    if json {
        let card = &card;
        out.json(&Told { card, arbiter })?;
    } else {
        tell(id, &card, &arbiter, out)?;
    }
    Ok(Outcome::Found)
}

/// The event that the arbiter must have named for a rule: that of the act when it is done, or else of its first status.
fn arbiter_event(card: &RuleCard) -> Option<&str> {
    card.codes.first().map(|code| code.event.plover.as_str())
}

fn tell(
    id: &str,
    card: &RuleCard,
    arbiter: &[(String, f64)],
    out: &mut Screen,
) -> Result<(), Failure> {
    out.heading(id)?;
    let what = match (card.action, id.split_once(':')) {
        (None, _) => format!(
            "  words that set the status of another's act: {}; src/statements/status.rs says how",
            card.kind
        ),
        (Some(action), Some(("arbiter", _))) => format!(
            "  {action}, kind {}: no frame joined the two parties; the arbiter, a learned model, named the event",
            card.kind
        ),
        (Some(action), Some(("implied", _))) => format!(
            "  {action}, kind {}: a frame named the act with one of its parties; the other is one that the text leaves to the reader, chosen by the weigher, a learned model",
            card.kind
        ),
        (Some(action), _) if card.kind.is_empty() => format!("  {action}"),
        (Some(action), _) => format!("  {action}, kind {}", card.kind),
    };
    out.line(&what, 2)?;
    for note in &card.notes {
        out.line(&format!("  by the grammar: {note}"), 4)?;
    }
    for row in &card.rows {
        out.blank()?;
        out.line(&format!("  {}", heading(row)), 4)?;
        if !row.words.is_empty() {
            out.line(&format!("    {}", row.words.join(", ")), 4)?;
        }
    }
    if !card.codes.is_empty() {
        out.blank()?;
        out.row("  status      PLOVER     mode         CAMEO  Goldstein")?;
    }
    for code in &card.codes {
        let event = &code.event;
        out.row(&format!(
            "  {:<11} {:<10} {:<12} {:<5} {:+8.1}  {}",
            code.status, event.plover, event.mode, event.cameo, event.goldstein, code.cameo_name
        ))?;
    }
    if !arbiter.is_empty() {
        let event = arbiter_event(card).unwrap_or_default();
        out.blank()?;
        out.line(
            &format!("  speaks loudest for {event} in its linear voice, in log-odds (w: a word anywhere, top: where the ways of the parties meet, p: on the way, stw: and tsw: between source and target, r0: what the rules read); its other voice, a network, reads the words in order and names nothing:"),
            2,
        )?;
        for (name, weight) in arbiter {
            out.row(&format!("    {weight:+.2}  {name}"))?;
        }
    }
    Ok(())
}

/// "data/relations/verbs.tsv:46: frame ties/sever:ended, requires obj:TIES, pattern subj>with,to,obj".
fn heading(row: &CardRow) -> String {
    let mut heading = format!("data/{}:{}", row.table, row.line);
    let cells = row.cells.iter().filter(|(_, content)| *content != "-");
    for (nth, (name, content)) in cells.enumerate() {
        let mark = if nth == 0 { ':' } else { ',' };
        let _ = write!(heading, "{mark} {name} {content}");
    }
    heading
}

/// The id is none: names those that begin alike.
fn unknown(id: &str) -> Failure {
    let ids = match RuleCard::ids() {
        Ok(ids) => ids,
        Err(error) => return ours(&error).into(),
    };
    let learned = ["arbiter:", "implied:", "frames:"];
    let rule = learned.iter().find_map(|by| id.strip_prefix(by));
    let rule = rule.unwrap_or(id);
    let start = rule.find(['/', ':']).map_or(rule, |at| &rule[..=at]);
    let mut alike: Vec<&str> = ids
        .iter()
        .map(String::as_str)
        .filter(|known| known.starts_with(start) && !start.is_empty())
        .collect();
    if alike.is_empty() {
        let near = |known: &&str| strsim::jaro_winkler(known, rule);
        alike = ids.iter().map(String::as_str).collect();
        alike.sort_by(|one, other| near(other).total_cmp(&near(one)));
        alike.truncate(N_ALIKE);
    }
    Error::Usage(format!(
        "'{id}' is no rule; the field 'rule' of a statement has one, such as {}",
        alike.join(", ")
    ))
    .into()
}

fn ours(error: &TableError) -> Error {
    Error::Internal(error.to_string())
}
