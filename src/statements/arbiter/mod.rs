//! A small learned model that answers where rules tie or are silent.
//!
//! Two voices are trained by `cargo xtask train-arbiter` on `data/corpus/` alone, and averaged. The linear one sees words,
//! word pairs, tree paths and the rules' readings, and can say which of them spoke for an event. The network reads
//! the sentence word by word; it knows what a word does to those around it, and cannot be asked why.

mod features;
mod linear;
mod network;
mod sequence;
mod words;

pub use features::{Features, PLACES, features};
pub use linear::{LOUDNESS, Name, company_key, key};
pub use network::{Network, TrainedNetwork};
pub use sequence::{N_ROWS, SeenWord, Sequence, VECTOR};
pub use words::Words;

use std::borrow::Cow;

use self::linear::Linear;
use crate::error::Result;
use crate::mentions::Mention;
use crate::model::{Action, Status};
use crate::statements::marked::MarkedReading;
use crate::vocabulary::relations::Relations;

const LINEAR: &[u8] = include_bytes!("../../../data/relations/arbiter.bin");
const NETWORK: &[u8] = include_bytes!("../../../data/relations/arbiter-network.bin");

/// What holds between two parties of whom nothing is said.
pub const NOTHING: &str = "NONE";
/// The PLOVER events in the order of the model's labels, and [`NOTHING`].
pub const EVENTS: [&str; 16] = [
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
    "YIELD",
    NOTHING,
];

/// The network's share in the mean of log-probabilities. At .5 the F1 of the sentences kept aside is six thousandths higher,
/// that of the development briefs ten lower.
const NETWORK_SHARE: f64 = 0.44;

/// Where it is surer than this that nothing holds in either direction, no candidate comes of the pair, and the network is
/// not asked.
const SURELY_NOTHING: f64 = 0.95;

/// What the arbiter is asked about: two parties of a sentence. One may be missing where only the other is marked.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    /// The sentence.
    pub words: &'a Words<'a>,
    /// Whose act it would be.
    pub source: Option<&'a Mention>,
    /// Whom it would concern.
    pub target: Option<&'a Mention>,
    /// What the rules read of the two, best first.
    pub readings: &'a [MarkedReading],
    /// The rules' vocabulary.
    pub relations: &'a Relations,
    /// Whether any two actors of a text are asked about, between most of whom nothing holds, and not two whom somebody has
    /// marked because something does.
    pub whole_text: bool,
}

/// An event with its probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// PLOVER event.
    pub event: &'static str,
    /// From 0 to 1.
    pub probability: f64,
}

/// What the voices say of a pair in one direction: the probability of each of [`EVENTS`].
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// The linear voice.
    pub linear: [f64; EVENTS.len()],
    /// The network; the linear voice once more where it was not asked.
    pub network: [f64; EVENTS.len()],
    /// Both.
    pub both: [f64; EVENTS.len()],
}

/// The model.
pub struct Arbiter {
    linear: Linear,
    network: Network,
}

impl Arbiter {
    /// The embedded model.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::error::Error::Internal) if it was built with a model of another version.
    pub fn embedded() -> Result<Self> {
        Self::new(LINEAR, NETWORK)
    }

    /// A model of two trained voices, each a file.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::error::Error::Internal) if one is cut short or of another version.
    pub fn new(
        linear: impl Into<Cow<'static, [u8]>>,
        network: impl Into<Cow<'static, [u8]>>,
    ) -> Result<Self> {
        Ok(Self {
            linear: Linear::read(linear)?,
            network: Network::read(network)?,
        })
    }

    /// All events, the most probable first. Takes time in proportion to the length of the sentence.
    pub fn judge(&self, pair: &Pair<'_>) -> Vec<Verdict> {
        let mut probabilities = shares(&self.linear.scores(&features(pair)));
        if let [Some([scores, _])] = self.network.scores(&[Sequence::of(pair)])[..] {
            probabilities = both(&probabilities, &shares(&scores));
        }
        let mut verdicts: Vec<Verdict> = EVENTS
            .iter()
            .zip(probabilities)
            .map(|(event, probability)| Verdict { event, probability })
            .collect();
        verdicts.sort_by(|a, b| {
            b.probability
                .total_cmp(&a.probability)
                .then(a.event.cmp(b.event))
        });
        verdicts
    }

    /// What both voices say of pairs of one sentence, of each as it is and turned, whose readings are beside it.
    pub fn weigh(&self, pairs: &[(Pair<'_>, &[MarkedReading])]) -> Vec<[Opinion; 2]> {
        let linear = pairs.iter().map(|(pair, turned)| {
            let other = Pair {
                source: pair.target,
                target: pair.source,
                readings: turned,
                ..*pair
            };
            [pair, &other].map(|pair| shares(&self.linear.scores(&features(pair))))
        });
        let linear: Vec<_> = linear.collect();
        let nothing = |shares: &[f64; EVENTS.len()]| shares[EVENTS.len() - 1] > SURELY_NOTHING;
        let sequences = pairs.iter().zip(&linear).map(|((pair, _), linear)| {
            if linear.iter().all(nothing) {
                Sequence::default()
            } else {
                Sequence::of(pair)
            }
        });
        let network = self.network.scores(&sequences.collect::<Vec<_>>());
        let opinions = linear.into_iter().zip(network).map(|(linear, scores)| {
            let network = scores.map_or(linear, |scores| scores.map(|scores| shares(&scores)));
            std::array::from_fn(|way| Opinion {
                linear: linear[way],
                network: network[way],
                both: both(&linear[way], &network[way]),
            })
        });
        opinions.collect()
    }

    /// Those of some features that speak loudest for an event, with their weights, loudest first.
    ///
    /// They are those of the linear voice, which has about half of the say: they tell what spoke for the event, not that
    /// it was decisive. What the network makes of the words has no names.
    pub fn reasons(&self, named: &[String], event: &str, n: usize) -> Vec<(String, f64)> {
        let Some(label) = EVENTS.iter().position(|e| *e == event) else {
            return Vec::new();
        };
        let mut reasons: Vec<(String, f64)> = named
            .iter()
            .map(|feature| {
                (
                    feature.clone(),
                    self.linear.loudness(&[key(feature)])[label],
                )
            })
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        reasons.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        reasons.truncate(n);
        reasons
    }
}

/// Log-odds as probabilities.
pub fn shares<const N: usize>(scores: &[f64; N]) -> [f64; N] {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised = scores.map(|score| (score - top).exp());
    let total: f64 = raised.iter().sum();
    raised.map(|share| share / total)
}

/// What both voices say together: the mean of their log-probabilities.
pub fn both<const N: usize>(linear: &[f64; N], network: &[f64; N]) -> [f64; N] {
    /// What no voice is surer than.
    const LEAST: f64 = 1e-12;
    shares(&std::array::from_fn::<f64, N, _>(|event| {
        (1.0 - NETWORK_SHARE) * linear[event].max(LEAST).ln()
            + NETWORK_SHARE * network[event].max(LEAST).ln()
    }))
}

/// What is said when the model names an event that no rule has read.
pub(super) fn plain(event: &str) -> (Action, &'static str, Status) {
    match event {
        "ACCUSE" => (Action::Criticism, "criticise", Status::Done),
        "AGREE" => (Action::Cooperation, "cooperate", Status::Planned),
        "AID" => (Action::Aid, "give", Status::Done),
        "ASSAULT" => (Action::Violence, "attack", Status::Done),
        "COERCE" => (Action::Coercion, "ban", Status::Done),
        "CONSULT" => (Action::Meeting, "meet", Status::Done),
        "COOPERATE" => (Action::Cooperation, "cooperate", Status::Done),
        "MOBILIZE" => (Action::Forces, "deploy", Status::Done),
        "PROTEST" => (Action::Protest, "demonstrate", Status::Done),
        "REJECT" => (Action::Policy, "reject", Status::Refused),
        "REQUEST" => (Action::Policy, "demand", Status::Demanded),
        "SANCTION" => (Action::Cooperation, "suspend", Status::Ended),
        "THREATEN" => (Action::Policy, "threaten", Status::Threatened),
        "YIELD" => (Action::Policy, "yield", Status::Done),
        _ => (Action::Praise, "praise", Status::Done),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_voices_are_heard() {
        let linear = shares(&[2.0, 1.0, 0.0]);
        let network = shares(&[0.0, 1.0, 2.0]);
        assert_eq!(both(&linear, &linear).map(rounded), linear.map(rounded));
        let together = both(&linear, &network);
        assert!((together.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(together[0] < linear[0] && together[2] < network[2]);
        // What one holds for impossible, the other cannot carry alone.
        assert!(both(&[1.0, 0.0], &[0.0, 1.0]).iter().all(|p| p.is_finite()));
    }

    fn rounded(probability: f64) -> i64 {
        (probability * 1e9).round() as i64
    }
}
