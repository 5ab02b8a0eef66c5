//! Periods by the calendar: months, seasons, quarters, holidays; days, parts and years have their own files.

use std::ops::Range;

use jiff::civil::Date;

use super::days::{self, borrowed_year, day_reading};
use super::parts::part_of;
use super::reading::{Reading, Stretch};
use super::years::years;
use super::{Context, Core, Meaning, lexicon};
use crate::model::Precision;
use crate::text::calendar;

/// Prepositions and other words that may stand right before a year or a bare month.
pub(super) const BEFORE_YEAR: [&str; 22] = [
    "in",
    "since",
    "by",
    "of",
    "until",
    "till",
    "before",
    "after",
    "during",
    "from",
    "to",
    "between",
    "through",
    "throughout",
    "early",
    "late",
    "mid",
    "around",
    "about",
    "circa",
    "for",
    "as",
];

/// Finds a date that starts at the word.
pub(super) fn find(context: &Context<'_>, at: usize) -> Option<Core> {
    days::find(context, at)
        .or_else(|| part_of(context, at))
        .or_else(|| whole(context, at))
}

pub(super) fn dated(words: Range<usize>, head: usize, reading: Reading) -> Core {
    Core {
        words,
        head,
        meaning: Meaning::Dated(reading),
    }
}

/// A whole month, season, quarter, year, decade, or a holiday.
pub(super) fn whole(context: &Context<'_>, at: usize) -> Option<Core> {
    month(context, at)
        .or_else(|| season(context, at))
        .or_else(|| quarter(context, at))
        .or_else(|| years(context, at))
        .or_else(|| holiday(context, at))
}

/// The year that stands after a month or season ("1999", ", 1999", "of 1999", "last year"), and where it ends.
pub(super) fn year_after(context: &Context<'_>, at: usize) -> (Option<i16>, usize) {
    let skip = usize::from(matches!(context.lower(at), "," | "of" | "in"));
    if let Some(year) = calendar::year(context.form(at + skip)) {
        return (Some(year), at + skip + 1);
    }
    let of = usize::from(context.lower(at) == "of");
    if context.lower(at + of + 1) == "year"
        && let Some(published) = context.published
    {
        let shift = match context.lower(at + of) {
            "last" => -1,
            "this" => 0,
            "next" => 1,
            _ => return (None, at),
        };
        return (Some(published.year() + shift), at + of + 2);
    }
    (None, at)
}

fn month(context: &Context<'_>, at: usize) -> Option<Core> {
    let form = context.form(at);
    let month = calendar::month(form)?;
    let (year, end) = year_after(context, at + 1);
    if year.is_none() && !is_bare_month(context, at) {
        return None;
    }
    let year = year.or_else(|| borrowed_year(context, end, month));
    Some(dated(at..end, at, month_reading(context, month, year)))
}

/// Whether a month's name without day and year is one, and not a verb, a person or an abbreviation of something else.
fn is_bare_month(context: &Context<'_>, at: usize) -> bool {
    let (form, before, next) = (
        context.form(at),
        context.lower_before(at),
        context.form(at + 1),
    );
    let may_be_name = matches!(
        form,
        "May" | "March" | "April" | "June" | "August" | "Jan" | "Jan." | "Mar" | "Mar." | "Dec"
    );
    // "in March, April and May"
    let listed = matches!(before, "," | "and" | "or" | "-" | "–")
        && at >= 2
        && calendar::month(context.form(at - 2)).is_some();
    let placed = listed
        || BEFORE_YEAR.contains(&before)
        || matches!(
            before,
            "last"
                | "next"
                | "this"
                | "that"
                | "early"
                | "late"
                | "mid"
                | "previous"
                | "following"
                | "on"
                | "every"
                | "the"
                | "its"
                | "their"
                | "his"
                | "a"
                | "an"
        );
    if !may_be_name {
        return form.len() > 3 || placed;
    }
    // "In May Russia left" is a month; "to April Glaspie" and "Theresa May" are not.
    let names_person = next.starts_with(char::is_uppercase)
        && matches!(form, "April" | "June" | "August" | "Jan")
        && !matches!(before, "in" | "since" | "by" | "until" | "last" | "next");
    let speaks = form == "May"
        && matches!(
            before,
            "the"
                | "a"
                | "his"
                | "its"
                | "their"
                | "an"
                | "for"
                | "to"
                | "from"
                | "on"
                | "as"
                | "about"
        )
        && is_verb(context, at + 1);
    placed && !names_person && !speaks
}

fn is_verb(context: &Context<'_>, at: usize) -> bool {
    use crate::language::Upos;
    context
        .tree
        .words
        .get(at)
        .is_some_and(|word| matches!(word.upos, Upos::Verb | Upos::Aux))
}

/// A month with or without year; without, the last that has begun and the next that has not ended.
pub(super) fn month_reading(context: &Context<'_>, month: i8, year: Option<i16>) -> Reading {
    if let Some(year) = year {
        return Reading::certain(Stretch::month(year, month));
    }
    let Some(published) = context.published else {
        return Reading::default();
    };
    let (year, now) = (published.year(), published.month());
    Reading {
        past: Stretch::month(if month <= now { year } else { year - 1 }, month),
        future: Stretch::month(if month >= now { year } else { year + 1 }, month),
    }
}

/// "the spring", "the summer of 1999", "winter 1998".
fn season(context: &Context<'_>, at: usize) -> Option<Core> {
    let article = usize::from(context.lower(at) == "the");
    let head = at + article;
    let first_month = lexicon::season(context.lower(head))?;
    let (year, end) = year_after(context, head + 1);
    let placed = article == 1
        || matches!(
            context.lower_before(at),
            "in" | "by"
                | "since"
                | "until"
                | "during"
                | "early"
                | "late"
                | "mid"
                | "next"
                | "last"
                | "this"
        );
    // Bare "fall" and "spring" are verbs as well.
    if year.is_none()
        && (!placed || context.lower(head) == "fall" && context.lower(head + 1) == "of")
    {
        return None;
    }
    Some(dated(
        at..end,
        head,
        season_reading(context, first_month, year),
    ))
}

/// A season with or without year; without, the last that has begun and the next that has not ended.
pub(super) fn season_reading(context: &Context<'_>, first_month: i8, year: Option<i16>) -> Reading {
    if let Some(year) = year {
        return Reading::certain(Stretch::season(year, first_month));
    }
    let Some(published) = context.published else {
        return Reading::default();
    };
    let seasons = |shifts: [i16; 3]| {
        shifts
            .into_iter()
            .filter_map(move |shift| Stretch::season(published.year() + shift, first_month))
    };
    Reading {
        past: seasons([0, -1, -2]).find(|season| season.start <= published),
        future: seasons([-1, 0, 1]).find(|season| season.end >= published),
    }
}

/// "the first quarter of 1999", "the second half of the year".
fn quarter(context: &Context<'_>, at: usize) -> Option<Core> {
    let start = at + usize::from(context.lower(at) == "the");
    let number = lexicon::ordinal(context.lower(start))?;
    let n_months = match context.lower(start + 1) {
        "quarter" => 3,
        "half" => 6,
        _ => return None,
    };
    let (year, end) = match year_after(context, start + 2) {
        (Some(year), end) => (Some(year), end),
        (None, end)
            if context.lower(end) == "of"
                && matches!(context.lower(end + 1), "the" | "this")
                && context.lower(end + 2) == "year" =>
        {
            (context.published.map(Date::year), end + 3)
        }
        // "the second half" may be that of a match.
        (None, end) if n_months == 3 => (None, end),
        _ => return None,
    };
    let stretch = year.and_then(|year| {
        let start = Date::new(year, n_months * (number - 1) + 1, 1).ok()?;
        let end = super::reading::add_months(start, i64::from(n_months) - 1)?.last_of_month();
        Stretch::new(start, end, Precision::Season)
    });
    year?;
    Some(dated(at..end, start + 1, Reading::certain(stretch)))
}

fn holiday(context: &Context<'_>, at: usize) -> Option<Core> {
    context
        .form(at)
        .starts_with(char::is_uppercase)
        .then_some(())?;
    let (length, (month, day)) = lexicon::holiday(|offset| context.lower(at + offset))?;
    let (year, end) = year_after(context, at + length);
    Some(dated(
        at..end,
        at + length - 1,
        day_reading(context, month, day, year),
    ))
}
