//! What a sentence might have said and did not, with the reason.

use super::act::{Act, Filler};
use super::arbiter::{NOTHING, Pair};
use super::marked::both_ways;
use super::reader::{MIN_CONFIDENCE, SentenceReading, confidence, pairs};
use super::silent::{SURE, SilentPairs};
use super::status::Dropped;
use super::view::View;
use crate::mentions::{Form, Mention};
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
    pub(super) view: &'a View<'a>,
    pub(super) statements: &'a [Statement],
    pub(super) silent: SilentPairs<'a>,
}

impl LeftOut<'_> {
    /// The candidates that gave no statement; of two actors without any statement, at least one reason why.
    ///
    /// An act without any party is a candidate only where two actors are named.
    pub(super) fn uncoded(
        &self,
        acts: &[Act],
        dropped: &[Dropped],
        document: &Document,
        reading: SentenceReading<'_>,
    ) -> Option<Uncoded> {
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
            if candidates.is_empty() {
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
        for mention in self.view.mentions {
            if mention.is_mere_place(self.view.tree) {
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
            return Some((self.missing(act), None));
        }
        let surest = pairs(act)
            .into_iter()
            .map(|(source, target)| confidence(act, source, target))
            .max_by(f32::total_cmp);
        match surest {
            None => Some((Unsaid::SamePrincipal, None)),
            Some(sure) if sure < MIN_CONFIDENCE => Some((Unsaid::Unsure, Some(sure))),
            Some(_) => None,
        }
    }

    /// Which party an incomplete act lacks.
    fn missing(&self, act: &Act) -> Unsaid {
        match (act.sources.is_empty(), act.targets.is_empty()) {
            (true, true) => Unsaid::NoParties,
            (true, false) => Unsaid::NoSource,
            _ => {
                let own = &act.sources[0];
                let mut others = self.view.mentions.iter().filter(|m| m.head != own.word);
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
        let events = &self.view.relations.events;
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
            words.push_str(&self.view.word(at).form);
        }
        words
    }

    /// What the arbiter makes of the two parties that stand nearest to each other.
    fn leaning(&self) -> Option<Candidate> {
        let (tree, relations) = (self.view.tree, self.view.relations);
        let parties: Vec<&Mention> = self
            .view
            .mentions
            .iter()
            .filter(|m| m.form != Form::Adjective && m.parties.len() == 1 && !m.is_mere_place(tree))
            .collect();
        let (one, other) = parties
            .iter()
            .enumerate()
            .flat_map(|(at, &one)| parties[at + 1..].iter().map(move |&other| (one, other)))
            .filter(|(one, other)| one.parties[0].principal != other.parties[0].principal)
            .min_by_key(|(one, other)| other.words.start.saturating_sub(one.words.end))?;
        let readings = both_ways(tree, one, other, relations);
        let (verdict, source, target) = [(one, other), (other, one)]
            .into_iter()
            .zip(&readings)
            .filter_map(|((source, target), readings)| {
                let pair = Pair {
                    tree,
                    source: Some(source),
                    target: Some(target),
                    readings,
                    relations,
                    english: self.silent.english,
                };
                let verdict = self.silent.arbiter.judge(&pair).into_iter().next()?;
                Some((verdict, source, target))
            })
            // What holds in one direction speaks louder than that nothing does in the other.
            .max_by(|(one, ..), (other, ..)| {
                (one.event != NOTHING)
                    .cmp(&(other.event != NOTHING))
                    .then(one.probability.total_cmp(&other.probability))
            })?;
        let filler = |mention: &Mention| Filler {
            party: mention.parties[0].clone(),
            word: mention.head,
            confidence: mention.confidence,
        };
        let (source, target) = ([filler(source)], [filler(target)]);
        let confidence = Some(rounded(verdict.probability as f32));
        if verdict.event == NOTHING {
            return Some(Candidate {
                confidence,
                ..unnamed(Unsaid::ArbiterSilent, &source, &target)
            });
        }
        (verdict.probability < SURE).then(|| Candidate {
            event: verdict.event.to_owned(),
            confidence,
            ..unnamed(Unsaid::ArbiterUnsure, &source, &target)
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
