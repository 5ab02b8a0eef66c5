//! Kinds of error, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{ActorId, Candidate, Uncoded};

/// One kind of error, and how often it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorKind {
    /// "AGREE told as CONSULT", "AID missed: no-target", "status planned told as done", "another date told".
    pub what: String,
    /// How often.
    pub n: usize,
}

/// Counts kinds of error, with what was left out of the texts, if that is known.
pub(super) struct Errors<'a> {
    counts: BTreeMap<String, usize>,
    uncoded: &'a [Uncoded],
}

impl<'a> Errors<'a> {
    pub(super) fn new(uncoded: &'a [Uncoded]) -> Self {
        Self {
            counts: BTreeMap::new(),
            uncoded,
        }
    }

    pub(super) fn add(&mut self, what: String) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// A statement that nobody made, with the reason where the sentence is known to have left something out.
    pub(super) fn missed(
        &mut self,
        document: &str,
        event: &str,
        ends: (&str, &str),
        evidence: &str,
    ) {
        let what = match self.reason(document, ends, evidence) {
            Some(reason) => format!("{event} missed: {reason}"),
            None if self.uncoded.is_empty() => format!("{event} missed"),
            None => format!("{event} missed: other parties or acts were read"),
        };
        self.add(what);
    }

    /// The reason of the candidate that names the most of the two parties, in the sentence that holds the words.
    fn reason(&self, document: &str, ends: (&str, &str), evidence: &str) -> Option<&'static str> {
        let words = evidence.split_whitespace().collect::<Vec<_>>().join(" ");
        let sentence = self
            .uncoded
            .iter()
            .find(|u| u.document == document && !words.is_empty() && u.text.contains(&words))?;
        let n_named = |candidate: &Candidate| {
            let named = |ids: &[ActorId], id: &str| ids.iter().any(|own| own.as_str() == id);
            usize::from(named(&candidate.sources, ends.0))
                + usize::from(named(&candidate.targets, ends.1))
        };
        // Of equals the first: words before what the arbiter says of the pair.
        let mut best: Option<&Candidate> = None;
        for candidate in &sentence.candidates {
            if best.is_none_or(|b| n_named(candidate) > n_named(b)) {
                best = Some(candidate);
            }
        }
        best.map(|candidate| candidate.reason.as_str())
    }

    /// The commonest first; of equals by name.
    pub(super) fn sorted(self) -> Vec<ErrorKind> {
        let counts = self.counts.into_iter();
        let mut kinds: Vec<ErrorKind> = counts.map(|(what, n)| ErrorKind { what, n }).collect();
        kinds.sort_by(|one, other| other.n.cmp(&one.n).then_with(|| one.what.cmp(&other.what)));
        kinds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Span, Unsaid};

    fn candidate(reason: Unsaid, source: &str) -> Candidate {
        Candidate {
            reason,
            words: String::new(),
            action: None,
            kind: String::new(),
            status: None,
            event: String::new(),
            sources: vec![ActorId::new(source)],
            targets: Vec::new(),
            confidence: None,
        }
    }

    #[test]
    fn a_missed_statement_has_the_reason_of_its_parties() {
        let uncoded = [Uncoded {
            document: "b1".to_owned(),
            published: None,
            sentence: 0,
            text: "Norway failed to meet Denmark, and Sweden paid.".to_owned(),
            span: Span::new(0, 47),
            actors: Vec::new(),
            n_statements: 0,
            candidates: vec![
                candidate(Unsaid::Failed, "NOR"),
                candidate(Unsaid::NoTarget, "SWE"),
            ],
        }];
        let mut errors = Errors::new(&uncoded);
        errors.missed("b1", "AID", ("SWE", "DNK"), "Sweden\n paid");
        errors.missed("b1", "CONSULT", ("NOR", "DNK"), "failed to meet");
        errors.missed("b2", "CONSULT", ("NOR", "DNK"), "failed to meet");
        errors.add("another date told".to_owned());
        errors.add("another date told".to_owned());
        let kinds: Vec<(String, usize)> = errors
            .sorted()
            .into_iter()
            .map(|kind| (kind.what, kind.n))
            .collect();
        let expected = [
            ("another date told", 2),
            ("AID missed: no-target", 1),
            ("CONSULT missed: failed", 1),
            ("CONSULT missed: other parties or acts were read", 1),
        ];
        assert_eq!(kinds, expected.map(|(what, n)| (what.to_owned(), n)));
    }
}
