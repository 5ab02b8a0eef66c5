//! Training the weigher: logistic regression over the traits of candidates.

use std::collections::{BTreeMap, HashMap};

use detente::pipeline::Reader;
use detente::statements::training::{Candidate, Traits};
use detente::statements::{EVENTS, Weigher};

use super::documents::{Said, Text};
use super::lbfgs::{self, dot};

/// Pull of every weight towards zero.
const PENALTY: f64 = 10.0;
/// Traits seen less often are left out.
const SEEN_MIN: usize = 3;

/// A candidate, and whether an annotator has drawn it.
pub struct Lesson {
    traits: Traits,
    right: bool,
}

/// The candidates of a text. What an annotator may leave out teaches nothing.
pub fn lessons(text: &Text, reader: &Reader) -> Vec<Lesson> {
    let document = text.document();
    let mut statements = reader.statement_reader();
    let mut lessons = Vec::new();
    for reading in reader.analyse(&document).readings() {
        let said = text.said(reading);
        for (candidate, traits) in statements.candidates(&document, reading) {
            let mut own = said
                .iter()
                .filter(|said| is_said(&candidate, said))
                .peekable();
            let right = own.peek().is_some();
            if !right || own.any(|said| !said.optional) {
                lessons.push(Lesson { traits, right });
            }
        }
    }
    lessons
}

fn is_said(candidate: &Candidate, said: &Said) -> bool {
    let ends = (candidate.source.as_str(), candidate.target.as_str());
    let event = match said.event.as_str() {
        "CONCEDE" | "RETREAT" => "YIELD",
        event => event,
    };
    EVENTS[candidate.event] == event
        && (ends == (&said.source, &said.target)
            || said.mutual && ends == (&said.target, &said.source))
}

/// Trains a weigher; gives it as a file.
pub fn train(lessons: &[Lesson], rounds: usize) -> Vec<u8> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (key, _) in lessons.iter().flat_map(|lesson| &lesson.traits.seen) {
        *counts.entry(*key).or_default() += 1;
    }
    counts.retain(|_, count| *count >= SEEN_MIN);
    let places: HashMap<u32, usize> = counts.into_keys().zip(0..).collect();
    let rows: Vec<Vec<(usize, f64)>> = lessons
        .iter()
        .map(|lesson| {
            let seen = lesson.traits.seen.iter();
            seen.filter_map(|(key, amount)| Some((*places.get(key)?, f64::from(*amount))))
                .collect()
        })
        .collect();
    let mut weights = vec![0.0; places.len()];
    let loss = |weights: &[f64]| {
        let mut slope: Vec<f64> = weights.iter().map(|weight| PENALTY * weight).collect();
        let mut loss = 0.5 * PENALTY * dot(weights, weights);
        for (row, lesson) in rows.iter().zip(lessons) {
            let odds: f64 = row
                .iter()
                .map(|(place, amount)| weights[*place] * amount)
                .sum();
            let right = if lesson.right { 1.0 } else { 0.0 };
            let probability = 1.0 / (1.0 + (-odds).exp());
            // The logarithm of 1 + e^x, without overflow.
            loss += odds.max(0.0) + (-odds.abs()).exp().ln_1p() - right * odds;
            for (place, amount) in row {
                slope[*place] += (probability - right) * amount;
            }
        }
        (loss, slope)
    };
    lbfgs::minimise(&mut weights, 4 * rounds, loss, |_, _| ());
    let n_right = lessons.iter().filter(|lesson| lesson.right).count();
    println!(
        "weigher: {} candidates, {n_right} of them drawn; {} traits",
        lessons.len(),
        places.len()
    );
    let mut weighed: Vec<(u32, f32)> = places
        .into_iter()
        .map(|(key, place)| (key, weights[place] as f32))
        .collect();
    weighed.retain(|(_, weight)| *weight != 0.0);
    Weigher::encode(weighed)
}
