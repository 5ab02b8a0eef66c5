//! Who is known by which name, from records in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::order::Order;
use crate::graph::actor::Actor;
use crate::graph::claim::valid_of;
use crate::graph::graph::About;
use crate::graph::valid::DatedBy;
use crate::model::{ActorId, Day, Legend, Party, Place, Record, Span};

/// Where a party stands among all: its statement's order, and whether it is the target.
type Mention = (Order, bool);

/// What all records together say of the actors and of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Names {
    /// The first and the last mention of each party of the legend.
    seen: Vec<Option<(Mention, Mention)>>,
    latest_published: Option<Day>,
    latest_begin: Option<Day>,
    n_by_publication: u64,
    n_undated: u64,
}

/// The parties that tell a node's name, as [`super::super::build::actors`] finds them in order.
struct Told<'l> {
    /// The first that names it or somebody who speaks for it.
    first: (Mention, &'l Party),
    /// The last that names itself.
    own: Option<(Mention, &'l Party)>,
    /// The last that names itself with an office.
    office: Option<(Mention, &'l Party)>,
}

impl Names {
    pub(super) fn add(&mut self, record: &Record, legend: &Legend) {
        let order = Order::of(record, legend);
        for (party, is_target) in [(record.source, false), (record.target, true)] {
            self.mention((order, is_target), party as usize);
        }
        self.latest_published = self.latest_published.max(record.published.known());
        let Some(code) = legend.codes.get(record.code as usize) else {
            return;
        };
        let valid = valid_of(record, code);
        self.latest_begin = self.latest_begin.max(valid.from);
        match valid.dated_by {
            DatedBy::Text => {}
            DatedBy::Publication => self.n_by_publication += 1,
            DatedBy::Nothing => self.n_undated += 1,
        }
    }

    fn mention(&mut self, mention: Mention, party: usize) {
        if self.seen.len() <= party {
            self.seen.resize(party + 1, None);
        }
        let (first, last) = self.seen[party].get_or_insert((mention, mention));
        if mention < *first {
            *first = mention;
        } else if mention > *last {
            *last = mention;
        }
    }

    /// The parties that were seen, with their first and last mentions.
    fn seen<'l>(
        &self,
        legend: &'l Legend,
    ) -> impl Iterator<Item = (Mention, Mention, &'l Arc<Party>)> {
        let parties = self.seen.iter().zip(&legend.parties);
        parties.filter_map(|(seen, party)| {
            let (first, last) = (*seen)?;
            Some((first, last, party))
        })
    }

    /// The nodes' ids, in order.
    pub(super) fn ids(&self, legend: &Legend) -> Vec<ActorId> {
        let ids: BTreeSet<&ActorId> = self
            .seen(legend)
            .map(|(_, _, party)| &party.principal)
            .collect();
        ids.into_iter().cloned().collect()
    }

    pub(super) fn actors(&self, legend: &Legend) -> BTreeMap<ActorId, Actor> {
        let mut nodes: BTreeMap<&ActorId, Told<'_>> = BTreeMap::new();
        for (first, last, party) in self.seen(legend) {
            let party: &Party = party;
            let told = nodes.entry(&party.principal).or_insert(Told {
                first: (first, party),
                own: None,
                office: None,
            });
            if first < told.first.0 {
                told.first = (first, party);
            }
            if party.id == party.principal {
                later(&mut told.own, (last, party));
                if party.office.is_some() {
                    later(&mut told.office, (last, party));
                }
            }
        }
        let actor = |told: Told<'_>| {
            let mut actor = match told.own {
                Some((_, own)) => Actor::of_party(own),
                None => Actor::of_principal(told.first.1),
            };
            if let Some((_, office)) = told.office {
                actor.office.clone_from(&office.office);
            }
            actor
        };
        nodes
            .into_iter()
            .map(|(id, told)| (id.clone(), actor(told)))
            .collect()
    }

    /// What the graph says of the whole, but for the first day.
    pub(super) fn about(&self, legend: &Legend) -> About {
        let seen = self.seen(legend).map(|(first, _, party)| (first, party));
        let mut parties: Vec<(Mention, &Arc<Party>)> = seen.collect();
        parties.sort_by_key(|(first, _)| *first);
        About {
            parties: parties
                .into_iter()
                .map(|(_, party)| Arc::clone(party))
                .collect(),
            latest: self
                .latest_published
                .or(self.latest_begin)
                .and_then(Day::date),
            first: None,
            n_by_publication: self.n_by_publication as usize,
            n_undated: self.n_undated as usize,
        }
    }
}

fn later<'l>(last: &mut Option<(Mention, &'l Party)>, other: (Mention, &'l Party)) {
    // The first of two on the same place stays, which only copies of a statement have.
    if last.is_none_or(|last| last.0 < other.0) {
        *last = Some(other);
    }
}

/// A mention as it is written: day, sentence, spans, mark, whether it is the target.
type MentionRow = (i32, u64, [u64; 4], u32, bool);

/// [`Names`] as they are written.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NamesRow {
    seen: Vec<Option<(MentionRow, MentionRow)>>,
    latest: [Option<i32>; 2],
    n_without: [u64; 2],
}

impl From<&Names> for NamesRow {
    fn from(names: &Names) -> Self {
        let seen =
            |seen: &Option<(Mention, Mention)>| seen.map(|(one, other)| (row(one), row(other)));
        Self {
            seen: names.seen.iter().map(seen).collect(),
            latest: [names.latest_published, names.latest_begin].map(|day| day.map(|day| day.0)),
            n_without: [names.n_by_publication, names.n_undated],
        }
    }
}

impl From<NamesRow> for Names {
    fn from(row: NamesRow) -> Self {
        let seen = |seen: Option<_>| seen.map(|(one, other)| (mention(one), mention(other)));
        Self {
            seen: row.seen.into_iter().map(seen).collect(),
            latest_published: row.latest[0].map(Day),
            latest_begin: row.latest[1].map(Day),
            n_by_publication: row.n_without[0],
            n_undated: row.n_without[1],
        }
    }
}

fn row((order, is_target): Mention) -> MentionRow {
    let Place {
        sentence,
        source,
        target,
    } = order.place;
    let spans = [source.start(), source.end(), target.start(), target.end()];
    let spans = spans.map(|offset| offset as u64);
    (
        order.published.0,
        sentence as u64,
        spans,
        order.mark,
        is_target,
    )
}

fn mention((published, sentence, spans, mark, is_target): MentionRow) -> Mention {
    let span = |at: usize| Span::new(spans[at] as usize, spans[at + 1] as usize);
    let order = Order {
        published: Day(published),
        place: Place {
            sentence: sentence as usize,
            source: span(0),
            target: span(2),
        },
        mark,
    };
    (order, is_target)
}
