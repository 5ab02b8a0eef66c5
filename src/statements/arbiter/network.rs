//! The network: reads a sentence in both directions, and answers for its two parties.
//!
//! A word's vector is the sum of its rows and a projection of its company. Two gated layers read the vectors from both
//! ends ([`Encoder`]). What they hold at the two parties, and of the whole sentence its mean weighted by attention and its
//! maxima, go through one hidden layer. Products are of whole numbers, as the parser's.

use std::borrow::Cow;

use super::EVENTS;
use super::sequence::{Sequence, VECTOR};
use crate::error::{Error, Result};
use crate::language::encoder::Encoder;
use crate::language::linear::{Linear, Matrix, positive, read_list, steps, write_list};
use crate::language::row_table::RowTable;
use crate::language::wire::Reader;

/// First bytes of a network file; the digit changes with the format and with the row keys.
const MAGIC: &[u8] = b"DTA1";

/// A network as it is trained, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct TrainedNetwork {
    /// Rows that a word adds to its vector, by key.
    pub rows: Vec<(u32, Vec<f32>)>,
    /// Vector projection, gated layers, hidden layer's view of the parties and of the sentence, events.
    pub matrices: Vec<Matrix>,
    /// How much each number of the layers speaks for attention to its word.
    pub attention: Vec<f32>,
}

impl TrainedNetwork {
    /// As a file.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        RowTable::write(&self.rows, &mut bytes);
        for matrix in &self.matrices {
            matrix.write(&mut bytes);
        }
        write_list(&mut bytes, &self.attention);
        bytes
    }
}

/// A network ready for answering.
#[derive(Debug)]
pub struct Network {
    encoder: Encoder,
    parties: Linear,
    sentence: Linear,
    events: Linear,
    attention: Vec<f32>,
}

impl Network {
    /// Reads a network file.
    ///
    /// # Errors
    /// [`Error::Internal`] if it is cut short or of another version.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self> {
        Self::decode(bytes.into()).ok_or_else(|| {
            Error::Internal("the arbiter's network is cut short or of another version".into())
        })
    }

    fn decode(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let encoder = Encoder::read(bytes, MAGIC)?;
        let mut reader = Reader::new(encoder.rest());
        let mut linear = || Linear::read(&mut reader);
        let (parties, sentence, events) = (linear()?, linear()?, linear()?);
        let attention = read_list(&mut reader)?;
        let width = attention.len();
        let fits = encoder.n_in() == VECTOR
            && encoder.width() == width
            && [parties.n_in, sentence.n_in] == [2 * width; 2]
            && [parties.n_out(), sentence.n_out()] == [events.n_in; 2]
            && events.n_out() == EVENTS.len()
            && reader.left() == 0;
        fits.then_some(Self {
            encoder,
            parties,
            sentence,
            events,
            attention,
        })
    }

    /// Log-odds of all events from source to target, and from target to source; nothing if a party is missing. Takes time in
    /// proportion to the length of the sentence, which is read once.
    pub fn scores(&self, seen: &Sequence) -> Option<[[f64; EVENTS.len()]; 2]> {
        let [source, target] = seen.parties?;
        let vectors: Vec<f32> = seen.words.iter().flat_map(|word| word.vector).collect();
        let keys = seen.words.iter().map(|word| word.keys);
        let read = self.encoder.encode(&steps(&vectors), keys);
        let width = self.attention.len();
        let read: Vec<&[f32]> = read.chunks_exact(width).collect();
        let mut over_sentence = self.mean(&read);
        over_sentence.extend((0..width).map(|number| {
            read.iter()
                .fold(f32::MIN, |most, word| most.max(word[number]))
        }));
        let of_sentence = self.sentence.map(&steps(&over_sentence));
        let (source, target) = (*read.get(source)?, *read.get(target)?);
        Some([[source, target], [target, source]].map(|parties| {
            let mut hidden = self.parties.map(&steps(&parties.concat()));
            hidden
                .iter_mut()
                .zip(&of_sentence)
                .for_each(|(sum, more)| *sum += more);
            let scores = self.events.map(&steps(&positive(hidden)));
            std::array::from_fn(|event| f64::from(scores[event]))
        }))
    }

    /// The mean of the words, each by the attention that it draws.
    fn mean(&self, read: &[&[f32]]) -> Vec<f32> {
        let draws: Vec<f32> = read
            .iter()
            .map(|word| word.iter().zip(&self.attention).map(|(a, b)| a * b).sum())
            .collect();
        let most = draws.iter().copied().fold(f32::MIN, f32::max);
        let draws: Vec<f32> = draws.iter().map(|draw| (draw - most).exp()).collect();
        let total: f32 = draws.iter().sum();
        let mut mean = vec![0.0; self.attention.len()];
        for (word, draw) in read.iter().zip(&draws) {
            mean.iter_mut()
                .zip(*word)
                .for_each(|(sum, number)| *sum += number * draw / total);
        }
        mean
    }
}

#[cfg(test)]
mod tests {
    use super::super::sequence::{N_ROWS, SeenWord};
    use super::*;
    use crate::language::gates::N_GATES;

    /// The key of the one row there is.
    const KNOWN: u32 = 7;

    /// A network of zeros, but for one way through it: the row is 1 at its first number, from which the first gated
    /// layer, reading forward, takes its first candidate; what it holds at the source speaks for the fourth event.
    fn tiny() -> TrainedNetwork {
        let zeros = |n_in: usize, n_out: usize| Matrix {
            n_in,
            weights: vec![0.0; n_in * n_out],
            biases: vec![0.0; n_out],
        };
        let mut matrices = vec![
            zeros(VECTOR, 8),
            zeros(8, 8 * N_GATES),
            zeros(8, 8 * N_GATES),
            zeros(16, 8),
            zeros(16, 8),
            zeros(8, EVENTS.len()),
        ];
        matrices[1].weights[0] = 1.0;
        matrices[3].weights[0] = 2.0;
        matrices[5].weights[3 * 8] = 4.0;
        let mut row = vec![0.0; 8];
        row[0] = 1.0;
        TrainedNetwork {
            rows: vec![(KNOWN, row)],
            matrices,
            attention: vec![0.0; 8],
        }
    }

    /// A sentence of words with the known row or without.
    fn sentence(known: &[bool], parties: [usize; 2]) -> Sequence {
        let word = |&known: &bool| {
            let mut keys = [0; N_ROWS];
            keys[0] = if known { KNOWN } else { 0 };
            SeenWord {
                keys,
                vector: [0.0; VECTOR],
            }
        };
        Sequence {
            words: known.iter().map(word).collect(),
            parties: Some(parties),
        }
    }

    #[test]
    fn a_known_network_gives_known_scores() {
        let network = Network::read(tiny().encode()).unwrap();
        let fourth = |known: &[bool], parties: [usize; 2]| {
            let [scores, turned] = network.scores(&sentence(known, parties)).unwrap();
            let [back, _] = network
                .scores(&sentence(known, [parties[1], parties[0]]))
                .unwrap();
            assert!(turned.iter().zip(back).all(|(a, b)| (a - b).abs() < 1e-9));
            let others = (0..EVENTS.len()).filter(|&event| event != 3);
            assert!(
                others
                    .map(|event| scores[event].abs())
                    .all(|score| score < 1e-6)
            );
            scores[3]
        };
        // A candidate of 1 is squashed to 1/2; gates without weights are half open: 1/4 is kept, 1/8 shown.
        let at_the_word = 0.125 * 2.0 * 4.0;
        assert!((fourth(&[true, false], [0, 1]) - at_the_word).abs() < 0.02);
        // The next word holds half of it, one before it nothing.
        assert!((fourth(&[true, false], [1, 0]) - at_the_word / 2.0).abs() < 0.02);
        assert!(fourth(&[false, true], [0, 1]).abs() < 1e-6);
    }

    #[test]
    fn a_network_answers_for_two_parties_only() {
        let network = Network::read(tiny().encode()).unwrap();
        assert_eq!(network.scores(&Sequence::default()), None);
        let outside = sentence(&[true, false], [0, 2]);
        assert_eq!(network.scores(&outside), None);
    }

    #[test]
    fn broken_files_are_refused() {
        let whole = tiny().encode();
        for cut in 0..whole.len() {
            assert!(
                Network::read(whole[..cut].to_vec()).is_err(),
                "cut at {cut}"
            );
        }
        let mut narrow = tiny();
        narrow.attention.truncate(4);
        assert!(Network::read(narrow.encode()).is_err());
        assert!(Network::read(super::super::NETWORK).is_ok());
    }
}
