//! Days by the calendar: "July 20", "20 July 1999", "July 20-22", "Tuesday, July 20".

use std::ops::Range;

use jiff::civil::Date;

use super::absolute::{dated, year_after};
use super::reading::{Reading, Stretch, add_days};
use super::{Context, Core, lexicon};
use crate::model::Precision;
use crate::text::calendar::{self, named_day};

/// Finds a day that starts at the word.
pub(super) fn find(context: &Context<'_>, at: usize) -> Option<Core> {
    weekday_with_day(context, at).or_else(|| day(context, at))
}

/// "July 20", "20 July 1999", with a second day: "July 20-22".
fn day(context: &Context<'_>, at: usize) -> Option<Core> {
    // "the 1st of May" starts at its article.
    let start = at + usize::from(context.lower(at) == "the" && context.lower(at + 2) == "of");
    if let Some(range) = day_range(context, start) {
        return Some(range);
    }
    let day = named_day(&context.forms, start).filter(|day| {
        // "May 5 people vote" is odd; "killed 5 March" is no date, "5 March 1999" is.
        day.year.is_some() || !lexicon::is_counted(context.lower(day.words.end))
    })?;
    let head = head_of_day(context, day.words.clone());
    let year = day
        .year
        .or_else(|| borrowed_year(context, day.words.end, day.month));
    Some(dated(
        at..day.words.end,
        head,
        day_reading(context, day.month, day.day, year),
    ))
}

/// The year that the other end of a span lends: "from 13 May to 2 June 1999", "between December and February 1999".
pub(super) fn borrowed_year(context: &Context<'_>, end: usize, month: i8) -> Option<i16> {
    if !matches!(
        context.lower(end),
        "to" | "and" | "until" | "till" | "through" | "-" | "–"
    ) {
        return None;
    }
    let (last_month, year) = match named_day(&context.forms, end + 1) {
        Some(day) => (day.month, day.year?),
        None => (
            calendar::month(context.form(end + 1))?,
            year_after(context, end + 2).0?,
        ),
    };
    Some(if month > last_month { year - 1 } else { year })
}

/// The month's name among the words of a day; the only word of a numeric date.
fn head_of_day(context: &Context<'_>, mut words: Range<usize>) -> usize {
    let first = words.start;
    words
        .find(|&position| calendar::month(context.form(position)).is_some())
        .unwrap_or(first)
}

/// A day with or without its year. Without, it is the nearest before and after the publication date.
pub(super) fn day_reading(context: &Context<'_>, month: i8, day: i8, year: Option<i16>) -> Reading {
    if let Some(year) = year {
        return Reading::certain(Date::new(year, month, day).ok().map(Stretch::day));
    }
    let Some(published) = context.published else {
        return Reading::default();
    };
    // February 29 may be up to eight years away.
    let candidates = |years: [i16; 9]| {
        years
            .into_iter()
            .filter_map(|shift| Date::new(published.year() + shift, month, day).ok())
    };
    Reading {
        past: candidates([0, -1, -2, -3, -4, -5, -6, -7, -8])
            .find(|date| *date <= published)
            .map(Stretch::day),
        future: candidates([0, 1, 2, 3, 4, 5, 6, 7, 8])
            .find(|date| *date >= published)
            .map(Stretch::day),
    }
}

/// "July 20-22", "July 20 to 22", "20-22 July", with or without year.
fn day_range(context: &Context<'_>, at: usize) -> Option<Core> {
    let form = |position: usize| context.form(position);
    let joins = |position: usize| {
        matches!(
            context.lower(position),
            "-" | "–" | "to" | "and" | "through" | "/"
        )
    };
    let (first, last, month_at, mut end) = if calendar::month(form(at)).is_some() {
        // "July 20 - 22"; "July 20 and 22" would be two days, but is written for a range as often.
        let first = calendar::day_of_month(form(at + 1))?;
        let last = Some(at + 2)
            .filter(|&join| joins(join))
            .and_then(|join| calendar::day_of_month(form(join + 1)))?;
        (first, last, at, at + 4)
    } else {
        let first = calendar::day_of_month(form(at))?;
        let last = Some(at + 1)
            .filter(|&join| joins(join))
            .and_then(|join| calendar::day_of_month(form(join + 1)))?;
        let of = usize::from(context.lower(at + 3) == "of");
        calendar::month(form(at + 3 + of))?;
        (first, last, at + 3 + of, at + 4 + of)
    };
    // "July 20 to 22 August" and "July 5 and 20 people" are no ranges of days in one month.
    let follower = context.form(end);
    if first >= last
        || lexicon::is_counted(context.lower(end))
        || (month_at == at && calendar::month(follower).is_some())
    {
        return None;
    }
    let month = calendar::month(form(month_at))?;
    let comma = usize::from(follower == ",");
    let year = calendar::year(form(end + comma));
    if year.is_some() {
        end += comma + 1;
    }
    let length = i64::from(last - first);
    let reading = day_reading(context, month, first, year)
        .map(|day| Stretch::new(day.start, add_days(day.start, length)?, Precision::Day));
    Some(dated(at..end, month_at, reading))
}

/// "Tuesday, July 20", "Tuesday (July 20)", "Monday 5 May 2003". The weekday tells the year where none is given.
fn weekday_with_day(context: &Context<'_>, at: usize) -> Option<Core> {
    let weekday = calendar::weekday(context.form(at))?;
    let skip = usize::from(matches!(context.lower(at + 1), "," | "(" | "the"));
    let day = named_day(&context.forms, at + 1 + skip)?;
    let close = usize::from(context.lower(at + 1) == "(" && context.lower(day.words.end) == ")");
    let reading = day_reading(context, day.month, day.day, day.year);
    let fits = |stretch: Option<Stretch>| {
        stretch.filter(|stretch| stretch.start.weekday().to_monday_one_offset() == weekday)
    };
    let reading = match (fits(reading.past), fits(reading.future)) {
        _ if day.year.is_some() => reading,
        // A slip in the text; the day of the month is the better witness.
        (None, None) => reading,
        (past, future) => Reading {
            past: past.or(future),
            future: future.or(past),
        },
    };
    let head = head_of_day(context, day.words.clone());
    Some(dated(at..day.words.end + close, head, reading))
}
