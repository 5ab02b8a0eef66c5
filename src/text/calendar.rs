//! Months, weekdays, and days of the year as words: "July 20", "20 July 1999", "1999-07-20".

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::lexicon::rows;

/// Years that news is about; numbers outside are no years.
pub(crate) const YEARS: Range<i16> = 1500..2200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Month,
    Weekday,
}

static WORDS: LazyLock<FxHashMap<&'static str, (Kind, i8)>> = LazyLock::new(|| {
    rows(include_str!("../../data/lexicon/calendar.tsv"))
        .filter_map(|row| {
            let mut columns = row.split('\t');
            let word = columns.next()?;
            let kind = if columns.next()? == "month" {
                Kind::Month
            } else {
                Kind::Weekday
            };
            Some((word, (kind, columns.next()?.parse().ok()?)))
        })
        .collect()
});

fn look_up(word: &str, wanted: Kind) -> Option<i8> {
    // Lower-case "may" and "march" are verbs; months and weekdays are always capitalised.
    if !word.starts_with(char::is_uppercase) || word.len() > "september.".len() {
        return None;
    }
    let lower = word.strip_suffix('.').unwrap_or(word).to_lowercase();
    WORDS
        .get(&*lower)
        .filter(|(kind, _)| *kind == wanted)
        .map(|&(_, number)| number)
}

/// The month that a capitalised word names, from 1.
///
/// "May" and "March" may be other words too; the caller looks at what stands around them.
pub(crate) fn month(word: &str) -> Option<i8> {
    look_up(word, Kind::Month)
}

/// The weekday that a capitalised word names, from 1 for Monday to 7.
pub(crate) fn weekday(word: &str) -> Option<i8> {
    look_up(word, Kind::Weekday)
}

/// A year of four digits.
pub(crate) fn year(word: &str) -> Option<i16> {
    (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| YEARS.contains(year))
}

/// A day of the month: "6", "06", "6th".
pub(crate) fn day_of_month(word: &str) -> Option<i8> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let ordinal = matches!(&word[digits..], "" | "st" | "nd" | "rd" | "th");
    (digits <= 2 && ordinal)
        .then(|| word[..digits].parse().ok())
        .flatten()
        .filter(|day| (1..=31).contains(day))
}

/// A day named with month and perhaps year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedDay {
    /// Positions of its words, half-open.
    pub(crate) words: Range<usize>,
    /// From 1.
    pub(crate) month: i8,
    /// From 1.
    pub(crate) day: i8,
    /// Where the words give it.
    pub(crate) year: Option<i16>,
}

impl NamedDay {
    /// The date, where the year is given and the day exists.
    pub(crate) fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }
}

/// A date of digits: `1999-07-20`, `1999/07/20`, `20.07.1999`, and `07/20/1999` where only one order is possible.
pub(crate) fn numeric_date(word: &str) -> Option<Date> {
    let parts: Vec<i16> = word
        .split(['-', '/', '.'])
        .map(|part| {
            if part.len() <= 4 {
                part.parse().ok()
            } else {
                None
            }
        })
        .collect::<Option<_>>()?;
    let (year, month, day) = match parts[..] {
        [year, month, day] if year > 31 => (year, month, day),
        [day, month, year] if word.contains('.') => (year, month, day),
        [day, month, year] if day > 12 => (year, month, day),
        [month, day, year] if day > 12 || word.contains('-') && month == day => (year, month, day),
        [day, month, year] if day == month => (year, month, day),
        _ => return None,
    };
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// All days named in a row of words, from left to right, each as long as possible.
pub(crate) fn named_days(words: &[&str]) -> Vec<NamedDay> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match named_day(words, at) {
            Some(day) => {
                at = day.words.end;
                found.push(day);
            }
            None => at += 1,
        }
    }
    found
}

/// The day named by the words that start at `at`.
pub(crate) fn named_day(words: &[&str], at: usize) -> Option<NamedDay> {
    let word = |position: usize| words.get(position).copied().unwrap_or("");
    if let Some(date) = numeric_date(word(at)) {
        return Some(NamedDay {
            words: at..at + 1,
            month: date.month(),
            day: date.day(),
            year: Some(date.year()),
        });
    }
    let (month, day, mut end) = if let Some(month) = month(word(at)) {
        let the = usize::from(word(at + 1) == "the");
        (month, day_of_month(word(at + 1 + the))?, at + 2 + the)
    } else {
        let day = day_of_month(word(at))?;
        let of = usize::from(word(at + 1) == "of");
        (month(word(at + 1 + of))?, day, at + 2 + of)
    };
    let comma = usize::from(word(end) == ",");
    let year = year(word(end + comma));
    if year.is_some() {
        end += comma + 1;
    }
    let exists = Date::new(year.unwrap_or(LEAP_YEAR), month, day).is_ok();
    exists.then_some(NamedDay {
        words: at..end,
        month,
        day,
        year,
    })
}

/// Stands in for an unknown year, so that February 29 is a day.
const LEAP_YEAR: i16 = 2000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_in_all_orders() {
        let cases = [
            ("July 20", (7, 20, None), 2),
            ("July 20 , 1999", (7, 20, Some(1999)), 4),
            ("20 July 1999", (7, 20, Some(1999)), 3),
            ("Sept. 5", (9, 5, None), 2),
            ("the 1st of May", (5, 1, None), 3),
            ("1999-07-20", (7, 20, Some(1999)), 1),
            ("20.07.1999", (7, 20, Some(1999)), 1),
        ];
        for (text, (month, day, year), n_words) in cases {
            let words: Vec<&str> = text.split(' ').collect();
            let found = named_days(&words);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(
                (found[0].month, found[0].day, found[0].year),
                (month, day, year),
                "{text}"
            );
            assert_eq!(found[0].words.len(), n_words, "{text}");
        }
        for text in ["may 5", "February 30", "5 men", "07/06/1999", "1,500"] {
            assert_eq!(
                named_days(&text.split(' ').collect::<Vec<_>>()),
                [],
                "{text}"
            );
        }
    }
}
