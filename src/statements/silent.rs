//! Pairs that the rules are silent about, read by the arbiter.

use super::act::{Act, Filler};
use super::arbiter::{Arbiter, NOTHING, Pair, plain};
use super::marked::{MarkedReading, both_ways};
use super::view::View;
use crate::language::{English, Rel};
use crate::mentions::{Form, Mention};
use crate::model::{ActorId, Statement};

/// Surer than this the arbiter must be. Raising it trades recall for precision. On the first halves of our own briefs
/// (`data/corpus/briefs`) .65 and .7 are the best; of the two, .7 reads less in ordinary news (5 statements, not 7).
pub(super) const SURE: f64 = 0.7;
/// Pairs of a sentence that are looked at, nearest first: a list of names says little of any two.
const MAX_PAIRS: usize = 4;
/// Words between two parties beyond which they have little to do with each other.
const MAX_APART: usize = 24;
/// What acts or is acted upon for the nation that its adjective names.
const OF_NATIONS: &[&str] = &[
    "PERSON",
    "PEOPLE",
    "TROOPS",
    "ENVOY",
    "AGENCY",
    "FIGHTER",
    "PROTESTER",
    "PASSAGE",
    "PROJECTILE",
    "WARSHIP",
];
/// How sure such a phrase is beside a name.
const OF_NATION: f32 = 0.85;
/// Mentions less sure than this are left alone.
const MIN_MENTION: f32 = 0.5;

/// The second reader: it sees what the rules have read, and speaks where they do not.
#[derive(Clone, Copy)]
pub struct SilentPairs<'v> {
    /// What decides.
    pub arbiter: &'v Arbiter,
    /// Whose words it knows.
    pub english: &'v English,
}

impl SilentPairs<'_> {
    /// One act for each pair of parties that no statement joins yet, with its rule's name.
    pub(super) fn acts(&self, view: &View<'_>, statements: &[Statement]) -> Vec<Act> {
        let of_nations = of_nations(view);
        let mut parties: Vec<&Mention> = view
            .mentions
            .iter()
            .filter(|mention| {
                mention.form != Form::Adjective
                    && mention.parties.len() == 1
                    && mention.confidence >= MIN_MENTION
                    && !mention.is_mere_place(view.tree)
            })
            .chain(&of_nations)
            .collect();
        parties.sort_by_key(|mention| mention.words.start);
        let mut pairs: Vec<(usize, &Mention, &Mention)> = Vec::new();
        for (at, &one) in parties.iter().enumerate() {
            for &other in &parties[at + 1..] {
                let apart = other.words.start.saturating_sub(one.words.end);
                let (first, second) = (principal(one), principal(other));
                let joined = statements.iter().any(|statement| {
                    let ends = [&statement.source.principal, &statement.target.principal];
                    ends == [first, second] || ends == [second, first]
                });
                // "mediates between Cairo and Tripoli": that they meet is not said.
                let brought = |party: &ActorId| {
                    statements
                        .iter()
                        .any(|s| s.kind == "mediate" && s.target.principal == *party)
                };
                let joined = joined || brought(first) && brought(second);
                // "Italians spend longer over lunch than the Dutch": peoples are compared, they do not deal.
                let peoples = [one, other]
                    .iter()
                    .all(|m| m.form == Form::Name && !m.place);
                let near = apart <= MAX_APART && !peoples && !parted(view, one.head, other.head);
                if first != second && !joined && near {
                    pairs.push((apart, one, other));
                }
            }
        }
        pairs.sort_by_key(|&(apart, one, _)| (apart, one.words.start));
        let mut acts: Vec<Act> = Vec::new();
        for (_, one, other) in pairs.into_iter().take(MAX_PAIRS) {
            let known = acts.iter().any(|act| {
                let ends = [
                    &act.sources[0].party.principal,
                    &act.targets[0].party.principal,
                ];
                let pair = [principal(one), principal(other)];
                ends == pair || ends == [pair[1], pair[0]]
            });
            if !known {
                acts.extend(self.act(view, one, other));
            }
        }
        acts
    }

    fn act(&self, view: &View<'_>, one: &Mention, other: &Mention) -> Option<Act> {
        let (tree, relations) = (view.tree, view.relations);
        let ways = [(one, other), (other, one)];
        let readings = both_ways(tree, one, other, relations);
        let mut best: Option<(f64, &str, &Mention, &Mention, &Vec<MarkedReading>)> = None;
        for ((source, target), readings) in ways.into_iter().zip(&readings) {
            let pair = Pair {
                tree,
                source: Some(source),
                target: Some(target),
                readings,
                relations,
                english: self.english,
            };
            let verdict = self.arbiter.judge(&pair).swap_remove(0);
            let surer = best.as_ref().is_none_or(|(p, ..)| verdict.probability > *p);
            if verdict.event != NOTHING && surer {
                best = Some((verdict.probability, verdict.event, source, target, readings));
            }
        }
        let (probability, event, source, target, readings) =
            best.filter(|(probability, ..)| *probability >= SURE)?;
        let reading = readings.iter().find(|r| {
            relations
                .events
                .pair_code(r.action, &r.kind, r.status)
                .plover
                == event
        });
        let (action, kind, status, mutual, anchor) = if let Some(r) = reading {
            (r.action, r.kind.clone(), r.status, r.mutual, r.anchor)
        } else {
            let (action, kind, status) = plain(event);
            let anchor = view.meeting(source.head, target.head);
            (action, kind.into(), status, false, anchor)
        };
        let filler = |mention: &Mention| Filler {
            party: mention.parties[0].clone(),
            word: mention.head,
            confidence: mention.confidence,
        };
        Some(Act {
            action,
            kind,
            status,
            sources: vec![filler(source)],
            targets: vec![filler(target)],
            mutual,
            anchors: vec![anchor],
            weight: probability as f32,
            asserted: false,
            speakers: Vec::new(),
        })
    }
}

/// "Iranian speedboats", "two Spanish trawlers": what belongs to a nation that only an adjective names.
fn of_nations(view: &View<'_>) -> Vec<Mention> {
    let phrase = |adjective: &Mention| {
        let noun = view.word(adjective.head).head?;
        let modifies = view.word(adjective.head).rel == Rel::Amod && noun >= adjective.words.end;
        let acts = OF_NATIONS.iter().any(|class| view.is_a(noun, class));
        let alone = view.mention(noun).is_none() && adjective.parties.len() == 1;
        (modifies && acts && alone).then(|| Mention {
            words: adjective.words.start..noun + 1,
            head: noun,
            form: Form::Description,
            place: false,
            confidence: adjective.confidence * OF_NATION,
            ..adjective.clone()
        })
    };
    let adjectives = view.mentions.iter();
    let adjectives = adjectives
        .filter(|mention| mention.form == Form::Adjective && mention.confidence >= MIN_MENTION);
    adjectives.filter_map(phrase).collect()
}

/// Whether one of two words stands in a clause of time with a subject of its own, and the other outside of it: "will bomb
/// [Belgrade] until the last soldier has left [Kosovo]".
fn parted(view: &View<'_>, one: usize, other: usize) -> bool {
    let clause_without = |inside: usize, outside: usize| {
        std::iter::once(inside)
            .chain(view.tree.ancestors(inside))
            .take(view.len())
            .any(|clause| {
                is_time_clause(view, clause)
                    && outside != clause
                    && !view
                        .tree
                        .ancestors(outside)
                        .take(view.len())
                        .any(|up| up == clause)
            })
    };
    clause_without(one, other) || clause_without(other, one)
}

fn is_time_clause(view: &View<'_>, at: usize) -> bool {
    view.word(at).rel == Rel::Advcl
        && view.tree.children(at).iter().any(|&child| {
            view.word(child).rel == Rel::Mark
                && matches!(
                    &*view.word(child).lower,
                    "until" | "till" | "before" | "after" | "since" | "once" | "unless"
                )
        })
        && view
            .tree
            .children(at)
            .iter()
            .any(|&child| matches!(view.word(child).rel, Rel::Nsubj | Rel::NsubjPass))
}

fn principal(mention: &Mention) -> &ActorId {
    &mention.parties[0].principal
}
