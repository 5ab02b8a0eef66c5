//! Statements become relations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::actor::Actor;
use super::claim::{Claim, Lane, party_id};
use super::life::{Life, unfold};
use super::occurrence::{Act, join};
use super::relation::{Level, Occurrence, Relation, RelationId, Stage};
use super::rules::Rules;
use crate::model::{ActorId, Statement};

/// How statements become relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// States and organisations, or persons and institutions.
    pub level: Level,
    /// Whether reports of one act become one occurrence; otherwise each statement is an occurrence of its own.
    pub merge: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            level: Level::Principal,
            merge: true,
        }
    }
}

/// Puts statements into an order that follows from what they say, and drops exact copies
/// (the same document given twice).
pub(super) fn in_order(mut statements: Vec<Arc<Statement>>) -> Vec<Arc<Statement>> {
    statements.sort_by(|one, other| {
        let key = |statement: &Statement| {
            (
                statement.published,
                statement.sentence,
                statement.source.span,
                statement.target.span,
            )
        };
        let words = |statement: &Statement| (statement.action, statement.status, statement.mutual);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.document.cmp(&other.document))
            .then_with(|| one.id.cmp(&other.id))
            .then_with(|| words(one).cmp(&words(other)))
            .then_with(|| one.kind.cmp(&other.kind))
            .then_with(|| one.source.id.cmp(&other.source.id))
            .then_with(|| one.target.id.cmp(&other.target.id))
            .then_with(|| one.evidence.text.cmp(&other.evidence.text))
            .then_with(|| one.confidence.total_cmp(&other.confidence))
    });
    statements.dedup();
    statements
}

/// The nodes: every actor that a statement names at the level. Later statements know an office better than earlier ones.
pub(super) fn actors(statements: &[Arc<Statement>], level: Level) -> BTreeMap<ActorId, Actor> {
    let mut actors: BTreeMap<ActorId, Actor> = BTreeMap::new();
    for party in statements
        .iter()
        .flat_map(|statement| [&statement.source, &statement.target])
    {
        let actor = match level {
            Level::Principal => Actor::of_principal(party),
            Level::Party => Actor::of_party(party),
        };
        match actors.get_mut(&actor.id) {
            // Named itself, an actor is known better than through those who speak for it.
            Some(known) if party.id == actor.id => {
                let office = actor.office.clone().or(known.office.take());
                *known = Actor { office, ..actor };
            }
            Some(_) => {}
            None => {
                actors.insert(actor.id.clone(), actor);
            }
        }
    }
    actors
}

/// The relations of all pairs, sorted by id.
pub(super) fn relations(
    statements: &[Arc<Statement>],
    known: Option<Date>,
    options: Options,
    rules: &Rules,
) -> Vec<Relation> {
    let mut pairs: BTreeMap<(&ActorId, &ActorId), Vec<Claim<'_>>> = BTreeMap::new();
    for (position, statement) in statements.iter().enumerate() {
        if !is_known(statement, known) {
            continue;
        }
        let source = party_id(&statement.source, options.level);
        let target = party_id(&statement.target, options.level);
        let claim = Claim::new(statement, position, options.level, rules);
        pairs
            .entry((source.min(target), source.max(target)))
            .or_default()
            .push(claim);
    }
    let mut relations: Vec<Relation> = Vec::new();
    for (pair, claims) in pairs {
        let mut acts = join(claims, rules, options.merge);
        let mut ids = BTreeSet::new();
        for life in unfold(&mut acts, rules) {
            let id = unused(&identity(pair, &life), &mut ids);
            relations.push(relation(id, pair, life, &acts, statements, options.level));
        }
    }
    relations.sort_by(|one, other| one.id.cmp(&other.id));
    relations
}

/// Whether it was published by the day. What has no date of publication was not known on any day that we can name.
fn is_known(statement: &Statement, known: Option<Date>) -> bool {
    known.is_none_or(|known| {
        statement
            .published
            .is_some_and(|published| published.0 <= known)
    })
}

fn identity((first, second): (&ActorId, &ActorId), life: &Life) -> String {
    let (from, way, to) = match life.lane {
        Lane::Forward => (first, '>', second),
        Lane::Backward => (second, '>', first),
        Lane::Both => (first, '~', second),
    };
    let about = if life.family == life.action.as_str() {
        life.family.clone()
    } else {
        format!("{}/{}", life.action, life.family)
    };
    let begins = life.stages.first().and_then(|stage| stage.from);
    let begins = begins.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    format!("{from}{way}{to}:{about}:{begins}")
}

/// The id, with a number when two matters of one pair began on one day.
fn unused(id: &str, ids: &mut BTreeSet<String>) -> RelationId {
    if ids.insert(id.to_owned()) {
        return RelationId::new(id);
    }
    // So many ids cannot all be taken.
    let numbered = (2..ids.len() + 3).map(|n| format!("{id}.{n}"));
    let id = numbered
        .into_iter()
        .find(|id| !ids.contains(id))
        .unwrap_or_else(|| id.to_owned());
    ids.insert(id.clone());
    RelationId::new(&id)
}

fn relation(
    id: RelationId,
    (first, second): (&ActorId, &ActorId),
    life: Life,
    acts: &[Act<'_>],
    statements: &[Arc<Statement>],
    level: Level,
) -> Relation {
    // Acts of this life only, in order of time; stages and asides then point into that list.
    let mut own: Vec<usize> = life
        .stages
        .iter()
        .flat_map(|stage| stage.acts.iter().copied())
        .collect();
    own.extend(&life.asides);
    own.sort_unstable();
    let position = |acts: &[usize]| -> Vec<usize> {
        acts.iter()
            .filter_map(|act| own.binary_search(act).ok())
            .collect()
    };
    let occurrences = own
        .iter()
        .map(|&act| {
            let act = &acts[act];
            let leading = &statements[act.leading().statement];
            Occurrence {
                status: act.status(),
                source: party_id(&leading.source, level).clone(),
                target: party_id(&leading.target, level).clone(),
                mutual: leading.mutual,
                valid: act.leading().valid,
                begins: act.begins,
                due: act.due,
                statements: act
                    .claims
                    .iter()
                    .map(|claim| Arc::clone(&statements[claim.statement]))
                    .collect(),
            }
        })
        .collect();
    let stages = life
        .stages
        .iter()
        .map(|stage| Stage {
            status: stage.status,
            from: stage.from,
            until: stage.until,
            closing: stage.closing,
            occurrences: position(&stage.acts),
            ended_by: stage
                .ended_by
                .map(|act| Arc::clone(&statements[acts[act].leading().statement])),
        })
        .collect();
    Relation {
        id,
        parties: match life.lane {
            Lane::Forward | Lane::Both => (first.clone(), second.clone()),
            Lane::Backward => (second.clone(), first.clone()),
        },
        action: life.action,
        occurrences,
        stages,
        asides: position(&life.asides),
        family: life.family,
    }
}
