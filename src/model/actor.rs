//! Who acts.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Span;

/// A stable name for an actor: `RUS`, `NATO`, `igor-ivanov`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorId(Box<str>);

impl ActorId {
    /// Wraps an id as the vocabulary or the user wrote it.
    pub fn new(id: impl Into<Box<str>>) -> Self {
        Self(id.into())
    }

    /// The id's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What sort of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// A state, also a historical one.
    State,
    /// An international organisation, alliance, court or company.
    Organisation,
    /// An armed or political group.
    Group,
    /// A ministry, parliament, army, bank or court of one state; a body made of several members.
    Institution,
    /// A person.
    Person,
    /// A people, region or crowd.
    People,
    /// A meeting or pact of many, which joins those who take part.
    Gathering,
}

impl ActorKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::State,
        Self::Organisation,
        Self::Group,
        Self::Institution,
        Self::Person,
        Self::People,
        Self::Gathering,
    ];

    /// The word used in data and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Institution => "institution",
            Self::Person => "person",
            Self::People => "people",
            Self::Gathering => "gathering",
        }
    }
}

/// One end of a statement: the actor, and the words that named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The actor named: a person, an institution, a state …
    pub id: ActorId,
    /// Its usual name.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// The state or organisation it speaks for on that date.
    pub principal: ActorId,
    /// The principal's usual name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub principal_name: String,
    /// The office held on that date, for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The words of the text.
    pub text: String,
    /// Where they stand in the document.
    pub span: Span,
    /// Other actors that the words may mean, best first. Empty when there is no doubt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
}

/// An actor that the words may mean as well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The other actor.
    pub id: ActorId,
    /// Its principal.
    pub principal: ActorId,
    /// How likely, from 0 to 1.
    pub weight: f32,
}

impl Eq for Alternative {}
