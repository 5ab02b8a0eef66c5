//! A graph written down, so that parts of it can be read again without building it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use super::graph::Graph;
use super::relation::{Occurrence, Relation, Stage};
use super::rows::{
    ALWAYS, Code, Day, EVER, EndRow, Extent, FORM, Head, OccurrenceRow, RelationRow, StageRow,
    StatementRow, WhenRow, Who,
};
use crate::error::{Error, Result};
use crate::model::{Action, ActorId, ActorKind, Party, Statement, Status};

/// Distinct values, each with the number under which it was first met.
struct Numbered<T> {
    numbers: HashMap<T, u32>,
    values: Vec<T>,
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn new() -> Self {
        Self {
            numbers: HashMap::new(),
            values: Vec::new(),
        }
    }

    fn number(&mut self, value: T) -> u32 {
        if let Some(&number) = self.numbers.get(&value) {
            return number;
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}

struct Tables<'a> {
    who: Numbered<WhoKey<'a>>,
    codes: Numbered<CodeKey<'a>>,
    documents: Numbered<&'a str>,
}

/// A [`Who`] whose words are elsewhere: id, name, kind, principal, its name, office.
type WhoKey<'a> = (
    &'a str,
    &'a str,
    ActorKind,
    &'a str,
    &'a str,
    Option<&'a str>,
);

/// A [`Code`] whose words are elsewhere: action, kind, status, mutual; PLOVER, mode, CAMEO; quad, Goldstein, rule.
type CodeKey<'a> = (
    (Action, &'a str, Status, bool),
    (&'a str, &'a str, &'a str),
    (u8, u32, &'a str),
);

/// Documents with fewer statements are written with each, since every question reads the table.
const MANY_STATEMENTS: usize = 1000;

impl Graph {
    /// The graph as bytes from which [`super::Frozen`] reads the part that a question needs.
    ///
    /// Only of graphs as they were built: what [`Graph::as_known`] leaves out is not written.
    /// Cost: one pass over the statements; some 150 bytes for each besides its sentence.
    ///
    /// # Errors
    /// Only [`Error::Internal`]: more than 4 GiB in one relation.
    pub fn freeze(&self) -> Result<Vec<u8>> {
        let mut tables = Tables {
            who: Numbered::new(),
            codes: Numbered::new(),
            documents: self.large_documents(),
        };
        let nodes: Vec<u32> = self
            .actors
            .values()
            .map(|actor| {
                tables.who.number((
                    actor.id.as_str(),
                    &actor.name,
                    actor.kind,
                    actor.principal.as_str(),
                    &actor.principal_name,
                    actor.office.as_deref(),
                ))
            })
            .collect();
        let mut parties = Vec::new();
        let mut met: HashSet<(u32, &str)> = HashSet::new();
        for party in self.parties() {
            let who = tables.who.number(who(party));
            if met.insert((who, &party.text)) {
                parties.push((who, party.text.clone()));
            }
        }
        let places: BTreeMap<&str, u32> = self
            .actors
            .keys()
            .zip(0..)
            .map(|(id, at)| (id.as_str(), at))
            .collect();
        let place = |id: &str| places.get(id).copied().unwrap_or_default();
        let mut in_order: Vec<((u32, u32), &Relation)> = self
            .relations
            .iter()
            .map(|relation| {
                let (one, other) = (&relation.parties.0, &relation.parties.1);
                let (one, other) = (place(one.as_str()), place(other.as_str()));
                ((one.min(other), one.max(other)), relation)
            })
            .collect();
        // Stable, so that relations of a pair stay in order of their ids.
        in_order.sort_by_key(|(pair, _)| *pair);
        let mut extents = Vec::with_capacity(in_order.len());
        let mut rows: Vec<u8> = Vec::new();
        for (pair, relation) in in_order {
            let row = bytes(&tables.relation(relation))?;
            let (from, until) = days(relation);
            extents.push(Extent {
                pair,
                from,
                until,
                length: u32::try_from(row.len())
                    .map_err(|_| Error::Internal("a relation of more than 4 GiB".to_owned()))?,
                checksum: crc32fast::hash(&row),
            });
            rows.extend(row);
        }
        let (n_by_publication, n_undated) = self.n_without_own_date();
        let head = bytes(&Head {
            who: tables.who.values.into_iter().map(who_row).collect(),
            codes: tables.codes.values.into_iter().map(code_row).collect(),
            documents: tables
                .documents
                .values
                .iter()
                .map(|&id| id.to_owned())
                .collect(),
            nodes,
            parties,
            latest: self.latest().map(Day::from),
            first: self.first_day().map(Day::from),
            n_by_publication: n_by_publication as u64,
            n_undated: n_undated as u64,
            extents,
        })?;
        let mut all = Vec::with_capacity(head.len() + rows.len() + 16);
        all.extend(FORM.to_le_bytes());
        all.extend((head.len() as u64).to_le_bytes());
        all.extend(crc32fast::hash(&head).to_le_bytes());
        all.extend(head);
        all.extend(rows);
        Ok(all)
    }
}

impl Graph {
    fn large_documents(&self) -> Numbered<&str> {
        let mut n_statements: HashMap<&str, usize> = HashMap::new();
        let mut large = Numbered::new();
        for statement in &self.statements {
            let n = n_statements.entry(&statement.document).or_default();
            *n += 1;
            if *n == MANY_STATEMENTS {
                large.number(statement.document.as_str());
            }
        }
        large
    }
}

fn bytes<T: serde::Serialize>(row: &T) -> Result<Vec<u8>> {
    postcard::to_stdvec(row).map_err(|error| Error::Internal(error.to_string()))
}

/// First day, and the first day after, of all stages together.
fn days(relation: &Relation) -> (i32, i32) {
    let from = relation
        .stages
        .iter()
        .map(|stage| stage.from.map_or(ALWAYS, |day| Day::from(day).0))
        .min();
    let until = relation
        .stages
        .iter()
        .map(|stage| stage.until.map_or(EVER, |day| Day::from(day).0))
        .max();
    (from.unwrap_or(ALWAYS), until.unwrap_or(EVER))
}

fn who(party: &Party) -> WhoKey<'_> {
    (
        party.id.as_str(),
        &party.name,
        party.kind,
        party.principal.as_str(),
        &party.principal_name,
        party.office.as_deref(),
    )
}

fn who_row((id, name, kind, principal, principal_name, office): WhoKey<'_>) -> Who {
    Who {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        principal: principal.to_owned(),
        principal_name: principal_name.to_owned(),
        office: office.map(str::to_owned),
    }
}

fn code_row(
    ((action, kind, status, mutual), (plover, mode, cameo), (quad, goldstein, rule)): CodeKey<'_>,
) -> Code {
    Code {
        action,
        kind: kind.to_owned(),
        status,
        mutual,
        plover: plover.to_owned(),
        mode: mode.to_owned(),
        cameo: cameo.to_owned(),
        quad,
        goldstein,
        rule: rule.to_owned(),
    }
}

impl<'a> Tables<'a> {
    fn relation(&mut self, relation: &'a Relation) -> RelationRow<'a> {
        RelationRow {
            id: relation.id.as_str(),
            parties: (relation.parties.0.as_str(), relation.parties.1.as_str()),
            action: relation.action,
            family: &relation.family,
            occurrences: relation
                .occurrences
                .iter()
                .map(|occurrence| self.occurrence(occurrence, &relation.parties.0))
                .collect(),
            stages: relation
                .stages
                .iter()
                .map(|stage| self.stage(stage))
                .collect(),
            asides: relation.asides.clone(),
        }
    }

    fn occurrence(&mut self, occurrence: &'a Occurrence, first: &ActorId) -> OccurrenceRow<'a> {
        OccurrenceRow {
            status: occurrence.status,
            forward: occurrence.source == *first,
            mutual: occurrence.mutual,
            valid: occurrence.valid.into(),
            begins: occurrence.begins.map(Day::from),
            due: occurrence
                .due
                .map(|(first, last)| (first.into(), last.into())),
            statements: occurrence
                .statements
                .iter()
                .map(|statement| self.statement(statement))
                .collect(),
        }
    }

    fn stage(&mut self, stage: &'a Stage) -> StageRow<'a> {
        StageRow {
            status: stage.status,
            from: stage.from.map(Day::from),
            until: stage.until.map(Day::from),
            closing: stage.closing,
            occurrences: stage.occurrences.clone(),
            ended_by: stage
                .ended_by
                .as_ref()
                .map(|statement| self.statement(statement)),
        }
    }

    fn statement(&mut self, statement: &'a Statement) -> StatementRow<'a> {
        let event = &statement.event;
        let code = self.codes.number((
            (
                statement.action,
                &statement.kind,
                statement.status,
                statement.mutual,
            ),
            (&event.plover, &event.mode, &event.cameo),
            (event.quad, event.goldstein.to_bits(), &statement.rule),
        ));
        StatementRow {
            id: statement
                .id
                .strip_prefix(&statement.document)
                .ok_or(&statement.id),
            document: match self.documents.numbers.get(statement.document.as_str()) {
                Some(&number) => Ok(number),
                None => Err(&statement.document),
            },
            published: statement.published.map(|published| published.0.into()),
            published_inferred: statement.published_inferred,
            sentence: statement.sentence,
            source: self.end(&statement.source),
            target: self.end(&statement.target),
            code,
            when: statement.when.as_ref().map(|when| WhenRow {
                start: when.start.map(Day::from),
                end: when.end.map(Day::from),
                precision: when.precision,
                text: &when.text,
                open: when.open,
            }),
            attributed_to: statement
                .attributed_to
                .iter()
                .map(|said| {
                    let by = said.principal.as_ref().map(ActorId::as_str);
                    (said.text.as_str(), by, said.claim)
                })
                .collect(),
            topic: statement.topic.as_deref(),
            place: statement.place.as_deref(),
            evidence: &statement.evidence.text,
            span: (
                statement.evidence.span.start(),
                statement.evidence.span.end(),
            ),
            confidence: statement.confidence,
        }
    }

    fn end(&mut self, party: &'a Party) -> EndRow<'a> {
        EndRow {
            who: self.who.number(who(party)),
            text: (party.text != party.name).then_some(&party.text),
            span: (party.span.start(), party.span.end()),
            alternatives: party
                .alternatives
                .iter()
                .map(|other| (other.id.as_str(), other.principal.as_str(), other.weight))
                .collect(),
        }
    }
}
