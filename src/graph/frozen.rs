//! A graph that was written down, read as far as a question needs it.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use jiff::civil::Date;

use super::actor::Actor;
use super::build::Options;
use super::graph::{About, Graph};
use super::labels::Labels;
use super::relation::{Occurrence, Relation, RelationId, Stage};
use super::rows::{
    Code, Day, EndRow, Extent, FORM, Head, OccurrenceRow, RelationRow, StageRow, StatementRow, Who,
    date,
};
use super::rules::Rules;
use crate::model::{
    ActorId, Alternative, Attribution, EventCode, Evidence, Party, Published, Span, Statement, When,
};

/// Bytes between two rows that are rather read than jumped over.
const GAP: u64 = 1 << 16;
/// Bytes of the head at most, so that a damaged length asks for no memory that is not there.
const HEAD_AT_MOST: u64 = 1 << 32;

/// Says that the bytes are not those of [`Graph::freeze`]: cut short, damaged, or of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the frozen graph is damaged or of another version")]
pub struct Damaged;

type Thawed<T> = std::result::Result<T, Damaged>;

/// A graph written down by [`Graph::freeze`]. It knows all actors, and takes relations from its bytes when asked.
#[derive(Debug)]
pub struct Frozen<R> {
    input: R,
    /// Where the rows of the relations begin.
    start: u64,
    codes: Vec<Code>,
    documents: Vec<String>,
    who: Vec<Who>,
    extents: Vec<Extent>,
    graph: Graph,
}

impl<R: Read + Seek> Frozen<R> {
    /// Reads what is known of the whole. The bytes begin where the input stands.
    ///
    /// The rules and words must be those that the graph was built with; options are the usual ones.
    /// Cost: grows with the actors and, by some 15 bytes each, with the relations.
    ///
    /// # Errors
    /// [`Damaged`], also when the input cannot be read: the graph is then to be built from its statements.
    pub fn open(mut input: R, rules: Rules, labels: Labels) -> Thawed<Self> {
        let mut fixed = [0; 16];
        input.read_exact(&mut fixed).map_err(|_| Damaged)?;
        let (form, rest) = fixed.split_at(4);
        let (length, checksum) = rest.split_at(8);
        let length = u64::from_le_bytes(length.try_into().map_err(|_| Damaged)?);
        if form != FORM.to_le_bytes() || length > HEAD_AT_MOST {
            return Err(Damaged);
        }
        let mut bytes = Vec::new();
        input
            .by_ref()
            .take(length)
            .read_to_end(&mut bytes)
            .map_err(|_| Damaged)?;
        if bytes.len() as u64 != length || crc32fast::hash(&bytes).to_le_bytes() != checksum {
            return Err(Damaged);
        }
        let head: Head = postcard::from_bytes(&bytes).map_err(|_| Damaged)?;
        let start = input.stream_position().map_err(|_| Damaged)?;
        let mut actors = BTreeMap::new();
        for &at in &head.nodes {
            let actor = node(head.who.get(at as usize).ok_or(Damaged)?);
            actors.insert(actor.id.clone(), actor);
        }
        let mut parties = Vec::with_capacity(head.parties.len());
        for (at, words) in head.parties {
            let who = head.who.get(at as usize).ok_or(Damaged)?;
            parties.push(party(who, words, Span::default(), Vec::new()));
        }
        let about = About {
            parties,
            latest: date(head.latest).ok_or(Damaged)?,
            first: date(head.first).ok_or(Damaged)?,
            n_by_publication: head.n_by_publication as usize,
            n_undated: head.n_undated as usize,
        };
        Ok(Self {
            input,
            start,
            codes: head.codes,
            documents: head.documents,
            who: head.who,
            extents: head.extents,
            graph: Graph::of_parts(actors, about, Options::default(), rules, labels),
        })
    }

    /// The graph with all its actors and none of its relations: enough to find out whom a word means.
    pub fn names(&self) -> &Graph {
        &self.graph
    }

    /// The graph with the relations between two actors.
    ///
    /// # Errors
    /// [`Damaged`], as [`Frozen::open`].
    pub fn between(self, one: &ActorId, other: &ActorId) -> Thawed<Graph> {
        let place = |id: &ActorId| self.graph.actors.keys().position(|known| known == id);
        let pair = match (place(one), place(other)) {
            (Some(one), Some(other)) => Some((one.min(other) as u32, one.max(other) as u32)),
            _ => None,
        };
        self.thaw(|extent| Some(extent.pair) == pair)
    }

    /// The graph with the relations that are in force on any of the days, and perhaps some others.
    /// A missing day is that of the latest publication.
    ///
    /// # Errors
    /// [`Damaged`], as [`Frozen::open`].
    pub fn in_force(self, days: &[Option<Date>]) -> Thawed<Graph> {
        let latest = self.graph.latest();
        let days: Vec<Option<i32>> = days
            .iter()
            .map(|day| day.or(latest).map(|day| Day::from(day).0))
            .collect();
        self.thaw(|extent| {
            days.iter()
                .any(|day| day.is_none_or(|day| extent.from <= day && day < extent.until))
        })
    }

    fn thaw(mut self, wanted: impl Fn(&Extent) -> bool) -> Thawed<Graph> {
        let mut chosen: Vec<(u64, &Extent)> = Vec::new();
        let mut at = 0;
        for extent in &self.extents {
            if wanted(extent) {
                chosen.push((at, extent));
            }
            at += u64::from(extent.length);
        }
        let end = |(at, extent): &(u64, &Extent)| at + u64::from(extent.length);
        let mut relations = Vec::with_capacity(chosen.len());
        let mut bytes = Vec::new();
        for run in chosen.chunk_by(|one, next| next.0 - end(one) <= GAP) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            self.input
                .seek(SeekFrom::Start(self.start + first.0))
                .map_err(|_| Damaged)?;
            bytes.clear();
            let n_read = (&mut self.input)
                .take(end(last) - first.0)
                .read_to_end(&mut bytes)
                .map_err(|_| Damaged)?;
            if n_read as u64 != end(last) - first.0 {
                return Err(Damaged);
            }
            for (at, extent) in run {
                let from = (at - first.0) as usize;
                let row = &bytes[from..from + extent.length as usize];
                if crc32fast::hash(row) != extent.checksum {
                    return Err(Damaged);
                }
                let row: RelationRow<'_> = postcard::from_bytes(row).map_err(|_| Damaged)?;
                relations.push(self.tables().relation(row).ok_or(Damaged)?);
            }
        }
        relations.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(self.graph.with_relations(relations))
    }

    fn tables(&self) -> Tables<'_> {
        Tables {
            who: &self.who,
            codes: &self.codes,
            documents: &self.documents,
        }
    }
}

fn node(who: &Who) -> Actor {
    Actor {
        id: ActorId::new(who.id.as_str()),
        name: who.name.clone(),
        kind: who.kind,
        principal: ActorId::new(who.principal.as_str()),
        principal_name: who.principal_name.clone(),
        office: who.office.clone(),
    }
}

fn party(who: &Who, text: String, span: Span, alternatives: Vec<Alternative>) -> Party {
    let actor = node(who);
    Party {
        id: actor.id,
        name: actor.name,
        kind: actor.kind,
        principal: actor.principal,
        principal_name: actor.principal_name,
        office: actor.office,
        text,
        span,
        alternatives,
    }
}

/// What the numbers of rows stand for. `None` from its methods: a number or day that there is not.
struct Tables<'a> {
    who: &'a [Who],
    codes: &'a [Code],
    documents: &'a [String],
}

impl Tables<'_> {
    fn relation(&self, row: RelationRow<'_>) -> Option<Relation> {
        let parties = (ActorId::new(row.parties.0), ActorId::new(row.parties.1));
        Some(Relation {
            id: RelationId::new(row.id),
            action: row.action,
            family: row.family.to_owned(),
            occurrences: row
                .occurrences
                .into_iter()
                .map(|row| self.occurrence(row, &parties))
                .collect::<Option<_>>()?,
            parties: parties.clone(),
            stages: row
                .stages
                .into_iter()
                .map(|row| self.stage(row))
                .collect::<Option<_>>()?,
            asides: row.asides,
        })
    }

    fn occurrence(
        &self,
        row: OccurrenceRow<'_>,
        (first, second): &(ActorId, ActorId),
    ) -> Option<Occurrence> {
        let (source, target) = if row.forward {
            (first, second)
        } else {
            (second, first)
        };
        Some(Occurrence {
            status: row.status,
            source: source.clone(),
            target: target.clone(),
            mutual: row.mutual,
            valid: row.valid.valid()?,
            begins: date(row.begins)?,
            due: match row.due {
                Some((first, last)) => Some((first.date()?, last.date()?)),
                None => None,
            },
            statements: row
                .statements
                .into_iter()
                .map(|row| self.statement(row).map(Arc::new))
                .collect::<Option<_>>()?,
        })
    }

    fn stage(&self, row: StageRow<'_>) -> Option<Stage> {
        Some(Stage {
            status: row.status,
            from: date(row.from)?,
            until: date(row.until)?,
            closing: row.closing,
            occurrences: row.occurrences,
            ended_by: match row.ended_by {
                Some(row) => Some(Arc::new(self.statement(row)?)),
                None => None,
            },
        })
    }

    fn statement(&self, row: StatementRow<'_>) -> Option<Statement> {
        let code = self.codes.get(row.code as usize)?;
        let document = match row.document {
            Ok(number) => self.documents.get(number as usize)?,
            Err(id) => id,
        };
        Some(Statement {
            id: match row.id {
                Ok(rest) => format!("{document}{rest}"),
                Err(id) => id.to_owned(),
            },
            document: document.to_owned(),
            published: date(row.published)?.map(Published),
            published_inferred: row.published_inferred,
            sentence: row.sentence,
            source: self.end(row.source)?,
            target: self.end(row.target)?,
            action: code.action,
            kind: code.kind.clone(),
            status: code.status,
            mutual: code.mutual,
            event: EventCode {
                plover: code.plover.clone(),
                mode: code.mode.clone(),
                cameo: code.cameo.clone(),
                quad: code.quad,
                goldstein: f32::from_bits(code.goldstein),
            },
            when: match row.when {
                Some(when) => Some(When {
                    start: date(when.start)?,
                    end: date(when.end)?,
                    precision: when.precision,
                    text: when.text.to_owned(),
                    open: when.open,
                }),
                None => None,
            },
            attributed_to: row
                .attributed_to
                .into_iter()
                .map(|(text, by, claim)| Attribution {
                    text: text.to_owned(),
                    principal: by.map(ActorId::new),
                    claim,
                })
                .collect(),
            topic: row.topic.map(str::to_owned),
            place: row.place.map(str::to_owned),
            evidence: Evidence {
                text: row.evidence.to_owned(),
                span: Span::new(row.span.0, row.span.1),
            },
            rule: code.rule.clone(),
            confidence: row.confidence,
        })
    }

    fn end(&self, row: EndRow<'_>) -> Option<Party> {
        let alternatives = row
            .alternatives
            .into_iter()
            .map(|(id, principal, weight)| Alternative {
                id: ActorId::new(id),
                principal: ActorId::new(principal),
                weight,
            })
            .collect();
        let who = self.who.get(row.who as usize)?;
        Some(party(
            who,
            row.text.unwrap_or(&who.name).to_owned(),
            Span::new(row.span.0, row.span.1),
            alternatives,
        ))
    }
}
