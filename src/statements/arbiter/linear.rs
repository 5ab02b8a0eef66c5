//! The linear voice: weights of named features and of the numbers of mean word vectors.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

use std::borrow::Cow;

use super::EVENTS;
use super::features::{Features, PLACES};
use crate::error::Result;
use crate::language::linear::{Kernel, Work, on_cpu};
use crate::language::{N_COMPANY, N_LABELS_MAX, Weights};

/// Scores are read as log-odds after division by this: the largest weight is stored as 32,000 (see `language::Weights`).
const SCALE: f64 = 32_000.0;

/// The weight that training normalises its loudest feature to, so that probabilities survive the storage format.
pub const LOUDNESS: f64 = 4.0;

/// The key of a feature in the weights file.
pub fn key(feature: &str) -> u32 {
    Key::new(feature).done()
}

/// A name in parts, in the making.
#[derive(Clone, Copy)]
pub struct Name(Key);

impl Name {
    /// Some parts.
    pub fn of(parts: &[&str]) -> Self {
        parts
            .iter()
            .fold(Self(Key::new("")), |name, part| name.and(part))
    }

    /// … and one more.
    #[inline]
    pub fn and(self, part: &str) -> Self {
        Self(self.0.and(part).and("|"))
    }

    /// The key of the whole name.
    pub fn key(self) -> u32 {
        self.0.done()
    }
}

/// The key of a name in the making (FNV-1a, folded).
#[derive(Clone, Copy)]
pub struct Key(u64);

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
            weights: Weights::read(bytes, EVENTS.len())?,
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
        on_cpu(Listening {
            weights: &self.company,
            company: &seen.company,
            scores: &mut scores,
        });
        scores
    }

    /// The summed weights of features, by event.
    pub fn loudness(&self, keys: &[u32]) -> [f64; EVENTS.len()] {
        let mut scores = [0_i32; N_LABELS_MAX];
        self.weights.score(keys, &mut Vec::new(), &mut scores);
        std::array::from_fn(|label| f64::from(scores[label]) / SCALE * LOUDNESS)
    }
}

/// What company says, added to the scores.
struct Listening<'a> {
    weights: &'a [[f64; EVENTS.len()]],
    company: &'a [f32],
    scores: &'a mut [f64; EVENTS.len()],
}

impl Work for Listening<'_> {
    #[inline(always)]
    fn run(self, _: impl Kernel) {
        let mut scores = *self.scores;
        for (weights, &amount) in self.weights.iter().zip(self.company) {
            let amount = f64::from(amount);
            for event in 0..EVENTS.len() {
                scores[event] += weights[event] * amount;
            }
        }
        *self.scores = scores;
    }
}
