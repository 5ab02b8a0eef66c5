//! From cores to expressions: prepositions, spans from one date to another, and the model's dates.

use super::lexicon;
use super::reading::{Part, Reading, Stretch, add_days, add_months};
use super::{Bound, Context, Core, Meaning, TimeExpression};
use crate::language::{Rel, Word};
use crate::model::{Span, When};

/// Joins "from X to Y", "between X and Y" and "X – Y" into one core each.
pub(super) fn join_ranges(context: &Context<'_>, cores: Vec<Core>) -> Vec<Core> {
    let mut joined: Vec<Core> = Vec::with_capacity(cores.len());
    for core in cores {
        match joined.last_mut() {
            Some(first) if joins(context, first, &core) => {
                if let Some(meaning) = spanned(first.meaning, core.meaning) {
                    first.words.end = core.words.end;
                    first.meaning = meaning;
                } else {
                    joined.push(core);
                }
            }
            _ => joined.push(core),
        }
    }
    joined
}

/// Whether two cores are the ends of one span.
fn joins(context: &Context<'_>, first: &Core, second: &Core) -> bool {
    if first.words.end + 1 != second.words.start {
        return false;
    }
    let opening = context.lower_before(first.words.start);
    match context.lower(first.words.end) {
        "to" | "until" | "till" | "through" => opening == "from",
        "and" => opening == "between",
        "-" | "–" | "—" => {
            opening == "from"
                || context.tree.words[first.words.end].span.start()
                    == context.tree.words[first.words.end - 1].span.end()
        }
        _ => false,
    }
}

/// From the start of the one to the end of the other, as exact as the coarser.
fn spanned(first: Meaning, second: Meaning) -> Option<Meaning> {
    let (Meaning::Dated(first), Meaning::Dated(second)) = (first, second) else {
        return None;
    };
    let span = |from: Option<Stretch>, to: Option<Stretch>| {
        let (from, to) = (from?, to?);
        Stretch::new(from.start, to.end, from.precision.max(to.precision))
    };
    // Seen from a Wednesday, "from Monday to Friday" straddles the day, or is next week's.
    let past = span(first.past, second.past).or_else(|| span(first.past, second.future));
    let future =
        span(first.future, second.future).or_else(|| span(first.future, next_after(second)));
    Some(Meaning::Dated(Reading {
        past,
        future: future.or(past),
    }))
}

/// The return after the future one: Friday week, or the day a year later.
fn next_after(reading: Reading) -> Option<Stretch> {
    let (past, future) = (reading.past?, reading.future?);
    let days = i64::from((future.start - past.start).get_days());
    let later = |day| {
        if days == 7 {
            add_days(day, days)
        } else {
            add_months(day, 12)
        }
    };
    (days > 0)
        .then(|| Stretch::new(later(future.start)?, later(future.end)?, future.precision))
        .flatten()
}

/// What a preposition does to a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    At,
    Since,
    /// From the day after.
    After,
    Until,
    /// Up to the day before.
    Before,
}

/// Words that open an expression which takes no "in", "on" or "at".
const DEICTIC: [&str; 10] = [
    "this",
    "last",
    "next",
    "yesterday",
    "today",
    "tonight",
    "tomorrow",
    "overnight",
    "earlier",
    "later",
];

/// The preposition in front of a core: its first word's position, and what it does.
fn preposition(context: &Context<'_>, core: &Core) -> Option<(usize, Relation)> {
    let start = core.words.start.checked_sub(1)?;
    let two = start
        .checked_sub(1)
        .map_or("", |position| context.lower(position));
    let three = start
        .checked_sub(2)
        .map_or("", |position| context.lower(position));
    let deictic = DEICTIC.contains(&context.lower(core.words.start));
    let relation = match context.lower(start) {
        // "flew in this morning": the word belongs to the verb.
        "on" | "in" | "at" | "about" | "around" if deictic => return None,
        "of" if two == "as" => return Some((start - 1, Relation::Since)),
        "than" if two == "later" && three == "no" => return Some((start - 2, Relation::Until)),
        "to" if two == "up" => return Some((start - 1, Relation::Until)),
        "on" | "in" | "at" | "during" | "for" | "of" | "over" | "around" | "about" | "between"
        | "throughout" | "within" => Relation::At,
        "since" | "from" | "starting" | "beginning" | "effective" => Relation::Since,
        "after" => Relation::After,
        "until" | "till" | "through" | "by" => Relation::Until,
        // "Before the end of the year" is by then.
        "before" if names_an_end(context, core) => Relation::Until,
        "before" => Relation::Before,
        _ => return None,
    };
    // "from Monday to Friday" has its end.
    if context.lower(start) == "from" && is_span(core, context) {
        return Some((start, Relation::At));
    }
    // "starting on Monday", "beginning in May"
    if relation == Relation::At && matches!(two, "starting" | "beginning" | "effective") {
        return Some((start - 1, Relation::Since));
    }
    Some((start, relation))
}

/// "The end of the year", "late May".
fn names_an_end(context: &Context<'_>, core: &Core) -> bool {
    let first = core.words.start + usize::from(context.lower(core.words.start) == "the");
    lexicon::edge(context.lower(first)) == Some(Part::Late)
}

/// Whether the core was joined from two ends.
fn is_span(core: &Core, context: &Context<'_>) -> bool {
    core.words.clone().any(|position| {
        matches!(
            context.lower(position),
            "to" | "until" | "till" | "through" | "and" | "-" | "–"
        )
    })
}

/// Makes the expression: with its preposition, its bound, and the dates in both readings.
pub(super) fn expression(
    context: &Context<'_>,
    text: &str,
    core: &Core,
    reading: Reading,
) -> TimeExpression {
    let mut words = core.words.clone();
    let possessive = matches!(context.lower(words.end), "'s" | "’s" | "'" | "’");
    if possessive {
        words.end += 1;
    }
    let head = attached(context, core);
    let mut relation = Relation::At;
    if !possessive
        && !modifies_what_follows(context, core, head)
        && let Some((start, found)) = preposition(context, core)
    {
        words.start = start;
        relation = found;
    }
    let bound = match (core.meaning, relation) {
        (Meaning::Vague, _) => Bound::Vague,
        (_, Relation::At) if context.lower(core.words.start) == "within" => Bound::Until,
        (_, Relation::At) => Bound::At,
        (_, Relation::Since | Relation::After) => Bound::Since,
        (_, Relation::Until | Relation::Before) => Bound::Until,
    };
    let covered = context.tree.words[words.start]
        .span
        .cover(context.tree.words[words.end - 1].span);
    let when = |stretch: Option<Stretch>| {
        stretch.and_then(|stretch| to_when(stretch, relation, text, covered))
    };
    TimeExpression {
        words,
        head,
        bound,
        past: when(reading.past),
        future: when(reading.future),
    }
}

/// The word that the tree attaches outside of the expression; the matcher's own head where the tree is unclear.
fn attached(context: &Context<'_>, core: &Core) -> usize {
    let outside = |position: &usize| {
        context.tree.words[*position]
            .head
            .is_none_or(|head| !core.words.contains(&head))
    };
    let mut candidates = core.words.clone().filter(outside);
    match (candidates.next(), candidates.next()) {
        (Some(only), None) => only,
        _ => core.head,
    }
}

/// Whether the expression modifies a noun after it ("after Tuesday talks"), so that the preposition is the noun's.
fn modifies_what_follows(context: &Context<'_>, core: &Core, head: usize) -> bool {
    let word: &Word = &context.tree.words[head];
    word.head.is_some_and(|above| above >= core.words.end)
        && matches!(
            word.rel,
            Rel::Compound | Rel::NmodPoss | Rel::Amod | Rel::Nummod | Rel::NmodUnmarked
        )
}

fn to_when(stretch: Stretch, relation: Relation, text: &str, covered: Span) -> Option<When> {
    let (start, end, open) = match relation {
        Relation::At => (Some(stretch.start), Some(stretch.end), false),
        Relation::Since => (Some(stretch.start), None, true),
        Relation::After => (Some(add_days(stretch.end, 1)?), None, true),
        Relation::Until => (None, Some(stretch.end), false),
        Relation::Before => (None, Some(add_days(stretch.start, -1)?), false),
    };
    let words = text.get(covered.range()).unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(When {
        start,
        end,
        precision: stretch.precision,
        text: words,
        open,
    })
}
