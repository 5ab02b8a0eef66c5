//! Words that point at a time without a date: "recently", "in the coming days", "over the past two weeks".

use super::number::number;
use super::reading::Unit;
use super::{Context, Core, Meaning, lexicon};

/// Finds an expression that starts at the word.
pub(super) fn find(context: &Context<'_>, at: usize) -> Option<Core> {
    let found = [phrase(context, at), around_now(context, at)];
    found
        .into_iter()
        .flatten()
        .max_by_key(|core| core.words.end)
}

fn vague(words: std::ops::Range<usize>, head: usize) -> Core {
    Core {
        words,
        head,
        meaning: Meaning::Vague,
    }
}

fn phrase(context: &Context<'_>, at: usize) -> Option<Core> {
    let length = lexicon::vague(|offset| context.lower(at + offset))?;
    // "now that", "soon-to-be"
    let follower = context.lower(at + length);
    (follower != "-" && !(context.lower(at) == "now" && follower == "that"))
        .then(|| vague(at..at + length, at + length - 1))
}

/// "in the coming days", "in recent weeks", "over the past two years", "for the next three months".
fn around_now(context: &Context<'_>, at: usize) -> Option<Core> {
    if !matches!(
        context.lower(at),
        "in" | "over" | "during" | "for" | "within" | "throughout"
    ) {
        return None;
    }
    let the = usize::from(matches!(context.lower(at + 1), "the" | "these"));
    let word = context.lower(at + 1 + the);
    let opened = matches!(
        word,
        "coming"
            | "past"
            | "next"
            | "last"
            | "recent"
            | "following"
            | "preceding"
            | "previous"
            | "ensuing"
    );
    if !opened || (the == 0 && !matches!(word, "recent" | "coming" | "past")) {
        return None;
    }
    let next = at + 2 + the;
    let unit_at = number(context, next).map_or(next, |number| number.end);
    let unit = context.lower(unit_at);
    lexicon::unit(unit)?;
    // "in the last days of June"
    if context.lower(unit_at + 1) == "of" && matches!(word, "last" | "next") {
        return None;
    }
    // "For the next day" and "in the following year" point at a day and year that the text names.
    let plural = unit.ends_with('s') || unit_at > next;
    let long =
        lexicon::unit(unit).is_some_and(|unit| unit > Unit::Day) && context.lower(at) != "for";
    (plural || long && matches!(word, "coming" | "past" | "next" | "last"))
        .then(|| vague(at..unit_at + 1, unit_at))
}
