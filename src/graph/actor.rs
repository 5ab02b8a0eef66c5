//! A node of the graph.

use serde::Serialize;

use crate::model::{ActorId, ActorKind, Party};

/// An actor that is an end of at least one relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Actor {
    /// Its id: `RUS`, `NATO`, `igor-ivanov`.
    pub id: ActorId,
    /// Its usual name.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// The state or organisation it speaks for; its own id for states and organisations.
    pub principal: ActorId,
    /// The principal's usual name.
    pub principal_name: String,
    /// The office held, for a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
}

impl Actor {
    /// The actor that a statement's party names itself: the person, the institution, the state.
    pub fn of_party(party: &Party) -> Self {
        let principal_name = if party.principal_name.is_empty() && party.id == party.principal {
            party.name.clone()
        } else if party.principal_name.is_empty() {
            party.principal.to_string()
        } else {
            party.principal_name.clone()
        };
        Self {
            id: party.id.clone(),
            name: party.name.clone(),
            kind: party.kind,
            principal: party.principal.clone(),
            principal_name,
            office: party.office.clone(),
        }
    }

    /// The state or organisation that a statement's party speaks for.
    ///
    /// The statement does not say whether the principal of a person is a state or an organisation;
    /// ids tell them apart, since states have three capital letters (`RUS`) and a longer id or one
    /// that is not three letters is an organisation's. Three-letter organisations are corrected as soon as
    /// a statement names them directly.
    pub fn of_principal(party: &Party) -> Self {
        let own = Self::of_party(party);
        if own.id == own.principal {
            return own;
        }
        let id = own.principal.as_str();
        let state = id.len() == 3 && id.bytes().all(|byte| byte.is_ascii_uppercase());
        Self {
            name: own.principal_name.clone(),
            kind: if state {
                ActorKind::State
            } else {
                ActorKind::Organisation
            },
            id: own.principal.clone(),
            principal: own.principal,
            principal_name: own.principal_name,
            office: None,
        }
    }

    /// Whether the party, which names it, adds nothing to what is known.
    pub(super) fn says_all_of(&self, party: &Party) -> bool {
        self.name == party.name
            && self.kind == party.kind
            && self.principal == party.principal
            && self.principal_name == party.principal_name
            && (party.office.is_none() || self.office == party.office)
    }

    /// Whether it speaks for another actor: a person, a ministry, an army.
    pub fn has_principal(&self) -> bool {
        self.id != self.principal
    }
}
