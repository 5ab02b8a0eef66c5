//! The word lists that splitting needs, read from `data/lexicon/` once.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What an abbreviation is, which decides whether it may end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before a name or number: "Gen.", "No.". Never ends a sentence.
    Title,
    /// A month: "Sept.". Ends no sentence when a number follows.
    Month,
    /// A weekday: "Tues.".
    Weekday,
    /// Anything else: "Inc.", "etc.". May end a sentence.
    Other,
    /// As `Other`, but only when capitalised: "Co.", "Sat.".
    Capital,
    /// Only before a number: "No. 5", "Mar. 3".
    Number,
}

/// The rows of a one- or two-column table: comments, blank lines and the header are left out.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
}

static ABBREVIATIONS: LazyLock<HashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    rows(include_str!("../../data/lexicon/abbreviations.tsv"))
        .filter_map(|row| row.split_once('\t'))
        .map(|(word, class)| {
            let class = match class {
                "title" => Abbreviation::Title,
                "month" => Abbreviation::Month,
                "weekday" => Abbreviation::Weekday,
                "capital" => Abbreviation::Capital,
                "number" => Abbreviation::Number,
                _ => Abbreviation::Other,
            };
            (word, class)
        })
        .collect()
});

static HYPHEN_PREFIXES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| word_set(include_str!("../../data/lexicon/hyphen_prefixes.tsv")));

static STARTERS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| word_set(include_str!("../../data/lexicon/sentence_starters.tsv")));

/// A table of words in one column.
fn word_set(table: &'static str) -> HashSet<&'static str> {
    rows(table).collect()
}

static MASTHEAD_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| word_set(include_str!("../../data/lexicon/masthead_words.tsv")));

static ATTACHED_UNITS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| word_set(include_str!("../../data/lexicon/attached_units.tsv")));

static NOT_DATELINES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| word_set(include_str!("../../data/lexicon/not_datelines.tsv")));

/// Whether a word may stand beside a masthead's date.
pub(super) fn is_masthead_word(word: &str) -> bool {
    with_lower(word, |lower| MASTHEAD_WORDS.contains(lower))
}

/// Whether letters after a number are a unit: "km" in "20km".
pub(super) fn is_attached_unit(word: &str) -> bool {
    with_lower(word, |lower| ATTACHED_UNITS.contains(lower))
}

/// Whether a name in capitals is no place that reports are filed from.
pub(super) fn is_no_dateline(name: &str) -> bool {
    NOT_DATELINES.contains(name)
}

/// The class of an abbreviation, given without its full stop and in any case.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    with_lower(word, |lower| ABBREVIATIONS.get(lower).copied())
}

/// Whether a word before a hyphen stays in one token with what follows: "anti-", "mid-".
pub(super) fn is_hyphen_prefix(word: &str) -> bool {
    with_lower(word, |lower| HYPHEN_PREFIXES.contains(lower))
}

/// Whether a capitalised word after an abbreviation opens a new sentence.
pub(super) fn is_starter(word: &str) -> bool {
    with_lower(word, |lower| STARTERS.contains(lower))
}

/// Calls `f` with the word in lower case. All words of the lists are ASCII and short, so others cost nothing.
fn with_lower<T: Default>(word: &str, f: impl FnOnce(&str) -> T) -> T {
    const LONGEST: usize = 16;
    if word.len() > LONGEST || !word.is_ascii() {
        return T::default();
    }
    let mut buffer = [0_u8; LONGEST];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).map(f).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_lower_case() {
        for table in [
            include_str!("../../data/lexicon/abbreviations.tsv"),
            include_str!("../../data/lexicon/hyphen_prefixes.tsv"),
            include_str!("../../data/lexicon/sentence_starters.tsv"),
            include_str!("../../data/lexicon/calendar.tsv"),
            include_str!("../../data/lexicon/masthead_words.tsv"),
            include_str!("../../data/lexicon/attached_units.tsv"),
        ] {
            let words: Vec<&str> = rows(table)
                .map(|row| row.split('\t').next().unwrap_or(row))
                .collect();
            assert!(words.len() > 10);
            for pair in words.windows(2) {
                assert!(pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
            }
            assert!(words.iter().all(|word| word.to_lowercase() == *word));
        }
    }

    #[test]
    fn case_does_not_matter() {
        assert_eq!(abbreviation("Gen"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("general"), None);
        assert!(is_hyphen_prefix("Anti"));
        assert!(!is_hyphen_prefix("peace"));
    }
}
