//! What is known of single words before their sentence is read: which tags they had in training, and which
//! words they keep company with.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::hash;
use super::lexeme::normal;

/// Levels of word classes, fine, middle, coarse.
pub const N_KIN: usize = 3;

/// What `WordNet` says of a word: kind of noun, kind of verb, whether adjective, whether adverb.
pub const N_SENSES: usize = 4;

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

/// The tags of frequent words, from `data/language/en/words.tsv`, and the classes of `clusters.tsv`.
#[derive(Debug, Default)]
pub struct Lexicon {
    classes: AtomMap<Entry>,
    kin: AtomMap<[u16; N_KIN]>,
    senses: AtomMap<[u8; N_SENSES]>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    class: u32,
    sole: Option<u8>,
}

impl Lexicon {
    /// Reads the two tables.
    ///
    /// `words` has lines `word TAB tag tag …`, most frequent tag first, tags as positions in the tag set; tags
    /// that end in `!` are a word's only one. `clusters` has lines `coarse TAB middle TAB fine TAB word word …`,
    /// `senses` has lines `noun TAB verb TAB adjective TAB adverb TAB word word …`. Lines that cannot be read are passed over; a test sees to it that there are none.
    pub fn parse(words: &str, clusters: &str, senses: &str) -> Self {
        let mut lexicon = Self::default();
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
        // About eight bytes a word and its blank.
        lexicon.kin.reserve(clusters.len() / 8);
        for line in clusters.lines() {
            let mut fields = line.split('\t');
            let mut class = || {
                fields
                    .next()
                    .and_then(|number| number.parse::<u16>().ok())
                    .map(|number| number + 1)
            };
            let (Some(coarse), Some(middle), Some(fine)) = (class(), class(), class()) else {
                continue;
            };
            for word in fields.next().unwrap_or_default().split(' ') {
                lexicon
                    .kin
                    .entry(hash::chars(normal(word)))
                    .or_insert([fine, middle, coarse]);
            }
        }
        lexicon.senses.reserve(senses.len() / 8);
        for line in senses.lines() {
            let mut fields = line.split('\t');
            let mut kind = || fields.next().and_then(|number| number.parse::<u8>().ok());
            let (Some(noun), Some(verb), Some(adjective), Some(adverb)) =
                (kind(), kind(), kind(), kind())
            else {
                continue;
            };
            for word in fields.next().unwrap_or_default().split(' ') {
                lexicon
                    .senses
                    .entry(hash::chars(normal(word)))
                    .or_insert([noun, verb, adjective, adverb]);
            }
        }
        lexicon
    }

    /// The word's classes from fine to coarse; zeros for words without.
    pub fn kin(&self, word: u32) -> [u32; N_KIN] {
        self.kin
            .get(&word)
            .copied()
            .unwrap_or_default()
            .map(u32::from)
    }

    /// Which tags the word had, as an atom; 0 for unknown words.
    pub fn class(&self, word: u32) -> u32 {
        self.classes.get(&word).map_or(0, |entry| entry.class)
    }

    /// What `WordNet` says of the word; zeros where it cannot be that part of speech.
    pub fn senses(&self, word: u32) -> [u32; N_SENSES] {
        self.senses
            .get(&word)
            .copied()
            .unwrap_or_default()
            .map(u32::from)
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
        let lexicon = Lexicon::parse(
            "the\t4!\nrun\t7 9\nwalk\t7 9\nbroken line\n",
            "1\t2\t3\tmoscow kiev\n",
            "5\t0\t1\t0\tgreen\n",
        );
        assert_eq!(lexicon.sole_tag(hash::text("the")), Some(4));
        assert_eq!(lexicon.sole_tag(hash::text("run")), None);
        assert_eq!(
            lexicon.class(hash::text("run")),
            lexicon.class(hash::text("walk"))
        );
        assert_eq!(lexicon.class(hash::text("unheard-of")), 0);
        assert_eq!(lexicon.kin(hash::text("kiev")), [4, 3, 2]);
        assert_eq!(lexicon.senses(hash::text("green")), [5, 0, 1, 0]);
        assert_eq!(lexicon.kin(hash::text("the")), [0; N_KIN]);
    }
}
