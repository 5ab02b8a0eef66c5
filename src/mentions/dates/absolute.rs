//! Dates by the calendar: days, months, seasons, quarters, years, decades, holidays.

use std::ops::Range;

use jiff::civil::Date;

use super::reading::{Part, Reading, Stretch, add_days};
use super::{Context, Core, Meaning, lexicon};
use crate::model::Precision;
use crate::text::calendar::{self, named_day};

/// Years that stand alone ("in 1998") lie in here; others need a month beside them.
const LONE_YEARS: Range<i16> = 1700..2100;

/// Prepositions and other words that may stand right before a year or a bare month.
const BEFORE_YEAR: [&str; 22] = [
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
    weekday_with_day(context, at)
        .or_else(|| day(context, at))
        .or_else(|| part_of(context, at))
        .or_else(|| whole(context, at))
}

fn dated(words: Range<usize>, head: usize, reading: Reading) -> Core {
    Core {
        words,
        head,
        meaning: Meaning::Dated(reading),
    }
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
fn borrowed_year(context: &Context<'_>, end: usize, month: i8) -> Option<i16> {
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

/// "early May", "mid-May", "late in 1998", "the end of the 1990s", "the first half of May".
fn part_of(context: &Context<'_>, at: usize) -> Option<Core> {
    let glued = at + usize::from(context.lower(at) == "the");
    if let Some((part, rest)) = glued_part(context, glued) {
        return rest.map(|(reading, end)| {
            dated(at..end, glued, reading.map(|stretch| stretch.part(part)))
        });
    }
    let (part, head, next) = opening_part(context, at)?;
    let inner = whole(context, next).or_else(|| super::deictic::period(context, next))?;
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

/// A whole month, season, quarter, year, decade, or a holiday.
fn whole(context: &Context<'_>, at: usize) -> Option<Core> {
    month(context, at)
        .or_else(|| season(context, at))
        .or_else(|| quarter(context, at))
        .or_else(|| years(context, at))
        .or_else(|| holiday(context, at))
}

/// The year that stands after a month or season ("1999", ", 1999", "of 1999", "last year"), and where it ends.
fn year_after(context: &Context<'_>, at: usize) -> (Option<i16>, usize) {
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

/// "1998", "1994-95", "the 1990s".
fn years(context: &Context<'_>, at: usize) -> Option<Core> {
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
fn decade(form: &str) -> Option<Stretch> {
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
