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
    Key::new(feature).done()
}

/// The key of a name in parts.
pub fn key_of_parts(parts: &[&str]) -> u32 {
    let key = parts
        .iter()
        .fold(Key::new(""), |key, part| key.and(part).and("|"));
    key.done()
}

/// The key of a name in the making (FNV-1a, folded).
#[derive(Clone, Copy)]
pub(super) struct Key(u64);

impl Key {
    /// How a name begins.
    pub fn new(start: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).and(start)
    }

    /// The beginning of a name, in parts.
    pub fn of(parts: &[&str]) -> Self {
        parts.iter().fold(Self::new(""), |key, part| key.and(part))
    }

    /// … that goes on so.
    #[inline]
    pub fn and(self, part: &str) -> Self {
        part.bytes().fold(self, Self::byte)
    }

    /// … with a byte.
    #[inline]
    pub fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    /// … with a number in decimal digits.
    pub fn number(self, number: u32) -> Self {
        let before = if number < 10 {
            self
        } else {
            self.number(number / 10)
        };
        before.byte(b'0' + (number % 10) as u8)
    }

    /// The key of the whole name.
    pub fn done(self) -> u32 {
        (self.0 ^ (self.0 >> 32)) as u32
    }
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
