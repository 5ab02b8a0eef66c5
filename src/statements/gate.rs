//! Whether a sentence can say anything of anybody, asked before it is parsed: most sentences of ordinary news cannot,
//! and a tree is what costs most.
//!
//! A logistic regression over the tagged words alone, trained by `cargo xtask train-gate` on the sentences of
//! `data/corpus/`, on whether an annotator has drawn a statement from them.

use std::borrow::Cow;

use crate::error::{Error, Result};
use crate::language::wire::Reader;
use crate::language::{English, Tree, Upos, hash};
use crate::model::Sentence;

const MODEL: &[u8] = include_bytes!("../../data/relations/gate.bin");

/// First bytes of a gate's file; the digit changes with the format and with what is seen.
const MAGIC: &[u8] = b"DTS1";

/// Bits of a feature's place: one byte for each place is 64 kB. With fewer, unlike words share a weight.
const PLACE_BITS: u32 = 16;
/// Places of features.
pub const N_PLACES: usize = 1 << PLACE_BITS;

/// Sentences of fewer words and marks always pass: they cost little, and there is little to judge them by.
const LEAST_WORDS: usize = 12;

/// From here on a number of names, of pronouns or of fives of words counts as many.
const MANY: u32 = 7;

/// What is seen: a number for each template.
#[derive(Clone, Copy)]
enum Seen {
    Word,
    Kin,
    Pair,
    KinPair,
    First,
    Names,
    Pronouns,
    Quotes,
    Length,
}

/// The model: a weight for each place.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Log-odds of one unit of a weight.
    unit: f32,
    /// Log-odds from which a sentence passes, less those of a sentence without any words.
    least: f32,
    weights: Cow<'static, [u8]>,
}

impl Gate {
    /// The embedded model.
    ///
    /// # Errors
    /// [`Error::Internal`] if the program was built with a model of another version.
    pub fn embedded() -> Result<Self> {
        Self::read(MODEL)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::Internal`] if it is cut short or of another version.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self> {
        let broken = || Error::Internal("the gate is cut short or of another version".into());
        let bytes = bytes.into();
        let mut reader = Reader::new(&bytes);
        if reader.take(MAGIC.len()) != Some(MAGIC) {
            return Err(broken());
        }
        let mut number = || {
            let four = <[u8; 4]>::try_from(reader.take(4)?).ok()?;
            Some(f32::from_le_bytes(four)).filter(|number| number.is_finite())
        };
        let (unit, least) = number().zip(number()).ok_or_else(broken)?;
        if reader.left() != N_PLACES {
            return Err(broken());
        }
        let weights = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[bytes.len() - N_PLACES..]),
            Cow::Owned(bytes) => Cow::Owned(bytes[bytes.len() - N_PLACES..].to_vec()),
        };
        Ok(Self {
            unit,
            least,
            weights,
        })
    }

    /// A model as a file: the weights of all places, and the sum of them from which a sentence passes.
    pub fn encode(weights: &[f64], least: f64) -> Vec<u8> {
        let loudest = weights
            .iter()
            .fold(f64::EPSILON, |most, w| most.max(w.abs()));
        let unit = loudest / f64::from(i8::MAX);
        let mut bytes = MAGIC.to_vec();
        bytes.extend((unit as f32).to_le_bytes());
        bytes.extend((least as f32).to_le_bytes());
        bytes.extend(weights.iter().map(|w| (w / unit).round() as i8 as u8));
        bytes
    }

    /// Whether a sentence of tagged words is worth a tree. Headlines are, and what is short.
    pub fn passes(&self, sentence: &Sentence, tagged: &Tree, english: &English) -> bool {
        if sentence.headline || tagged.words.len() < LEAST_WORDS {
            return true;
        }
        let mut sum = 0_i32;
        each_place(tagged, english, |place| {
            sum += i32::from(self.weights[usize::from(place)] as i8);
        });
        sum as f32 * self.unit >= self.least
    }
}

/// The places of all that is seen of a sentence of tagged words, some of them more than once.
pub fn places(tagged: &Tree, english: &English) -> Vec<u16> {
    let mut places = Vec::new();
    each_place(tagged, english, |place| places.push(place));
    places
}

fn each_place(tagged: &Tree, english: &English, mut told: impl FnMut(u16)) {
    let mut tell = |seen: Seen, atoms: [u32; 2]| {
        let state = hash::mix(hash::mix(hash::template(seen as u32), atoms[0]), atoms[1]);
        told((hash::key(state) >> (u32::BITS - PLACE_BITS)) as u16);
    };
    let (mut n_names, mut n_pronouns, mut n_quotes, mut n_words) = (0, 0, 0, 0);
    let (mut before, mut kin_before) = (0, 0);
    let mut in_name = false;
    for word in &tagged.words {
        if word.upos == Upos::Punct {
            n_quotes += u32::from(matches!(&*word.form, "\"" | "“" | "”" | "``" | "''"));
            (before, kin_before, in_name) = (0, 0, false);
            continue;
        }
        n_words += 1;
        let is_name = word.upos == Upos::Propn;
        n_names += u32::from(is_name && !in_name);
        n_pronouns += u32::from(word.upos == Upos::Pron);
        in_name = is_name;
        let sort = word.upos as u32 + 1;
        let own = hash::text(if is_name { &word.lower } else { &word.lemma });
        tell(Seen::Word, [own, sort]);
        let kin = english.kin(&word.lower);
        for (level, &class) in (0..).zip(&kin).filter(|(_, class)| **class != 0) {
            tell(Seen::Kin, [class << 2 | level, sort]);
        }
        if before == 0 {
            tell(Seen::First, [u32::from(n_words == 1), kin[2]]);
        }
        tell(Seen::Pair, [before, own]);
        tell(Seen::KinPair, [kin_before, kin[1] << 5 | sort]);
        (before, kin_before) = (own, kin[1] << 5 | sort);
    }
    tell(Seen::Names, [u32::min(n_names, MANY), 0]);
    tell(
        Seen::Pronouns,
        [u32::min(n_pronouns, MANY), u32::from(n_names == 0)],
    );
    tell(Seen::Quotes, [u32::min(n_quotes, 2), 0]);
    tell(
        Seen::Length,
        [u32::min(n_words / 5, MANY), u32::min(n_names, 2)],
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentences;

    fn passes(gate: &Gate, text: &str) -> bool {
        let english = English::embedded().unwrap();
        let sentence = &sentences(text)[0];
        gate.passes(sentence, &english.tagged(text, sentence), english)
    }

    #[test]
    fn what_says_nothing_of_anybody_is_stopped() {
        let gate = Gate::embedded().unwrap();
        for (text, passed) in [
            (
                "Heavy rain is expected across the northern hills on Saturday, with showers and some sunshine later in the week.",
                false,
            ),
            ("Norway expelled the envoy.", true),
            (
                "Norway expelled the Danish envoy on Monday and recalled its own ambassador from Copenhagen for consultations.",
                true,
            ),
        ] {
            assert_eq!(passes(&gate, text), passed, "{text}");
            assert_eq!(passes(&gate, text), passed, "the same each time: {text}");
        }
    }

    #[test]
    fn weights_read_back_and_a_broken_file_is_refused() {
        let mut weights = vec![0.0; N_PLACES];
        (weights[3], weights[9]) = (2.0, -1.0);
        let bytes = Gate::encode(&weights, -0.5);
        let gate = Gate::read(bytes.clone()).unwrap();
        assert_eq!((gate.weights[3] as i8, gate.weights[9] as i8), (127, -64));
        assert!((gate.least + 0.5).abs() < 1e-6);
        assert!(Gate::read(bytes[..bytes.len() - 1].to_vec()).is_err());
        assert!(Gate::read([&bytes[..], &[0]].concat()).is_err());
        assert!(Gate::read(&b"DTS0"[..]).is_err());
        assert!(Gate::read(&b""[..]).is_err());
    }
}
