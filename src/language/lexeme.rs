//! What the models see of one word: hashes of its form, affixes, shape, and what the lexicon says of it.

use super::dictionary::N_KIN;
use super::hash::{self, key, mix, normal, template};
use super::lexicon::Lexicon;

/// Longest prefix, in characters, that the tagger looks at.
pub const N_PREFIXES: usize = 4;

/// Longest suffix, in characters, that the tagger looks at.
pub const N_SUFFIXES: usize = 5;

/// One word as atoms for feature hashes; 0 means "nothing here".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lexeme {
    /// Its form in lower case, quotes and digits normalised.
    pub word: u32,
    /// Its form as written.
    pub form: u32,
    /// Upper case, lower case, digits and other signs, repeats shortened: `Xx`, `X`, `d`, `x-x`.
    pub shape: u32,
    /// The first one to four characters of `word`.
    pub prefixes: [u32; N_PREFIXES],
    /// The last one to five characters of `word`.
    pub suffixes: [u32; N_SUFFIXES],
    /// Which tags the word had in training, as a class; 0 for words not seen often enough.
    pub class: u32,
    /// Its kin by distribution in news text, from fine to coarse; 0 for words without.
    pub kin: [u32; N_KIN],
    /// Which parts of speech it can be by the dictionary, as bits: noun 1, verb 2, adjective 4, adverb 8.
    pub parts: u32,
    /// What kind of noun and of verb it is by its first senses, as one atom.
    pub senses: u32,
    /// What kind of noun it is by its first sense; 0 for none.
    pub noun: u32,
    /// What kind of verb it is by its first sense; 0 for none.
    pub verb: u32,
}

/// A sentence's words as atoms.
pub fn lexemes<'f>(forms: impl Iterator<Item = &'f str>, lexicon: &Lexicon) -> Vec<Lexeme> {
    let forms: Vec<&str> = forms.collect();
    let caseless = is_caseless(&forms);
    forms
        .into_iter()
        .map(|form| Lexeme::new(form, caseless, lexicon))
        .collect()
}

impl Lexeme {
    /// Looks at one form. In a caseless sentence its capitals say nothing and are not seen.
    fn new(form: &str, caseless: bool, lexicon: &Lexicon) -> Self {
        let letters: Vec<char> = normal(form).collect();
        let word = hash::chars(letters.iter().copied());
        let n = letters.len();
        let (kin, [noun, verb, adjective, adverb]) = lexicon.entry(word);
        Self {
            word,
            form: if caseless { word } else { hash::text(form) },
            shape: if caseless {
                hash::text("?")
            } else {
                shape(form)
            },
            prefixes: std::array::from_fn(|i| {
                if i < n {
                    hash::chars(letters[..=i].iter().copied())
                } else {
                    0
                }
            }),
            suffixes: std::array::from_fn(|i| {
                if i < n {
                    hash::chars(letters[n - 1 - i..].iter().copied())
                } else {
                    0
                }
            }),
            class: lexicon.class(word),
            kin,
            parts: u32::from(noun > 0) | u32::from(verb > 0) << 1 | adjective << 2 | adverb << 3,
            senses: key(mix(mix(template(adjective), noun), verb)),
            noun,
            verb,
        }
    }
}

fn shape(form: &str) -> u32 {
    let (mut state, mut last, mut run) = (Vec::new(), ' ', 0);
    for letter in form.chars() {
        let kind = if letter.is_uppercase() {
            'X'
        } else if letter.is_lowercase() {
            'x'
        } else if letter.is_numeric() {
            'd'
        } else {
            letter
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        // Runs count up to two, so that "U" and "UN" differ but "UN" and "NATO" do not.
        if run <= 2 {
            state.push(kind);
        }
    }
    hash::chars(state.into_iter())
}

/// Whether a sentence is written in capitals or title case throughout, so that case tells nothing of its words.
///
/// At least four words of four letters or more must be there to judge by, and all of them capitalised.
fn is_caseless(forms: &[&str]) -> bool {
    const JUDGED_MIN: usize = 4;
    const LETTERS_MIN: usize = 4;
    let mut judged = 0;
    for form in forms {
        let mut letters = form.chars();
        if letters
            .clone()
            .filter(|letter| letter.is_alphabetic())
            .count()
            < LETTERS_MIN
        {
            continue;
        }
        if letters.next().is_some_and(char::is_lowercase) {
            return false;
        }
        judged += 1;
    }
    judged >= JUDGED_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes_differ(left: &str, right: &str) -> bool {
        shape(left) != shape(right)
    }

    #[test]
    fn shapes_tell_case_and_digits() {
        assert!(shapes_differ("UN", "Un"));
        assert!(shapes_differ("U", "UN"));
        assert!(!shapes_differ("UN", "NATO"));
        assert!(!shapes_differ("1945", "1999"));
        assert!(shapes_differ("1,000", "1000"));
    }

    #[test]
    fn title_case_tells_nothing() {
        let caseless = |text: &str| is_caseless(&text.split(' ').collect::<Vec<_>>());
        assert!(caseless("Russia Severs All Ties With the Alliance"));
        assert!(caseless("RUSSIA SEVERS TIES WITH THE ALLIANCE"));
        assert!(!caseless("Russia severs all Ties with the Alliance"));
        assert!(!caseless("Minister Igor Ivanov"), "too short to judge");
    }
}
