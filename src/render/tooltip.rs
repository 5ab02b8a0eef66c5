//! The words behind a relation, as a pointer or a screen reader meets them.

use std::fmt::Write as _;

use super::clean::clean_to;
use super::drawing::{Drawing, DrawnEdge};

/// Letters of a sentence that a tooltip holds.
const MAX_SENTENCE: usize = 600;
const MAX_NAME: usize = 120;
const MAX_LABEL: usize = 160;

/// "Russia → NATO: severed ties (Mar 1999, ended)", the sentence, and the document with its date, on three lines.
pub(super) fn tooltip(drawing: &Drawing, edge: &DrawnEdge) -> String {
    let arrow = if edge.mutual { "↔" } else { "→" };
    let source = name(drawing, &edge.source);
    let mut words = if edge.is_spoke {
        format!("{source}: {}", describe(edge))
    } else {
        let target = name(drawing, &edge.target);
        format!("{source} {arrow} {target}: {}", describe(edge))
    };
    let sentence = clean_to(&edge.tooltip.sentence, MAX_SENTENCE);
    if !sentence.is_empty() {
        let _ = write!(words, "\n“{sentence}”");
    }
    let source: Vec<String> = [&edge.tooltip.document, &edge.tooltip.date]
        .iter()
        .map(|part| clean_to(part, MAX_LABEL))
        .filter(|part| !part.is_empty())
        .collect();
    if !source.is_empty() {
        let _ = write!(words, "\n{}", source.join(", "));
    }
    words
}

/// The name of an actor by its id.
pub(super) fn name(drawing: &Drawing, id: &str) -> String {
    let found = drawing.actors.iter().find(|actor| actor.id == id);
    clean_to(found.map_or(id, |actor| actor.name.as_str()), MAX_NAME)
}

/// "severed ties (Mar 1999, ended)"
pub(super) fn describe(edge: &DrawnEdge) -> String {
    let label = clean_to(&edge.label, MAX_LABEL);
    let date = clean_to(&edge.date_label, MAX_LABEL);
    let label = if label.is_empty() {
        "relation".to_owned()
    } else {
        label
    };
    if date.is_empty() {
        format!("{label} ({})", edge.status)
    } else {
        format!("{label} ({date}, {})", edge.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_who_and_where() {
        let mut edge = DrawnEdge::new("RUS", "NATO");
        edge.label = "severed ties".into();
        edge.tooltip.sentence = "Moscow cut its\nlinks.".into();
        edge.tooltip.document = "a.txt".into();
        let words = tooltip(&Drawing::default(), &edge);
        assert_eq!(
            words,
            "RUS → NATO: severed ties (done)\n“Moscow cut its links.”\na.txt"
        );
    }
}
