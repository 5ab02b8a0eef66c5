//! What is known of words in general: which words they keep company with, and what `WordNet` says of them.
//!
//! The two tables are compiled into one that is searched where it lies, so that loading it takes no time. `build.rs`
//! uses this file, too.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::hash;

/// Levels of word classes, fine, middle, coarse.
pub const N_KIN: usize = 3;

/// What `WordNet` says of a word: kind of noun, kind of verb, whether adjective, whether adverb.
pub const N_SENSES: usize = 4;

/// Bytes of a word: its atom, classes, senses.
const N_BYTES: usize = 4 + 2 * N_KIN + N_SENSES;

/// Words are grouped by the highest bits of their atoms; each group has a few.
const GROUP_BITS: u32 = 16;
const N_GROUPS: usize = 1 << GROUP_BITS;

/// Classes and senses of one word; zeros where nothing is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entry {
    /// Classes by distribution in news text, from fine to coarse, counted from one.
    pub kin: [u16; N_KIN],
    /// Kinds of first senses.
    pub senses: [u8; N_SENSES],
}

/// Words by atom.
#[derive(Debug, Default)]
pub struct Dictionary {
    /// Where each group starts, as the number of words before it, then the words in the order of their atoms.
    bytes: Cow<'static, [u8]>,
}

impl Dictionary {
    /// A dictionary that was compiled. One that is cut short knows fewer words.
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self {
            bytes: bytes.into(),
        }
    }

    /// Classes and senses of a word.
    pub fn get(&self, word: u32) -> Entry {
        self.find(word).unwrap_or_default()
    }

    fn find(&self, word: u32) -> Option<Entry> {
        let group = (word >> (u32::BITS - GROUP_BITS)) as usize;
        let from = self.number(4 * group)? as usize;
        let to = self.number(4 * group + 4)? as usize;
        let start = 4 * (N_GROUPS + 1);
        self.bytes
            .get(start + from * N_BYTES..start + to * N_BYTES)?
            .chunks_exact(N_BYTES)
            .find(|bytes| bytes[..4] == word.to_le_bytes())
            .map(|bytes| Entry {
                kin: std::array::from_fn(|level| {
                    u16::from_le_bytes([bytes[4 + 2 * level], bytes[5 + 2 * level]])
                }),
                senses: std::array::from_fn(|sense| bytes[4 + 2 * N_KIN + sense]),
            })
    }

    fn number(&self, at: usize) -> Option<u32> {
        let bytes = self.bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }
}

/// Compiles the tables.
///
/// `clusters` has lines `coarse TAB middle TAB fine TAB word word …`, `senses` has lines `noun TAB verb TAB adjective TAB
/// adverb TAB word word …`. Lines that cannot be read are passed over; a test sees to it that there are none.
pub fn compile(clusters: &str, senses: &str) -> Vec<u8> {
    let mut entries: BTreeMap<u32, Entry> = BTreeMap::new();
    for (numbers, words) in clusters.lines().filter_map(row::<N_KIN>) {
        let [coarse, middle, fine] = numbers.map(|number| number + 1);
        for word in words.split(' ') {
            let entry = entries.entry(hash::word(word)).or_default();
            if entry.kin == [0; N_KIN] {
                entry.kin = [fine, middle, coarse];
            }
        }
    }
    for (numbers, words) in senses.lines().filter_map(row::<N_SENSES>) {
        for word in words.split(' ') {
            let entry = entries.entry(hash::word(word)).or_default();
            if entry.senses == [0; N_SENSES] {
                entry.senses = numbers.map(|number| number as u8);
            }
        }
    }
    let mut bytes = Vec::with_capacity(4 * (N_GROUPS + 1) + N_BYTES * entries.len());
    let mut atoms = entries.keys().peekable();
    let mut n_before = 0_u32;
    for group in 0..=N_GROUPS {
        while atoms
            .next_if(|&&atom| ((atom >> (u32::BITS - GROUP_BITS)) as usize) < group)
            .is_some()
        {
            n_before += 1;
        }
        bytes.extend(n_before.to_le_bytes());
    }
    for (atom, entry) in &entries {
        bytes.extend(atom.to_le_bytes());
        bytes.extend(entry.kin.iter().flat_map(|class| class.to_le_bytes()));
        bytes.extend(entry.senses);
    }
    bytes
}

/// Numbers and what follows them.
fn row<const N: usize>(line: &str) -> Option<([u16; N], &str)> {
    let mut fields = line.split('\t');
    let mut numbers = [0; N];
    for number in &mut numbers {
        *number = fields.next()?.parse().ok()?;
    }
    Some((numbers, fields.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_lie() {
        let bytes = compile(
            "1\t2\t3\tmoscow kiev\nbroken line\n",
            "5\t0\t1\t0\tgreen kiev\n",
        );
        let dictionary = Dictionary::new(bytes.clone());
        let get = |word| dictionary.get(hash::word(word));
        assert_eq!(
            (get("Kiev").kin, get("kiev").senses),
            ([4, 3, 2], [5, 0, 1, 0])
        );
        assert_eq!(
            (get("green").kin, get("moscow").senses),
            ([0; N_KIN], [0; N_SENSES])
        );
        assert_eq!(get("oslo"), Entry::default());
        let short = Dictionary::new(bytes[..bytes.len() - 20].to_vec());
        assert!(
            ["moscow", "kiev", "green"]
                .iter()
                .any(|word| short.get(hash::word(word)) == Entry::default())
        );
    }
}
