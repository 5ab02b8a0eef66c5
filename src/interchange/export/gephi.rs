//! CSV for Gephi's *Import spreadsheet*: two tables with the headings that it writes itself.
//!
//! Its importer guesses the type of each column from the first 25 rows, and takes a backslash for an escape.
//! Source: `ImportPlugin/…/file/spreadsheet` of github.com/gephi/gephi, `IntervalsParser` of gephi/graphstore.

use std::collections::BTreeMap;

use serde_json::Value;

use super::csv::{Tables, csv_line};
use super::network::{
    ACTOR_COLUMNS, ColumnType, Network, SPELL_COLUMNS, actor_values, column_type, plain, spell_ids,
    spell_values,
};
use crate::graph::Spell;

/// The network as nodes, and one edge for each relation under each of its statuses, in force on the days of its
/// `timeset`, first and last included. The weight is the number of statements.
pub fn gephi(network: &Network) -> Tables {
    let mut actors = String::new();
    line(
        &mut actors,
        ["Id", "Label"].into_iter().chain(ACTOR_COLUMNS),
    );
    for (id, actor) in &network.actors {
        let values = actor_values(actor).map(|value| plain(&value).unwrap_or_default());
        let own = [id.to_string(), actor.name.clone()];
        line(&mut actors, own.into_iter().chain(values));
    }
    let mut relations = String::new();
    let head = [
        "Source", "Target", "Type", "Kind", "Id", "Label", "timeset", "Weight",
    ];
    let columns = SPELL_COLUMNS.into_iter().filter_map(heading);
    line(&mut relations, head.into_iter().chain(columns));
    let mut n_parallel = BTreeMap::new();
    for (id, spell) in spell_ids(&network.spells).into_iter().zip(&network.spells) {
        let standing = &spell.standing;
        // Of edges of one kind between the same two, Gephi keeps the first and forgets when the others were.
        let kind = format!("{} {}", standing.action, standing.status);
        let n = n_parallel
            .entry((&standing.source, &standing.target, kind.clone()))
            .or_insert(0_usize);
        *n += 1;
        let own = [
            standing.source.to_string(),
            standing.target.to_string(),
            "Directed".to_owned(),
            if *n == 1 { kind } else { format!("{kind} {n}") },
            id,
            standing.label.clone(),
            timeset(spell),
            standing.statements.len().to_string(),
        ];
        let values = SPELL_COLUMNS
            .into_iter()
            .zip(spell_values(spell))
            .filter(|(column, _)| heading(column).is_some())
            .map(|(column, value)| cell(column, &value));
        line(&mut relations, own.into_iter().chain(values));
    }
    Tables { actors, relations }
}

/// What a column is called; `None` for what an edge has under Gephi's own headings, which may not come twice in any
/// case of letters.
fn heading(column: &'static str) -> Option<&'static str> {
    match column {
        "label" | "start" | "end" => None,
        "kind" => Some("finer_kind"),
        other => Some(other),
    }
}

/// A day stands in words, since a column of ISO dates would make Gephi take the whole graph for one of timestamps, and
/// refuse the intervals of `timeset`.
fn cell(column: &str, value: &Value) -> String {
    let text = plain(value).unwrap_or_default();
    match text.parse::<jiff::civil::Date>() {
        Ok(day) if column_type(column) == ColumnType::Day => day.strftime("%-d %b %Y").to_string(),
        _ => text,
    }
}

/// One interval, both ends included. An end that is not known is infinite.
fn timeset(spell: &Spell) -> String {
    let from = spell
        .from
        .map_or("-Infinity".to_owned(), |day| day.to_string());
    let to = spell
        .to
        .map_or("Infinity".to_owned(), |day| day.to_string());
    format!("<[{from}, {to}]>")
}

/// Adds a record in which backslashes stay what they are.
fn line<T: AsRef<str>>(csv: &mut String, cells: impl Iterator<Item = T>) {
    csv_line(csv, cells.map(|cell| cell.as_ref().replace('\\', "\\\\")));
}
