//! The network.

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use detente::language::training::N_GATES;
use detente::statements::training::{N_ROWS, Sequence, TrainedNetwork, VECTOR};
use ndarray::Array2;

use super::pooling::Pooled;
use super::{Example, N_EVENTS, Options};
use crate::train::encoder::{Dropout, Encoded, LAYERS, NO_ROW, ends, softmax, trained_rows};
use crate::train::parameters::Parameters;
use crate::train::random::Random;

/// Numbers in a word's vector, in one direction of a gated layer, in the hidden layer.
const WORD: usize = 64;
const HIDDEN: usize = 64;
const DENSE: usize = 96;

/// A row is learnt for what is seen this often.
const SEEN_MIN: usize = 3;

/// Sentences in one step of learning.
const BATCH: usize = 64;

/// Largest rate of learning; it grows over the first part of all steps and then falls as a cosine does.
const RATE: f64 = 0.003;
const WARMING: f64 = 0.1;

/// Probability that is spread over all events, since annotators err and the network is not to shout.
const SMOOTHING: f32 = 0.05;

const DROPOUT: Dropout<N_ROWS> = Dropout {
    rows: [0.08, 0.04, 0.04, 0.0, 0.0, 0.0, 0.1],
    vector: 0.08,
    activation: 0.2,
};

/// Parts by number: matrices with their biases, then the list, then the rows.
const N_MATRICES: usize = 6;
const PARTIES: usize = 3;
const SENTENCE: usize = 4;
const EVENTS: usize = 5;
const ATTENTION: usize = 2 * N_MATRICES;
const ROWS: usize = ATTENTION + 1;

/// One sentence to learn from.
struct Lesson<'e> {
    rows: Vec<[u32; N_ROWS]>,
    sequence: &'e Sequence,
    parties: [usize; 2],
    label: usize,
}

/// Trains the network; gives it as a file.
pub fn train(examples: &[&Example], options: &Options) -> Vec<u8> {
    let keys = frequent_rows(examples);
    let lessons: Vec<Lesson> = examples
        .iter()
        .filter_map(|example| lesson(example, &keys))
        .collect();
    let mut learner = Learner::new(keys.len(), [WORD, HIDDEN, DENSE], options.seed);
    let mut random = Random::new(options.seed);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let n_steps = options.epochs * lessons.len().div_ceil(BATCH);
    let mut n_done = 0;
    let started = Instant::now();
    for epoch in 1..=options.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for batch in order.chunks(BATCH) {
            let batch: Vec<&Lesson> = batch.iter().map(|&at| &lessons[at]).collect();
            loss += f64::from(learner.learn(&batch, rate(f64::from(n_done) / n_steps as f64)));
            n_done += 1;
        }
        eprintln!(
            "network: epoch {epoch}, loss {:.3}, {:.0} s",
            loss / lessons.len().max(1) as f64,
            started.elapsed().as_secs_f64()
        );
    }
    learner.trained(&keys).encode()
}

/// The rate of learning when a share of all steps is done.
fn rate(done: f64) -> f32 {
    let falling = ((done - WARMING) / (1.0 - WARMING)).max(0.0);
    let height = 0.5 + 0.5 * (std::f64::consts::PI * falling).cos();
    (RATE * (done / WARMING).min(1.0) * height) as f32
}

/// Row keys that are seen often, with their rows.
fn frequent_rows(examples: &[&Example]) -> HashMap<u32, u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for word in examples.iter().flat_map(|example| &example.sequence.words) {
        for &key in &word.keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let frequent = counts.into_iter().filter(|&(_, count)| count >= SEEN_MIN);
    frequent.map(|(key, _)| key).zip(0..).collect()
}

fn lesson<'e>(example: &'e Example, keys: &HashMap<u32, u32>) -> Option<Lesson<'e>> {
    let row = |key: u32| keys.get(&key).copied().unwrap_or(NO_ROW);
    let words = example.sequence.words.iter();
    Some(Lesson {
        rows: words.map(|word| word.keys.map(row)).collect(),
        sequence: &example.sequence,
        parties: example.sequence.parties?,
        label: example.label,
    })
}

/// A network in training.
struct Learner {
    parameters: Parameters,
    dropout: Dropout<N_ROWS>,
}

impl Learner {
    /// A network of random weights: of so many numbers in a word's vector, in one direction of a gated layer, in the hidden
    /// layer.
    fn new(n_rows: usize, [word, hidden, dense]: [usize; 3], seed: u64) -> Self {
        let mut parameters = Parameters::new(seed);
        for (n_in, n_out) in [
            (VECTOR, word),
            (word, 2 * hidden * N_GATES),
            (2 * hidden, 2 * hidden * N_GATES),
            (4 * hidden, dense),
            (4 * hidden, dense),
            (dense, N_EVENTS),
        ] {
            parameters.matrix_part(n_in, n_out);
        }
        parameters.part(2 * hidden, 2 * hidden, 0.05);
        parameters.part(word, n_rows * word, 0.2);
        for layer in LAYERS {
            parameters.remember(layer);
        }
        parameters.complete();
        Self {
            parameters,
            dropout: DROPOUT,
        }
    }

    /// One step of learning from some sentences; gives the sum of their losses.
    fn learn(&mut self, lessons: &[&Lesson], rate: f32) -> f32 {
        let loss = self.gradients(lessons);
        self.parameters.step(rate, lessons.len() as f32);
        loss
    }

    /// Adds the gradients of some sentences; gives the sum of their losses.
    fn gradients(&mut self, lessons: &[&Lesson]) -> f32 {
        let ends = ends(lessons.iter().map(|lesson| lesson.rows.len()));
        let words = lessons.iter().flat_map(|lesson| {
            let seen = lesson.sequence.words.iter();
            let vectors = seen.map(|word| word.vector.as_slice());
            lesson.rows.iter().zip(vectors)
        });
        let dropout = self.dropout;
        let encoded = Encoded::new(&mut self.parameters, ROWS, &dropout, words, ends.clone());
        let attention = self.parameters.list(ATTENTION).to_vec();
        let parties = lessons.iter().map(|lesson| lesson.parties);
        let pooled = Pooled::new(&encoded.output, &attention, &ends, parties);
        let (loss, [parties_back, sentences_back]) = self.answer(&pooled, lessons);
        let (read_back, attention_back) =
            pooled.back(&encoded.output, &parties_back, &sentences_back);
        self.parameters.add(ATTENTION, &attention_back);
        encoded.back(&mut self.parameters, read_back);
        loss
    }

    /// Answers for sentences, with the gradients of the last layers; gives the sum of the losses, and the gradients of what
    /// is held at the parties and of the sentences.
    fn answer(&mut self, pooled: &Pooled, lessons: &[&Lesson]) -> (f32, [Array2<f32>; 2]) {
        let mut hidden = self.parameters.map(PARTIES, &pooled.parties);
        hidden += &self.parameters.map(SENTENCE, &pooled.sentences);
        hidden.mapv_inplace(|sum| sum.max(0.0));
        let mask = self.parameters.mask(hidden.dim(), self.dropout.activation);
        let kept = &hidden * &mask;
        let mut answers = self.parameters.map(EVENTS, &kept);
        let mut loss = 0.0;
        for (mut row, lesson) in answers.rows_mut().into_iter().zip(lessons) {
            softmax(row.as_slice_mut().expect("rows are whole"));
            for (event, answer) in row.iter_mut().enumerate() {
                let right = f32::from(u8::from(event == lesson.label));
                let wanted = right * (1.0 - SMOOTHING) + SMOOTHING / N_EVENTS as f32;
                loss -= wanted * answer.max(1e-9).ln();
                *answer -= wanted;
            }
        }
        let mut back = self.parameters.back(EVENTS, &kept, &answers) * &mask;
        back.zip_mut_with(&hidden, |back, &sum| {
            if sum <= 0.0 {
                *back = 0.0;
            }
        });
        let parties_back = self.parameters.back(PARTIES, &pooled.parties, &back);
        let sentences_back = self.parameters.back(SENTENCE, &pooled.sentences, &back);
        (loss, [parties_back, sentences_back])
    }

    /// The network as a file holds it; `keys` are those of the rows.
    fn trained(&self, keys: &HashMap<u32, u32>) -> TrainedNetwork {
        TrainedNetwork {
            rows: trained_rows(&self.parameters, ROWS, keys.iter()),
            matrices: (0..N_MATRICES)
                .map(|matrix| self.parameters.trained(matrix))
                .collect(),
            attention: self.parameters.list(ATTENTION).to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use detente::statements::training::{Network, SeenWord};

    use super::*;

    /// A sentence of some words, each with a row of its own and a row of all, and numbers that differ.
    fn sequence(n_words: usize, parties: [usize; 2]) -> Sequence {
        let word = |at: usize| {
            let mut vector = [0.0; VECTOR];
            vector
                .iter_mut()
                .enumerate()
                .for_each(|(place, number)| *number = ((at * 7 + place) % 5) as f32 / 4.0 - 0.5);
            let mut keys = [0; N_ROWS];
            keys[..2].copy_from_slice(&[at as u32 + 1, N_KEYS]);
            SeenWord {
                place: at,
                keys,
                vector,
            }
        };
        Sequence {
            words: (0..n_words).map(word).collect(),
            parties: Some(parties),
        }
    }

    /// Rows of four words, and that of all.
    const N_KEYS: u32 = 5;

    fn keys() -> HashMap<u32, u32> {
        (1..=N_KEYS).zip(0..).collect()
    }

    fn example(n_words: usize, parties: [usize; 2], label: usize) -> Example {
        Example {
            keys: Vec::new(),
            company: Vec::new(),
            sequence: sequence(n_words, parties),
            label,
            held_out: false,
            part: None,
        }
    }

    fn learner(activation: f64) -> Learner {
        let mut learner = Learner::new(N_KEYS as usize, [8, 4, 8], 2);
        learner.dropout = Dropout {
            rows: [0.0; N_ROWS],
            vector: 0.0,
            activation,
        };
        learner
    }

    #[test]
    fn gradients_are_slopes_of_the_loss() {
        const STEP: f32 = 0.003;
        let examples = [example(4, [2, 0], 3), example(2, [0, 1], 9)];
        let lessons = examples.each_ref().map(|e| lesson(e, &keys()).unwrap());
        let lessons = lessons.each_ref();
        let mut learner = learner(0.0);
        let loss = learner.gradients(&lessons);
        let gradients = learner.parameters.take_gradients();
        for (weight, &gradient) in gradients.iter().enumerate() {
            learner.parameters.nudge(weight, STEP);
            let above = (learner.gradients(&lessons) - loss) / STEP;
            learner.parameters.nudge(weight, -2.0 * STEP);
            let below = (loss - learner.gradients(&lessons)) / STEP;
            learner.parameters.nudge(weight, STEP);
            // The slopes on both sides differ where a maximum moves to another word, or a unit falls below zero.
            let margin = 0.002 + 0.02 * gradient.abs();
            assert!(
                (above.min(below) - margin..above.max(below) + margin).contains(&gradient),
                "weight {weight}: {below} to {above}, not {gradient}"
            );
        }
        assert!(gradients.iter().any(|gradient| gradient.abs() > 0.05));
    }

    #[test]
    fn what_is_learnt_reads_back() {
        let examples = [example(4, [2, 0], 3), example(4, [0, 2], 9)];
        let lessons = examples.each_ref().map(|e| lesson(e, &keys()).unwrap());
        let lessons = lessons.each_ref();
        let learnt = || {
            let mut learner = learner(0.1);
            for _ in 0..300 {
                learner.learn(&lessons, 0.01);
            }
            learner.trained(&keys()).encode()
        };
        let bytes = learnt();
        assert_eq!(bytes, learnt(), "two trainings give the same bytes");
        let network = Network::read(bytes).unwrap();
        for example in &examples {
            let scores = network.scores(std::slice::from_ref(&example.sequence));
            let [scores, _] = scores[0].unwrap();
            let best = (0..N_EVENTS).max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
            assert_eq!(best, Some(example.label));
        }
    }
}
