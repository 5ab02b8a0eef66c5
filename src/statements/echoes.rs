//! Acts told by an echo: "Peru condemned the raid, as did Bolivia", "Oslo followed suit", "Rome did the same".

use super::act::{Act, Filler};
use super::clause::Mood;
use super::predicates::without;
use super::view::View;
use crate::language::{Rel, Upos};
use crate::model::Status;

/// How much surer an act is than its echo.
const ECHO: f32 = 0.8;
/// Words that may stand between "so" and its auxiliary: "so, a few hours later, did Sudan".
const ASIDE: usize = 7;

/// An echo: where it stands, who does likewise, and how it stands if that is not as before.
struct Echo {
    at: usize,
    parties: Vec<Filler>,
    status: Option<Status>,
}

/// What the last clause has said of somebody, said of another; `before` are the acts of the sentence before.
pub(super) fn echoes(view: &View<'_>, acts: &[Act], before: &[Act]) -> Vec<Act> {
    (0..view.len())
        .filter_map(|at| inverted(view, at).or_else(|| likewise(view, at)))
        .flat_map(|echo| {
            let here: Vec<&Act> = main_acts(acts.iter().filter(|act| told_before(act, echo.at)));
            let same_sentence = !here.is_empty();
            let heard = if same_sentence {
                here
            } else {
                main_acts(before.iter())
            };
            let repeat = |act: &Act| repeated(act, &echo, same_sentence);
            heard.into_iter().filter_map(repeat).collect::<Vec<Act>>()
        })
        .collect()
}

fn told_before(act: &Act, at: usize) -> bool {
    act.anchors.first().is_some_and(|&first| first < at)
}

/// The acts of the last verb.
fn main_acts<'a>(acts: impl Iterator<Item = &'a Act>) -> Vec<&'a Act> {
    let told: Vec<&Act> = acts.filter(|act| act.asserted && act.complete()).collect();
    let Some(last) = told.iter().filter_map(|act| act.anchors.last()).max() else {
        return Vec::new();
    };
    let of_last = |act: &&&Act| act.anchors.last() == Some(last);
    told.iter().filter(of_last).copied().collect()
}

/// An act with another who does it.
fn repeated(act: &Act, echo: &Echo, same_sentence: bool) -> Option<Act> {
    let sources = without(echo.parties.clone(), &act.sources, true);
    let targets = without(act.targets.clone(), &sources, true);
    if sources.is_empty() || targets.is_empty() {
        return None;
    }
    Some(Act {
        status: echo.status.unwrap_or(act.status),
        sources,
        targets,
        anchors: if same_sentence {
            act.anchors.clone()
        } else {
            vec![echo.at]
        },
        weight: act.weight * ECHO,
        // Who said so was a word of the other sentence.
        speakers: if same_sentence {
            act.speakers.clone()
        } else {
            Vec::new()
        },
        ..act.clone()
    })
}

/// "As did Bolivia", "so has Rome", "nor will Bern": an auxiliary before its subject, and no verb.
fn inverted(view: &View<'_>, at: usize) -> Option<Echo> {
    let word = view.word(at);
    let auxiliary = matches!(
        &*word.lower,
        "did"
            | "does"
            | "do"
            | "has"
            | "have"
            | "had"
            | "is"
            | "are"
            | "was"
            | "were"
            | "will"
            | "would"
    );
    if !auxiliary || !echo_word_before(view, at) {
        return None;
    }
    let first = (at + 1..view.len().min(at + 4)).find(|&next| view.word(next).upos != Upos::Det)?;
    let mention = (first..view.len().min(first + 3)).find_map(|next| view.mention(next))?;
    let verbless = view
        .tree
        .words
        .get(mention.words.end)
        .is_none_or(|next| !matches!(next.upos, Upos::Verb | Upos::Aux));
    let parties = view.parties(mention.head);
    (verbless && !parties.is_empty()).then_some(Echo {
        at,
        parties,
        status: None,
    })
}

/// Whether an auxiliary stands right behind "as", "so", "nor" or "neither", over an aside.
fn echo_word_before(view: &View<'_>, at: usize) -> bool {
    for before in (at.saturating_sub(ASIDE)..at).rev() {
        let word = view.word(before);
        match &*word.lower {
            // "the same as did": a comparison is none the less an echo.
            "as" => return before + 1 == at || view.word(before + 1).upos == Upos::Adv,
            "so" | "nor" | "neither" => return true,
            _ => {}
        }
        let aside = view.is_time(before)
            || matches!(word.upos, Upos::Punct | Upos::Adv | Upos::Num | Upos::Det)
            || matches!(
                &*word.lemma,
                "hour" | "day" | "week" | "month" | "minute" | "few" | "in" | "turn"
            );
        if !aside {
            return false;
        }
    }
    false
}

/// "Rome followed the same day": nobody and nothing is followed.
fn follows_alone(view: &View<'_>, at: usize) -> bool {
    view.word(at).xpos != "VBG"
        && view.tree.children(at).iter().all(|&child| {
            child < at
                || view.is_time(child)
                || matches!(view.word(child).upos, Upos::Punct | Upos::Adv)
                || matches!(
                    &*view.word(child).lemma,
                    "day" | "hour" | "week" | "month" | "evening"
                )
        })
}

/// "followed with the same step", "followed with a boycott of its own".
fn follows_with_the_same(view: &View<'_>, at: usize) -> bool {
    view.tree.dependent(at, Rel::Obj).is_none()
        && view.prepositional(at, "with").is_some_and(|with| {
            let mut below = view.tree.children(with).iter();
            below.any(|&same| view.word(same).lower == "same")
        })
}

/// "Followed suit", "did the same", "did likewise".
fn likewise(view: &View<'_>, at: usize) -> Option<Echo> {
    let word = view.word(at);
    let next = |by: usize| view.tree.words.get(at + by).map_or("", |word| &*word.lower);
    let echoes = match &*word.lemma {
        "follow" => {
            let alone = || follows_alone(view, at) || follows_with_the_same(view, at);
            next(1) == "suit" || view.is_verb(at) && alone()
        }
        "do" => match (next(1), next(2)) {
            ("the", "same") | ("likewise", _) | ("so", "too") => true,
            // "Hungary did so on Friday".
            ("so", _) => view
                .subject(at)
                .is_some_and(|subject| view.mention(subject).is_some()),
            // "Hungary has since done as Moscow did".
            ("as", _) => view.tree.words[at + 1..]
                .iter()
                .take(4)
                .any(|word| matches!(&*word.lower, "did" | "had" | "has")),
            _ => false,
        },
        _ => false,
    };
    // "Hungary did so": taggers take it for an auxiliary.
    let main = word.lemma == "do" && !matches!(word.rel, Rel::Aux | Rel::AuxPass);
    if !echoes || !view.is_verb(at) && !main {
        return None;
    }
    let clause = view.clause(at);
    if clause.negated || clause.hypothetical {
        return None;
    }
    // "intends to follow", "has refused to follow": what the verb above says of it.
    let governed = view
        .word(at)
        .head
        .filter(|_| view.word(at).rel == Rel::Xcomp);
    if governed.is_some_and(|verb| {
        view.clause(verb).negated || !view.is_a(verb, "INTENDING") && !view.is_a(verb, "PROMISING")
    }) {
        return None;
    }
    let status = match clause.mood {
        _ if governed.is_some() => Some(Status::Planned),
        Mood::Future | Mood::Conditional => Some(Status::Planned),
        Mood::Possible => Some(Status::Possible),
        Mood::Obligation => return None,
        _ => None,
    };
    let parties = view.agent_parties(at);
    (!parties.is_empty()).then_some(Echo {
        at,
        parties,
        status,
    })
}
