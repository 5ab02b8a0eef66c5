//! The linear voice: weights of named features and of the numbers of mean word vectors.

use std::borrow::Cow;

use super::EVENTS;
use super::features::{Features, PLACES};
use crate::error::Result;
use crate::language::{N_COMPANY, N_LABELS_MAX, Weights};

/// Scores are read as log-odds after division by this: the largest weight is stored as 32,000 (see `language::Weights`).
const SCALE: f64 = 32_000.0;

/// The weight that training normalises its loudest feature to, so that probabilities survive the storage format.
pub const LOUDNESS: f64 = 4.0;

/// The key of a feature in the weights file.
pub fn key(feature: &str) -> u32 {
    key_of(feature.bytes())
}

/// The key of a name in parts.
pub fn key_of_parts(parts: &[&str]) -> u32 {
    key_of(parts.iter().flat_map(|part| part.bytes().chain([b'|'])))
}

/// The key of some bytes (FNV-1a, folded).
pub(super) fn key_of(bytes: impl Iterator<Item = u8>) -> u32 {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as u32
}

/// The key of a number of [`Features::company`] in the weights file.
pub fn company_key(number: usize) -> u32 {
    key(&format!(
        "company:{}:{}",
        PLACES[number / N_COMPANY],
        number % N_COMPANY
    ))
}

/// The linear model.
pub(super) struct Linear {
    weights: Weights,
    /// Weights of the numbers of [`Features::company`], by event.
    company: Vec<[f64; EVENTS.len()]>,
}

impl Linear {
    /// Reads a file.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self> {
        let mut linear = Self {
            weights: Weights::read(bytes)?,
            company: Vec::new(),
        };
        linear.company = (0..PLACES.len() * N_COMPANY)
            .map(|number| linear.loudness(&[company_key(number)]))
            .collect();
        Ok(linear)
    }

    /// Log-odds of all events.
    pub fn scores(&self, seen: &Features) -> [f64; EVENTS.len()] {
        let mut scores = self.loudness(&seen.keys);
        for (weights, &amount) in self.company.iter().zip(&seen.company) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight * f64::from(amount);
            }
        }
        scores
    }

    /// The summed weights of features, by event.
    pub fn loudness(&self, keys: &[u32]) -> [f64; EVENTS.len()] {
        let mut scores = [0_i32; N_LABELS_MAX];
        self.weights.score(keys, &mut Vec::new(), &mut scores);
        std::array::from_fn(|label| f64::from(scores[label]) / SCALE * LOUDNESS)
    }
}
