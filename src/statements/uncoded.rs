//! What a sentence might have said and did not, with the reason.

use super::act::{Act, Filler};
use super::arbiter::EVENTS;
use super::reader::{MIN_CONFIDENCE, SentenceReading, confidence, pairs};
use super::weighing::{Origin, Scene, Weighed};
use crate::mentions::Mention;
use crate::model::{ActorId, Candidate, Document, Statement, Uncoded, Unsaid};

/// The statements of a sentence, and what it left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// As [`Reader::statements`](super::Reader::statements) gives them.
    pub statements: Vec<Statement>,
    /// `None` where nothing was left out.
    pub uncoded: Option<Uncoded>,
}

/// A sentence that has been read.
pub(super) struct LeftOut<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) statements: &'a [Statement],
    pub(super) weighed: &'a [Weighed],
}

impl LeftOut<'_> {
    /// The candidates that gave no statement; of two actors without any statement, at least one reason why.
    ///
    /// An act without any party is a candidate only where two actors are named.
    pub(super) fn uncoded(
        &self,
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Option<Uncoded> {
        let (acts, dropped) = (self.scene.acts, self.scene.dropped);
        let actors = self.actors();
        let silent = self.statements.is_empty() && actors.len() > 1;
        let fates = acts.iter().filter_map(|act| Some((act, self.fate(act)?)));
        let taken_back = dropped
            .iter()
            .filter(|dropped| {
                // What one reading of a word takes back, another may have told.
                acts.iter()
                    .all(|act| act.anchors.first() != dropped.act.anchors.first())
            })
            .map(|dropped| (&dropped.act, (dropped.why, None)));
        let mut found: Vec<(Option<usize>, Candidate)> = taken_back
            .chain(fates)
            .filter(|(act, _)| silent || !act.sources.is_empty() || !act.targets.is_empty())
            .map(|(act, (reason, confidence))| {
                let at = act.anchors.first().copied();
                (at, self.candidate(act, reason, confidence))
            })
            .collect();
        found.sort_by_key(|(at, _)| *at);
        let mut candidates: Vec<Candidate> = found.into_iter().map(|(_, c)| c).collect();
        candidates.dedup_by(|one, other| one.words == other.words && one.reason == other.reason);
        if silent {
            if !reading.tree.is_parsed() {
                candidates.push(unnamed(Unsaid::PassedOver, &[], &[]));
            } else if candidates.is_empty() {
                candidates.push(unnamed(Unsaid::NoFrame, &[], &[]));
            }
            candidates.extend(self.leaning());
        }
        if candidates.is_empty() {
            return None;
        }
        let span = reading.sentence.span;
        Some(Uncoded {
            document: document.id.clone(),
            published: document.published,
            sentence: reading.sentence.index,
            text: document.text[span.range()]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            span: document.origin.original_span(span),
            actors,
            n_statements: self.statements.len(),
            candidates,
        })
    }

    /// The principals that are named as more than a place.
    fn actors(&self) -> Vec<ActorId> {
        let mut actors: Vec<ActorId> = Vec::new();
        for mention in self.scene.view.mentions {
            if mention.is_mere_place(self.scene.view.tree) {
                continue;
            }
            for party in &mention.parties {
                if !actors.contains(&party.principal) {
                    actors.push(party.principal.clone());
                }
            }
        }
        actors
    }

    /// Why an act gave no statement, and how sure it was where that decided; `None` if it gave one, or repeats one.
    fn fate(&self, act: &Act) -> Option<(Unsaid, Option<f32>)> {
        if !act.complete() {
            let told = self.weighed.iter().any(|weighed| {
                let lacking = weighed.candidate.lacks(self.scene, act);
                weighed.accepted && lacking
            });
            return (!told).then(|| (self.missing(act), None));
        }
        let events = &self.scene.view.relations.events;
        let event = events.plover(act.action, &act.kind, act.status);
        let sureness = |(source, target): (&Filler, &Filler)| {
            let sure = confidence(act, source, target);
            let own = self.weighed.iter().find(|weighed| {
                let candidate = &weighed.candidate;
                EVENTS[candidate.event] == event
                    && (&candidate.source, &candidate.target)
                        == (&source.party.principal, &target.party.principal)
            });
            match own {
                Some(weighed) if sure >= MIN_CONFIDENCE => {
                    (weighed.accepted, weighed.probability as f32)
                }
                _ => (sure >= MIN_CONFIDENCE, sure),
            }
        };
        let pairs = pairs(act).into_iter().map(sureness);
        match pairs.max_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))) {
            None => Some((Unsaid::SamePrincipal, None)),
            Some((false, sure)) => Some((Unsaid::Unsure, Some(sure))),
            Some((true, _)) => None,
        }
    }

    /// Which party an incomplete act lacks.
    fn missing(&self, act: &Act) -> Unsaid {
        match (act.sources.is_empty(), act.targets.is_empty()) {
            (true, true) => Unsaid::NoParties,
            (true, false) => Unsaid::NoSource,
            _ => {
                let own = &act.sources[0];
                let mut others = self
                    .scene
                    .view
                    .mentions
                    .iter()
                    .filter(|m| m.head != own.word);
                let inside = |mention: &Mention| {
                    let mut parties = mention.parties.iter();
                    parties.all(|party| party.principal == own.party.principal)
                };
                // "Moscow … the Kremlin": the one who would be the target is the source once more.
                if others.clone().next().is_some() && others.all(inside) {
                    Unsaid::SamePrincipal
                } else {
                    Unsaid::NoTarget
                }
            }
        }
    }

    fn candidate(&self, act: &Act, reason: Unsaid, confidence: Option<f32>) -> Candidate {
        let events = &self.scene.view.relations.events;
        Candidate {
            words: self.words(act),
            action: Some(act.action),
            kind: act.kind.to_string(),
            status: Some(act.status),
            event: events.code(act.action, &act.kind, act.status).plover,
            confidence: confidence.map(rounded),
            ..unnamed(reason, &act.sources, &act.targets)
        }
    }

    /// The words that name an act and set its status: "agreed … end … aid".
    fn words(&self, act: &Act) -> String {
        let mut anchors = act.anchors.clone();
        anchors.sort_unstable();
        anchors.dedup();
        let mut words = String::new();
        for (nth, &at) in anchors.iter().enumerate() {
            if nth > 0 {
                let adjacent = anchors[nth - 1] + 1 == at;
                words.push_str(if adjacent { " " } else { " … " });
            }
            words.push_str(&self.scene.view.word(at).form);
        }
        words
    }

    /// The most probable of what the arbiter holds for possible, or that it finds nothing in the two that stand nearest to
    /// each other.
    fn leaning(&self) -> Option<Candidate> {
        let pairs = self.weighed.iter();
        let pairs = pairs.filter(|weighed| weighed.candidate.origin == Origin::Pair);
        let best = pairs.max_by(|one, other| one.probability.total_cmp(&other.probability));
        if let Some(weighed) = best {
            let candidate = &weighed.candidate;
            return (!weighed.accepted).then(|| Candidate {
                sources: vec![candidate.source.clone()],
                targets: vec![candidate.target.clone()],
                event: EVENTS[candidate.event].to_owned(),
                confidence: Some(rounded(weighed.probability as f32)),
                ..unnamed(Unsaid::ArbiterUnsure, &[], &[])
            });
        }
        let nearest = self.scene.judged.first()?;
        let [one, other] = nearest.ends(0);
        let principals = |mention: &Mention| {
            let parties = mention.parties.iter();
            parties.map(|party| party.principal.clone()).collect()
        };
        Some(Candidate {
            sources: principals(one),
            targets: principals(other),
            confidence: Some(rounded(nearest.opinions[0].both[EVENTS.len() - 1] as f32)),
            ..unnamed(Unsaid::ArbiterSilent, &[], &[])
        })
    }
}

/// A candidate that no word names.
fn unnamed(reason: Unsaid, sources: &[Filler], targets: &[Filler]) -> Candidate {
    let principals = |fillers: &[Filler]| {
        let mut principals: Vec<ActorId> = Vec::new();
        for filler in fillers {
            if !principals.contains(&filler.party.principal) {
                principals.push(filler.party.principal.clone());
            }
        }
        principals
    };
    Candidate {
        reason,
        words: String::new(),
        action: None,
        kind: String::new(),
        status: None,
        event: String::new(),
        sources: principals(sources),
        targets: principals(targets),
        confidence: None,
    }
}

/// To two digits, as the confidence of statements.
fn rounded(confidence: f32) -> f32 {
    (confidence * 100.0).round() / 100.0
}
