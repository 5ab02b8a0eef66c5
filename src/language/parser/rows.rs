//! What the network sees of a word: rows of its own, and its vector of company.

use std::borrow::Cow;

use wide::i16x8;

use crate::error::{Error, Result};
use crate::language::hash::{key, mix, template};
use crate::language::lexeme::Lexeme;
use crate::language::lexicon::AtomMap;
use crate::language::tagset::Tag;
use crate::language::wire::{Reader, write_varint};

/// Properties of a word that have rows.
pub const N_SLOTS: usize = 9;

/// The keys of a word's rows: what it is, how it ends, its tag, its kind, how it is written.
pub fn row_keys(lexeme: &Lexeme, tag: Tag) -> [u32; N_SLOTS] {
    let tag = u32::from(tag);
    let atoms = [
        [lexeme.word, 0],
        [lexeme.suffixes[2], 0],
        [lexeme.suffixes[1], tag],
        [tag, 0],
        [lexeme.noun, tag],
        [lexeme.verb, tag],
        [lexeme.shape, 0],
        [lexeme.kin[1], 0],
        [lexeme.kin[0], tag],
    ];
    let mut slot = 0;
    atoms.map(|[atom, tag]| {
        slot += 1;
        key(mix(mix(template(slot), atom), tag))
    })
}

/// First bytes of a vector file.
const MAGIC: &[u8] = b"DTV1";

/// Steps of a number in the file to the unit.
const STEPS: f32 = 32.0;

/// Vectors are padded to a multiple of this, which suits the processor.
const PADDING: usize = 8;

/// Vectors of words by the company that they keep, from `data/language/en/vectors.bin`.
#[derive(Debug)]
pub struct Vectors {
    bytes: Cow<'static, [u8]>,
    starts: AtomMap<u32>,
    n: usize,
}

impl Vectors {
    /// Reads a vector file.
    ///
    /// # Errors
    /// [`Error::Internal`] if it is cut short or of another version.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self> {
        Self::decode(bytes.into()).ok_or_else(|| {
            Error::Internal("the word vectors are cut short or of another version".into())
        })
    }

    fn decode(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let mut reader = Reader::new(&bytes);
        if reader.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let (n_words, n) = (reader.varint()? as usize, reader.varint()? as usize);
        let mut starts = AtomMap::default();
        starts.reserve(n_words.min(bytes.len()));
        let mut word = 0_u32;
        for _ in 0..n_words {
            word = word.checked_add(u32::try_from(reader.varint()?).ok()?)?;
            starts.insert(word, u32::try_from(bytes.len() - reader.left()).ok()?);
            reader.take(n)?;
        }
        (reader.left() == 0).then_some(Self { bytes, starts, n })
    }

    /// Numbers in a padded vector.
    pub fn width(&self) -> usize {
        self.n.next_multiple_of(PADDING)
    }

    /// Appends the padded vector of a word, in steps of 1/512; zeros for words without.
    pub fn add_steps(&self, word: u32, steps: &mut Vec<i16x8>) {
        let end = steps.len() + self.width() / PADDING;
        if let Some(&start) = self.starts.get(&word) {
            let (whole, rest) = self.bytes[start as usize..][..self.n].as_chunks::<PADDING>();
            let mut last = [0; PADDING];
            last[..rest.len()].copy_from_slice(rest);
            let parts = whole.iter().chain([&last]);
            steps.extend(parts.map(|part| i16x8::new(part.map(|step| i16::from(step as i8) * 16))));
        }
        steps.resize(end, i16x8::ZERO);
    }

    /// The vector of a word, if it has one.
    pub fn numbers(&self, word: u32) -> Option<impl Iterator<Item = f32> + '_> {
        let start = *self.starts.get(&word)? as usize;
        let bytes = &self.bytes[start..][..self.n];
        Some(bytes.iter().map(|&step| f32::from(step as i8) / STEPS))
    }

    /// As a file: words by hash, and their vectors.
    pub fn encode(mut words: Vec<(u32, Vec<f32>)>) -> Vec<u8> {
        words.sort_by_key(|word| word.0);
        words.dedup_by_key(|word| word.0);
        let mut bytes = MAGIC.to_vec();
        write_varint(&mut bytes, words.len() as u64);
        write_varint(
            &mut bytes,
            words.first().map_or(0, |word| word.1.len()) as u64,
        );
        let mut last = 0;
        for (word, vector) in words {
            write_varint(&mut bytes, u64::from(word - last));
            last = word;
            bytes.extend(
                vector
                    .iter()
                    .map(|number| (number * STEPS).round().clamp(-127.0, 127.0) as i8 as u8),
            );
        }
        bytes
    }
}
