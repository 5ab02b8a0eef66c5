//! Crowds at home: who demonstrates against whom where the text names only one side, or only the place.

use super::act::{Act, Filler};
use super::view::View;
use crate::language::{Rel, Upos};
use crate::model::{Action, ActorId, ActorKind, Party};

/// How sure it is that a crowd is of the country it stands in, or faces that country's own rulers.
const AT_HOME: f32 = 0.7;

/// Gives a protest the side that it leaves out: "thousands marched against Barak's government", "in Beirut students
/// rioted", "the monks demonstrated against the accord".
pub(super) fn at_home(view: &View<'_>, act: &mut Act) {
    if act.action != Action::Protest || !act.asserted || act.mutual || act.complete() {
        return;
    }
    let Some(verb) = act.anchors.iter().copied().find(|&at| view.is_verb(at)) else {
        return;
    };
    let place = whereabouts(view);
    if act.sources.is_empty() {
        let Some(crowd) = view.agent(verb).filter(|&at| is_crowd(view, at)) else {
            return;
        };
        let Some(home) = place.clone().or_else(|| act.targets.first().cloned()) else {
            return;
        };
        act.sources = vec![crowd_of(view, crowd, &home)];
    }
    if !act.targets.is_empty() {
        return;
    }
    let source = &act.sources[0];
    let faces_somebody = ["against", "over", "outside", "at"]
        .iter()
        .any(|preposition| view.prepositional(verb, preposition).is_some());
    if faces_somebody && source.party.kind != ActorKind::Person {
        let mut rulers = source.clone();
        rulers.confidence *= AT_HOME;
        rulers.party.id = rulers.party.principal.clone();
        rulers.party.kind = ActorKind::State;
        rulers.party.name.clone_from(&rulers.party.principal_name);
        if source.party.id == rulers.party.id {
            act.sources = vec![crowd_of(view, source.word, source)];
        }
        act.targets = vec![rulers];
    }
}

/// The state of the place where the sentence is set, if it names one.
fn whereabouts(view: &View<'_>) -> Option<Filler> {
    view.mentions
        .iter()
        .filter(|mention| mention.place && mention.parties.len() == 1)
        .find(|mention| {
            view.preposition(mention.head)
                .is_some_and(|p| matches!(p, "in" | "across" | "throughout"))
        })
        .map(|mention| Filler {
            party: mention.parties[0].clone(),
            word: mention.head,
            confidence: mention.confidence,
        })
}

/// A plural, or a number of people, that names no actor of its own.
fn is_crowd(view: &View<'_>, at: usize) -> bool {
    let word = view.word(at);
    view.mention(at).is_none()
        && (matches!(word.xpos, "NNS" | "NNPS" | "CD")
            || matches!(&*word.lemma, "crowd" | "opposition" | "mob" | "union")
            || view.tree.dependent(at, Rel::Nummod).is_some())
        && matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Num)
}

/// The people behind a word, of a country.
fn crowd_of(view: &View<'_>, at: usize, home: &Filler) -> Filler {
    let principal = home.party.principal.clone();
    let word = view.word(at);
    Filler {
        party: Party {
            id: ActorId::new(format!("{principal}-PROTESTERS")),
            name: format!("{} (protesters)", home.party.principal_name),
            kind: ActorKind::People,
            text: word.form.clone(),
            span: word.span,
            office: None,
            alternatives: Vec::new(),
            ..home.party.clone()
        },
        word: at,
        confidence: home.confidence * AT_HOME,
    }
}
