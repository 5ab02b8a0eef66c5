//! The relations in force on a date.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::actor::Actor;
use super::articles::{capitalised, with_article};
use super::graph::Graph;
use super::relation::{Level, Occurrence, Relation, RelationId, Sign, Stage};
use super::valid::{Dated, DatedBy};
use crate::model::{Action, ActorId, ActorKind, Party, Precision, Statement, Status};

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
    /// The statements behind this status, never empty; the most telling first. Only that one where no more were fetched
    /// ([`super::Reports::Leading`]).
    #[serde(rename = "evidence", serialize_with = "as_sources")]
    pub statements: Vec<Arc<Statement>>,
    /// In how many documents it stands, where not all statements are here.
    #[serde(skip)]
    n_documents: Option<usize>,
}

impl Standing {
    /// The statement behind the status.
    pub fn leading(&self) -> &Arc<Statement> {
        &self.statements[0]
    }

    /// The date as the second line of a label: `21 Jul 1999`, `since Mar 1999`, `undated`.
    pub fn date_text(&self) -> String {
        // What was put off has no date any more; it shows since when.
        let due = self.due.filter(|_| self.status != Status::Postponed);
        match (due.or(self.since), self.lasting) {
            (None, _) => "undated".to_owned(),
            (Some(date), true) => format!("since {date}"),
            (Some(date), false) => date.to_string(),
        }
    }

    /// Number of documents that report it.
    pub fn n_documents(&self) -> usize {
        if let Some(n_documents) = self.n_documents {
            return n_documents;
        }
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
struct Quoted<'a> {
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
    serializer.collect_seq(statements.iter().map(|statement| Quoted {
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
    #[serde(rename = "relations")]
    pub standings: Vec<Standing>,
}

impl Snapshot {
    /// Only what passes: the actors left are those that still have a relation.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(&Standing) -> bool) -> Self {
        self.standings.retain(keep);
        let standings = &self.standings;
        self.actors.retain(|id, _| {
            standings
                .iter()
                .any(|standing| standing.other(id).is_some())
        });
        self
    }

    /// The relations of one actor.
    #[must_use]
    pub fn around(self, actor: &ActorId) -> Self {
        self.only(|standing| standing.other(actor).is_some())
    }
}

impl Graph {
    /// The relations in force on a day, each with its status then.
    ///
    /// Without a day: on that of the latest publication ([`Graph::latest`]). With `known`, only what was published
    /// by that day counts. What has no date at all is in force on every day.
    /// Cost: one pass over the relations; with `known`, the graph is built anew.
    pub fn snapshot(&self, at: Option<Date>, known: Option<Date>) -> Snapshot {
        if let Some(known) = known
            && self.known.is_none_or(|own| known < own)
        {
            return self.as_known(known).snapshot(at, None);
        }
        let at = at.or_else(|| self.latest());
        let standings: Vec<Standing> = self
            .relations
            .iter()
            .filter_map(|relation| self.standing(relation, at))
            .collect();
        let ends = standings
            .iter()
            .flat_map(|standing| [&standing.source, &standing.target]);
        Snapshot {
            at,
            known: self.known,
            actors: self.some_actors(ends),
            standings,
        }
    }

    /// How the relation stands on a day, if it is in force then.
    pub fn standing(&self, relation: &Relation, at: Option<Date>) -> Option<Standing> {
        let stage = relation.stage(at)?;
        self.standing_in(relation, stage, at)
    }

    pub(super) fn standing_in(
        &self,
        relation: &Relation,
        stage: &Stage,
        at: Option<Date>,
    ) -> Option<Standing> {
        let happened = |occurrence: &&Occurrence| match (occurrence.begins, at) {
            (Some(begins), Some(at)) => begins <= at,
            _ => true,
        };
        let all = || {
            stage
                .occurrences
                .iter()
                .filter_map(|&index| relation.occurrences.get(index))
        };
        // The first occurrence began the stage, also where a vague date puts its first day later.
        let occurrences: Vec<&Occurrence> = all()
            .take(1)
            .chain(all().skip(1).filter(happened))
            .collect();
        let statements: Vec<Arc<Statement>> = occurrences
            .iter()
            .flat_map(|occurrence| occurrence.statements.iter().cloned())
            .collect();
        let first = *occurrences.first()?;
        let leading = first.leading();
        let words = self.labels.words(
            relation.action,
            &leading.kind,
            stage.status,
            &self.named(&first.source, &statements),
            &self.named(&first.target, &statements),
        );
        Some(Standing {
            relation: relation.id.clone(),
            source: first.source.clone(),
            target: first.target.clone(),
            mutual: first.mutual,
            action: relation.action,
            kind: leading.kind.clone(),
            status: stage.status,
            sign: self
                .rules
                .sign(relation.action, stage.status, leading.event.quad),
            goldstein: leading.event.goldstein,
            label: words.label,
            reason: capitalised(&words.sentence),
            since: since(stage, first),
            due: occurrences.iter().find_map(|occurrence| {
                let (first, _) = occurrence.due?;
                Some(Dated {
                    day: first,
                    precision: occurrence.valid.precision,
                    dated_by: occurrence.valid.dated_by,
                })
            }),
            lasting: first.valid.is_open(),
            statements,
            n_documents: self.noted_documents(&relation.id, at),
        })
    }

    /// The actor's name with the persons who act for it: "Britain (Robin Cook, Tony Blair)".
    fn named(&self, id: &ActorId, statements: &[Arc<Statement>]) -> String {
        let name = with_article(self.name(id));
        if self.options.level == Level::Party {
            return name;
        }
        let speaks = |party: &&Party| party.kind == ActorKind::Person && &party.principal == id;
        let mut persons: Vec<&str> = Vec::new();
        for party in statements
            .iter()
            .flat_map(|statement| [&statement.source, &statement.target])
            .filter(speaks)
        {
            if !persons.contains(&party.name.as_str()) {
                persons.push(&party.name);
            }
        }
        if persons.is_empty() {
            name
        } else {
            format!("{name} ({})", persons.join(", "))
        }
    }
}

/// The first day of the stage with the precision at which it is known.
fn since(stage: &Stage, first: &Occurrence) -> Option<Dated> {
    let day = stage.from?;
    let said = first.leading().published.map(|published| published.0);
    let (precision, dated_by) = if first.valid.from != Some(day) && said == Some(day) {
        (Precision::Day, DatedBy::Publication)
    } else {
        (first.valid.precision, first.valid.dated_by)
    };
    Some(Dated {
        day,
        precision,
        dated_by,
    })
}
