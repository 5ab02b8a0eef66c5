//! Words for a relation: `data/relations/labels.tsv`.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::model::{Action, Status};

/// Any kind, or any action.
const ANY: &str = "*";
/// The row that names the matter rather than a status of it.
const NOUN: &str = "noun";

/// A label for the edge and a sentence for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Two to four words: "severed ties", "talks postponed".
    pub label: String,
    /// Who does what to whom: "Russia severed ties with NATO".
    pub sentence: String,
}

/// The words for relations, found by action, kind and status.
///
/// ```
/// use detente::graph::Labels;
/// use detente::model::{Action, Status};
/// let labels = Labels::embedded().unwrap();
/// let words = labels.words(Action::Ties, "sever", Status::Ended, "Russia", "NATO");
/// assert_eq!(words.label, "severed ties");
/// assert_eq!(words.sentence, "Russia severed ties with NATO");
/// // A kind that the table does not know is named by its action.
/// assert_eq!(labels.words(Action::Visit, "?", Status::Planned, "A", "B").label, "visit planned");
/// ```
#[derive(Debug, Clone)]
pub struct Labels {
    rows: BTreeMap<(String, String, String), (String, String)>,
}

impl Labels {
    /// The words that come with the program.
    ///
    /// # Errors
    /// Only [`Error::Internal`]: the embedded words do not load.
    pub fn embedded() -> Result<Self> {
        Self::parse(include_str!("../../data/relations/labels.tsv"))
            .map_err(|message| Error::Internal(format!("data/relations/labels.tsv: {message}")))
    }

    /// Reads a table as `data/relations/labels.tsv` writes it.
    ///
    /// # Errors
    /// Names the line that has not five columns, repeats another, or names an unknown action or status;
    /// and the first action without a noun or status without a general row.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut rows = BTreeMap::new();
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
        for (at, line) in lines.skip(1) {
            let wrong = |what: &str| format!("line {}: {what}", at + 1);
            let columns: Vec<&str> = line.split('\t').collect();
            let &[action, kind, status, label, sentence] = columns.as_slice() else {
                return Err(wrong(&format!(
                    "{} columns; there must be 5",
                    columns.len()
                )));
            };
            if action != ANY {
                action
                    .parse::<Action>()
                    .map_err(|error| wrong(&error.to_string()))?;
            }
            if status != NOUN {
                status
                    .parse::<Status>()
                    .map_err(|error| wrong(&error.to_string()))?;
            }
            let key = (action.to_owned(), kind.to_owned(), status.to_owned());
            if rows
                .insert(key, (label.to_owned(), sentence.to_owned()))
                .is_some()
            {
                return Err(wrong("repeats an earlier row"));
            }
        }
        let labels = Self { rows };
        for action in Action::ALL {
            labels
                .row(action.as_str(), ANY, NOUN)
                .ok_or_else(|| format!("no noun for '{action}'"))?;
        }
        for status in Status::ALL {
            labels
                .row(ANY, ANY, status.as_str())
                .ok_or_else(|| format!("no general row for '{status}'"))?;
        }
        Ok(labels)
    }

    /// The words for a matter under a status between two actors, given by name.
    pub fn words(
        &self,
        action: Action,
        kind: &str,
        status: Status,
        source: &str,
        target: &str,
    ) -> Words {
        const NOTHING: (&str, &str) = ("", "");
        let (noun, phrase) = self.best(action, kind, NOUN).unwrap_or(NOTHING);
        let (label, sentence) = self.best(action, kind, status.as_str()).unwrap_or(NOTHING);
        // Names come last, so that braces in a name are never taken for a place to fill.
        let fill = |text: &str| text.replace("{noun}", noun).replace("{phrase}", phrase);
        Words {
            label: fill(label),
            sentence: with_names(&fill(sentence), source, target),
        }
    }

    fn best(&self, action: Action, kind: &str, status: &str) -> Option<(&str, &str)> {
        self.row(action.as_str(), kind, status)
            .or_else(|| self.row(action.as_str(), ANY, status))
            .or_else(|| self.row(ANY, ANY, status))
    }

    fn row(&self, action: &str, kind: &str, status: &str) -> Option<(&str, &str)> {
        let key = (action.to_owned(), kind.to_owned(), status.to_owned());
        self.rows
            .get(&key)
            .map(|(label, sentence)| (label.as_str(), sentence.as_str()))
    }
}

/// Fills in both names in one pass.
fn with_names(sentence: &str, source: &str, target: &str) -> String {
    let mut filled = String::with_capacity(sentence.len() + source.len() + target.len());
    let mut rest = sentence;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("{source}") {
            filled.push_str(source);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("{target}") {
            filled.push_str(target);
            rest = after;
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_action_and_kind() {
        let text = include_str!("../../data/relations/labels.tsv");
        let keys: Vec<(&str, &str)> = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
            .filter_map(|line| {
                let mut columns = line.split('\t');
                Some((columns.next()?, columns.next()?))
            })
            .collect();
        assert!(keys.is_sorted());
        assert!(keys.len() > 200);
    }

    #[test]
    fn every_action_and_status_has_words() {
        let labels = Labels::embedded().unwrap();
        for &action in Action::ALL {
            for &status in Status::ALL {
                let words = labels.words(action, "", status, "Russia", "NATO");
                assert!(
                    !words.label.is_empty() && !words.label.contains('{'),
                    "{action}/{status}"
                );
                assert!(
                    words.sentence.contains("Russia") && words.sentence.contains("NATO"),
                    "{words:?}"
                );
                assert!(!words.sentence.contains('{'), "{words:?}");
            }
        }
    }

    #[test]
    fn braces_in_names_are_left_alone() {
        let labels = Labels::embedded().unwrap();
        let words = labels.words(
            Action::Visit,
            "visit",
            Status::Planned,
            "{target}",
            "{noun}",
        );
        assert_eq!(words.sentence, "{target} plans a visit to {noun}");
    }

    #[test]
    fn a_bad_row_is_named() {
        let error = Labels::parse("h\nties\t*\tbroken\tx\ty").unwrap_err();
        assert!(
            error.starts_with("line 2: 'broken' is no status"),
            "{error}"
        );
        let error = Labels::parse("h\nties\t*\tdone").unwrap_err();
        assert_eq!(error, "line 2: 3 columns; there must be 5");
    }
}
