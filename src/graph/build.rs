//! Statements become relations.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{self, AtomicUsize};
use std::thread;

use jiff::civil::Date;

use super::actor::Actor;
use super::claim::{Lane, Termed, party_id};
use super::life::{Life, unfold};
use super::occurrence::{Act, join};
use super::relation::{Level, Occurrence, Relation, RelationId, Stage};
use super::rules::Rules;
use crate::model::{Action, ActorId, Day, QuickMap, Statement, mark};

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
/// (the same document given twice). [`super::index`] has the same for records.
pub(super) fn in_order(statements: Vec<Arc<Statement>>) -> Vec<Arc<Statement>> {
    // What decides most often stands beside the pointer, so that few statements are looked up.
    let mut keyed: Vec<_> = statements
        .into_iter()
        .map(|statement| {
            let key = (
                statement.published,
                statement.sentence,
                statement.source.span,
                statement.target.span,
                mark(&statement.id),
            );
            (key, statement)
        })
        .collect();
    keyed.sort_by(|(key, one), (other_key, other)| {
        key.cmp(other_key).then_with(|| by_words(one, other))
    });
    let mut statements: Vec<_> = keyed.into_iter().map(|(_, statement)| statement).collect();
    statements.dedup();
    statements
}

/// The order of statements of one day and place whose ids have the same mark.
pub(super) fn by_words(one: &Statement, other: &Statement) -> Ordering {
    let words = |statement: &Statement| (statement.action, statement.status, statement.mutual);
    one.document
        .cmp(&other.document)
        .then_with(|| one.id.cmp(&other.id))
        .then_with(|| words(one).cmp(&words(other)))
        .then_with(|| one.kind.cmp(&other.kind))
        .then_with(|| one.source.id.cmp(&other.source.id))
        .then_with(|| one.target.id.cmp(&other.target.id))
        .then_with(|| one.evidence.text.cmp(&other.evidence.text))
        .then_with(|| one.confidence.total_cmp(&other.confidence))
}

/// The nodes: every actor that a statement names at the level. Later statements know an office better than earlier ones.
pub(super) fn actors(statements: &[Arc<Statement>], level: Level) -> BTreeMap<ActorId, Actor> {
    let mut actors: HashMap<&ActorId, Actor> = HashMap::new();
    for party in statements
        .iter()
        .flat_map(|statement| [&statement.source, &statement.target])
    {
        let actor = || match level {
            Level::Principal => Actor::of_principal(party),
            Level::Party => Actor::of_party(party),
        };
        let id = party_id(party, level);
        match actors.get_mut(id) {
            // Named itself, an actor is known better than through those who speak for it.
            Some(known) if party.id == *id => {
                if !known.says_all_of(party) {
                    let actor = actor();
                    let office = actor.office.clone().or(known.office.take());
                    *known = Actor { office, ..actor };
                }
            }
            Some(_) => {}
            None => {
                actors.insert(id, actor());
            }
        }
    }
    actors
        .into_iter()
        .map(|(id, actor)| (id.clone(), actor))
        .collect()
}

/// The relations of all pairs, sorted by id. Pairs do not touch each other, so that all cores work on them.
pub(super) fn relations(
    statements: &[Arc<Statement>],
    known: Option<Date>,
    options: Options,
    rules: &Rules,
) -> Vec<Relation> {
    let (ids, places) = by_pair(statements, known, options.level);
    let pairs: Vec<&[(u32, u32, u32)]> = places
        .chunk_by(|one, next| (one.0, one.1) == (next.0, next.1))
        .collect();
    let termed = Termed::new(statements, rules);
    let of_pairs = on_all_cores(&pairs, |&places| {
        let pair = (ids[places[0].0 as usize], ids[places[0].1 as usize]);
        let positions = places.iter().map(|&(_, _, position)| position as usize);
        of_pair(pair, positions, (statements, &termed), options, rules)
    });
    let mut relations: Vec<Relation> = of_pairs.into_iter().flatten().collect();
    relations.sort_by(|one, other| one.id.cmp(&other.id));
    relations
}

/// What the work makes of each pair, in their order.
pub(super) fn on_all_cores<P: Sync, T: Send>(pairs: &[P], work: impl Fn(&P) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done: Vec<(usize, T)> = Vec::new();
        loop {
            let at = next.fetch_add(1, atomic::Ordering::Relaxed);
            let Some(pair) = pairs.get(at) else {
                return done;
            };
            done.push((at, work(pair)));
        }
    };
    let n_cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let n_threads = n_cores.min(pairs.len() / PAIRS_FOR_ONE);
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..n_threads).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Pairs for which a thread is started at least.
const PAIRS_FOR_ONE: usize = 16;

/// The ids of the nodes in order, and for each statement that counts its pair, as positions in them, the lesser first,
/// and its own position; in this order.
fn by_pair(
    statements: &[Arc<Statement>],
    known: Option<Date>,
    level: Level,
) -> (Vec<&ActorId>, Vec<(u32, u32, u32)>) {
    let mut numbers: HashMap<&ActorId, u32> = HashMap::new();
    let mut places: Vec<(u32, u32, u32)> = Vec::with_capacity(statements.len());
    for (position, statement) in (0..).zip(statements) {
        if !is_known(statement, known) {
            continue;
        }
        let mut number = |party| {
            let next = numbers.len() as u32;
            *numbers.entry(party_id(party, level)).or_insert(next)
        };
        places.push((
            number(&statement.source),
            number(&statement.target),
            position,
        ));
    }
    let mut ids: Vec<(&ActorId, u32)> = numbers.into_iter().collect();
    ids.sort_unstable();
    let mut ranks = vec![0_u32; ids.len()];
    for (rank, &(_, number)) in (0..).zip(&ids) {
        ranks[number as usize] = rank;
    }
    for (source, target, _) in &mut places {
        let (one, other) = (ranks[*source as usize], ranks[*target as usize]);
        (*source, *target) = (one.min(other), one.max(other));
    }
    places.sort_unstable();
    (ids.into_iter().map(|(id, _)| id).collect(), places)
}

/// The relations of one pair, from its statements in order.
pub(super) fn of_pair(
    pair: (&ActorId, &ActorId),
    positions: impl Iterator<Item = usize>,
    (statements, termed): (&[Arc<Statement>], &Termed<'_>),
    options: Options,
    rules: &Rules,
) -> Vec<Relation> {
    let mut claims = positions
        .map(|position| termed.claim(position, options.level))
        .collect();
    let mut acts = join(&mut claims, rules, options.merge);
    let lives = unfold(&mut acts, rules);
    identities(pair, &lives)
        .into_iter()
        .zip(&lives)
        .map(|(id, life)| relation(id, pair, life, &acts, statements, options.level))
        .collect()
}

/// The ids of the lives of a pair, which follow from all of them together.
pub(super) fn identities(pair: (&ActorId, &ActorId), lives: &[Life<'_>]) -> Vec<RelationId> {
    let id = |(life, number): (&Life<'_>, u32)| {
        let begins = life.stages.first().and_then(|stage| stage.from);
        let mut id = identity(
            pair,
            life.lane,
            (life.action, life.family),
            begins.and_then(Day::date),
        );
        if number > 0 {
            id.push_str(&format!(".{number}"));
        }
        RelationId::new(&id)
    };
    lives.iter().zip(ordinals(pair, lives)).map(id).collect()
}

/// What tells apart the ids of two matters of a pair that began on one day: nothing for the first, then 2, 3 …
pub(super) fn ordinals((first, second): (&ActorId, &ActorId), lives: &[Life<'_>]) -> Vec<u32> {
    let mut met: QuickMap<_, u32> = QuickMap::default();
    lives
        .iter()
        .map(|life| {
            // Within one actor it makes no difference who acts.
            let lane = match life.lane {
                Lane::Backward if first == second => Lane::Forward,
                lane => lane,
            };
            let begins = life.stages.first().and_then(|stage| stage.from);
            let n_met = met.entry((lane, life.topic, begins)).or_default();
            *n_met += 1;
            if *n_met == 1 { 0 } else { *n_met }
        })
        .collect()
}

/// Whether it was published by the day. What has no date of publication was not known on any day that we can name.
fn is_known(statement: &Statement, known: Option<Date>) -> bool {
    known.is_none_or(|known| {
        statement
            .published
            .is_some_and(|published| published.0 <= known)
    })
}

/// The id of a life, unless another of the pair has it.
pub(super) fn identity(
    (first, second): (&ActorId, &ActorId),
    lane: Lane,
    (action, family): (Action, &str),
    begins: Option<Date>,
) -> String {
    let (from, way, to) = match lane {
        Lane::Forward => (first, '>', second),
        Lane::Backward => (second, '>', first),
        Lane::Both => (first, '~', second),
    };
    let begins = begins.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    if family == action.as_str() {
        format!("{from}{way}{to}:{family}:{begins}")
    } else {
        format!("{from}{way}{to}:{action}/{family}:{begins}")
    }
}

fn relation(
    id: RelationId,
    (first, second): (&ActorId, &ActorId),
    life: &Life<'_>,
    acts: &[Act<'_>],
    statements: &[Arc<Statement>],
    level: Level,
) -> Relation {
    let own = life.acts();
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
                valid: act.leading().valid.valid(),
                begins: act.begins.and_then(Day::date),
                due: act
                    .due
                    .and_then(|(first, last)| first.date().zip(last.date())),
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
            from: stage.from.and_then(Day::date),
            until: stage.until.and_then(Day::date),
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
        family: life.family.to_owned(),
    }
}
