//! Snapshots, diffs and paths as drawings.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::graph::{Actor, ChangeKind, Diff, Path, Sign as GraphSign, Snapshot, Standing};
use crate::model::{ActorId, ActorKind, Statement, Status};

use super::drawing::{Drawing, DrawnActor, DrawnCluster, DrawnEdge, EdgeChange, Tooltip};

/// Documents that the line of sources names.
const MAX_NAMED_SOURCES: usize = 3;

impl From<&Snapshot> for Drawing {
    /// The relations in force, each with the sentence behind it.
    fn from(snapshot: &Snapshot) -> Self {
        let edges = snapshot.standings.iter().map(edge_of).collect();
        let mut drawing = assemble(&snapshot.actors, edges);
        drawing.as_of = snapshot.at;
        drawing.title = title_of(&drawing);
        drawing.note = sources(snapshot.standings.iter());
        drawing
    }
}

impl From<&Diff> for Drawing {
    /// The relations of both dates; what differs is marked. Further reports of the same count as unchanged.
    fn from(diff: &Diff) -> Self {
        let mut edges = Vec::new();
        for change in &diff.changes {
            let Some(shown) = change.shown() else {
                continue;
            };
            let mut edge = edge_of(shown);
            edge.change = Some(match change.kind {
                ChangeKind::Added => EdgeChange::Added,
                ChangeKind::Removed => EdgeChange::Removed,
                ChangeKind::Status => EdgeChange::Changed,
                ChangeKind::Confirmed => EdgeChange::Unchanged,
            });
            match (change.kind, &change.before, &change.after) {
                (ChangeKind::Removed, Some(_), _) => edge.date_label.clone_from(&change.why),
                (ChangeKind::Status, Some(before), Some(after)) => {
                    edge.date_label = format!(
                        "{} → {}, {}",
                        before.status,
                        after.status,
                        after.date_text()
                    );
                }
                _ => {}
            }
            edges.push(edge);
        }
        for standing in &diff.unchanged {
            let mut edge = edge_of(standing);
            edge.change = Some(EdgeChange::Unchanged);
            edges.push(edge);
        }
        let mut drawing = assemble(&diff.actors, edges);
        drawing.title = format!("{}: {}", title_of(&drawing), span_of(diff.from, diff.to));
        let changed = diff.changes.iter().filter_map(crate::graph::Change::shown);
        drawing.note = sources(changed.chain(&diff.unchanged));
        drawing
    }
}

impl From<&Path> for Drawing {
    /// The path alone; [`Drawing::of_path`] shows it among the other relations.
    fn from(path: &Path) -> Self {
        let mut edges = Vec::new();
        for (i, hop) in path.hops.iter().enumerate() {
            if let Some(standing) = hop.by.first() {
                edges.push(DrawnEdge {
                    hop: Some(i + 1),
                    ..edge_of(standing)
                });
            }
        }
        let mut drawing = assemble(&path.actors, edges);
        drawing.as_of = path.at;
        drawing.title = path_title(path);
        drawing.note = sources(path.hops.iter().filter_map(|hop| hop.by.first()));
        drawing
    }
}

impl Drawing {
    /// The path with numbered hops, among the other relations of the actors on it, dimmed.
    pub fn of_path(path: &Path, snapshot: &Snapshot) -> Self {
        let hops: BTreeMap<_, usize> = path
            .hops
            .iter()
            .enumerate()
            .filter_map(|(i, hop)| Some((&hop.by.first()?.relation, i + 1)))
            .collect();
        let near = |standing: &&Standing| {
            path.actors.contains_key(&standing.source) || path.actors.contains_key(&standing.target)
        };
        let standings: Vec<&Standing> = snapshot.standings.iter().filter(near).collect();
        let edges = standings
            .iter()
            .map(|standing| DrawnEdge {
                hop: hops.get(&standing.relation).copied(),
                ..edge_of(standing)
            })
            .collect();
        let ends: BTreeSet<&ActorId> = standings
            .iter()
            .flat_map(|standing| [&standing.source, &standing.target])
            .collect();
        let mut actors = snapshot.actors.clone();
        actors.retain(|id, _| ends.contains(id));
        let mut drawing = assemble(&actors, edges);
        drawing.as_of = path.at;
        drawing.title = path_title(path);
        drawing.note = sources(path.hops.iter().filter_map(|hop| hop.by.first()));
        drawing
    }
}

pub(super) fn assemble(actors: &BTreeMap<ActorId, Actor>, mut edges: Vec<DrawnEdge>) -> Drawing {
    let mut members: BTreeMap<&ActorId, usize> = BTreeMap::new();
    for actor in actors.values() {
        *members.entry(&actor.principal).or_default() += 1;
    }
    let is_grouped = |principal: &ActorId| members.get(principal).is_some_and(|n| *n > 1);
    let mut clusters: BTreeMap<&ActorId, &str> = BTreeMap::new();
    let mut drawn = Vec::new();
    for actor in actors.values() {
        let grouped = is_grouped(&actor.principal);
        if grouped {
            clusters
                .entry(&actor.principal)
                .or_insert(&actor.principal_name);
        }
        // Outside its group's box, a person or institution says below its name whom it speaks for.
        let alone = !grouped && actor.has_principal();
        let office = match (&actor.office, alone) {
            (Some(office), true) => Some(format!("{office} · {}", actor.principal_name)),
            (Some(office), false) => Some(office.clone()),
            (None, true) => Some(actor.principal_name.clone()),
            (None, false) => None,
        };
        drawn.push(DrawnActor {
            id: actor.id.to_string(),
            name: actor.name.clone(),
            office: office.filter(|_| actor.kind == ActorKind::Person || alone),
            kind: actor.kind,
            principal: actor.has_principal().then(|| actor.principal.to_string()),
            cluster: grouped.then(|| actor.principal.to_string()),
            matter: None,
        });
    }
    let gatherings = drawn.iter_mut();
    for gathering in gatherings.filter(|actor| actor.kind == ActorKind::Gathering) {
        gather(gathering, &mut edges);
    }
    Drawing {
        actors: drawn,
        edges,
        clusters: clusters
            .into_iter()
            .map(|(id, name)| DrawnCluster {
                id: id.to_string(),
                name: name.to_owned(),
            })
            .collect(),
        weight_means: "documents".to_owned(),
        ..Drawing::default()
    }
}

/// Makes a meeting of many the hub of the lines that end in it.
fn gather(gathering: &mut DrawnActor, edges: &mut [DrawnEdge]) {
    for edge in edges.iter_mut().filter(|edge| edge.target == gathering.id) {
        edge.is_spoke = true;
        edge.mutual = false;
        gathering.matter = Some(edge.sign);
        gathering.office = Some(edge.date_label.clone()).filter(|date| !date.is_empty());
    }
}

pub(super) fn edge_of(standing: &Standing) -> DrawnEdge {
    let leading = standing.leading();
    let n_documents = standing.n_documents();
    // "talks postponed" becomes "talks", struck through, over "postponed 20 Jul 1999".
    let put_off = (standing.status == Status::Postponed)
        .then(|| standing.label.strip_suffix(" postponed"))
        .flatten();
    let (label, date_label) = match put_off {
        Some(matter) => (
            matter.to_owned(),
            format!("postponed {}", standing.date_text()),
        ),
        None => (standing.label.clone(), standing.date_text()),
    };
    DrawnEdge {
        source: standing.source.to_string(),
        target: standing.target.to_string(),
        label,
        date_label,
        sign: standing.sign.into(),
        status: standing.status,
        mutual: standing.mutual,
        broken: standing.status == Status::Ended && standing.sign == GraphSign::Hostile,
        weight: n_documents as f64,
        n_sources: n_documents,
        tooltip: tooltip_of(leading),
        change: None,
        hop: None,
        is_spoke: false,
        slot: None,
    }
}

/// A statement's sentence and where it stands.
pub(super) fn tooltip_of(statement: &Statement) -> Tooltip {
    let published = statement
        .published
        .map(|published| long_date(published.0).to_string());
    Tooltip {
        sentence: statement.evidence.text.clone(),
        document: statement.document.clone(),
        date: published.unwrap_or_default(),
        link: statement
            .document
            .contains("://")
            .then(|| statement.document.clone()),
    }
}

/// "Russia, NATO and others": the best connected actors.
pub(super) fn title_of(drawing: &Drawing) -> String {
    let mut degree: BTreeMap<&str, usize> = BTreeMap::new();
    for edge in &drawing.edges {
        *degree.entry(&edge.source).or_default() += 1;
        *degree.entry(&edge.target).or_default() += 1;
    }
    let mut ranked: Vec<&DrawnActor> = drawing.actors.iter().collect();
    ranked.retain(|actor| actor.matter.is_none());
    ranked.sort_by_key(|actor| {
        std::cmp::Reverse(degree.get(actor.id.as_str()).copied().unwrap_or(0))
    });
    match ranked.as_slice() {
        [] => "No relations".to_owned(),
        [one] => one.name.clone(),
        [one, other] => format!("{} and {}", one.name, other.name),
        [one, other, third] => format!("{}, {} and {}", one.name, other.name, third.name),
        [one, other, ..] => format!("{}, {} and others", one.name, other.name),
    }
}

/// "20 February → 1 August 1999": the year once where it is one.
fn span_of(from: Option<Date>, to: Option<Date>) -> String {
    let day = |date: Option<Date>| {
        date.map_or_else(|| "undated".to_owned(), |day| long_date(day).to_string())
    };
    match (from, to) {
        (Some(from), Some(to)) if from.year() == to.year() => {
            format!("{} → {}", from.strftime("%-d %B"), long_date(to))
        }
        _ => format!("{} → {}", day(from), day(to)),
    }
}

fn path_title(path: &Path) -> String {
    let name = |id: &ActorId| {
        path.actors
            .get(id)
            .map_or_else(|| id.to_string(), |actor| actor.name.clone())
    };
    match (path.hops.first(), path.hops.last()) {
        (Some(first), Some(last)) => format!("From {} to {}", name(&first.from), name(&last.to)),
        _ => "No path".to_owned(),
    }
}

/// "Source: a.txt." or "Sources: a.txt, b.txt, c.txt and 4 more."
pub(super) fn sources<'a>(standings: impl Iterator<Item = &'a Standing>) -> String {
    documents(
        standings
            .flat_map(|standing| &standing.statements)
            .map(|statement| statement.document.as_str()),
    )
}

/// The line of sources that names these documents, each once.
pub(super) fn documents<'a>(documents: impl Iterator<Item = &'a str>) -> String {
    let documents: BTreeSet<&str> = documents.collect();
    let named: Vec<String> = documents
        .iter()
        .take(MAX_NAMED_SOURCES)
        .map(|document| super::clean::clean_to(document, 60))
        .collect();
    let left = documents.len().saturating_sub(MAX_NAMED_SOURCES);
    match (documents.len(), left) {
        (0, _) => String::new(),
        (1, _) => format!("Source: {}.", named.join(", ")),
        (_, 0) => format!("Sources: {}.", named.join(", ")),
        _ => format!("Sources: {} and {left} more.", named.join(", ")),
    }
}

fn long_date(day: Date) -> jiff::fmt::strtime::Display<'static> {
    day.strftime("%-d %B %Y")
}
