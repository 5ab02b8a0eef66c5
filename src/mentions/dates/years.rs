//! Years and decades: "in 1998", "1994-95", "the 1994 accord", "the 1990s".

use std::ops::Range;

use super::absolute::{BEFORE_YEAR, dated};
use super::reading::{Reading, Stretch};
use super::{Context, Core, lexicon};
use crate::model::Precision;
use crate::text::calendar;

/// Years that stand alone ("in 1998") lie in here; others need a month beside them.
const LONE_YEARS: Range<i16> = 1700..2100;

/// "1998", "1994-95", "the 1990s".
pub(super) fn years(context: &Context<'_>, at: usize) -> Option<Core> {
    let start = at + usize::from(context.lower(at) == "the");
    if let Some(decade) = decade(context.form(start)) {
        return Some(dated(at..start + 1, start, Reading::certain(Some(decade))));
    }
    if start > at {
        return attributive_year(context, start)
            .then(|| lone_year(context, start))
            .flatten();
    }
    (follows_preposition(context, at) || in_brackets(context, at) || attributive_year(context, at))
        .then(|| lone_year(context, at))
        .flatten()
}

fn lone_year(context: &Context<'_>, at: usize) -> Option<Core> {
    // "1998/99" is one token.
    if let Some((first, last)) = context.form(at).split_once('/')
        && let Some(first) = calendar::year(first)
    {
        return later_year(first, last)
            .map(|last| dated(at..at + 1, at, years_reading(first, last)));
    }
    let first = calendar::year(context.form(at)).filter(|year| LONE_YEARS.contains(year))?;
    if lexicon::is_counted(context.lower(at + 1)) {
        return None;
    }
    // "1994-95", "1994-1995"
    if matches!(context.lower(at + 1), "-" | "–" | "/")
        && let Some(last) = later_year(first, context.form(at + 2))
    {
        return Some(dated(at..at + 3, at, years_reading(first, last)));
    }
    Some(dated(at..at + 1, at, years_reading(first, first)))
}

fn years_reading(first: i16, last: i16) -> Reading {
    let stretch = Stretch::year(first).zip(Stretch::year(last));
    Reading::certain(
        stretch.and_then(|(first, last)| Stretch::new(first.start, last.end, Precision::Year)),
    )
}

/// The second year of a pair, of four digits or two.
fn later_year(first: i16, form: &str) -> Option<i16> {
    let last = calendar::year(form).or_else(|| {
        let digits = (form.len() == 2)
            .then(|| form.parse::<i16>().ok())
            .flatten()?;
        Some(first - first % 100 + digits + if digits < first % 100 { 100 } else { 0 })
    })?;
    (first < last && last - first < 30).then_some(last)
}

fn follows_preposition(context: &Context<'_>, at: usize) -> bool {
    let before = context.lower_before(at);
    BEFORE_YEAR.contains(&before)
        || before == "and" && at >= 2 && calendar::year(context.form(at - 2)).is_some()
        || calendar::month(context.form(at.wrapping_sub(1))).is_some()
}

fn in_brackets(context: &Context<'_>, at: usize) -> bool {
    context.lower_before(at) == "(" && matches!(context.lower(at + 1), ")" | "-" | "–")
}

/// "the 1994 accord", "its 1999 pledge", "a divisive 2017 report": a year between what opens a noun phrase and its noun.
fn attributive_year(context: &Context<'_>, at: usize) -> bool {
    let before = context.lower_before(at);
    let next = context.form(at + 1);
    let opened = OPENERS.contains(&before) || follows_adjective(context, at);
    opened && next.starts_with(char::is_alphabetic) && !AFTER_COUNT.contains(&context.lower(at + 1))
}

/// Articles and possessives.
const OPENERS: [&str; 13] = [
    "the", "a", "an", "its", "their", "his", "her", "'s", "’s", "this", "that", "our", "former",
];

/// Words that never follow a year which modifies a noun.
const AFTER_COUNT: [&str; 13] = [
    "of", "in", "who", "that", "and", "or", "to", "from", "were", "was", "on", "by", "is",
];

/// Whether an adjective stands before, and one thing after, which is then not counted: "divisive 2017 report".
fn follows_adjective(context: &Context<'_>, at: usize) -> bool {
    let tag = |position: usize| {
        context
            .tree
            .words
            .get(position)
            .map_or("", |word| word.xpos)
    };
    at > 0 && matches!(tag(at - 1), "JJ" | "VBN") && matches!(tag(at + 1), "NN" | "NNP" | "JJ")
}

/// "1990s", "1990's", "'90s".
pub(super) fn decade(form: &str) -> Option<Stretch> {
    let digits = form
        .strip_suffix("'s")
        .or_else(|| form.strip_suffix("’s"))
        .or_else(|| form.strip_suffix('s'))?;
    let short = digits.trim_start_matches(['\'', '’']);
    let year = if short.len() == 2 && short.len() < digits.len() {
        short.parse::<i16>().ok().map(|digits| 1900 + digits)
    } else {
        calendar::year(digits)
    }?;
    (year % 10 == 0).then(|| Stretch::decade(year)).flatten()
}
