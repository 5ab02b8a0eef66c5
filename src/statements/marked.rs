//! Two marked parties, one best statement: bring your own actors.

use super::act::{Act, Filler};
use super::predicates::Interpreter;
use super::view::View;
use crate::language::Tree;
use crate::mentions::{Form, Mention, TimeExpression};
use crate::model::{Action, ActorId, ActorKind, Party, Sentence, Span, Status};
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
    let mut readings: Vec<MarkedReading> = Interpreter::new(&view)
        .acts()
        .into_iter()
        .map(|act| MarkedReading {
            fit: fit(&act, &view),
            action: act.action,
            status: act.status,
            mutual: act.mutual,
            anchor: act.anchors.first().copied().unwrap_or(0),
            kind: act.kind,
        })
        .collect();
    readings.sort_by(|a, b| b.fit.total_cmp(&a.fit));
    readings
}

/// How well an act's parties fit the marked ones.
fn fit(act: &Act, view: &View<'_>) -> f32 {
    let has = |fillers: &[Filler], id: &str| fillers.iter().any(|f| f.party.id.as_str() == id);
    let as_marked = has(&act.sources, SOURCE) && has(&act.targets, TARGET);
    let turned = has(&act.sources, TARGET) && has(&act.targets, SOURCE);
    let together = act.mutual && has(&act.sources, SOURCE) && has(&act.sources, TARGET);
    let asserted = if act.asserted { 0.0 } else { 0.08 };
    let base = if as_marked || together || (act.mutual && turned) {
        1.0
    } else if has(&act.sources, SOURCE) {
        0.7
    } else if turned {
        0.6
    } else if has(&act.targets, TARGET) {
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
