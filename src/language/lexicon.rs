//! What is known of single words before their sentence is read: which tags they had in training.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::hash;

/// Passes keys through that are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 | u64::from(byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        // The table takes its buckets from the low and its tags from the high bits.
        self.0 = u64::from(number) << 32 | u64::from(number);
    }
}

/// A map from atoms.
pub type AtomMap<V> = HashMap<u32, V, BuildHasherDefault<Hashed>>;

/// The tags of frequent words, from `data/language/en/words.tsv`.
#[derive(Debug, Default)]
pub struct Lexicon {
    classes: AtomMap<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    class: u32,
    sole: Option<u8>,
}

impl Lexicon {
    /// Reads lines `word TAB tag tag …`, most frequent tag first, tags as positions in the tag set.
    ///
    /// A word whose tags end in `!` always has its only tag. Lines that cannot be read are passed over.
    pub fn parse(table: &str) -> Self {
        let mut classes = AtomMap::default();
        for line in table.lines() {
            let Some((word, tags)) = line.split_once('\t') else {
                continue;
            };
            let sole = tags.strip_suffix('!').and_then(|tag| tag.parse().ok());
            let class = hash::text(tags.trim_end_matches('!'));
            classes.insert(hash::text(word), Entry { class, sole });
        }
        Self { classes }
    }

    /// Which tags the word had, as an atom; 0 for unknown words.
    pub fn class(&self, word: u32) -> u32 {
        self.classes.get(&word).map_or(0, |entry| entry.class)
    }

    /// The tag of a word that has no other.
    pub fn sole_tag(&self, word: u32) -> Option<u8> {
        self.classes.get(&word).and_then(|entry| entry.sole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_sole_tags() {
        let lexicon = Lexicon::parse("the\t4!\nrun\t7 9\nwalk\t7 9\nbroken line\n");
        assert_eq!(lexicon.sole_tag(hash::text("the")), Some(4));
        assert_eq!(lexicon.sole_tag(hash::text("run")), None);
        assert_eq!(
            lexicon.class(hash::text("run")),
            lexicon.class(hash::text("walk"))
        );
        assert_eq!(lexicon.class(hash::text("unheard-of")), 0);
    }
}
