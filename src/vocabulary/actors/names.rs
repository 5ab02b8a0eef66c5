//! The parts of a person's name: variants under which it is written, and the surnames that stand for it.
//!
//! Shared with the build script, so it imports nothing of the crate.

use std::collections::BTreeMap;

use super::fold::{SKELETON, fold, skeleton};

/// Words that belong to the surname after them: "von der Leyen", "al-Assad", "Le Drian".
const PARTICLES: &[&str] = &[
    "al", "el", "as", "ar", "an", "ad", "ibn", "bin", "ben", "abu", "de", "del", "della", "di",
    "da", "dos", "das", "do", "du", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu",
    "st", "saint",
];

/// Suffixes that are no surname.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// States where the family name is written first in English too.
const FAMILY_FIRST: &[&str] = &["CHN", "KOR", "PRK", "TWN", "KHM", "SGP"];

/// States where two surnames are usual and the first of them is the one used.
const TWO_SURNAMES: &[&str] = &[
    "ESP", "MEX", "COL", "VEN", "ARG", "CHL", "PER", "ECU", "BOL", "CUB", "GTM", "HND", "SLV",
    "NIC", "CRI", "PAN", "DOM", "PRY", "URY",
];

/// People who must bear a first word as first word for it to count as a given name.
const GIVEN_COUNT: usize = 2;

/// First words that several of `names` share, folded. Gender stays open here; a list gives it.
pub fn given_names<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<String, char> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for name in names {
        let words: Vec<&str> = name.split_whitespace().collect();
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            counts.entry(fold(first)).or_default().0 += 1;
            counts.entry(fold(last)).or_default().1 += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(name, (first, last))| name.len() > 2 && *first >= GIVEN_COUNT && first > last)
        .map(|(name, _)| (name, ' '))
        .collect()
}

/// `Igor Ivanov` → `igor-ivanov`.
pub fn slug(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c == '-')
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// The key of a whole name's skeleton.
pub fn whole_skeleton(name: &str) -> String {
    let words: Vec<String> = name
        .split([' ', '-'])
        .filter(|word| !is_particle(word))
        .map(skeleton)
        .collect();
    format!("{SKELETON}{}", words.join("."))
}

fn words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 2
        && words
            .last()
            .is_some_and(|word| SUFFIXES.contains(&fold(word).as_str()))
    {
        words.pop();
    }
    words
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&fold(word).as_str())
}

fn is_initial(word: &str) -> bool {
    fold(word).len() <= 2 && word.contains('.')
}

/// The ways a full name is written: whole, without middle initials, first and last word, without "al-".
pub fn variants(name: &str) -> Vec<String> {
    let words = words(name);
    let mut out = vec![words.join(" ")];
    if words.len() > 2 {
        let plain: Vec<&str> = words
            .iter()
            .enumerate()
            .filter(|(at, word)| *at == 0 || !is_initial(word))
            .map(|(_, word)| *word)
            .collect();
        out.push(plain.join(" "));
        let start = surname_start(&words);
        if start > 0 && !is_initial(words[0]) {
            out.push(format!("{} {}", words[0], words[start..].join(" ")));
            out.push(format!("{} {}", words[0], words[words.len() - 1]));
        }
        if start > 1 && !is_initial(words[1]) && !is_particle(words[1]) {
            out.push(words[1..].join(" "));
        }
    }
    for at in 0..out.len() {
        let without: Vec<String> = out[at]
            .split(' ')
            .map(|word| {
                let lower = word.to_lowercase();
                ["al-", "el-", "as-", "ar-", "ash-", "an-", "ad-"]
                    .iter()
                    .find(|article| lower.starts_with(**article))
                    .map_or(word.to_owned(), |article| word[article.len()..].to_owned())
            })
            .filter(|word| !matches!(word.as_str(), "al" | "Al" | "el" | "El"))
            .collect();
        out.push(without.join(" "));
    }
    out.retain(|variant| variant.contains(' ') || !name.contains(' '));
    out.sort();
    out.dedup();
    out
}

/// Where the surname begins: the last word, with the particles before it.
fn surname_start(words: &[&str]) -> usize {
    let mut start = words.len().saturating_sub(1);
    while start > 1 && is_particle(words[start - 1]) {
        start -= 1;
    }
    start
}

/// The words that may stand for a person alone.
pub fn surnames(name: &str, principal: &str, given: &BTreeMap<String, char>) -> Vec<String> {
    let words = words(name);
    if words.len() < 2 {
        return vec![name.to_owned()];
    }
    let western_first = given
        .get(&fold(words[0]))
        .is_some_and(|gender| *gender != ' ');
    if FAMILY_FIRST.contains(&principal)
        && words.len() <= 3
        && !western_first
        && fold(words[0]).len() > 1
    {
        return vec![words[0].to_owned()];
    }
    let start = surname_start(&words);
    let mut out = vec![words[start..].join(" ")];
    let last = words[words.len() - 1];
    if start < words.len() - 1 && fold(last).len() > 3 {
        out.push(last.to_owned());
    }
    for article in ["al-", "el-", "Al-", "El-", "as-", "ash-"] {
        if let Some(rest) = last.strip_prefix(article) {
            out.push(rest.to_owned());
        }
    }
    if TWO_SURNAMES.contains(&principal) && words.len() > 2 && start == words.len() - 1 {
        let middle = words[words.len() - 2];
        if !given.contains_key(&fold(middle)) && !is_initial(middle) && !is_particle(middle) {
            out.push(middle.to_owned());
            out.push(format!("{middle} {last}"));
        }
    }
    out.retain(|surname| fold(surname).len() > 1);
    out
}
