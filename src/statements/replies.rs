//! Answers of a word: "Cairo declined", "Seoul said no", "the government accepted".

use super::act::Act;
use super::clause::Mood;
use super::view::View;
use crate::language::{Rel, Upos};
use crate::model::Status;

/// How much surer what was asked is than that this is the answer to it.
const ANSWER: f32 = 0.75;

/// An answer: the verb that gives it, and how what was asked stands now.
struct Answer {
    verb: usize,
    status: Status,
}

/// The acts that a sentence's answers make of what was asked or offered last, in `told`, latest first.
///
/// Only verbs that say nothing else, and that no act has taken up, are answers: "declined", "turned it down", "refused to
/// do so", "said no".
pub(super) fn replies<'a>(
    view: &View<'_>,
    acts: &[Act],
    told: &(impl Iterator<Item = &'a Act> + Clone),
) -> Vec<Act> {
    let taken = |verb: usize| acts.iter().any(|act| act.anchors.contains(&verb));
    (0..view.len())
        .filter(|&at| view.is_verb(at) && !taken(at))
        .filter_map(|at| answer(view, at))
        .filter_map(|answer| {
            let sources = view.agent_parties(answer.verb);
            let [source] = &sources[..] else { return None };
            let principal = &source.party.principal;
            let asked = told.clone().find(|act| {
                matches!(act.status, Status::Demanded | Status::Proposed)
                    && (act.targets.is_empty()
                        || act
                            .targets
                            .iter()
                            .any(|target| target.party.principal == *principal))
                    && act
                        .sources
                        .iter()
                        .all(|other| other.party.principal != *principal)
            })?;
            Some(Act {
                status: answer.status,
                targets: asked.sources.clone(),
                sources,
                mutual: false,
                anchors: vec![answer.verb],
                weight: ANSWER,
                asserted: true,
                speakers: Vec::new(),
                ..asked.clone()
            })
        })
        .collect()
}

/// Whether a verb answers and does nothing else.
fn answer(view: &View<'_>, at: usize) -> Option<Answer> {
    let word = view.word(at);
    let next = view.tree.words.get(at + 1).map_or("", |next| &*next.lower);
    let says = |answer: &str| {
        view.tree
            .children(at)
            .iter()
            .any(|&child| view.word(child).lower == answer)
    };
    let status = match &*word.lemma {
        _ if view.is_a(at, "REFUSING") => Status::Refused,
        _ if view.is_a(at, "ACCEPTING") => Status::Planned,
        "turn" if next == "down" || says("down") => Status::Refused,
        "say" | "answer" | "reply" if says("no") => Status::Refused,
        "say" | "answer" if says("yes") => Status::Planned,
        _ if turns_away(view, at) => {
            return Some(Answer {
                verb: at,
                status: Status::Refused,
            });
        }
        _ => return None,
    };
    let clause = view.clause(at);
    let may = clause.mood == Mood::Possible && status == Status::Planned;
    let told = (may || matches!(clause.mood, Mood::Past | Mood::Present))
        && !clause.hypothetical
        && (!clause.negated || says("no"));
    let status = if may { Status::Possible } else { status };
    let bare = view.tree.children(at).iter().all(|&child| {
        let word = view.word(child);
        match word.rel {
            Rel::Obj => stands_for_all(&word.lower) || view.is_time(child),
            Rel::Xcomp => word.lemma == "do",
            Rel::Ccomp => false,
            Rel::Obl => view.is_time(child) || view.preposition(child) != Some("to"),
            _ => true,
        }
    });
    let subject = view.agent(at).is_some();
    (told && bare && subject && word.upos == Upos::Verb).then_some(Answer { verb: at, status })
}

/// "would not hear of it", "wanted none of it", "will do no such thing", "would not take up the idea".
fn turns_away(view: &View<'_>, at: usize) -> bool {
    let clause = view.clause(at);
    if clause.hypothetical {
        return false;
    }
    let object = view.patient(at).map(|object| view.word(object));
    let is = |words: &[&str]| object.is_some_and(|object| words.contains(&&*object.lower));
    let refuses = matches!(
        clause.mood,
        Mood::Future | Mood::Conditional | Mood::Past | Mood::Present
    );
    let unwilling = clause.negated && matches!(clause.mood, Mood::Future | Mood::Conditional);
    match &*view.word(at).lemma {
        "hear" => {
            let of = view.prepositional(at, "of").map(|of| &*view.word(of).lower);
            unwilling && of.is_some_and(stands_for_all)
        }
        "want" | "have" => refuses && is(&["none"]),
        "do" => {
            let mut objects = view.tree.dependents(at, Rel::Obj);
            let which = objects.any(|object| view.word(object).lower == "which");
            let all = which
                || is(&["so", "it", "that", "this", "thing", "kind", "sort"])
                || object.is_none() && says_so(view, at);
            unwilling && all || refuses && is(&["nothing"]) && of_the_kind(view, at)
        }
        "take" => {
            let up = view
                .tree
                .words
                .get(at + 1)
                .is_some_and(|next| next.lower == "up");
            unwilling
                && up
                && is(&[
                    "idea",
                    "offer",
                    "proposal",
                    "suggestion",
                    "it",
                    "invitation",
                ])
        }
        "turn" => {
            refuses
                && !clause.negated
                && is(&["ear"])
                && view
                    .prepositional(at, "to")
                    .is_none_or(|to| view.mention(to).is_none())
        }
        _ => false,
    }
}

fn says_so(view: &View<'_>, at: usize) -> bool {
    view.tree
        .words
        .get(at + 1)
        .is_some_and(|next| next.lower == "so")
}

/// "nothing of the kind", "nothing of the sort".
fn of_the_kind(view: &View<'_>, at: usize) -> bool {
    view.tree.words[at + 1..]
        .iter()
        .take(5)
        .any(|word| matches!(&*word.lower, "kind" | "sort"))
}

/// Words for whatever was said before.
fn stands_for_all(lower: &str) -> bool {
    matches!(
        lower,
        "it" | "this" | "that" | "so" | "him" | "her" | "them" | "these" | "no" | "yes"
    )
}
