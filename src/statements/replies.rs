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
        _ => return None,
    };
    let clause = view.clause(at);
    let told = matches!(clause.mood, Mood::Past | Mood::Present)
        && !clause.hypothetical
        && (!clause.negated || says("no"));
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

/// Words for whatever was said before.
fn stands_for_all(lower: &str) -> bool {
    matches!(
        lower,
        "it" | "this" | "that" | "so" | "him" | "her" | "them" | "these" | "no" | "yes"
    )
}
