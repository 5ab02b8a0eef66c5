//! A second look at candidates, when those of the whole text have been weighed: what else the text may say of the same
//! actors.

use rustc_hash::FxHashMap;

use super::candidates::Candidate;
use super::traits::{Collector, Traits, UNIT, log_odds};
use crate::model::ActorId;
use crate::statements::arbiter::EVENTS;

/// Sentences before and after that belong to the same matter.
const REACH: usize = 12;
/// Less probable than this at first sight, a candidate says nothing of others.
const LEAST: f64 = 0.02;

/// Steps of probabilities.
const PROBABILITIES: &[f64] = &[0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/// Steps of their sums within a sentence, and over those before or after.
const SUMS: &[f64] = &[0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0];
const WIDE_SUMS: &[f64] = &[0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0];

/// Whether the rest of the text can change what is made of a candidate.
fn is_open(probability: f64) -> bool {
    probability >= LEAST
}

/// What is seen of one candidate in the light of another.
#[derive(Clone, Copy)]
struct Seen {
    source: u32,
    target: u32,
    event: usize,
    probability: f64,
}

impl Seen {
    fn is_of_two(&self, other: &Self) -> bool {
        (self.source, self.target) == (other.source, other.target)
    }

    fn is_turned(&self, other: &Self) -> bool {
        (self.source, self.target) == (other.target, other.source)
    }

    fn involves(&self, actor: u32) -> bool {
        self.source == actor || self.target == actor
    }
}

/// The traits of all candidates of a text, sentence by sentence, each with its probability at first sight; `None` for
/// those that stay as they are. Takes time in proportion to the number of sentences.
pub fn traits<'c, S, C>(sentences: S) -> Vec<Vec<Option<Traits>>>
where
    S: IntoIterator<Item = C>,
    C: IntoIterator<Item = (&'c Candidate, f64)>,
{
    let mut actors: FxHashMap<&ActorId, u32> = FxHashMap::default();
    let mut number = |actor: &'c ActorId| {
        let next = actors.len() as u32;
        *actors.entry(actor).or_insert(next)
    };
    let mut all: Vec<Vec<(&Candidate, Seen)>> = Vec::new();
    for sentence in sentences {
        let seen = sentence.into_iter().map(|(candidate, probability)| {
            let seen = Seen {
                source: number(&candidate.source),
                target: number(&candidate.target),
                event: candidate.event,
                probability,
            };
            (candidate, seen)
        });
        all.push(seen.collect());
    }
    let open: Vec<Vec<Seen>> = all
        .iter()
        .map(|sentence| {
            let seen = sentence.iter().map(|(_, seen)| *seen);
            seen.filter(|seen| is_open(seen.probability)).collect()
        })
        .collect();
    all.iter()
        .enumerate()
        .map(|(at, sentence)| {
            let before = &open[at.saturating_sub(REACH)..at];
            let after = &open[at + 1..(at + 1 + REACH).min(open.len())];
            let of = |(candidate, seen): &(&Candidate, Seen)| {
                is_open(seen.probability).then(|| {
                    let mut collector = of_itself(candidate, seen);
                    beside(seen, &open[at], &mut collector);
                    around("before", seen, before, &mut collector);
                    around("after", seen, after, &mut collector);
                    collector.step("sentence", at as f64, &[1.0, 2.0, 3.0, 5.0, 7.0, 10.0]);
                    collector.traits
                })
            };
            sentence.iter().map(of).collect()
        })
        .collect()
}

/// What was made of it at first sight.
fn of_itself(candidate: &Candidate, own: &Seen) -> Collector {
    let event = EVENTS[own.event];
    let mut collector = Collector::new("", None);
    let odds = log_odds(own.probability) / UNIT;
    collector.any(&[]);
    collector.any(&[candidate.origin.letter()]);
    collector.any(&["event", event]);
    collector.amount(&["own"], odds);
    collector.amount(&["own of", event], odds);
    collector.step("own", own.probability, PROBABILITIES);
    collector
}

/// What else the sentence may say.
fn beside(own: &Seen, sentence: &[Seen], collector: &mut Collector) {
    let others = || {
        let same = |other: &Seen| own.is_of_two(other) && own.event == other.event;
        sentence.iter().filter(move |other| !same(other))
    };
    let mut best = |name: &str, of: &dyn Fn(&Seen) -> bool| {
        let most = others()
            .filter(|other| of(other))
            .fold(0.0_f64, |most, other| most.max(other.probability));
        collector.step(name, most, PROBABILITIES);
    };
    best("of the two", &|o| o.is_of_two(own));
    best("of source and event", &|o| {
        o.source == own.source && o.event == own.event
    });
    best("of target and event", &|o| {
        o.target == own.target && o.event == own.event
    });
    best("turned", &|o| o.is_turned(own) && o.event == own.event);
    best("turned of any event", &|o| o.is_turned(own));
    best("of the event", &|o| o.event == own.event);
    best("of any", &|_| true);
    best("of the source", &|o| o.source == own.source);
    best("of the target", &|o| o.target == own.target);
    best("of the target as source", &|o| {
        o.source == own.target && o.event == own.event
    });
    let probable = others().filter(|other| other.probability > own.probability);
    collector.count("rank", probable.count(), 8);
    let sum = |of: &dyn Fn(&Seen) -> bool| -> f64 {
        let those = sentence.iter().filter(|other| of(other));
        those.map(|other| other.probability).sum()
    };
    collector.step("sum", sum(&|_| true), SUMS);
    let of_source = sum(&|o| o.source == own.source && o.event == own.event);
    collector.step("sum of source and event", of_source, SUMS);
    collector.step("candidates", sentence.len() as f64, SUMS);
}

/// What the sentences before or after may say.
fn around(place: &str, own: &Seen, sentences: &[Vec<Seen>], collector: &mut Collector) {
    let (mut same, mut of_two, mut of_source, mut of_target) = (0.0_f64, 0.0, 0.0, 0.0);
    for other in sentences.iter().flatten() {
        if own.is_of_two(other) || own.is_turned(other) {
            of_two += other.probability;
        }
        if own.is_of_two(other) && own.event == other.event {
            same = same.max(other.probability);
        }
        if other.involves(own.source) {
            of_source += other.probability;
        }
        if other.involves(own.target) {
            of_target += other.probability;
        }
    }
    for (name, number, steps) in [
        ("same", same, PROBABILITIES),
        ("of the two", of_two, WIDE_SUMS),
        ("of the source", of_source, WIDE_SUMS),
        ("of the target", of_target, WIDE_SUMS),
    ] {
        collector.step_of([place, name], number, steps);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::arbiter::Name;
    use crate::statements::weighing::Origin;

    fn candidate(source: &str, target: &str, event: usize) -> Candidate {
        Candidate {
            source: ActorId::new(source),
            target: ActorId::new(target),
            event,
            origin: Origin::Pair,
            pair: None,
            lacking: None,
        }
    }

    fn has(traits: Option<&Traits>, name: &[&str]) -> bool {
        let key = Name::of(name).key();
        traits.is_some_and(|traits| traits.seen.iter().any(|(own, _)| *own == key))
    }

    #[test]
    fn the_rest_of_a_text_is_seen() {
        let [met, again, turned, other] = [
            candidate("NOR", "DNK", 5),
            candidate("NOR", "DNK", 5),
            candidate("DNK", "NOR", 5),
            candidate("SWE", "FIN", 2),
        ];
        let first = vec![(&met, 0.55), (&turned, 0.35)];
        let second = vec![(&again, 0.85), (&other, 0.01)];
        let traits = traits([first, second]);
        let of = |sentence: usize, nth: usize| traits[sentence][nth].as_ref();
        assert!(of(1, 1).is_none(), "what is not open stays as it is");
        assert!(has(of(0, 0), &["after", "same", ":"]));
        assert!(has(of(0, 0), &["before", "same", "0"]));
        assert!(has(of(1, 0), &["before", "same", "7"]));
        // Both directions are of the two.
        assert!(has(of(1, 0), &["before", "of the two", "2"]));
        assert!(has(of(0, 1), &["", "turned", "7"]));
        assert!(has(of(0, 1), &["", "rank", "1"]) && has(of(0, 0), &["", "rank", "0"]));
    }

    #[test]
    fn a_book_is_no_slower_than_a_page() {
        let one = candidate("NOR", "DNK", 5);
        let sentences = vec![vec![(&one, 0.5)]; 40];
        let traits = traits(sentences);
        let sum = |at: usize| has(traits[at][0].as_ref(), &["after", "of the two", "6"]);
        assert!(sum(0) && !sum(35), "twelve sentences on, no more");
    }
}
