//! Which candidates become statements, and how sure each is: a small learned model weighs what frames, the arbiter and the
//! text before say of two actors; when a whole text has been weighed, another weighs each candidate again in the light
//! of all others.
//!
//! Both are trained by `cargo xtask train-arbiter` on annotated texts (`data/corpus/briefs/`), on the probability that an
//! annotator draws the statement.

mod again;
mod candidates;
mod pairs;
mod spoken;
mod traits;

pub use again::traits as traits_again;
pub use candidates::Candidate;
pub use candidates::{Framed, Origin, Scene};
pub use pairs::{Judged, judged};
pub use pairs::{MentionPair, mention_pairs};
pub use spoken::Spoken;
pub use traits::Traits;

use super::act::{Act, Filler};
use super::arbiter::{EVENTS, plain};
use crate::error::{Error, Result};
use crate::language::wire::Reader;
use crate::mentions::Mention;
use crate::model::{Action, ActorId, Reason, Status};

const MODEL: &[u8] = include_bytes!("../../../data/relations/weigher.bin");
const AGAIN: &[u8] = include_bytes!("../../../data/relations/weigher-again.bin");

/// First bytes of a weigher's file; the digit changes with the format and with the traits.
const MAGIC: &[u8] = b"DTG1";

/// Below this probability a statement of frames is not made. Raising it trades recall for precision.
const LEAST_OF_FRAMES: f64 = 0.2;
/// Frames that are this sure …
const SURE: f64 = 0.5;
/// … fall only below this probability: states of affairs are often left out by annotators, and no mistake.
const LEAST_OF_SURE: f64 = 0.09;
/// Below this probability one that no frame has read is not made. Raising it trades recall for precision.
const LEAST_OF_OTHERS: f64 = 0.35;
/// The same in a sentence by itself, which no text bears out.
const LEAST_OF_LONE: f64 = 0.37;

/// Events that are mostly mutual: told in one direction, they are not told in the other.
const MUTUAL: [&str; 4] = ["CONSULT", "AGREE", "SUPPORT", "COOPERATE"];

/// A candidate with its probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The candidate.
    pub candidate: Candidate,
    /// From 0 to 1.
    pub probability: f64,
    /// Whether it becomes a statement.
    pub accepted: bool,
}

/// Both models.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighers {
    /// At first sight.
    pub first: Weigher,
    /// When the rest of the text is known.
    pub again: Weigher,
}

impl Weighers {
    /// The embedded models.
    ///
    /// # Errors
    /// [`Error::Internal`] if it was built with a model of another version.
    pub fn embedded() -> Result<Self> {
        Ok(Self {
            first: Weigher::read(MODEL)?,
            again: Weigher::read(AGAIN)?,
        })
    }

    /// All candidates of a sentence at first sight: those of frames in their order, then the others, the most probable
    /// first. None is accepted yet.
    pub fn weigh(&self, scene: &Scene<'_>) -> Vec<Weighed> {
        let mut weighed: Vec<Weighed> = scene
            .candidates()
            .into_iter()
            .map(|candidate| Weighed {
                probability: self.first.probability(&traits::traits(scene, &candidate)),
                candidate,
                accepted: false,
            })
            .collect();
        sort(&mut weighed);
        weighed
    }

    /// Weighs the candidates of a whole text again, sentence by sentence.
    pub fn weigh_again<'w>(&self, sentences: impl IntoIterator<Item = &'w mut Vec<Weighed>>) {
        let mut sentences: Vec<&mut Vec<Weighed>> = sentences.into_iter().collect();
        // A sentence by itself has no text to be seen in.
        if sentences.len() < 2 {
            return;
        }
        let traits = again::traits(sentences.iter().map(|sentence| {
            let weighed = sentence.iter();
            weighed.map(|weighed| (&weighed.candidate, weighed.probability))
        }));
        for (sentence, traits) in sentences.iter_mut().zip(traits) {
            for (weighed, traits) in sentence.iter_mut().zip(traits) {
                if let Some(traits) = traits {
                    weighed.probability = self.again.probability(&traits);
                }
            }
            sort(sentence);
        }
    }
}

/// Those of frames in their order, then the others, the most probable first.
fn sort(weighed: &mut [Weighed]) {
    weighed.sort_by(|one, other| {
        let frames = other.is_by_frames().cmp(&one.is_by_frames());
        let probable = other.probability.total_cmp(&one.probability);
        frames.then(if one.is_by_frames() {
            std::cmp::Ordering::Equal
        } else {
            probable
        })
    });
}

impl Weighed {
    fn is_by_frames(&self) -> bool {
        matches!(self.candidate.origin, Origin::Frame | Origin::Completed)
    }
}

/// Decides which candidates of a sentence become statements; whether it stands alone, or in a text.
pub fn accept(scene: &Scene<'_>, weighed: &mut [Weighed], alone: bool) {
    let least_of_others = if alone {
        LEAST_OF_LONE
    } else {
        LEAST_OF_OTHERS
    };
    for at in 0..weighed.len() {
        let own = &weighed[at];
        let accepted = if own.is_by_frames() {
            let sure = scene.sureness(&own.candidate) >= SURE;
            let least = if sure { LEAST_OF_SURE } else { LEAST_OF_FRAMES };
            own.probability >= least
        } else {
            own.probability >= least_of_others && !contradicted(scene, weighed, &own.candidate)
        };
        weighed[at].accepted = accepted;
    }
}

/// A model: a weight for each trait.
#[derive(Debug, Clone, PartialEq)]
pub struct Weigher {
    /// Keys in ascending order, with their weights.
    weights: Vec<(u32, f32)>,
}

impl Weigher {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::Internal`] if it is cut short or of another version.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let broken = || Error::Internal("the weigher is cut short or of another version".into());
        let mut reader = Reader::new(bytes);
        if reader.take(MAGIC.len()) != Some(MAGIC) || !reader.left().is_multiple_of(8) {
            return Err(broken());
        }
        let mut weights = Vec::with_capacity(reader.left() / 8);
        while let (Some(key), Some(weight)) = (reader.take(4), reader.take(4)) {
            let four = |bytes: &[u8]| <[u8; 4]>::try_from(bytes).map_err(|_| broken());
            weights.push((
                u32::from_le_bytes(four(key)?),
                f32::from_le_bytes(four(weight)?),
            ));
        }
        if !weights.is_sorted_by(|one, other| one.0 < other.0) {
            return Err(broken());
        }
        Ok(Self { weights })
    }

    /// A model of weights by key, as a file.
    pub fn encode(mut weights: Vec<(u32, f32)>) -> Vec<u8> {
        weights.sort_unstable_by_key(|(key, _)| *key);
        let mut bytes = MAGIC.to_vec();
        for (key, weight) in weights {
            bytes.extend(key.to_le_bytes());
            bytes.extend(weight.to_le_bytes());
        }
        bytes
    }

    /// The probability that an annotator would draw what has these traits.
    pub fn probability(&self, traits: &Traits) -> f64 {
        let odds: f64 = traits.seen.iter().map(|seen| self.weight(*seen)).sum();
        1.0 / (1.0 + (-odds).exp())
    }

    /// What a trait adds to the log-odds.
    fn weight(&self, (key, amount): (u32, f32)) -> f64 {
        let place = self.weights.binary_search_by_key(&key, |(key, _)| *key);
        place.map_or(0.0, |place| {
            f64::from(self.weights[place].1) * f64::from(amount)
        })
    }

    /// The traits of a candidate that weigh most, for and against it, heaviest first.
    pub fn reasons(&self, scene: &Scene<'_>, candidate: &Candidate) -> Vec<Reason> {
        /// So many are told.
        const N_REASONS: usize = 6;
        let (traits, names) = traits::named_traits(scene, candidate);
        let mut reasons: Vec<Reason> = names
            .into_iter()
            .zip(traits.seen)
            .map(|(name, seen)| Reason {
                name,
                weight: self.weight(seen),
            })
            .collect();
        reasons.sort_by(|one, other| other.weight.abs().total_cmp(&one.weight.abs()));
        reasons.truncate(N_REASONS);
        reasons
    }
}

/// Whether the sentence, or what of it has been accepted, speaks against a candidate that no frame has read.
fn contradicted(scene: &Scene<'_>, weighed: &[Weighed], candidate: &Candidate) -> bool {
    let (source, target) = (&candidate.source, &candidate.target);
    // "If Oslo attacks Bern", "failed to meet": what the words take back is not told.
    if scene
        .dropped
        .iter()
        .any(|dropped| dropped.joins(source, target))
    {
        return true;
    }
    let mut accepted = weighed.iter().filter(|weighed| weighed.accepted);
    let told = accepted.any(|weighed| {
        let turned = &weighed.candidate;
        turned.event == candidate.event
            && (MUTUAL.contains(&EVENTS[candidate.event]) || scene.is_mutual(candidate))
            && (&turned.source, &turned.target) == (target, source)
    });
    // "A meeting was put off": that it was held is another reading of the same act.
    let (action, ..) = plain(EVENTS[candidate.event]);
    let undone = scene.framed.iter().any(|framed| {
        let statement = &framed.statement;
        let ends = [&statement.source.principal, &statement.target.principal];
        let taken_back = statement.action == action
            && matches!(
                statement.status,
                Status::Postponed | Status::Ended | Status::Refused | Status::Denied
            );
        // "Sent troops": they are not sent as help, too.
        let sent = statement.action == Action::Forces && action == Action::Aid;
        (taken_back || sent)
            && (ends == [source, target] || ends == [target, source])
            && weighed
                .iter()
                .any(|weighed| weighed.accepted && weighed.candidate.is_of(framed))
    });
    // Which of its two parties an act lacks is often a guess, and whom a pronoun means another.
    let guessed = candidate.lacking.as_ref().is_some_and(|lacking| {
        let act = &scene.acts[lacking.act];
        let mut known = act.sources.iter().chain(&act.targets);
        scene.is_likelier_turned(candidate)
            || candidate.origin == Origin::Pair && known.all(|known| scene.is_pronoun(known))
    });
    told || undone
        || guessed
        || scene.is_gathered(candidate)
        || scene.is_nested(candidate)
        || is_taken(scene, weighed, candidate)
}

/// Whether another party than the one that the words name would do what they are told to do.
fn is_taken(scene: &Scene<'_>, weighed: &[Weighed], candidate: &Candidate) -> bool {
    let Some(lacking) = candidate.lacking.as_ref().filter(|l| l.guessed.is_some()) else {
        return false;
    };
    let act = &scene.acts[lacking.act];
    let has = |side: &[Filler], actor: &ActorId| side.iter().any(|f| f.party.principal == *actor);
    weighed.iter().any(|weighed| {
        let own = &weighed.candidate;
        weighed.accepted
            && own.event == candidate.event
            && has(&act.sources, &own.source)
            && has(&act.targets, &own.target)
    })
}

/// The traits of all candidates of a sentence, for training.
pub fn traits_of(scene: &Scene<'_>) -> Vec<(Candidate, Traits)> {
    let candidates = scene.candidates().into_iter();
    candidates
        .map(|candidate| {
            let traits = traits::traits(scene, &candidate);
            (candidate, traits)
        })
        .collect()
}

/// The act that a candidate of no frame stands for.
pub fn act_of(scene: &Scene<'_>, weighed: &Weighed) -> Option<Act> {
    let candidate = &weighed.candidate;
    if let Some(lacking) = &candidate.lacking {
        let mut act = scene.acts[lacking.act].clone();
        if lacking.source && act.targets.is_empty() {
            act.targets = std::mem::take(&mut act.sources);
        }
        let side = if lacking.source {
            &mut act.sources
        } else {
            &mut act.targets
        };
        if lacking.guessed.is_some() {
            side.clear();
        }
        side.push(Filler::clone(&lacking.meant));
        for (side, actor) in [
            (&mut act.sources, &candidate.source),
            (&mut act.targets, &candidate.target),
        ] {
            side.retain(|filler| filler.party.principal == *actor);
        }
        return act.complete().then_some(act);
    }
    let (at, way) = candidate.pair?;
    let judged = &scene.judged[at];
    let [source, target] = judged.ends(way);
    let event = EVENTS[candidate.event];
    let readings = &judged.pair.readings[way];
    let reading = readings.iter().find(|reading| reading.told == event);
    let (action, kind, status, mutual, anchor) = if let Some(r) = reading {
        (r.action, r.kind.clone(), r.status, r.mutual, r.anchor)
    } else {
        let (action, kind, status) = plain(event);
        let anchor = scene.view.meeting(source.head, target.head);
        (action, kind.into(), status, event == "CONSULT", anchor)
    };
    let filler = |mention: &Mention, actor: &ActorId| {
        let party = mention.parties.iter().find(|p| p.principal == *actor)?;
        Some(vec![Filler {
            party: party.clone(),
            word: mention.head,
            confidence: mention.confidence,
        }])
    };
    Some(Act {
        action,
        kind,
        status,
        sources: filler(source, &candidate.source)?,
        targets: filler(target, &candidate.target)?,
        mutual,
        anchors: vec![anchor],
        weight: weighed.probability as f32,
        asserted: false,
        speakers: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_read_back_and_a_broken_file_is_refused() {
        let bytes = Weigher::encode(vec![(7, 2.0), (3, -1.0)]);
        let weigher = Weigher::read(&bytes).unwrap();
        let traits = |seen: &[(u32, f32)]| Traits {
            seen: seen.to_vec(),
        };
        assert!((weigher.probability(&traits(&[(5, 1.0)])) - 0.5).abs() < 1e-9);
        let odds = |p: f64| (p / (1.0 - p)).ln();
        let both = weigher.probability(&traits(&[(3, 1.0), (7, 0.5)]));
        assert!(odds(both).abs() < 1e-6);
        assert!((odds(weigher.probability(&traits(&[(7, 1.0)]))) - 2.0).abs() < 1e-6);
        assert!(Weigher::read(&bytes[..bytes.len() - 1]).is_err());
        assert!(Weigher::read(b"DTG0").is_err());
        assert!(Weighers::embedded().is_ok());
    }
}
