//! What was read and gave no statement, and why.

use serde::{Deserialize, Serialize};

use super::{Action, ActorId, Published, Span, Status};

/// Why nothing is said of an act, or of two actors, that a sentence names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unsaid {
    /// No word of the vocabulary names an act.
    NoFrame,
    /// Nobody is named who does it.
    NoSource,
    /// Nobody is named to whom it is done.
    NoTarget,
    /// Nobody is named at all.
    NoParties,
    /// Both parties speak for the same principal.
    SamePrincipal,
    /// It stands under "if" or "unless".
    Hypothetical,
    /// It is said not to be so, and no status says that.
    Negated,
    /// It did not come about: "failed to agree".
    Failed,
    /// A demand, threat or denial that is taken back: what holds then is open.
    Withdrawn,
    /// Wording and mentions together are too unsure.
    Unsure,
    /// No frame joins the two, and the arbiter is less sure of an event than it has to be.
    ArbiterUnsure,
    /// No frame joins the two, and the arbiter finds nothing between them.
    ArbiterSilent,
    /// The gate has found it improbable that the sentence says anything, which was not read.
    PassedOver,
}

impl Unsaid {
    /// The word used in JSON: `no-target`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoFrame => "no-frame",
            Self::NoSource => "no-source",
            Self::NoTarget => "no-target",
            Self::NoParties => "no-parties",
            Self::SamePrincipal => "same-principal",
            Self::Hypothetical => "hypothetical",
            Self::Negated => "negated",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
            Self::Unsure => "unsure",
            Self::ArbiterUnsure => "arbiter-unsure",
            Self::ArbiterSilent => "arbiter-silent",
            Self::PassedOver => "passed-over",
        }
    }

    /// The same for people: "no target is named".
    pub fn explained(self) -> &'static str {
        match self {
            Self::NoFrame => "no word of the vocabulary names an act",
            Self::NoSource => "no source is named",
            Self::NoTarget => "no target is named",
            Self::NoParties => "no party is named",
            Self::SamePrincipal => "both parties have the same principal",
            Self::Hypothetical => "it stands under a condition",
            Self::Negated => "it is negated",
            Self::Failed => "it did not come about",
            Self::Withdrawn => "what was said of it is taken back",
            Self::Unsure => "it is too unsure",
            Self::ArbiterUnsure => "the arbiter is not sure enough",
            Self::ArbiterSilent => "the arbiter finds nothing",
            Self::PassedOver => "its words make a statement improbable, and it was not read",
        }
    }
}

/// What might have been a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Why it is none.
    pub reason: Unsaid,
    /// The words that name the act and set its status, in the text's order; empty where no word does.
    pub words: String,
    /// What it would be about, where a word names it.
    pub action: Option<Action>,
    /// The finer kind, or empty.
    pub kind: String,
    /// How it would stand.
    pub status: Option<Status>,
    /// The PLOVER event that the arbiter leans to, or the one that would follow from the act; empty for none.
    pub event: String,
    /// The principals who would do it.
    pub sources: Vec<ActorId>,
    /// The principals to whom it would be done.
    pub targets: Vec<ActorId>,
    /// How sure it is, from 0 to 1, where that decided.
    pub confidence: Option<f32>,
}

/// A sentence that left something out: two actors and no statement, or candidates that were dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uncoded {
    /// The document's id.
    pub document: String,
    /// When the document was published.
    pub published: Option<Published>,
    /// Number of the sentence in the document, from 0.
    pub sentence: usize,
    /// The sentence.
    pub text: String,
    /// Where it stands in the document.
    pub span: Span,
    /// The principals that are named as more than a place, each once, in the order of the text.
    pub actors: Vec<ActorId>,
    /// Number of statements that the sentence gives all the same.
    pub n_statements: usize,
    /// What was dropped, in the order of the words.
    pub candidates: Vec<Candidate>,
}
