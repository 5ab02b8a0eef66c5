//! Two mentions of a sentence that may be parties of a statement, and what the arbiter says of them.

use std::rc::Rc;

use crate::language::{English, Rel};
use crate::mentions::{Form, Mention};
use crate::model::ActorId;
use crate::statements::act::Act;
use crate::statements::arbiter::{Arbiter, EVENTS, Opinion, Pair, Words};
use crate::statements::marked::{MarkedReading, readings};
use crate::statements::view::View;

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
/// What these verbs do is done to what was said or written: "rejected it" is about an offer, not about its author.
const ABOUT_WORDS: &[&str] = &[
    "accept", "approve", "decline", "deny", "dismiss", "endorse", "ratify", "refuse", "reject",
    "repeat", "sign", "veto",
];
/// How sure such a phrase is beside a name.
const OF_NATION: f32 = 0.85;
/// How well an act must fit two parties for its event to be theirs.
pub const FITS: f32 = 0.5;
/// Pairs of a sentence that are looked at, nearest first: a list of names says little of any two.
const MAX_PAIRS: usize = 12;
/// Of these, pairs of the same two actors: what holds between them is seen where they stand nearest.
const MAX_OF_TWO: usize = 5;
/// Actors that one mention may stand for: of larger bodies no two are meant.
const MAX_TOGETHER: usize = 4;

/// Two mentions in the order of the text.
#[derive(Debug, Clone)]
pub struct MentionPair {
    /// The earlier.
    pub one: Rc<Mention>,
    /// The later.
    pub other: Rc<Mention>,
    /// What the rules read of them: the earlier as source, and the later.
    pub readings: [Vec<MarkedReading>; 2],
}

/// A pair with what the arbiter says of it.
pub struct Judged {
    pub pair: MentionPair,
    /// The earlier as source, and the later.
    pub opinions: [Opinion; 2],
    /// Words between the two.
    pub gap: usize,
    /// Whether one stands in a clause of time with a subject of its own, and the other does not.
    pub parted: bool,
}

impl Judged {
    /// Source and target in one direction.
    pub fn ends(&self, way: usize) -> [&Mention; 2] {
        let (one, other) = (&self.pair.one, &self.pair.other);
        if way == 0 { [one, other] } else { [other, one] }
    }
}

/// All pairs of mentions that stand for different actors. An adjective stands for its nation's people: "Iranian speedboats".
pub fn mention_pairs(view: &View<'_>, acts: &[Act]) -> Vec<MentionPair> {
    let named = view.mentions.iter();
    let few =
        |mention: &&Mention| mention.parties.len() <= MAX_TOGETHER && !is_no_party(view, mention);
    let mut parties: Vec<Rc<Mention>> = named.filter(few).cloned().map(Rc::new).collect();
    parties.extend(of_nations(view).into_iter().map(Rc::new));
    parties.sort_by_key(|mention| mention.words.start);
    let mut near: Vec<(usize, &Rc<Mention>, &Rc<Mention>)> = Vec::new();
    for (at, one) in parties.iter().enumerate() {
        for other in &parties[at + 1..] {
            if one.words.end <= other.words.start && principals(one, other).is_some() {
                near.push((other.words.start - one.words.end, one, other));
            }
        }
    }
    near.sort_by_key(|(gap, one, _)| (*gap, one.words.start));
    let mut kept: Vec<(&Rc<Mention>, &Rc<Mention>)> = Vec::new();
    for (_, one, other) in near {
        let like = kept
            .iter()
            .filter(|kept| same_two((kept.0, kept.1), (one, other)));
        if kept.len() < MAX_PAIRS && like.count() < MAX_OF_TWO {
            kept.push((one, other));
        }
    }
    let pair = |(one, other): (&Rc<Mention>, &Rc<Mention>)| {
        let [first, second] = principals(one, other)?;
        Some(MentionPair {
            one: Rc::clone(one),
            other: Rc::clone(other),
            readings: [
                readings(view, acts, first, second),
                readings(view, acts, second, first),
            ],
        })
    };
    kept.into_iter().filter_map(pair).collect()
}

/// Whether two pairs are of the same two actors, if of two.
fn same_two(left: (&Mention, &Mention), right: (&Mention, &Mention)) -> bool {
    let of = |one: &Mention, other: &Mention| {
        let first = (one.parties.first(), other.parties.first());
        matches!(first, (Some(one), Some(other)) if one.principal == other.principal)
    };
    of(left.0, right.0) && of(left.1, right.1) || of(left.0, right.1) && of(left.1, right.0)
}

/// "Near the Syrian border", "off the Libyan coast": where something happens; "rejected it": what somebody said.
fn is_no_party(view: &View<'_>, mention: &Mention) -> bool {
    let word = view.word(mention.head);
    if word.lower == "it" && word.rel == Rel::Obj {
        let verb = word.head.map(|verb| &*view.word(verb).lemma);
        return verb.is_some_and(|verb| ABOUT_WORDS.contains(&verb));
    }
    if mention.form != Form::Adjective {
        return false;
    }
    // "At an American air base, the presidents of Serbia and Croatia signed".
    let noun = view.word(mention.head).head;
    let opens = noun.is_some_and(|noun| {
        let case = view.preposition(noun);
        let subject = view.word(noun).head.and_then(|verb| view.subject(verb));
        view.word(noun).rel == Rel::Obl
            && case.is_some_and(|case| matches!(case, "at" | "in" | "aboard"))
            && subject.is_none_or(|subject| noun < subject)
    });
    let before = (0..mention.words.start).rev();
    let mut before = before
        .map(|at| &*view.word(at).lower)
        .skip_while(|word| *word == "the");
    opens
        || matches!(
            before.next(),
            Some("near" | "off" | "along" | "across" | "over")
        )
}

/// A principal of each of two mentions that is not the other's.
fn principals<'m>(one: &'m Mention, other: &'m Mention) -> Option<[&'m str; 2]> {
    let first = one.parties.first()?.principal.as_str();
    let mut others = other.parties.iter().map(|party| party.principal.as_str());
    let second = others.find(|principal| *principal != first)?;
    Some([first, second])
}

/// Asks the arbiter about pairs.
pub fn judged(
    view: &View<'_>,
    pairs: Vec<MentionPair>,
    arbiter: &Arbiter,
    english: &English,
) -> Vec<Judged> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let words = Words::new(view.tree, english);
    let asked = pairs.iter().map(|pair| {
        let [along, against] = &pair.readings;
        let asked = Pair {
            words: &words,
            source: Some(&pair.one),
            target: Some(&pair.other),
            readings: along,
            relations: view.relations,
            whole_text: true,
        };
        (asked, &against[..])
    });
    let opinions = arbiter.weigh(&asked.collect::<Vec<_>>());
    let judge = |(pair, mut opinions): (MentionPair, [Opinion; 2])| {
        for (opinion, readings) in opinions.iter_mut().zip(&pair.readings) {
            by_document(opinion, readings);
        }
        Judged {
            gap: pair.other.words.start - pair.one.words.end,
            parted: parted(view, pair.one.head, pair.other.head),
            opinions,
            pair,
        }
    };
    pairs.into_iter().zip(opinions).map(judge).collect()
}

/// The arbiter names events by the convention of marked pairs; where an act that fits goes by another event in documents,
/// that is the one that is meant.
fn by_document(opinion: &mut Opinion, readings: &[MarkedReading]) {
    let place = |event: &str| EVENTS.iter().position(|known| *known == event);
    let moved = readings
        .iter()
        .filter(|reading| reading.fit > FITS && reading.paired != reading.told)
        .find_map(|reading| Some([place(reading.paired)?, place(reading.told)?]));
    if let Some([marked, told]) = moved {
        for voice in [&mut opinion.linear, &mut opinion.network, &mut opinion.both] {
            voice[told] += voice[marked];
            voice[marked] = 0.0;
        }
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
    let adjectives = adjectives.filter(|mention| mention.form == Form::Adjective);
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

/// Whether a mention stands for an actor.
pub fn names(mention: &Mention, actor: &ActorId) -> bool {
    mention.parties.iter().any(|p| p.principal == *actor)
}
