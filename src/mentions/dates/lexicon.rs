//! The words of time expressions, from `data/lexicon/`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::reading::{Part, Unit};

const TIME: &str = include_str!("../../../data/lexicon/time.tsv");
const NUMBERS: &str = include_str!("../../../data/lexicon/numbers.tsv");
const HOLIDAYS: &str = include_str!("../../../data/lexicon/holidays.tsv");
const VAGUE: &str = include_str!("../../../data/lexicon/vague_times.tsv");

/// The rows of a table, split into columns; comments and the header are left out.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
}

/// (kind, word) to value.
type Words = FxHashMap<(&'static str, &'static str), &'static str>;

fn words(table: &'static str) -> Words {
    rows(table)
        .filter_map(|columns| match columns[..] {
            [word, kind, value] => Some(((kind, word), value)),
            _ => None,
        })
        .collect()
}

static TIME_WORDS: LazyLock<Words> = LazyLock::new(|| words(TIME));
static NUMBER_WORDS: LazyLock<Words> = LazyLock::new(|| words(NUMBERS));

fn value(kind: &'static str, word: &str) -> Option<&'static str> {
    // The key's lifetime is that of the data; a look-up by a shorter one is what `FxHashMap` allows through a copy.
    TIME_WORDS.get(&(kind, word)).copied()
}

/// "days" → day.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match value("unit", word)? {
        "minute" | "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" | "fortnight" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        _ => Unit::Century,
    })
}

/// How many of its unit a word stands for: a fortnight is two weeks.
pub(super) fn times(word: &str) -> i64 {
    if value("unit", word) == Some("fortnight") {
        2
    } else {
        1
    }
}

/// "yesterday" → −1.
pub(super) fn relative_day(word: &str) -> Option<i64> {
    value("relative_day", word)?.parse().ok()
}

/// "summer" → 6, its first month.
pub(super) fn season(word: &str) -> Option<i8> {
    value("season", word)?.parse().ok()
}

fn to_part(value: &str) -> Part {
    match value {
        "early" => Part::Early,
        "mid" => Part::Mid,
        _ => Part::Late,
    }
}

/// "early" before a month or year.
pub(super) fn part(word: &str) -> Option<Part> {
    value("part", word).map(to_part)
}

/// "beginning", "end" before "of" and a month or year.
pub(super) fn edge(word: &str) -> Option<Part> {
    value("edge", word).map(to_part)
}

/// "morning", "night".
pub(super) fn is_day_part(word: &str) -> bool {
    value("day_part", word).is_some()
}

/// "nearly", "about": before a number.
pub(super) fn is_approximate(word: &str) -> bool {
    value("approximate", word).is_some()
}

/// "several", "few".
pub(super) fn is_imprecise(word: &str) -> bool {
    value("imprecise", word).is_some()
}

/// "troops": things that are counted, so that a number before them is no year.
pub(super) fn is_counted(word: &str) -> bool {
    value("counted", word).is_some()
}

/// "three" → 3.
pub(super) fn number(word: &str) -> Option<i64> {
    NUMBER_WORDS
        .get(&("number", word))
        .and_then(|value| value.parse().ok())
}

/// "second" → 2.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    NUMBER_WORDS
        .get(&("ordinal", word))
        .and_then(|value| value.parse().ok())
}

/// A phrase's words and what they stand for, by its first word, the longest first.
struct Phrases<T>(FxHashMap<&'static str, Vec<(Vec<&'static str>, T)>>);

impl<T: Copy> Phrases<T> {
    fn new(phrases: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut by_first: FxHashMap<&'static str, Vec<(Vec<&'static str>, T)>> =
            FxHashMap::default();
        for (phrase, value) in phrases {
            let words: Vec<&str> = phrase.split(' ').collect();
            by_first.entry(words[0]).or_default().push((words, value));
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self(by_first)
    }

    /// The longest phrase whose words `word` gives from position 0 on, and its length in words.
    fn find<'a>(&self, word: impl Fn(usize) -> &'a str) -> Option<(usize, T)> {
        self.0
            .get(word(0))?
            .iter()
            .find(|(words, _)| {
                words
                    .iter()
                    .enumerate()
                    .all(|(offset, wanted)| word(offset) == *wanted)
            })
            .map(|(words, value)| (words.len(), *value))
    }
}

static VAGUE_PHRASES: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(rows(VAGUE).map(|columns| (columns[0], ()))));

static HOLIDAY_PHRASES: LazyLock<Phrases<(i8, i8)>> = LazyLock::new(|| {
    Phrases::new(rows(HOLIDAYS).filter_map(|columns| match columns[..] {
        [phrase, month, day] => Some((phrase, (month.parse().ok()?, day.parse().ok()?))),
        _ => None,
    }))
});

/// How many words a vague phrase takes up: "for now".
pub(super) fn vague<'a>(word: impl Fn(usize) -> &'a str) -> Option<usize> {
    VAGUE_PHRASES.find(word).map(|(length, ())| length)
}

/// A holiday's length in words, month and day.
pub(super) fn holiday<'a>(word: impl Fn(usize) -> &'a str) -> Option<(usize, (i8, i8))> {
    HOLIDAY_PHRASES.find(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_whole() {
        for (table, n_columns) in [(TIME, 3), (NUMBERS, 3), (HOLIDAYS, 3), (VAGUE, 1)] {
            let rows: Vec<_> = rows(table).collect();
            assert!(rows.len() > 10);
            assert!(rows.iter().all(|columns| columns.len() == n_columns));
            for pair in rows.windows(2) {
                assert!(
                    pair[0] < pair[1],
                    "{:?} stands before {:?}",
                    pair[0],
                    pair[1]
                );
            }
        }
    }

    #[test]
    fn words_are_known_by_kind() {
        assert_eq!(unit("weeks"), Some(Unit::Week));
        assert_eq!(relative_day("yesterday"), Some(-1));
        assert_eq!(part("end"), None);
        assert_eq!(edge("end"), Some(Part::Late));
        assert_eq!(number("twelve"), Some(12));
        assert_eq!(
            vague(|n| ["for", "the", "time", "being"]
                .get(n)
                .copied()
                .unwrap_or("")),
            Some(4)
        );
    }
}
