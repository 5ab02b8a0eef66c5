//! Parts of periods: "early May", "mid-1998", "the end of the 1990s", "the first half of June".

use super::absolute::{dated, month_reading, whole, year_after};
use super::reading::{Part, Reading, Stretch};
use super::years::decade;
use super::{Context, Core, Meaning, deictic, lexicon};
use crate::text::calendar;

/// "early May", "mid-May", "late in 1998", "the end of the 1990s", "the first half of May".
pub(super) fn part_of(context: &Context<'_>, at: usize) -> Option<Core> {
    let glued = at + usize::from(context.lower(at) == "the");
    if let Some((part, rest)) = glued_part(context, glued) {
        return rest.map(|(reading, end)| {
            dated(at..end, glued, reading.map(|stretch| stretch.part(part)))
        });
    }
    let (part, head, next) = opening_part(context, at)?;
    let inner = whole(context, next).or_else(|| deictic::period(context, next))?;
    let Meaning::Dated(reading) = inner.meaning else {
        return None;
    };
    let head = head.unwrap_or(inner.head);
    Some(dated(
        at..inner.words.end,
        head,
        reading.map(|stretch| stretch.part(part)),
    ))
}

/// The words before a period that take a part of it: the part, the head if they have one, and where the period starts.
fn opening_part(context: &Context<'_>, at: usize) -> Option<(Part, Option<usize>, usize)> {
    let start = at + usize::from(context.lower(at) == "the");
    let (word, next) = (context.lower(start), context.lower(start + 1));
    if let Some(part) = lexicon::part(word) {
        // "early in 1998", "late in the year", "mid - 1998"
        let skip = usize::from(matches!(next, "in" | "-"));
        if !(word == "middle" && skip == 0) {
            return Some((part, None, start + 1 + skip));
        }
    }
    let of = |position: usize| context.lower(position) == "of";
    if let Some(part) = lexicon::edge(word).filter(|_| of(start + 1)) {
        return Some((part, Some(start), start + 2));
    }
    let is_last = word == "last";
    let ordinal = lexicon::ordinal(word).or(is_last.then_some(2));
    let part = match (ordinal?, next) {
        _ if !of(start + 2) => return None,
        (1, "half") => Part::FirstHalf,
        (2, "half") => Part::SecondHalf,
        (1, "day" | "days" | "week" | "weeks") => Part::Early,
        (2, "day" | "days" | "week" | "weeks") if is_last => Part::Late,
        _ => return None,
    };
    Some((part, Some(start + 1), start + 3))
}

/// What follows a glued "mid-": its reading and where it ends.
type Inner = Option<(Reading, usize)>;

/// "mid-May", "mid-1998", "mid-1990s", written as one token.
fn glued_part(context: &Context<'_>, at: usize) -> Option<(Part, Inner)> {
    let (prefix, rest) = context.form(at).split_once('-')?;
    let part = lexicon::part(&prefix.to_lowercase())?;
    let inner = if let Some(month) = calendar::month(rest) {
        let (year, end) = year_after(context, at + 1);
        Some((month_reading(context, month, year), end))
    } else if let Some(year) = calendar::year(rest) {
        Some((Reading::certain(Stretch::year(year)), at + 1))
    } else {
        decade(rest).map(|decade| (Reading::certain(Some(decade)), at + 1))
    };
    Some((part, inner))
}
