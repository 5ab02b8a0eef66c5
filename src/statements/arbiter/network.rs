//! The network: reads a sentence in both directions, and answers for its two parties.
//!
//! A word's vector is the sum of its rows and a projection of its company. Two gated layers read the vectors from both
//! ends ([`Encoder`]). What they hold at the two parties, and of the whole sentence its mean weighted by attention and its
//! maxima, go through one hidden layer. Products are of whole numbers, as the parser's.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

use std::borrow::Cow;

use super::EVENTS;
use super::sequence::{N_OWN, N_ROWS, SeenWord, Sequence, VECTOR};
use crate::error::{Error, Result};
use crate::language::encoder::Encoder;
use crate::language::linear::{
    Kernel, Linear, Matrix, Work, on_cpu, positive, products, read_list, steps, write_list,
};
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

    /// For each pair of one sentence, log-odds of all events from source to target, and from target to source; nothing if a
    /// party is missing. Takes time in proportion to the length of the sentence and to the number of pairs.
    pub fn scores(&self, pairs: &[Sequence]) -> Vec<Option<[[f64; EVENTS.len()]; 2]>> {
        let whole = |pair: &&Sequence| {
            let there = |at: &usize| *at < pair.words.len();
            pair.parties
                .is_some_and(|parties| parties.iter().all(there))
        };
        let asked: Vec<&Sequence> = pairs.iter().filter(whole).collect();
        if asked.is_empty() {
            return vec![None; pairs.len()];
        }
        let lengths: Vec<usize> = asked.iter().map(|pair| pair.words.len()).collect();
        let read = self.encoder.encode(&self.words(&asked), &lengths);
        let width = self.attention.len();
        let mut pooled = vec![0.0; asked.len() * 2 * width];
        on_cpu(Pooling {
            read: &read,
            lengths: &lengths,
            attention: &self.attention,
            pooled: &mut pooled,
        });
        let of_sentences = self.sentence.map(&steps(&pooled));
        let mut parties = Vec::with_capacity(asked.len() * 4 * width);
        let mut start = 0;
        for pair in &asked {
            let [source, target] = pair.parties.unwrap_or_default();
            let word = |at: usize| &read[(start + at) * width..][..width];
            for at in [source, target, target, source] {
                parties.extend_from_slice(word(at));
            }
            start += pair.words.len();
        }
        let n_hidden = self.parties.n_out();
        let mut hidden = self.parties.map(&steps(&parties));
        for (hidden, of_sentence) in hidden
            .chunks_exact_mut(2 * n_hidden)
            .zip(of_sentences.chunks_exact(n_hidden))
        {
            for hidden in hidden.chunks_exact_mut(n_hidden) {
                hidden
                    .iter_mut()
                    .zip(of_sentence)
                    .for_each(|(sum, more)| *sum += more);
            }
        }
        let scores = self.events.map(&steps(&positive(hidden)));
        let mut scores = scores.chunks_exact(2 * EVENTS.len()).map(|both| {
            let (along, against) = both.split_at(EVENTS.len());
            [along, against].map(|scores| std::array::from_fn(|event| f64::from(scores[event])))
        });
        let of = |pair| whole(&pair).then(|| scores.next()).flatten();
        pairs.iter().map(of).collect()
    }

    /// The words of all pairs, one after the other, as they are by themselves.
    fn words(&self, pairs: &[&Sequence]) -> Vec<f32> {
        // What no pair changes is worked out once for each place.
        let mut known: Vec<Option<usize>> = Vec::new();
        let mut alone: Vec<&SeenWord> = Vec::new();
        let words = || pairs.iter().flat_map(|pair| &pair.words);
        for word in words() {
            if known.len() <= word.place {
                known.resize(word.place + 1, None);
            }
            if known[word.place].is_none() {
                known[word.place] = Some(alone.len());
                alone.push(word);
            }
        }
        let mut vectors = Vec::with_capacity(alone.len() * VECTOR);
        alone
            .iter()
            .for_each(|word| vectors.extend_from_slice(&word.vector));
        let mut numbers = self.encoder.words(&steps(&vectors));
        let keys = alone
            .iter()
            .map(|word| std::array::from_fn::<_, N_OWN, _>(|row| word.keys[row]));
        self.encoder.add_rows(&mut numbers, keys);
        let width = self.encoder.word_width();
        let mut all = Vec::with_capacity(words().count() * width);
        for word in words() {
            let at = known[word.place].unwrap_or_default();
            all.extend_from_slice(&numbers[at * width..][..width]);
        }
        let keys = words().map(|word| {
            std::array::from_fn::<_, { N_ROWS - N_OWN }, _>(|row| word.keys[N_OWN + row])
        });
        self.encoder.add_rows(&mut all, keys);
        all
    }
}

/// Of each sentence, the mean of its words, each by the attention that it draws, and their maxima.
struct Pooling<'a> {
    read: &'a [f32],
    lengths: &'a [usize],
    attention: &'a [f32],
    pooled: &'a mut [f32],
}

impl Work for Pooling<'_> {
    #[inline(always)]
    fn run(self, _: impl Kernel) {
        let width = self.attention.len();
        let draws = products(self.read, self.attention);
        let mut start = 0;
        for (&n, pooled) in self
            .lengths
            .iter()
            .zip(self.pooled.chunks_exact_mut(2 * width))
        {
            let draws = &draws[start..start + n];
            let most = draws.iter().copied().fold(f32::MIN, f32::max);
            let draws: Vec<f32> = draws.iter().map(|draw| (draw - most).exp()).collect();
            let total: f32 = draws.iter().sum();
            let (mean, maxima) = pooled.split_at_mut(width);
            maxima.fill(f32::MIN);
            let words = self.read[start * width..][..n * width].chunks_exact(width);
            for (word, draw) in words.zip(draws) {
                for at in 0..width {
                    mean[at] += word[at] * draw / total;
                    maxima[at] = maxima[at].max(word[at]);
                }
            }
            start += n;
        }
    }
}

#[cfg(test)]
mod tests {
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
        let word = |(place, &known): (usize, &bool)| {
            let mut keys = [0; N_ROWS];
            keys[0] = if known { KNOWN } else { 0 };
            SeenWord {
                place,
                keys,
                vector: [0.0; VECTOR],
            }
        };
        Sequence {
            words: known.iter().enumerate().map(word).collect(),
            parties: Some(parties),
        }
    }

    #[test]
    fn a_known_network_gives_known_scores() {
        let network = Network::read(tiny().encode()).unwrap();
        let fourth = |known: &[bool], parties: [usize; 2]| {
            let [one, other] = parties;
            let pairs = [[one, other], [other, one]].map(|parties| sentence(known, parties));
            let both = network.scores(&pairs);
            let ([scores, turned], [back, _]) = (both[0].unwrap(), both[1].unwrap());
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
        let outside = sentence(&[true, false], [0, 2]);
        let inside = sentence(&[true, false], [0, 1]);
        let scores = network.scores(&[Sequence::default(), outside, inside]);
        let there: Vec<bool> = scores.iter().map(Option::is_some).collect();
        assert_eq!(there, [false, false, true]);
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
