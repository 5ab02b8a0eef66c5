//! The linear voice.

use std::collections::{BTreeMap, HashMap};

use detente::language::training::Row;
use detente::language::{N_COMPANY, N_LABELS_MAX};
use detente::statements::training::{LOUDNESS, PLACES, company_key};

use super::lbfgs::{self, dot};
use super::{Example, N_EVENTS, Options};

/// Weights by feature, then by event: named features first, then the numbers of the mean vectors.
pub struct Model {
    /// Where each feature's weights stand.
    pub places: HashMap<u32, usize>,
    weights: Vec<f64>,
}

const N_NUMBERS: usize = PLACES.len() * N_COMPANY;

/// Multinomial logistic regression with a quadratic penalty, fitted by L-BFGS (Liu and Nocedal 1989), so that two
/// trainings give the same bytes.
pub fn train(examples: &[&Example], options: &Options) -> Model {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for example in examples {
        for &key in &example.keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let places: HashMap<u32, usize> = counts
        .into_iter()
        .filter(|&(_, n)| n >= options.at_least)
        .enumerate()
        .map(|(place, (key, _))| (key, place))
        .collect();
    let n = (places.len() + N_NUMBERS) * N_EVENTS;
    let mut model = Model {
        places,
        weights: vec![0.0; n],
    };
    let rows: Vec<Vec<usize>> = examples.iter().map(|e| model.rows(&e.keys)).collect();
    let mut weights = std::mem::take(&mut model.weights);
    lbfgs::minimise(
        &mut weights,
        options.rounds,
        |weights| model.loss(weights, examples, &rows, options.penalty),
        |round, loss| {
            if round % 10 == 0 {
                eprintln!("round {round} loss {:.5}", loss / examples.len() as f64);
            }
        },
    );
    model.weights = weights;
    model
}

impl Model {
    /// The places of those features that have weights.
    pub fn rows(&self, keys: &[u32]) -> Vec<usize> {
        keys.iter()
            .filter_map(|key| self.places.get(key).copied())
            .collect()
    }

    /// The probability of each event.
    pub fn predict(&self, rows: &[usize], company: &[f32]) -> [f64; N_EVENTS] {
        self.predict_by(&self.weights, rows, company)
    }

    fn predict_by(&self, weights: &[f64], rows: &[usize], company: &[f32]) -> [f64; N_EVENTS] {
        let mut scores = [0.0; N_EVENTS];
        for &row in rows {
            for (score, weight) in scores.iter_mut().zip(&weights[row * N_EVENTS..]) {
                *score += weight;
            }
        }
        let dense = &weights[self.places.len() * N_EVENTS..];
        for (weights, &amount) in dense.chunks_exact(N_EVENTS).zip(company) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight * f64::from(amount);
            }
        }
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = scores.iter().map(|s| (s - top).exp()).sum();
        scores.map(|s| (s - top).exp() / total)
    }

    /// Loss over all examples with the penalty, and its slope: halves on two threads, added up in order, so that two
    /// trainings give the same bytes.
    fn loss(
        &self,
        weights: &[f64],
        examples: &[&Example],
        rows: &[Vec<usize>],
        penalty: f64,
    ) -> (f64, Vec<f64>) {
        let middle = examples.len() / 2;
        let ((left, mut slope), (right, more)) = std::thread::scope(|scope| {
            let other = scope.spawn(|| self.loss_of(weights, &examples[middle..], &rows[middle..]));
            let own = self.loss_of(weights, &examples[..middle], &rows[..middle]);
            (
                own,
                other
                    .join()
                    .unwrap_or_else(|_| unreachable!("sums do not panic")),
            )
        });
        for ((slope, more), weight) in slope.iter_mut().zip(&more).zip(weights) {
            *slope += more + penalty * weight;
        }
        (left + right + 0.5 * penalty * dot(weights, weights), slope)
    }

    /// Loss over examples without the penalty, and its slope.
    fn loss_of(
        &self,
        weights: &[f64],
        examples: &[&Example],
        rows: &[Vec<usize>],
    ) -> (f64, Vec<f64>) {
        let mut loss = 0.0;
        let mut slope = vec![0.0; weights.len()];
        let numbers = self.places.len() * N_EVENTS;
        for (example, rows) in examples.iter().zip(rows) {
            let mut errors = self.predict_by(weights, rows, &example.company);
            loss -= errors[example.label].max(1e-300).ln();
            errors[example.label] -= 1.0;
            for &row in rows {
                for (slope, error) in slope[row * N_EVENTS..].iter_mut().zip(&errors) {
                    *slope += error;
                }
            }
            for (slope, &amount) in slope[numbers..]
                .chunks_exact_mut(N_EVENTS)
                .zip(&example.company)
            {
                for (slope, error) in slope.iter_mut().zip(&errors) {
                    *slope += error * f64::from(amount);
                }
            }
        }
        (loss, slope)
    }
}

/// Smaller weights are left out of the file.
const SMALLEST: f64 = 0.02;

pub fn weights(model: &Model) -> Vec<Row> {
    let numbers = (0..N_NUMBERS).map(|number| (company_key(number), model.places.len() + number));
    let mut rows: Vec<Row> = model
        .places
        .iter()
        .map(|(&key, &place)| (key, place))
        .chain(numbers)
        .map(|(key, place)| {
            let labels = model.weights[place * N_EVENTS..][..N_EVENTS]
                .iter()
                .enumerate()
                .filter(|(_, w)| w.abs() > SMALLEST)
                .map(|(label, w)| (label as u8, w.clamp(-LOUDNESS, LOUDNESS) as f32))
                .collect();
            (key, labels)
        })
        .filter(|(key, labels): &Row| *key != 0 && !labels.is_empty())
        .collect();
    // The format scales by the loudest weight; an unused label carries LOUDNESS so that the scale is known.
    rows.push((0, vec![((N_LABELS_MAX - 1) as u8, LOUDNESS as f32)]));
    rows
}
