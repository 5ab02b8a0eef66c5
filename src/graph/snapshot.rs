//! The relations in force on a date.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::actor::Actor;
use super::relation::{RelationId, Sign};
use super::valid::Dated;
use crate::model::{Action, ActorId, Statement, Status};

/// A relation as it stands on a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Which relation.
    pub relation: RelationId,
    /// Who acts, by the statement behind this status.
    pub source: ActorId,
    /// On or with whom.
    pub target: ActorId,
    /// Whether both do it to each other.
    pub mutual: bool,
    /// What it is about.
    pub action: Action,
    /// The finer kind: `sever`, `air-strike`.
    pub kind: String,
    /// How it stands.
    pub status: Status,
    /// Friendly, hostile or neither.
    pub sign: Sign,
    /// Goldstein value of the statement behind it, −10 (most hostile) to 10.
    pub goldstein: f32,
    /// Two or three words for the picture: "severed ties", "talks postponed".
    pub label: String,
    /// The same as a sentence: "Russia severed ties with NATO".
    pub reason: String,
    /// When this status began. `None`: no date is known.
    pub since: Option<Dated>,
    /// When a planned, proposed or postponed act is or was to take place.
    pub due: Option<Dated>,
    /// Whether the text says that it goes on from `since` ("since March").
    pub lasting: bool,
    /// The statements behind this status, never empty; the most telling first.
    #[serde(rename = "evidence", serialize_with = "as_sources")]
    pub statements: Vec<Arc<Statement>>,
}

impl Standing {
    /// The statement behind the status.
    pub fn leading(&self) -> &Arc<Statement> {
        &self.statements[0]
    }

    /// The date as the second line of a label: `21 Jul 1999`, `since Mar 1999`, `undated`.
    pub fn date_text(&self) -> String {
        match (self.due.or(self.since), self.lasting) {
            (None, _) => "undated".to_owned(),
            (Some(date), true) => format!("since {date}"),
            (Some(date), false) => date.to_string(),
        }
    }

    /// Number of documents that report it.
    pub fn n_documents(&self) -> usize {
        let documents: std::collections::BTreeSet<&str> = self
            .statements
            .iter()
            .map(|statement| statement.document.as_str())
            .collect();
        documents.len()
    }

    /// The other end of the relation, if `actor` is one end.
    pub fn other(&self, actor: &ActorId) -> Option<&ActorId> {
        if &self.source == actor {
            Some(&self.target)
        } else if &self.target == actor {
            Some(&self.source)
        } else {
            None
        }
    }
}

/// What a reader needs to find the sentence again; the whole statement is printed by `detente statements`.
#[derive(Serialize)]
struct Source<'a> {
    statement: &'a str,
    document: &'a str,
    published: Option<crate::model::Published>,
    source: &'a str,
    target: &'a str,
    text: &'a str,
    span: crate::model::Span,
}

pub(super) fn as_sources<S: Serializer>(
    statements: &[Arc<Statement>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(statements.iter().map(|statement| Source {
        statement: &statement.id,
        document: &statement.document,
        published: statement.published,
        source: &statement.source.text,
        target: &statement.target.text,
        text: &statement.evidence.text,
        span: statement.evidence.span,
    }))
}

/// The relations in force on a date, each with its status then.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Snapshot {
    /// The date asked for. `None` when nothing in the graph has a date.
    pub at: Option<Date>,
    /// Only what was published by then counts; `None`: everything.
    pub known: Option<Date>,
    /// The actors that have a relation in force.
    pub actors: BTreeMap<ActorId, Actor>,
    /// The relations in force, sorted by id.
    pub standings: Vec<Standing>,
}
