//! What differs between two snapshots.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::actor::Actor;
use super::graph::Graph;
use super::relation::{Closing, Relation, RelationId};
use super::snapshot::{Snapshot, Standing, as_sources};
use crate::model::{Action, ActorId, Statement};

/// How a relation differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// In force on the second date only.
    Added,
    /// In force on the first date only.
    Removed,
    /// In force on both, under another status.
    Status,
    /// In force on both under the same status, with further reports.
    Confirmed,
}

/// One relation that differs, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// How it differs.
    pub kind: ChangeKind,
    /// How it stood on the first date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Standing>,
    /// How it stands on the second date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Standing>,
    /// Why, in words: "held: talks underway", "lapsed: nothing further heard".
    pub why: String,
    /// The statements that caused it, never empty.
    #[serde(serialize_with = "as_sources")]
    pub causes: Vec<Arc<Statement>>,
}

impl Change {
    /// The standing to show: the later one where there is one.
    pub fn shown(&self) -> Option<&Standing> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// What differs between the relations in force on two dates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// The first date.
    pub from: Option<Date>,
    /// The second date.
    pub to: Option<Date>,
    /// What was known for the first snapshot, as [`super::Snapshot::known`].
    pub from_known: Option<Date>,
    /// What was known for the second snapshot.
    pub to_known: Option<Date>,
    /// The actors of all relations below.
    pub actors: BTreeMap<ActorId, Actor>,
    /// What differs, sorted by relation.
    pub changes: Vec<Change>,
    /// What is the same on both dates, sorted by relation.
    pub unchanged: Vec<Standing>,
}

impl Diff {
    /// Changes of one kind, in order.
    pub fn of_kind(&self, kind: ChangeKind) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.kind == kind)
    }

    /// Only what passes, by how a change is shown; the actors left are those of a relation that is left.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(&Standing) -> bool) -> Self {
        self.changes
            .retain(|change| change.shown().is_some_and(&keep));
        self.unchanged.retain(keep);
        let of_changes = self
            .changes
            .iter()
            .flat_map(|change| [&change.before, &change.after]);
        let standings = of_changes.flatten().chain(&self.unchanged);
        let ends: BTreeSet<&ActorId> = standings
            .flat_map(|standing| [&standing.source, &standing.target])
            .collect();
        self.actors.retain(|id, _| ends.contains(id));
        self
    }

    /// Whether any relation was added, removed or changed its status; further reports do not count.
    pub fn has_differences(&self) -> bool {
        self.changes
            .iter()
            .any(|change| change.kind != ChangeKind::Confirmed)
    }
}

impl Diff {
    /// Compares two snapshots by the identity of their relations; they may come from different graphs.
    ///
    /// What a later report dates otherwise has another identity in a graph that knows that report: two relations of one
    /// action that share a statement are one.
    /// Two equal snapshots differ in nothing, and [`Diff::apply`] on the first gives the second.
    pub fn between(before: &Snapshot, after: &Snapshot) -> Self {
        let by_id = |snapshot: &Snapshot| -> BTreeMap<RelationId, Standing> {
            snapshot
                .standings
                .iter()
                .map(|standing| (standing.relation.clone(), standing.clone()))
                .collect()
        };
        let mut old = by_id(before);
        let new = by_id(after);
        let renamed = renamed(&old, &new);
        let mut changes = Vec::new();
        let mut unchanged = Vec::new();
        for (id, standing) in new {
            let earlier = renamed.get(&id).unwrap_or(&id);
            match old.remove(earlier) {
                None => changes.push(Change::new(None, Some(standing))),
                Some(same) if same == standing => unchanged.push(standing),
                Some(other) => changes.push(Change::new(Some(other), Some(standing))),
            }
        }
        changes.extend(
            old.into_values()
                .map(|standing| Change::new(Some(standing), None)),
        );
        changes.sort_by(|one, other| one.relation().cmp(&other.relation()));
        let mut actors = before.actors.clone();
        actors.extend(after.actors.clone());
        Self {
            from: before.at,
            to: after.at,
            from_known: before.known,
            to_known: after.known,
            actors,
            changes,
            unchanged,
        }
    }

    /// The second snapshot, from the first and what differs.
    pub fn apply(&self, before: &Snapshot) -> Snapshot {
        let mut standings: BTreeMap<RelationId, Standing> = before
            .standings
            .iter()
            .map(|standing| (standing.relation.clone(), standing.clone()))
            .collect();
        for change in &self.changes {
            if let Some(before) = &change.before {
                standings.remove(&before.relation);
            }
        }
        for change in &self.changes {
            if let Some(after) = &change.after {
                standings.insert(after.relation.clone(), after.clone());
            }
        }
        let after = Snapshot {
            at: self.to,
            known: self.to_known,
            actors: self.actors.clone(),
            standings: standings.into_values().collect(),
        };
        after.only(|_| true)
    }
}

/// The relations that go by another identity in the second, each with its identity in the first.
fn renamed(
    old: &BTreeMap<RelationId, Standing>,
    new: &BTreeMap<RelationId, Standing>,
) -> BTreeMap<RelationId, RelationId> {
    type Source<'a> = (Action, &'a str, &'a str);
    fn source<'a>(standing: &Standing, statement: &'a Statement) -> Source<'a> {
        (standing.action, &statement.document, &statement.id)
    }
    let mut by_source: BTreeMap<Source<'_>, &RelationId> = BTreeMap::new();
    for (id, standing) in old.iter().filter(|(id, _)| !new.contains_key(id)) {
        for statement in &standing.statements {
            by_source.insert(source(standing, statement), id);
        }
    }
    let mut taken = BTreeSet::new();
    let mut renamed = BTreeMap::new();
    for (id, standing) in new.iter().filter(|(id, _)| !old.contains_key(id)) {
        let found = standing.statements.iter().find_map(|statement| {
            by_source
                .get(&source(standing, statement))
                .filter(|earlier| !taken.contains(**earlier))
        });
        if let Some(&earlier) = found {
            taken.insert(earlier);
            renamed.insert(id.clone(), earlier.clone());
        }
    }
    renamed
}

impl Change {
    fn new(before: Option<Standing>, after: Option<Standing>) -> Self {
        let kind = match (&before, &after) {
            (Some(before), Some(after)) if before.status == after.status => ChangeKind::Confirmed,
            (Some(_), Some(_)) => ChangeKind::Status,
            (None, _) => ChangeKind::Added,
            (Some(_), None) => ChangeKind::Removed,
        };
        let shown = after.as_ref().or(before.as_ref());
        let why = match kind {
            ChangeKind::Added => "new".to_owned(),
            ChangeKind::Removed => "no longer in force".to_owned(),
            ChangeKind::Status => shown.map_or_else(String::new, |standing| standing.label.clone()),
            ChangeKind::Confirmed => "reported again".to_owned(),
        };
        let mut causes = shown.map_or_else(Vec::new, |standing| standing.statements.clone());
        if let (ChangeKind::Confirmed, Some(before)) = (kind, &before) {
            let further: Vec<Arc<Statement>> = causes
                .iter()
                .filter(|statement| !before.statements.contains(statement))
                .cloned()
                .collect();
            if !further.is_empty() {
                causes = further;
            }
        }
        Self {
            kind,
            before,
            after,
            why,
            causes,
        }
    }

    /// Which relation differs.
    pub fn relation(&self) -> Option<&RelationId> {
        self.shown().map(|standing| &standing.relation)
    }
}

impl Graph {
    /// What differs between the relations in force on two days, and by which statements.
    ///
    /// A removed relation says what became of it in between: held, called off, ended by a truce, lapsed.
    pub fn diff(&self, from: Option<Date>, to: Option<Date>) -> Diff {
        self.reasoned(Diff::between(
            &self.snapshot(from, None),
            &self.snapshot(to, None),
        ))
    }

    /// What differs between the relations in force on a day by an earlier graph and on a day by this one: what was
    /// known then ([`Graph::as_known`]), or another store.
    ///
    /// The causes of a change are the statements that the earlier graph does not have, where there are such.
    pub fn diff_from(&self, earlier: &Self, from: Option<Date>, to: Option<Date>) -> Diff {
        let before = earlier.snapshot(from, None);
        let mut diff = self.reasoned(Diff::between(&before, &self.snapshot(to, None)));
        let key = |statement: &Statement| (statement.document.clone(), statement.id.clone());
        let known: BTreeSet<(String, String)> = (earlier.relations.iter())
            .flat_map(|relation| &relation.occurrences)
            .flat_map(|occurrence| occurrence.statements.iter().map(|statement| key(statement)))
            .collect();
        for change in &mut diff.changes {
            let news = |statement: &&Arc<Statement>| !known.contains(&key(statement));
            let news: Vec<Arc<Statement>> = change.causes.iter().filter(news).cloned().collect();
            if !news.is_empty() {
                change.causes = news;
            }
            let there = change
                .relation()
                .is_some_and(|id| self.relation(id).is_some());
            if change.kind == ChangeKind::Removed && !there {
                "not said in the second".clone_into(&mut change.why);
            }
        }
        diff
    }

    /// The diff with what happened in between, as this graph has it.
    fn reasoned(&self, mut diff: Diff) -> Diff {
        for change in &mut diff.changes {
            let id = change.shown().map(|standing| standing.relation.clone());
            let relation = id.and_then(|id| self.relation(&id));
            if let Some(relation) = relation {
                self.give_reason(change, relation, (diff.from, diff.to));
            }
        }
        diff
    }

    /// The relation with this id.
    pub fn relation(&self, id: &RelationId) -> Option<&Relation> {
        let at = self
            .relations
            .binary_search_by(|relation| relation.id.cmp(id))
            .ok()?;
        self.relations.get(at)
    }

    /// Says what happened to the relation between the two days.
    fn give_reason(
        &self,
        change: &mut Change,
        relation: &Relation,
        days: (Option<Date>, Option<Date>),
    ) {
        match change.kind {
            ChangeKind::Added | ChangeKind::Status => {
                let steps: Vec<String> = relation
                    .stages
                    .iter()
                    .filter(|stage| {
                        stage
                            .from
                            .is_some_and(|from| days.0.is_none_or(|day| from > day))
                    })
                    .filter(|stage| {
                        stage
                            .from
                            .is_some_and(|from| days.1.is_none_or(|day| from <= day))
                    })
                    .filter_map(|stage| self.standing_in(relation, stage, days.1))
                    .map(|standing| step(&standing))
                    .collect();
                if !steps.is_empty() {
                    change.why = steps.join(", then ");
                }
            }
            ChangeKind::Removed if days.0 <= days.1 => {
                // The last stage that began by the second day is the one that came to an end.
                let begun = |from: Option<Date>| match (from, days.1) {
                    (Some(from), Some(day)) => from <= day,
                    _ => true,
                };
                let Some(stage) = relation.stages.iter().rev().find(|stage| begun(stage.from))
                else {
                    return;
                };
                let Some(last) = self.standing_in(relation, stage, days.1) else {
                    return;
                };
                let moved = change
                    .before
                    .as_ref()
                    .is_some_and(|before| before.status != last.status);
                let became = if moved {
                    format!("{}; ", step(&last))
                } else {
                    String::new()
                };
                let until = stage.until.map_or_else(String::new, |until| {
                    format!(" on {}", until.strftime("%-d %b %Y"))
                });
                if let (Some(Closing::EndedByOther), Some(statement)) =
                    (stage.closing, &stage.ended_by)
                {
                    let other = self.labels.words(
                        statement.action,
                        &statement.kind,
                        statement.status,
                        &statement.source.name,
                        &statement.target.name,
                    );
                    change.why = format!("{became}ended{until} by: {}", other.label);
                    change.causes = vec![Arc::clone(statement)];
                } else {
                    let what = if stage.closing == Some(Closing::Stated) {
                        "over"
                    } else {
                        "lapsed"
                    };
                    change.why = format!("{became}{what}{until}");
                    change.causes = last.statements;
                }
            }
            ChangeKind::Removed => "not yet in force".clone_into(&mut change.why),
            ChangeKind::Confirmed => {}
        }
    }
}

fn step(standing: &Standing) -> String {
    match standing.since {
        Some(since) => format!("{} {since}", standing.label),
        None => standing.label.clone(),
    }
}
