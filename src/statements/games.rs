//! Games between countries, whose winners have attacked nobody.

use super::act::{Act, Filler};
use super::view::View;
use crate::model::{Action, ActorKind};
use crate::vocabulary::relations::Class;

/// Words of sport that make a sentence one about a game, where none is surely one.
const ENOUGH_HINTS: usize = 3;

/// Whether a sentence is about sport: a word that is used of nothing else beside another of sport, or several of these.
pub(super) fn is_about_a_game(view: &View<'_>) -> bool {
    let [game, sport] = ["GAME", "SPORT"].map(|class| view.relations.class(class));
    let is = |class: Class<'_>, at: usize| {
        let word = view.word(at);
        class.has(&word.lemma) || word.lower != word.lemma && class.has(&word.lower)
    };
    let mut sure = 0;
    let mut hints: Vec<&str> = Vec::new();
    for at in 0..view.len() {
        let word = view.word(at);
        if is(game, at) || is_score(view, at) {
            sure += 1;
        } else if is(sport, at) {
            hints.push(&word.lemma);
        }
    }
    hints.sort_unstable();
    hints.dedup();
    sure > 0 && sure + hints.len() > 1 || hints.len() >= ENOUGH_HINTS
}

/// Whether an act is what countries do to each other in a game: "Ghana hit back", "Romania host Bosnia".
pub(super) fn is_played(act: &Act) -> bool {
    let team = |filler: &Filler| {
        filler.party.id == filler.party.principal
            && matches!(filler.party.kind, ActorKind::State | ActorKind::People)
    };
    matches!(
        act.action,
        Action::Meeting
            | Action::Visit
            | Action::Violence
            | Action::Praise
            | Action::Cooperation
            | Action::Coercion
    ) && act.sources.iter().chain(&act.targets).all(team)
}

/// "2-0", "104–98", from its first number or whole.
fn is_score(view: &View<'_>, at: usize) -> bool {
    let number =
        |word: &str| (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let word = |at: usize| view.tree.words.get(at).map_or("", |w| &*w.lower);
    let whole = word(at)
        .split_once(['-', '–'])
        .is_some_and(|(home, away)| number(home) && number(away));
    whole || number(word(at)) && matches!(word(at + 1), "-" | "–") && number(word(at + 2))
}
