//! What is exported, whatever the form.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::graph::{Actor, Graph, Spell};
use crate::model::ActorId;

/// Actors, and relations under each of their statuses.
#[derive(Debug, Clone)]
pub struct Network {
    /// The actors that are an end of a spell, by id.
    pub actors: BTreeMap<ActorId, Actor>,
    /// Relations under each of their statuses: sorted by relation, then in order of time.
    pub spells: Vec<Spell>,
}

impl Network {
    /// The whole life of all relations, or with a day what is in force then.
    pub fn new(graph: &Graph, at: Option<Date>) -> Self {
        Self::of(graph, graph.spells(at))
    }

    /// Only what passes.
    #[must_use]
    pub fn only(self, graph: &Graph, keep: impl Fn(&Spell) -> bool) -> Self {
        let spells = self.spells.into_iter().filter(keep).collect();
        Self::of(graph, spells)
    }

    fn of(graph: &Graph, spells: Vec<Spell>) -> Self {
        let ends = spells
            .iter()
            .flat_map(|spell| [&spell.standing.source, &spell.standing.target]);
        let actors = ends
            .filter_map(|id| Some((id.clone(), graph.actors().get(id)?.clone())))
            .collect();
        Self { actors, spells }
    }
}

/// What is said of an actor beside its id and name, in every form.
pub(super) const ACTOR_COLUMNS: [&str; 3] = ["kind", "principal", "office"];

pub(super) fn actor_values(actor: &Actor) -> [Value; 3] {
    [
        kind(actor).into(),
        actor.principal.as_str().into(),
        json!(actor.office),
    ]
}

fn kind(actor: &Actor) -> &'static str {
    actor.kind.as_str()
}

/// What is said of a spell beside its ends, in every form. `start` and `end` are the first and last day, both included.
pub(super) const SPELL_COLUMNS: [&str; 16] = [
    "relation",
    "label",
    "action",
    "kind",
    "status",
    "sign",
    "mutual",
    "start",
    "end",
    "closing",
    "goldstein",
    "documents",
    "statements",
    "published",
    "document",
    "evidence",
];

pub(super) fn spell_values(spell: &Spell) -> [Value; 16] {
    let standing = &spell.standing;
    let leading = standing.leading();
    [
        standing.relation.as_str().into(),
        standing.label.as_str().into(),
        standing.action.as_str().into(),
        standing.kind.as_str().into(),
        standing.status.as_str().into(),
        standing.sign.as_str().into(),
        standing.mutual.into(),
        json!(spell.from),
        json!(spell.to),
        json!(spell.closing),
        decimal(standing.goldstein).into(),
        standing.n_documents().into(),
        standing.statements.len().into(),
        json!(leading.published),
        leading.document.as_str().into(),
        leading.evidence.text.trim().into(),
    ]
}

/// The decimal that was meant: 3.4, not the 3.4000000953674316 that it is when widened as it stands.
pub(super) fn decimal(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| value.into())
}

/// What a column holds; each form has its own words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnType {
    Boolean,
    /// A whole number from 0.
    Count,
    /// A day, as ISO 8601 has it.
    Day,
    /// A number with a fraction.
    Number,
    Text,
}

/// The type of a column of [`SPELL_COLUMNS`] or [`ACTOR_COLUMNS`].
pub(super) fn column_type(name: &str) -> ColumnType {
    match name {
        "mutual" => ColumnType::Boolean,
        "documents" | "statements" => ColumnType::Count,
        "goldstein" => ColumnType::Number,
        "start" | "end" | "published" => ColumnType::Day,
        _ => ColumnType::Text,
    }
}

/// A name for each spell: the relation's, with the number of the stage.
pub(super) fn spell_ids(spells: &[Spell]) -> Vec<String> {
    let mut number = 0;
    spells
        .iter()
        .enumerate()
        .map(|(at, spell)| {
            let same = at > 0 && spells[at - 1].standing.relation == spell.standing.relation;
            number = if same { number + 1 } else { 1 };
            format!("{}/{number}", spell.standing.relation)
        })
        .collect()
}

/// A value as text; nothing for what is not known.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
