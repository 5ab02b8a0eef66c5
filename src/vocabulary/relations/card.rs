//! What the id of a rule stands for, read back from the tables.

use std::collections::BTreeSet;

use serde::Serialize;

use super::events::Events;
use super::frames::Operator;
use super::inverse::EventCodes;
use super::table::{TableError, rows, words};
use super::{JUDGEMENTS, MODIFIERS, NOUNS, OPERATORS, REVERSALS, VERBS};
use crate::model::{Action, EventCode, Status};

/// A row of a table, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardRow {
    /// File name below `data/`.
    pub table: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// What the row says, but for its words, cell by cell: name of the column and content.
    pub cells: Vec<(&'static str, &'static str)>,
    /// The words that share it.
    pub words: Vec<&'static str>,
}

/// The codes under one status.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardCode {
    /// The status.
    pub status: Status,
    /// What the field calls the act then.
    pub event: EventCode,
    /// The name of the CAMEO code.
    pub cameo_name: &'static str,
}

/// What the id of a rule stands for.
///
/// An id is `action/kind` for an act that a word names, `op:NAME` for words that set a status, and either after
/// `arbiter:` or `frames:`, which say who has read it. Event data write `icews/CODE`, `gdelt/CODE` and
/// `polecat/EVENT`: what their own code says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleCard {
    /// The id without who has read it: `ties/sever`.
    pub rule: String,
    /// What it is about; `None` for an operator.
    pub action: Option<Action>,
    /// The finer kind, or the operator's name.
    pub kind: String,
    /// The rows behind it.
    pub rows: Vec<CardRow>,
    /// Its codes by status; none for an operator.
    pub codes: Vec<CardCode>,
    /// What the grammar adds to the tables.
    pub notes: Vec<&'static str>,
}

impl RuleCard {
    /// The card of a rule; `None` if no table and no part of the grammar makes statements of this id.
    ///
    /// # Errors
    /// A table that does not load, which is our fault.
    ///
    /// ```
    /// use detente::vocabulary::relations::RuleCard;
    /// let card = RuleCard::find("ties/sever").unwrap().unwrap();
    /// assert_eq!(card.rows[0].table, "relations/verbs.tsv");
    /// assert!(card.rows.iter().any(|row| row.words.contains(&"sever")));
    /// assert!(RuleCard::find("ties/knot").unwrap().is_none());
    /// ```
    pub fn find(id: &str) -> Result<Option<Self>, TableError> {
        let own = id
            .split_once(':')
            .filter(|(by, _)| matches!(*by, "arbiter" | "frames" | "implied"));
        let rule = own.map_or(id, |(_, rule)| rule);
        if let Some((set @ ("icews" | "gdelt" | "polecat"), code)) = rule.split_once('/') {
            return Self::of_event_data(rule, set, code);
        }
        if let Some(name) = rule.strip_prefix("op:") {
            return name
                .parse()
                .ok()
                .map(|operator| Self::of_operator(rule, name, operator))
                .transpose();
        }
        let Some((action, kind)) = rule.split_once('/') else {
            return Ok(None);
        };
        let Ok(action) = action.parse::<Action>() else {
            return Ok(None);
        };
        let mut found = named(rule)?;
        found.extend(reversing(action, kind)?);
        found.extend(judging(action, kind)?);
        let notes = notes(rule);
        if found.is_empty() && notes.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            rule: rule.to_owned(),
            action: Some(action),
            kind: kind.to_owned(),
            rows: found,
            codes: codes(action, kind)?,
            notes,
        }))
    }

    /// All ids of which there is a card, sorted; those of event data aside.
    ///
    /// # Errors
    /// As [`RuleCard::find`].
    pub fn ids() -> Result<Vec<String>, TableError> {
        let mut ids = BTreeSet::new();
        for (table, text) in [(VERBS_NAME, VERBS), (NOUNS_NAME, NOUNS)] {
            for (_, cells) in rows(table, text)? {
                let frame = cells[0];
                let id = match frame.split_once(':') {
                    Some((path, _)) if path != "op" => path,
                    _ => frame,
                };
                ids.insert(id.to_owned());
            }
        }
        for (_, cells) in rows(REVERSALS_NAME, REVERSALS)? {
            ids.insert(format!("{}/{}", cells[0], cells[1]));
        }
        ids.extend(NOTES.iter().map(|(id, _)| (*id).to_owned()));
        Ok(ids.into_iter().collect())
    }

    fn of_operator(rule: &str, name: &str, operator: Operator) -> Result<Self, TableError> {
        let mut found = named(rule)?;
        for (line, cells) in rows(OPERATORS_NAME, OPERATORS)? {
            if cells[0].parse() == Ok(operator) {
                found.push(CardRow {
                    table: OPERATORS_NAME,
                    line,
                    cells: vec![
                        ("pos", cells[1]),
                        ("complement", cells[2]),
                        ("holder", cells[3]),
                    ],
                    words: words(cells[4]).collect(),
                });
            }
        }
        for (line, cells) in rows(MODIFIERS_NAME, MODIFIERS)? {
            if cells[0].parse() == Ok(operator) {
                found.push(CardRow {
                    table: MODIFIERS_NAME,
                    line,
                    cells: Vec::new(),
                    words: words(cells[1]).collect(),
                });
            }
        }
        Ok(Self {
            rule: rule.to_owned(),
            action: None,
            kind: name.to_owned(),
            rows: found,
            codes: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn of_event_data(rule: &str, set: &str, code: &str) -> Result<Option<Self>, TableError> {
        let tables = EventCodes::load()?;
        let meaning = if set == "polecat" {
            tables.plover(&code.to_uppercase(), "")
        } else {
            tables.cameo(code)
        };
        Ok(meaning.map(|meaning| Self {
            rule: rule.to_owned(),
            action: Some(meaning.action),
            kind: meaning.kind.to_owned(),
            rows: Vec::new(),
            codes: vec![CardCode {
                status: meaning.status,
                cameo_name: tables.cameo_name(code).unwrap_or_default(),
                event: tables.coded(meaning, tables.is_cameo(code).then_some(code)),
            }],
            notes: Vec::new(),
        }))
    }
}

const VERBS_NAME: &str = "relations/verbs.tsv";
const NOUNS_NAME: &str = "relations/nouns.tsv";
const OPERATORS_NAME: &str = "relations/operators.tsv";
const MODIFIERS_NAME: &str = "lexicon/modifiers.tsv";
const REVERSALS_NAME: &str = "relations/reversals.tsv";
const JUDGEMENTS_NAME: &str = "lexicon/judgements.tsv";

/// Rules that stand in the grammar and in no table.
const NOTES: &[(&str, &str)] = &[
    (
        "meeting/cancel",
        "a word of op:end over talks that have not begun",
    ),
    (
        "membership/join",
        "\"is a member of\", \"became a member of\"",
    ),
    (
        "policy/demand",
        "a demand, promise or obligation whose content no frame names, told to somebody",
    ),
    (
        "policy/yield",
        "a word of op:end over a refusal, or over what was ended or put off",
    ),
    (
        "visit/visit",
        "\"is due in\", \"is expected in\" with a place",
    ),
];

fn notes(rule: &str) -> Vec<&'static str> {
    let own = NOTES.iter().filter(|(id, _)| *id == rule);
    own.map(|(_, note)| *note).collect()
}

/// The rows of verbs and nouns with a frame, under whatever status.
fn named(rule: &str) -> Result<Vec<CardRow>, TableError> {
    let mut found = Vec::new();
    let of_rule = |frame: &str| {
        let rest = frame.strip_prefix(rule);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    for (table, text, second) in [
        (VERBS_NAME, VERBS, "requires"),
        (NOUNS_NAME, NOUNS, "weight"),
    ] {
        for (line, cells) in rows(table, text)? {
            if of_rule(cells[0]) {
                found.push(CardRow {
                    table,
                    line,
                    cells: vec![
                        ("frame", cells[0]),
                        (second, cells[1]),
                        ("pattern", cells[2]),
                    ],
                    words: words(cells[3]).collect(),
                });
            }
        }
    }
    Ok(found)
}

/// The row of reversals that gives an action this kind.
fn reversing(action: Action, kind: &str) -> Result<Vec<CardRow>, TableError> {
    let all = rows(REVERSALS_NAME, REVERSALS)?.into_iter();
    let own = all.filter(|(_, cells)| cells[0] == action.as_str() && cells[1] == kind);
    Ok(own
        .map(|(line, cells)| CardRow {
            table: REVERSALS_NAME,
            line,
            cells: vec![("action", cells[0]), ("kind under op:end", cells[1])],
            words: Vec::new(),
        })
        .collect())
}

/// The adjectives that judge, for the two kinds that they give.
fn judging(action: Action, kind: &str) -> Result<Vec<CardRow>, TableError> {
    if !matches!(
        (action, kind),
        (Action::Praise, "praise") | (Action::Criticism, "criticise")
    ) {
        return Ok(Vec::new());
    }
    let all = rows(JUDGEMENTS_NAME, JUDGEMENTS)?.into_iter();
    let own = all.filter(|(_, cells)| cells[0] == action.as_str());
    Ok(own
        .map(|(line, cells)| CardRow {
            table: JUDGEMENTS_NAME,
            line,
            cells: Vec::new(),
            words: words(cells[1]).collect(),
        })
        .collect())
}

/// The codes of a kind under every status.
fn codes(action: Action, kind: &str) -> Result<Vec<CardCode>, TableError> {
    let (events, names) = (Events::load()?, EventCodes::load()?);
    let all = Status::ALL.iter().map(|&status| {
        let event = events.code(action, kind, status);
        CardCode {
            status,
            cameo_name: names.cameo_name(&event.cameo).unwrap_or_default(),
            event,
        }
    });
    Ok(all.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_a_card_with_rows_or_a_note() {
        for id in RuleCard::ids().unwrap() {
            let card = RuleCard::find(&id).unwrap();
            let card = card.unwrap_or_else(|| panic!("{id} has no card"));
            assert!(!card.rows.is_empty() || !card.notes.is_empty(), "{id}");
            let n_codes = if card.action.is_some() {
                Status::ALL.len()
            } else {
                0
            };
            assert_eq!(card.codes.len(), n_codes, "{id}");
        }
    }

    #[test]
    fn who_has_read_it_does_not_change_the_card() {
        let card = |id: &str| RuleCard::find(id).unwrap();
        assert_eq!(card("arbiter:praise/praise"), card("praise/praise"));
        assert_eq!(card("frames:visit/visit"), card("visit/visit"));
        assert!(card("arbiter:").is_none() && card("op:sing").is_none() && card("").is_none());
    }

    #[test]
    fn a_frame_is_no_beginning_of_another() {
        let card = RuleCard::find("coercion/expel").unwrap().unwrap();
        let frames = card.rows.iter().filter_map(|row| row.cells.first());
        for (_, frame) in frames {
            assert!(!frame.contains("envoy"), "{frame}");
        }
    }

    #[test]
    fn codes_of_event_data_say_what_they_mean() {
        let card = RuleCard::find("icews/0331").unwrap().unwrap();
        assert_eq!(
            (card.action, card.kind.as_str()),
            (Some(Action::Aid), "economic")
        );
        assert_eq!(card.codes[0].event.cameo, "0331");
        assert!(RuleCard::find("gdelt/010").unwrap().is_none());
        assert!(RuleCard::find("polecat/consult").unwrap().is_some());
    }
}
