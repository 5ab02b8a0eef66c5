//! Meetings and pacts of many: one act that all of its parties share.
//!
//! Of a summit of twenty, 190 pairs would say less than the report did. It becomes an actor of its own, a hub, with which
//! each who took part has one statement.

use super::act::{Act, Filler, distinct};
use super::view::View;
use crate::model::{Action, ActorId, ActorKind, Document, Party, Span, Status};

/// Up to this number of parties a mutual act is expanded into pairs, as the gold data does.
const MAX_PAIRWISE: usize = 4;

/// Those who do something together, each once; nothing where each source has to do with each target.
pub(super) fn together(act: &Act) -> Option<Vec<&Filler>> {
    // "A and B met", "A and B met C": each has met each.
    let broken = matches!(
        act.status,
        Status::Ended | Status::Postponed | Status::Refused | Status::Denied
    );
    let all = matches!(act.action, Action::Meeting | Action::Agreement)
        && !broken
        && distinct(&act.sources) > 1;
    if !(act.mutual && (act.targets.is_empty() || all)) {
        return None;
    }
    let at_home = act.targets.is_empty() && act.is_inside_one_state();
    let mut parties: Vec<&Filler> = Vec::new();
    for filler in act.sources.iter().chain(&act.targets) {
        let known = |party: &&Filler| {
            if at_home {
                party.party.id == filler.party.id
            } else {
                party.party.principal == filler.party.principal
            }
        };
        if !parties.iter().any(known) {
            parties.push(filler);
        }
    }
    Some(parties)
}

/// Whether so many take part in an act that it is a hub, not pairs.
pub(super) fn is_of_many(act: &Act) -> bool {
    together(act).is_some_and(|parties| parties.len() > MAX_PAIRWISE)
}

/// The hub of an act of many.
pub(super) fn hub(view: &View<'_>, act: &Act, document: &Document, sentence: usize) -> Filler {
    let word = act.anchors.first().copied().unwrap_or_default();
    let n = together(act).map_or(0, |parties| parties.len());
    let name = format!("{} of {n}", act.action);
    // As the ids of statements: no two meetings share one.
    let id = format!("{}-of-{n}:{}#{sentence}.{word}", act.action, document.id);
    let id = ActorId::new(id);
    let span = view
        .tree
        .words
        .get(word)
        .map_or(Span::new(0, 0), |word| word.span);
    Filler {
        party: Party {
            id: id.clone(),
            name: name.clone(),
            kind: ActorKind::Gathering,
            principal: id,
            principal_name: name,
            office: None,
            text: document.text[span.range()].to_owned(),
            span,
            alternatives: Vec::new(),
        },
        word,
        confidence: 1.0,
    }
}
