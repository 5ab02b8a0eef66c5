//! Scoring statements against the corpus, with the corpus's own parties as mentions.

use super::corpus::{AnnotatedSentence, AnnotatedStatement};
use super::tally::Totals;
use crate::language::English;
use crate::mentions::Mention;
use crate::model::{ActorId, Document, Party, Statement};
use crate::statements::{Reader, SentenceReading, marked_mention};
use crate::text;

/// What the rules said of one sentence, beside what they should have said.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Wanted statements that were found.
    pub hits: Vec<(AnnotatedStatement, Statement)>,
    /// Wanted statements that were not.
    pub misses: Vec<AnnotatedStatement>,
    /// Statements that nobody wanted.
    pub extras: Vec<Statement>,
}

/// Reads a sentence of the corpus with its brackets as mentions.
pub fn read(
    annotated: &AnnotatedSentence,
    english: &English,
    reader: &mut Reader<'_>,
) -> Vec<Statement> {
    let document = Document {
        id: annotated.id.clone(),
        published: Some(annotated.published),
        text: annotated.text.clone(),
        ..Document::default()
    };
    let mut statements = Vec::new();
    for sentence in text::sentences(&annotated.text) {
        let tree = english.analyse(&annotated.text, &sentence);
        let mut mentions: Vec<Mention> = Vec::new();
        for (number, bracket) in annotated.brackets.iter().enumerate() {
            let Some(mut mention) =
                marked_mention(&annotated.text, &sentence, &tree, bracket.span, true)
            else {
                continue;
            };
            let Some(party) = mention.parties.pop() else {
                continue;
            };
            mention.parties = bracket
                .principals
                .iter()
                .map(|principal| Party {
                    // Each bracket is an actor of its own, so that domestic statements are told from reflexive ones.
                    id: ActorId::new(format!("{principal}#{number}")),
                    principal: ActorId::new(principal.as_str()),
                    ..party.clone()
                })
                .collect();
            mentions.push(mention);
        }
        statements.extend(reader.statements(
            &document,
            [SentenceReading {
                sentence: &sentence,
                tree: &tree,
                mentions: &mentions,
                times: &[],
            }],
        ));
    }
    statements
}

/// Matches what was read with what was wanted: parties (in either order when mutual) and PLOVER event must agree, as
/// in the reference scorer of the gold briefs. Alleged statements count neither way.
pub fn compare(
    annotated: &AnnotatedSentence,
    statements: Vec<Statement>,
    totals: &mut Totals,
) -> Comparison {
    let mut comparison = Comparison::default();
    let mut left: Vec<Option<Statement>> = statements.into_iter().map(Some).collect();
    let matches = |wanted: &AnnotatedStatement, got: &Statement| {
        let names = |bracket: usize, id: &ActorId| {
            annotated.brackets[bracket]
                .principals
                .iter()
                .any(|p| p == id.as_str())
        };
        let (source, target) = (&got.source.principal, &got.target.principal);
        got.event.plover == wanted.event
            && ((names(wanted.source, source) && names(wanted.target, target))
                || ((wanted.mutual || got.mutual)
                    && names(wanted.source, target)
                    && names(wanted.target, source)))
    };
    for wanted in &annotated.statements {
        let mut found = None;
        for slot in &mut left {
            if slot.as_ref().is_some_and(|got| matches(wanted, got)) {
                // The brackets "the two sides" and the like give several statements for one that is wanted.
                let got = slot.take();
                found = found.or(got);
            }
        }
        match found {
            Some(got) if !wanted.alleged => {
                totals.hit(&wanted.event);
                comparison.hits.push((wanted.clone(), got));
            }
            None if !wanted.alleged => {
                totals.miss(&wanted.event);
                comparison.misses.push(wanted.clone());
            }
            _ => {}
        }
    }
    for got in left.into_iter().flatten() {
        totals.extra(&got.event.plover);
        comparison.extras.push(got);
    }
    comparison
}
