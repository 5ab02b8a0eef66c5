//! A sentence as the arbiter sees it, whoever of its actors are asked about: what is worked out once for all pairs.

use std::borrow::Cow;
use std::ops::Range;

use super::linear::Key;
use super::sequence::VECTOR;
use crate::language::{English, N_COMPANY, Tree, Upos};

/// How features of a word begin, of it with the next, with the next two.
pub(super) const GRAMS: [&str; 3] = ["w:", "b:", "t:"];
/// The same between the parties: the source first, the target first.
pub(super) const BETWEEN: [[&str; 2]; 2] = [["stw:", "stb:"], ["tsw:", "tsb:"]];

/// A sentence's words, with what does not depend on the parties.
pub struct Words<'a> {
    /// The sentence.
    pub tree: &'a Tree,
    /// Each word.
    pub(super) known: Vec<KnownWord<'a>>,
    /// The company of the words before each word, and of all.
    sums: Vec<Company>,
}

/// What is known of a word.
pub(super) struct KnownWord<'a> {
    /// Lower case.
    pub lemma: Cow<'a, str>,
    /// Whether it has digits, so that all like it have one name.
    pub number: bool,
    /// Keys of its [`GRAMS`]; 0 where there are none.
    pub grams: [u32; 3],
    /// Keys of [`BETWEEN`].
    pub between: [[u32; 2]; 2],
    /// Its classes.
    pub kin: [u32; 3],
    /// Keys of its classes where it stands between the parties.
    pub kin_between: [u32; 3],
    /// Keys of its rows in the network: lemma, tag, relation to its head.
    pub rows: [u32; 3],
    /// Its vector, padded; nothing for rare words.
    pub vector: Option<[f32; VECTOR]>,
    /// Whether its vector counts for the company of a place.
    heard: bool,
}

impl KnownWord<'_> {
    /// As it is told in features.
    pub fn name(&self) -> &str {
        if self.number { "<N>" } else { &self.lemma }
    }
}

impl<'a> Words<'a> {
    /// Looks at a sentence.
    pub fn new(tree: &'a Tree, english: &English) -> Self {
        let mut known: Vec<KnownWord<'a>> = tree
            .words
            .iter()
            .map(|word| {
                let lemma = lower(&word.lemma);
                let mut vector = None;
                if let Some(numbers) = english.company(&word.form) {
                    let padded = vector.insert([0.0; VECTOR]);
                    padded
                        .iter_mut()
                        .zip(numbers)
                        .for_each(|(to, number)| *to = number);
                }
                let kin = english.kin(&lemma);
                let number = word.lower.bytes().any(|byte| byte.is_ascii_digit());
                let name = if number { "<N>" } else { &lemma };
                let tag = Key::new("t").byte(word.upos as u8).and(word.xpos);
                KnownWord {
                    rows: [
                        Key::new("l").and(name).done(),
                        tag.done(),
                        Key::new("r").and(word.rel.as_str()).done(),
                    ],
                    lemma,
                    number,
                    grams: [0; 3],
                    between: [[0; 2]; 2],
                    kin,
                    kin_between: std::array::from_fn(|size| kin_key(Key::new("bk"), size, kin)),
                    vector,
                    heard: speaks(word.upos) || matches!(word.upos, Upos::Aux | Upos::Part),
                }
            })
            .collect();
        for at in 0..known.len() {
            let name = |offset: usize| known.get(at + offset).map(KnownWord::name);
            let own = known[at].name();
            let gram = |start: &str, more: &[Option<&str>]| {
                let mut key = Key::new(start).and(own);
                for word in more {
                    key = key.and(" ").and((*word)?);
                }
                Some(key.done())
            };
            let next = [name(1), name(2)];
            let grams = std::array::from_fn(|n| gram(GRAMS[n], &next[..n]).unwrap_or_default());
            let between = BETWEEN.map(|starts| {
                std::array::from_fn(|n| gram(starts[n], &next[..n]).unwrap_or_default())
            });
            (known[at].grams, known[at].between) = (grams, between);
        }
        let mut sums = Vec::with_capacity(known.len() + 1);
        let mut sum = Company::default();
        sums.push(sum);
        for word in &known {
            sum.add(word);
            sums.push(sum);
        }
        Self { tree, known, sums }
    }

    /// The company of some neighbouring words.
    pub(super) fn company(&self, range: Range<usize>) -> Company {
        let (end, start) = (self.sums[range.end], self.sums[range.start]);
        end.without(start)
    }
}

/// Word vectors added up. All are whole steps, so that the sums are exact in any order.
#[derive(Clone, Copy)]
pub(super) struct Company {
    sum: [f32; N_COMPANY],
    n: usize,
}

impl Default for Company {
    fn default() -> Self {
        Self {
            sum: [0.0; N_COMPANY],
            n: 0,
        }
    }
}

impl Company {
    /// Adds a word, if it is heard.
    pub fn add(&mut self, word: &KnownWord<'_>) {
        if let Some(vector) = word.vector.as_ref().filter(|_| word.heard) {
            self.sum.iter_mut().zip(vector).for_each(|(s, v)| *s += v);
            self.n += 1;
        }
    }

    /// The rest without a part.
    pub fn without(mut self, part: Self) -> Self {
        self.sum.iter_mut().zip(part.sum).for_each(|(s, v)| *s -= v);
        self.n -= part.n;
        self
    }

    /// The mean vector, in a unit.
    pub fn mean(&self, unit: f32) -> [f32; N_COMPANY] {
        let unit = unit / self.n.max(1) as f32;
        self.sum.map(|number| number * unit)
    }
}

/// The key of one of a word's classes after a name; 0 if it has none of that size.
pub(super) fn kin_key(name: Key, size: usize, kin: [u32; 3]) -> u32 {
    if kin[size] == 0 {
        return 0;
    }
    name.number(size as u32).and(":").number(kin[size]).done()
}

/// Whether words of a class say what is done.
pub(super) fn speaks(upos: Upos) -> bool {
    matches!(upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adv)
}

/// Lower case; few words need another.
fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}
