//! When a text was published, from its file's name, its masthead, its dateline, or what its own words tie together.
//!
//! A date is never invented: where the year is nowhere to be found, there is none.

use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::calendar::{self, NamedDay, named_day, named_days, numeric_date};
use super::lexicon;
use super::sentences::sentences;
use super::tokens::tokens;
use crate::model::{Published, Span};

/// How much of a text is searched for its date, in bytes.
const REACH: usize = 20_000;

/// A masthead stands among this many first lines that are not blank.
const MASTHEAD_LINES: usize = 8;

/// A masthead line is no longer than this, in bytes.
const LONGEST_MASTHEAD: usize = 100;

/// A full date in the text lends its year to a publication day no further away than this.
const NEIGHBOURHOOD_DAYS: i32 = 45;

/// A publication date, and whether it was put together from several places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) published: Published,
    pub(super) inferred: bool,
}

/// Searches a text and its file's name, the surest place first.
pub(super) fn find(text: &str, path: &Path) -> Option<Found> {
    let given = |date| Found {
        published: Published(date),
        inferred: false,
    };
    let inferred = |date| Found {
        published: Published(date),
        inferred: true,
    };
    let name = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let start = head(text, REACH);
    file_name_date(&name)
        .or_else(|| masthead(start))
        .map(given)
        .or_else(|| {
            let lines = filed(start);
            if let Some(date) = lines.iter().find_map(NamedDay::date) {
                return Some(given(date));
            }
            let day = lines.into_iter().next().or_else(|| tied_day(start))?;
            with_year(&day, file_name_year(&name), start).map(inferred)
        })
}

/// The first `length` bytes, to a character boundary.
fn head(text: &str, length: usize) -> &str {
    let mut end = text.len().min(length);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A date as metadata writes it: ISO 8601 with or without time, digits only, RFC 2822, or in words.
///
/// Refused are dates whose order of day and month is open ("07/06/1999") and those without a year.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let text = head(text.trim(), 64);
    if let Some(date) = text.get(..10).and_then(numeric_date)
        && !text[10..].starts_with(|c: char| c.is_ascii_digit())
    {
        return Some(date);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 8 | 12 | 14) {
        return compact(&text[..8]);
    }
    let words: Vec<&str> = words(text);
    named_days(&words).iter().find_map(NamedDay::date)
}

fn words(text: &str) -> Vec<&str> {
    tokens(text, Span::new(0, text.len()))
        .iter()
        .map(|token| &text[token.range()])
        .collect()
}

/// `19990721`
fn compact(digits: &str) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let year = number(0..4).filter(|year| (1900..2100).contains(year))?;
    Date::new(
        year,
        i8::try_from(number(4..6)?).ok()?,
        i8::try_from(number(6..8)?).ok()?,
    )
    .ok()
}

/// Runs of digits in a file's name.
fn digit_groups(name: &str) -> Vec<&str> {
    name.split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect()
}

fn file_name_date(name: &str) -> Option<Date> {
    let groups = digit_groups(name);
    if let Some(date) = groups
        .iter()
        .filter(|group| matches!(group.len(), 8 | 12 | 14))
        .find_map(|group| compact(&group[..8]))
    {
        return Some(date);
    }
    // The groups of a date stand together: "brief-1999-07-21-a", "1999_07_21".
    groups.windows(3).find_map(|parts| {
        let lengths_fit = parts[0].len() == 4 && parts[1].len() == 2 && parts[2].len() == 2;
        let joined = ['-', '_', '.', ' ']
            .iter()
            .any(|sign| name.contains(&parts.join(&sign.to_string())));
        (lengths_fit && joined)
            .then(|| compact(&parts.concat()))
            .flatten()
    })
}

fn file_name_year(name: &str) -> Option<i16> {
    digit_groups(name)
        .iter()
        .filter(|group| group.len() == 4)
        .find_map(|group| {
            group
                .parse()
                .ok()
                .filter(|year| (1900..2100).contains(year))
        })
}

/// A date that has a line for itself, or nearly so, among the first lines.
fn masthead(text: &str) -> Option<Date> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(MASTHEAD_LINES)
        .filter(|line| line.len() <= LONGEST_MASTHEAD)
        .find_map(masthead_date)
}

fn masthead_date(line: &str) -> Option<Date> {
    let words = words(line);
    let day = named_days(&words)
        .into_iter()
        .find(|day| day.year.is_some())?;
    let separator = |word: &str| {
        matches!(
            word,
            "|" | "—" | "–" | "-" | "--" | "·" | "•" | "(" | ")" | ":" | "/"
        )
    };
    let (before, after) = (&words[..day.words.start], &words[day.words.end..]);
    let plain = |words: &[&str]| {
        words.iter().all(|word| {
            calendar::weekday(word).is_some()
                || lexicon::is_masthead_word(word)
                || !word.chars().any(char::is_alphabetic)
        })
    };
    // "Eurasia Review | July 21, 1999": other words stand apart by a sign.
    let apart = plain(after) && before.last().is_some_and(|word| separator(word))
        || plain(before)
            && after.first().is_some_and(|word| separator(word))
            && !line.ends_with('.');
    let by = before
        .first()
        .is_some_and(|word| word.eq_ignore_ascii_case("by"))
        && plain(after);
    ((plain(before) && plain(after)) || apart && !is_dateline(line) || by)
        .then(|| day.date())
        .flatten()
}

/// Datelines are read as such, with the text after them.
fn is_dateline(line: &str) -> bool {
    super::dateline::length(line, &tokens(line, Span::new(0, line.len()))) > 0
}

/// The days in datelines, from the top.
fn filed(text: &str) -> Vec<NamedDay> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        if let Some(date) = super::dateline(text, &sentence).and_then(|dateline| dateline.date) {
            found.extend(named_day(&words(&text[date.range()]), 0));
        }
    }
    found
}

/// The day that "today" is, from a sentence that sets a relative word beside a date:
/// "yesterday … (AP, July 20)", "today, July 21,". The likeliest by count, if one is.
fn tied_day(text: &str) -> Option<NamedDay> {
    let mut votes: Vec<(NamedDay, u32)> = Vec::new();
    for sentence in sentences(text) {
        let words: Vec<&str> = sentence
            .tokens
            .iter()
            .map(|token| &text[token.range()])
            .collect();
        for (position, word) in words.iter().enumerate() {
            let shift = match &*word.to_lowercase() {
                "yesterday" => 1,
                "today" => 0,
                _ => continue,
            };
            if let Some((day, weight)) = day_beside(&words, position) {
                let Some(today) = shifted(&day, shift) else {
                    continue;
                };
                // "Yesterday" tells more than "today", which papers use loosely.
                let weight = weight * 2 + shift as u32;
                match votes
                    .iter_mut()
                    .find(|(known, _)| (known.month, known.day) == (today.month, today.day))
                {
                    Some((known, sum)) => {
                        *sum += weight;
                        known.year = known.year.or(today.year);
                    }
                    None => votes.push((today, weight)),
                }
            }
        }
    }
    let best = votes.iter().map(|(_, weight)| *weight).max()?;
    let mut winners = votes.into_iter().filter(|(_, weight)| *weight == best);
    let (winner, _) = winners.next()?;
    winners.next().is_none().then_some(winner)
}

/// The day that stands right beside the word ("yesterday, July 20,"; weight 3), or in the sentence's
/// closing reference to its sources ("(AP, July 20)"; weight 1).
fn day_beside(words: &[&str], position: usize) -> Option<(NamedDay, u32)> {
    let next = words.get(position + 1).copied().unwrap_or("");
    let skip = 1 + usize::from(matches!(next, "," | "("));
    if let Some(day) = named_day(words, position + skip) {
        return Some((day, 3));
    }
    let close = words.iter().rposition(|word| *word == ")")?;
    let open = words[..close]
        .iter()
        .rposition(|word| *word == "(")
        .filter(|open| *open > position)?;
    let inside = &words[open + 1..close];
    let day = named_days(inside).pop()?;
    // Sources are names; a bracket with verbs in it is an aside.
    let sources = inside[..day.words.start]
        .iter()
        .any(|word| word.starts_with(char::is_uppercase));
    (sources && day.words.end == inside.len()).then_some((day, 1))
}

/// The day `days` later.
fn shifted(day: &NamedDay, days: i64) -> Option<NamedDay> {
    // Any year does for the calendar's sake; one that is no leap year, unless the day needs it.
    let year = day.year.unwrap_or(if (day.month, day.day) == (2, 29) {
        2000
    } else {
        1999
    });
    let date = Date::new(year, day.month, day.day)
        .ok()?
        .checked_add(days.days())
        .ok()?;
    Some(NamedDay {
        words: day.words.clone(),
        month: date.month(),
        day: date.day(),
        year: day.year.map(|_| date.year()),
    })
}

/// Gives a day its year: its own, the file name's, or that of full dates nearby, if these agree.
fn with_year(day: &NamedDay, file_name: Option<i16>, text: &str) -> Option<Date> {
    if let Some(year) = day.year.or(file_name) {
        return Date::new(year, day.month, day.day).ok();
    }
    let mut years = Vec::new();
    for named in named_days(&words(text)) {
        let Some(date) = named.date() else { continue };
        let candidates = [date.year() - 1, date.year(), date.year() + 1];
        let near = candidates.into_iter().find(|&year| {
            Date::new(year, day.month, day.day)
                .is_ok_and(|published| (published - date).get_days().abs() <= NEIGHBOURHOOD_DAYS)
        });
        years.extend(near);
    }
    years.sort_unstable();
    years.dedup();
    match years[..] {
        [year] => Date::new(year, day.month, day.day).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, path: &str) -> Option<(String, bool)> {
        find(text, Path::new(path)).map(|found| (found.published.0.to_string(), found.inferred))
    }

    #[test]
    fn places_that_give_a_date() {
        let cases = [
            (
                "Talks went on.",
                "a/1999-07-21-talks.txt",
                Some(("1999-07-21", false)),
            ),
            (
                "Talks went on.",
                "talks_19990721.txt",
                Some(("1999-07-21", false)),
            ),
            (
                "The Review\nJuly 21, 1999\n\nTalks went on.",
                "a.txt",
                Some(("1999-07-21", false)),
            ),
            (
                "Monday, 12 May 2003\n\nTalks went on.",
                "a.txt",
                Some(("2003-05-12", false)),
            ),
            (
                "The Review | 12 May 2003\n\nTalks went on.",
                "a.txt",
                Some(("2003-05-12", false)),
            ),
            (
                "Published: 12 May 2003, 10:15 GMT\nTalks went on.",
                "a.txt",
                Some(("2003-05-12", false)),
            ),
            (
                "MOSCOW, July 6, 1999 (AP) -- Talks went on.",
                "a.txt",
                Some(("1999-07-06", false)),
            ),
            (
                "MOSCOW, July 6 -- Talks went on.",
                "1999-talks.txt",
                Some(("1999-07-06", true)),
            ),
            ("MOSCOW, July 6 -- Talks went on.", "a.txt", None),
            (
                "Talks failed yesterday (AP, July 20). They began on July 12, 1999.",
                "a.txt",
                Some(("1999-07-21", true)),
            ),
            (
                "Talks failed yesterday, July 20, 1999, in Geneva.",
                "a.txt",
                Some(("1999-07-21", true)),
            ),
            ("Talks failed yesterday (AP, July 20).", "a.txt", None),
            (
                "Talks failed yesterday (AP, July 20). A pact was signed on May 27, 1997.",
                "a.txt",
                None,
            ),
            ("They met on May 27, 1997.", "a.txt", None),
            (
                "The treaty of May 27, 1997, revisited\n\nText.",
                "a.txt",
                None,
            ),
            ("", "a.txt", None),
        ];
        for (text, path, expected) in cases {
            assert_eq!(
                found(text, path),
                expected.map(|(date, inferred)| (date.to_owned(), inferred)),
                "{text} in {path}"
            );
        }
    }

    #[test]
    fn dates_of_metadata() {
        for text in [
            "1999-07-21",
            "1999-07-21T10:00:00+02:00",
            "19990721",
            "19990721103000",
            "1999/07/21",
            "Wed, 21 Jul 1999 10:00:00 GMT",
            "July 21, 1999",
            "07/21/1999",
        ] {
            assert_eq!(
                parse_date(text).map(|date| date.to_string()).as_deref(),
                Some("1999-07-21"),
                "{text}"
            );
        }
        for text in [
            "07/06/1999",
            "July 21",
            "soon",
            "",
            "1999-02-30",
            "99999999",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
