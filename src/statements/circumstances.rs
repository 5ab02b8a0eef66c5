//! What stands beside the parties of a statement: when, who says so, and what it is about.

use super::act::Act;
use super::view::View;
use crate::model::{Action, Attribution, Document, Span, When};

/// What stands beside the parties of a statement.
pub(super) struct Circumstances {
    pub when: Option<When>,
    pub attributed_to: Vec<Attribution>,
    pub topic: Option<String>,
}

impl Circumstances {
    pub fn of(view: &View<'_>, act: &Act, document: &Document) -> Self {
        Self {
            when: view.when(act, document.published),
            attributed_to: attributions(view, act, document),
            topic: topic(view, act, document),
        }
    }
}

fn attributions(view: &View<'_>, act: &Act, document: &Document) -> Vec<Attribution> {
    act.speakers
        .iter()
        .map(|&at| {
            let (first, last) = view.tree.extent(at);
            let span = view.word(first).span.cover(view.word(last - 1).span);
            let principal = view
                .parties(at)
                .into_iter()
                .next()
                .map(|f| f.party.principal);
            let claim = principal.as_ref().is_some_and(|p| {
                act.sources.iter().all(|s| s.party.principal != *p)
                    && act.targets.iter().any(|t| t.party.principal == *p)
            });
            Attribution {
                text: document.text[span.range()]
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                principal,
                claim,
            }
        })
        .collect()
}

/// The words after "on", "over" or "about" that say what talks, aid or an agreement are about.
fn topic(view: &View<'_>, act: &Act, document: &Document) -> Option<String> {
    if !matches!(
        act.action,
        Action::Meeting
            | Action::Agreement
            | Action::Visit
            | Action::Cooperation
            | Action::Aid
            | Action::Policy
            | Action::Protest
            | Action::Criticism
    ) {
        return None;
    }
    act.anchors.iter().find_map(|&anchor| {
        view.tree
            .children(anchor)
            .iter()
            .copied()
            .find_map(|child| {
                let about = view
                    .preposition(child)
                    .is_some_and(|p| matches!(p, "on" | "over" | "about" | "concerning"));
                if !about
                    || view.is_time(child)
                    || view.parties(child).iter().any(|f| f.word == child)
                {
                    return None;
                }
                let (first, last) = view.tree.extent(child);
                // Without the preposition itself.
                let first = view
                    .tree
                    .children(child)
                    .iter()
                    .copied()
                    .find(|&c| c < child && view.preposition(child) == Some(&*view.word(c).lower))
                    .map_or(first, |c| c + 1);
                let span = Span::new(
                    view.word(first).span.start(),
                    view.word(last - 1).span.end(),
                );
                Some(
                    document.text[span.range()]
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" "),
                )
            })
    })
}
