//! What is known of single words before their sentence is read: which tags they had in training, and the dictionary.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::dictionary::{Dictionary, N_KIN, N_SENSES};
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

/// The tags of frequent words, from `data/language/en/words.tsv`, and the dictionary.
#[derive(Debug, Default)]
pub struct Lexicon {
    classes: AtomMap<Entry>,
    dictionary: Dictionary,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    class: u32,
    sole: Option<u8>,
}

impl Lexicon {
    /// Reads the table of tags.
    ///
    /// `words` has lines `word TAB tag tag …`, most frequent tag first, tags as positions in the tag set; tags that end in
    /// `!` are a word's only one. Lines that cannot be read are passed over; a test sees to it that there are none.
    pub fn new(words: &str, dictionary: Dictionary) -> Self {
        let mut lexicon = Self {
            dictionary,
            ..Self::default()
        };
        for line in words.lines() {
            let Some((word, tags)) = line.split_once('\t') else {
                continue;
            };
            let sole = tags.strip_suffix('!').and_then(|tag| tag.parse().ok());
            let class = hash::text(tags.trim_end_matches('!'));
            lexicon
                .classes
                .insert(hash::text(word), Entry { class, sole });
        }
        lexicon
    }

    /// The word's classes from fine to coarse, and what `WordNet` says of it; zeros for what is not known.
    pub fn entry(&self, word: u32) -> ([u32; N_KIN], [u32; N_SENSES]) {
        let entry = self.dictionary.get(word);
        (entry.kin.map(u32::from), entry.senses.map(u32::from))
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
        let lexicon = Lexicon::new(
            "the\t4!\nrun\t7 9\nwalk\t7 9\nbroken line\n",
            Dictionary::default(),
        );
        assert_eq!(lexicon.sole_tag(hash::text("the")), Some(4));
        assert_eq!(lexicon.sole_tag(hash::text("run")), None);
        assert_eq!(
            lexicon.class(hash::text("run")),
            lexicon.class(hash::text("walk"))
        );
        assert_eq!(lexicon.class(hash::text("unheard-of")), 0);
    }
}
