//! An act on its way to becoming statements.

use crate::model::{Action, ActorKind, Party, Status};

/// A party with the mention that names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Filler {
    /// Who.
    pub party: Party,
    /// Position of the word that heads the mention.
    pub word: usize,
    /// How sure the mention and the way to it are, 0 to 1.
    pub confidence: f32,
}

/// What a word and its governors say: an action under a status, with the parties found so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// What it is about.
    pub action: Action,
    /// The finer kind.
    pub kind: Box<str>,
    /// How it stands, as composed so far.
    pub status: Status,
    /// Who does it.
    pub sources: Vec<Filler>,
    /// To whom.
    pub targets: Vec<Filler>,
    /// Whether both do it to each other.
    pub mutual: bool,
    /// The word that names it, then the governors that set its status, inner first.
    pub anchors: Vec<usize>,
    /// How much the wording alone makes it a statement, 0 to 1.
    pub weight: f32,
    /// Whether a verb asserts it, rather than a noun merely mentioning it.
    pub asserted: bool,
    /// Words of those who say so.
    pub speakers: Vec<usize>,
}

impl Act {
    /// What a verb asserts of known parties, so heavily.
    pub fn asserted(
        (action, kind, status): (Action, &str, Status),
        [sources, targets]: [Vec<Filler>; 2],
        at: usize,
        weight: f32,
    ) -> Self {
        Self {
            action,
            kind: kind.into(),
            status,
            sources,
            targets,
            mutual: false,
            anchors: vec![at],
            weight,
            asserted: true,
            speakers: Vec::new(),
        }
    }

    /// Whether both ends are known.
    pub fn complete(&self) -> bool {
        !self.sources.is_empty()
            && (!self.targets.is_empty()
                || (self.mutual && (self.n_sources() > 1 || self.is_inside_one_state())))
    }

    /// "President Kibaki and Raila Odinga signed the accord": two of one state who come to terms, not both in its service.
    pub fn is_inside_one_state(&self) -> bool {
        let out_of_office = |filler: &Filler| match filler.party.kind {
            ActorKind::Person => filler.party.office.is_none(),
            ActorKind::Group => true,
            _ => false,
        };
        let ids = self.sources.iter().map(|filler| &filler.party.id);
        let first = self.sources.first();
        matches!(self.action, Action::Agreement | Action::Truce)
            && self.n_sources() == 1
            && ids
                .clone()
                .any(|id| first.is_some_and(|first| first.party.id != *id))
            && self
                .sources
                .iter()
                .all(|f| f.party.kind != ActorKind::State)
            && self.sources.iter().any(out_of_office)
    }

    /// Number of distinct principals among the sources.
    pub fn n_sources(&self) -> usize {
        distinct(&self.sources)
    }
}

/// Number of distinct principals.
pub fn distinct(fillers: &[Filler]) -> usize {
    let mut ids: Vec<_> = fillers.iter().map(|f| &f.party.principal).collect();
    ids.sort();
    ids.dedup();
    ids.len()
}
