//! Training the weighers: logistic regression over the traits of candidates, at first sight and again.

use std::collections::{BTreeMap, HashMap};

use detente::pipeline::Reader;
use detente::statements::training::{Candidate, Traits, traits_again};
use detente::statements::{EVENTS, Weigher};

use super::documents::{N_PARTS, Said, Text};
use super::lbfgs::{self, dot};

/// Pull of every weight towards zero.
const PENALTY: f64 = 10.0;
/// Traits seen less often are left out.
const SEEN_MIN: usize = 3;

/// A candidate, and whether an annotator has drawn it.
pub struct Lesson {
    candidate: Candidate,
    traits: Traits,
    /// Nothing if an annotator may leave it out: then it teaches nothing.
    right: Option<bool>,
}

/// The candidates of a text, sentence by sentence.
pub struct Lessons {
    part: usize,
    sentences: Vec<Vec<Lesson>>,
}

/// The candidates of a text.
pub fn lessons(text: &Text, reader: &Reader) -> Lessons {
    let document = text.document();
    let mut statements = reader.statement_reader();
    let mut sentences = Vec::new();
    for reading in reader.analyse(&document).readings() {
        let said = text.said(reading.sentence);
        let candidates = statements.candidates(&document, reading).into_iter();
        let lessons = candidates.map(|(candidate, traits)| {
            let own: Vec<_> = said.iter().filter(|s| is_said(&candidate, s)).collect();
            let teaches = own.is_empty() || own.iter().any(|said| !said.optional);
            Lesson {
                right: teaches.then_some(!own.is_empty()),
                candidate,
                traits,
            }
        });
        sentences.push(lessons.collect());
    }
    Lessons {
        part: text.part(),
        sentences,
    }
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

/// Trains both weighers; gives them as files, that of the first sight first.
///
/// The second learns from what a first one says of texts that have not trained it.
pub fn train(texts: &[Lessons], rounds: usize) -> [Vec<u8>; 2] {
    let first_of = |part: Option<usize>| {
        let others = texts.iter().filter(|text| Some(text.part) != part);
        let lessons = others.flat_map(|text| text.sentences.iter().flatten());
        let lessons = lessons.filter_map(|lesson| Some((&lesson.traits, lesson.right?)));
        weigher("weigher", &lessons.collect::<Vec<_>>(), rounds)
    };
    let mut again: Vec<(Traits, bool)> = Vec::new();
    for part in 0..N_PARTS {
        let first = Weigher::read(&first_of(Some(part))).expect("a weigher reads back");
        for text in texts.iter().filter(|text| text.part == part) {
            let sight = |lesson: &'_ Lesson| first.probability(&lesson.traits);
            let traits = traits_again(text.sentences.iter().map(|sentence| {
                let lessons = sentence.iter();
                lessons.map(|lesson| (&lesson.candidate, sight(lesson)))
            }));
            let lessons = text.sentences.iter().flatten();
            for (lesson, traits) in lessons.zip(traits.into_iter().flatten()) {
                again.extend(traits.zip(lesson.right));
            }
        }
    }
    let again: Vec<(&Traits, bool)> = again.iter().map(|(t, right)| (t, *right)).collect();
    [first_of(None), weigher("weigher again", &again, rounds)]
}

/// Trains a weigher of candidates that an annotator has drawn or not; gives it as a file.
fn weigher(name: &str, lessons: &[(&Traits, bool)], rounds: usize) -> Vec<u8> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (key, _) in lessons.iter().flat_map(|(traits, _)| &traits.seen) {
        *counts.entry(*key).or_default() += 1;
    }
    counts.retain(|_, count| *count >= SEEN_MIN);
    let places: HashMap<u32, usize> = counts.into_keys().zip(0..).collect();
    let rows: Vec<Vec<(usize, f64)>> = lessons
        .iter()
        .map(|(traits, _)| {
            let seen = traits.seen.iter();
            seen.filter_map(|(key, amount)| Some((*places.get(key)?, f64::from(*amount))))
                .collect()
        })
        .collect();
    let mut weights = vec![0.0; places.len()];
    let loss = |weights: &[f64]| {
        let mut slope: Vec<f64> = weights.iter().map(|weight| PENALTY * weight).collect();
        let mut loss = 0.5 * PENALTY * dot(weights, weights);
        for (row, (_, right)) in rows.iter().zip(lessons) {
            let odds: f64 = row
                .iter()
                .map(|(place, amount)| weights[*place] * amount)
                .sum();
            let right = if *right { 1.0 } else { 0.0 };
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
    let n_right = lessons.iter().filter(|(_, right)| *right).count();
    println!(
        "{name}: {} candidates, {n_right} of them drawn; {} traits",
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
