//! One claim that one sentence makes.

use serde::{Deserialize, Serialize};

use super::{Action, Party, Published, Span, Status, When};

/// How the field codes a statement. It follows from action, kind and status by table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventCode {
    /// PLOVER root, upper case: `CONSULT`.
    pub plover: String,
    /// PLOVER mode, or empty.
    #[serde(default)]
    pub mode: String,
    /// CAMEO code, a string since leading zeros count: `"036"`.
    pub cameo: String,
    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// Goldstein value, −10 (most hostile) to 10.
    pub goldstein: f32,
}

/// The words behind a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The sentence.
    pub text: String,
    /// Where it stands in the document.
    pub span: Span,
}

/// One claim that one sentence makes: who, to whom, what, how it stands, when, says who.
///
/// Field order is the JSON contract of the design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Stable within the same input: document, sentence and position.
    pub id: String,
    /// The document's id.
    pub document: String,
    /// When the document was published.
    pub published: Option<Published>,
    /// Whether the publication date was inferred from the text rather than given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub published_inferred: bool,
    /// Number of the sentence in the document, from 0.
    pub sentence: usize,
    /// Who does, says, plans, refuses.
    pub source: Party,
    /// Whom it is about or addressed to.
    pub target: Party,
    /// What it is about.
    pub action: Action,
    /// The finer kind: `sever`, `lift`, `air-strike`.
    pub kind: String,
    /// How it stands.
    pub status: Status,
    /// Whether both are doing it to each other.
    pub mutual: bool,
    /// The field's codes.
    pub event: EventCode,
    /// When it happens or stands, where the text says.
    pub when: Option<When>,
    /// Who says so, where the text says.
    pub attributed_to: Vec<Attribution>,
    /// What the talks, aid or agreement are about, in the text's words.
    pub topic: Option<String>,
    /// Where, in the text's words.
    pub place: Option<String>,
    /// The sentence.
    pub evidence: Evidence,
    /// The rule or frame that read it: `ties/sever`.
    pub rule: String,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The words that name the speaker.
    pub text: String,
    /// The actor, where it is one that we know; news agencies are sources and have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<super::ActorId>,
    /// Whether the speaker is a party to the claim or its rival, so that it is that side's claim and not a report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub claim: bool,
}

/// A trait that speaks for or against a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// Its name: where the candidate comes from (`F` frames, `C` frames with the text before, `P` the arbiter, `I` an act
    /// without a party), what is looked at, and how much or which.
    #[serde(rename = "trait")]
    pub name: String,
    /// What it adds to the log-odds.
    pub weight: f64,
}
