//! Two marked parties, one best statement: bring your own actors.

use super::act::{Act, Filler};
use super::arbiter::{Arbiter, NOTHING, Pair, Verdict, Words, plain};
use super::predicates::Interpreter;
use super::view::View;
use crate::language::{English, Tree};
use crate::mentions::{Form, Mention, TimeExpression};
use crate::model::{
    Action, ActorId, ActorKind, Evidence, Party, Sentence, Span, Statement, Status,
};
use crate::vocabulary::relations::Relations;

/// Id of the marked source.
const SOURCE: &str = "source";
/// Id of the marked target.
const TARGET: &str = "target";

/// What the rules say of two marked parties, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedReading {
    /// The act.
    pub action: Action,
    /// Its finer kind.
    pub kind: Box<str>,
    /// How it stands.
    pub status: Status,
    /// Whether both do it to each other.
    pub mutual: bool,
    /// How well the parties fit, from 0 (an act somewhere in the sentence) to 1 (source and target as marked).
    pub fit: f32,
    /// The word that names the act.
    pub anchor: usize,
    /// Its event in documents; empty if the tables have none.
    pub told: &'static str,
    /// Its event by the convention of marked pairs; empty if the tables have none.
    pub paired: &'static str,
    /// What the source is in it, and what the target is.
    pub roles: [Role; 2],
}

/// What a party is in an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// No part of it.
    None,
    /// Who does it.
    Source,
    /// Whom it is done to.
    Target,
    /// Both.
    Both,
}

impl Role {
    fn of(act: &Act, party: &str) -> Self {
        let has = |fillers: &[Filler]| fillers.iter().any(|f| f.party.principal.as_str() == party);
        match (has(&act.sources), has(&act.targets)) {
            (true, false) if !act.mutual => Self::Source,
            (false, true) if !act.mutual => Self::Target,
            (false, false) => Self::None,
            _ => Self::Both,
        }
    }
}

/// The mention that covers a marked span.
pub fn marked_mention(
    text: &str,
    sentence: &Sentence,
    tree: &Tree,
    span: Span,
    source: bool,
) -> Option<Mention> {
    let inside: Vec<usize> = sentence
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.start() < span.end() && span.start() < token.end())
        .map(|(at, _)| at)
        .collect();
    let (&first, &last) = (inside.first()?, inside.last()?);
    let head = inside
        .iter()
        .copied()
        .find(|&at| {
            tree.words[at]
                .head
                .is_none_or(|head| head < first || head > last)
        })
        .unwrap_or(last);
    let id = ActorId::new(if source { SOURCE } else { TARGET });
    Some(Mention {
        words: first..last + 1,
        head,
        form: Form::Name,
        parties: vec![Party {
            id: id.clone(),
            name: text[span.range()].to_owned(),
            kind: ActorKind::People,
            principal: id,
            principal_name: String::new(),
            office: None,
            text: text[span.range()].to_owned(),
            span,
            alternatives: Vec::new(),
        }],
        place: true,
        whereabouts: false,
        confidence: 1.0,
    })
}

/// All acts of a sentence with two marked parties, those that fit the parties best first.
pub fn marked(
    tree: &Tree,
    mentions: &[Mention],
    times: &[TimeExpression],
    relations: &Relations,
) -> Vec<MarkedReading> {
    let mut view = View::new(tree, mentions, times, relations, false);
    view.marked = true;
    readings(&view, &Interpreter::new(&view).acts(), SOURCE, TARGET)
}

/// What acts say of two parties, those that fit them best first.
pub(super) fn readings(
    view: &View<'_>,
    acts: &[Act],
    source: &str,
    target: &str,
) -> Vec<MarkedReading> {
    let events = &view.relations.events;
    let mut readings: Vec<MarkedReading> = acts
        .iter()
        .map(|act| MarkedReading {
            told: events.plover(act.action, &act.kind, act.status),
            paired: events.pair_plover(act.action, &act.kind, act.status),
            fit: fit(act, view, source, target),
            action: act.action,
            status: act.status,
            mutual: act.mutual,
            anchor: act.anchors.first().copied().unwrap_or(0),
            kind: act.kind.clone(),
            roles: [source, target].map(|party| Role::of(act, party)),
        })
        .collect();
    readings.sort_by(|a, b| b.fit.total_cmp(&a.fit));
    readings
}

/// A sentence, or a few, with two marked parties.
#[derive(Debug, Clone, Copy)]
pub struct MarkedPair<'a> {
    /// The row's id.
    pub id: &'a str,
    /// The text without marks.
    pub text: &'a str,
    /// The source's words.
    pub source: Span,
    /// The target's words.
    pub target: Span,
}

impl MarkedPair<'_> {
    /// The best statement, always one.
    pub fn statement(
        &self,
        sentences: &[Sentence],
        trees: &[Tree],
        relations: &Relations,
        arbiter: &Arbiter,
        english: &English,
    ) -> Statement {
        let mut best: Option<(f32, Verdict, Option<MarkedReading>, usize)> = None;
        for (idx, (sentence, tree)) in sentences.iter().zip(trees).enumerate() {
            let source = marked_mention(self.text, sentence, tree, self.source, true);
            let target = marked_mention(self.text, sentence, tree, self.target, false);
            let mut mentions: Vec<Mention> = source.iter().chain(&target).cloned().collect();
            if mentions.is_empty() {
                continue;
            }
            mentions.sort_by_key(|m| m.words.start);
            let readings = marked(tree, &mentions, &[], relations);
            let words = Words::new(tree, english);
            let verdicts = arbiter.judge(&Pair {
                words: &words,
                source: source.as_ref(),
                target: target.as_ref(),
                readings: &readings,
                relations,
                whole_text: false,
            });
            let Some(verdict) = verdicts.iter().find(|v| v.event != NOTHING).cloned() else {
                continue;
            };
            let reading = readings.iter().find(|r| r.paired == verdict.event).cloned();
            let fit = readings.first().map_or(0.0, |top| top.fit) + mentions.len() as f32;
            if best.as_ref().is_none_or(|(f, ..)| fit > *f) {
                best = Some((fit, verdict, reading, idx));
            }
        }
        let (_, verdict, reading, idx) = best.unwrap_or((
            0.0,
            Verdict {
                event: "SUPPORT",
                probability: 0.0,
            },
            None,
            0,
        ));
        self.express(&verdict, reading, sentences.get(idx), relations)
    }

    fn express(
        &self,
        verdict: &Verdict,
        reading: Option<MarkedReading>,
        sentence: Option<&Sentence>,
        relations: &Relations,
    ) -> Statement {
        let (action, kind, status, mutual, by) = if let Some(r) = reading {
            (r.action, r.kind.to_string(), r.status, r.mutual, "frames")
        } else {
            let (action, kind, status) = plain(verdict.event);
            (action, kind.to_owned(), status, false, "arbiter")
        };
        let party = |span: Span, id: &str| Party {
            id: ActorId::new(id),
            name: self.text[span.range()].to_owned(),
            kind: ActorKind::People,
            principal: ActorId::new(id),
            principal_name: String::new(),
            office: None,
            text: self.text[span.range()].to_owned(),
            span,
            alternatives: Vec::new(),
        };
        Statement {
            id: self.id.to_owned(),
            document: self.id.to_owned(),
            published: None,
            published_inferred: false,
            sentence: sentence.map_or(0, |s| s.index),
            source: party(self.source, SOURCE),
            target: party(self.target, TARGET),
            event: relations.events.pair_code(action, &kind, status),
            rule: format!("{by}:{action}/{kind}"),
            action,
            kind,
            status,
            mutual,
            when: None,
            attributed_to: Vec::new(),
            topic: None,
            place: None,
            evidence: Evidence {
                text: self.text.to_owned(),
                span: Span::new(0, self.text.len()),
            },
            confidence: (verdict.probability * 100.0).round() as f32 / 100.0,
        }
    }
}

/// How well an act's parties fit the marked ones.
fn fit(act: &Act, view: &View<'_>, source: &str, target: &str) -> f32 {
    let has =
        |fillers: &[Filler], id: &str| fillers.iter().any(|f| f.party.principal.as_str() == id);
    let as_marked = has(&act.sources, source) && has(&act.targets, target);
    let turned = has(&act.sources, target) && has(&act.targets, source);
    let together = act.mutual && has(&act.sources, source) && has(&act.sources, target);
    let asserted = if act.asserted { 0.0 } else { 0.08 };
    let base = if as_marked || together || (act.mutual && turned) {
        1.0
    } else if has(&act.sources, source) {
        0.7
    } else if turned {
        0.6
    } else if has(&act.targets, target) {
        0.55
    } else {
        0.3
    };
    // Among equals the act nearer to the root is what the sentence is about.
    let depth = act
        .anchors
        .last()
        .map_or(0, |&at| view.tree.ancestors(at).count());
    base - asserted - 0.01 * depth.min(9) as f32
}
