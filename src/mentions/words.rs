//! A sentence as the finder sees it: its words, their folded forms, and how they are written.

use crate::language::{Tree, Upos, Word};
use crate::vocabulary::actors::fold_into;

/// A sentence prepared for matching.
pub struct Words<'t> {
    /// The words.
    pub tree: &'t Tree,
    folded: String,
    ranges: Vec<(u32, u32)>,
    /// Whether nearly all letters are capitals, so that case says nothing.
    pub shouting: bool,
}

impl<'t> Words<'t> {
    /// Folds the words of a tree.
    pub fn new(tree: &'t Tree) -> Self {
        let mut folded = String::with_capacity(tree.words.len() * 6);
        let mut ranges = Vec::with_capacity(tree.words.len());
        let (mut upper, mut lower) = (0, 0);
        for word in &tree.words {
            let start = folded.len() as u32;
            fold_into(&word.form, &mut folded);
            ranges.push((start, folded.len() as u32));
            upper += word.form.chars().filter(|c| c.is_uppercase()).count();
            lower += word.form.chars().filter(|c| c.is_lowercase()).count();
        }
        Self {
            tree,
            folded,
            ranges,
            shouting: upper > 4 * lower,
        }
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// A word's folded form; empty for punctuation.
    pub fn folded(&self, at: usize) -> &str {
        self.ranges.get(at).map_or("", |&(start, end)| {
            &self.folded[start as usize..end as usize]
        })
    }

    /// A word in lower case, as written; empty past the end.
    pub fn lower(&self, at: usize) -> &'t str {
        self.tree
            .words
            .get(at)
            .map_or("", |word| word.lower.as_str())
    }

    /// A word, if there is one.
    pub fn word(&self, at: usize) -> Option<&'t Word> {
        self.tree.words.get(at)
    }

    /// A word's part of speech; punctuation past the end.
    pub fn upos(&self, at: usize) -> Upos {
        self.word(at).map_or(Upos::Punct, |word| word.upos)
    }

    /// Whether a word starts with a capital letter.
    pub fn is_capital(&self, at: usize) -> bool {
        self.word(at)
            .and_then(|word| word.form.chars().next())
            .is_some_and(char::is_uppercase)
    }

    /// Whether all letters of a word are capitals.
    pub fn is_upper(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            word.form.chars().any(char::is_uppercase) && !word.form.chars().any(char::is_lowercase)
        })
    }

    /// Whether two neighbouring words stand without a space between.
    pub fn is_joined(&self, at: usize) -> bool {
        match (self.word(at), self.word(at + 1)) {
            (Some(word), Some(next)) => word.span.end() == next.span.start(),
            _ => false,
        }
    }

    /// Words between `from` and `to`, counted at spaces.
    pub fn pieces(&self, from: usize, to: usize) -> usize {
        1 + (from..to.saturating_sub(1))
            .filter(|&at| !self.is_joined(at))
            .count()
    }

    /// Whether the word is a hyphen or dash between two words without spaces.
    pub fn is_hyphen(&self, at: usize) -> bool {
        matches!(self.lower(at), "-" | "–" | "/" | "‐" | "‑")
            && at > 0
            && self.is_joined(at - 1)
            && self.is_joined(at)
    }

    /// Whether the word is a possessive clitic.
    pub fn is_possessive(&self, at: usize) -> bool {
        matches!(self.lower(at), "'s" | "’s" | "'" | "’") && at > 0 && self.is_joined(at - 1)
    }

    /// The head among words `from..to`: the one whose own head lies outside; the last such, if the tree disagrees.
    pub fn head(&self, from: usize, to: usize) -> usize {
        (from..to)
            .rev()
            .filter(|&at| {
                self.word(at).is_some_and(|word| {
                    word.upos != Upos::Punct
                        && word.head.is_none_or(|head| head < from || head >= to)
                })
            })
            .min_by_key(|&at| {
                self.word(at).map_or(3, |word| {
                    u8::from(matches!(word.upos, Upos::Adp | Upos::Part | Upos::Det))
                })
            })
            .unwrap_or_else(|| to.saturating_sub(1).max(from))
    }
}
