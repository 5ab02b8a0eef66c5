//! Who is known by which name, from records in any order.

use std::collections::{BTreeMap, HashMap};

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
    /// By the node's id, which party tells what of it.
    nodes: HashMap<ActorId, Told>,
    /// The first mention of each party of the legend.
    first: Vec<Option<Mention>>,
    latest_published: Option<Day>,
    latest_begin: Option<Day>,
    n_by_publication: u64,
    n_undated: u64,
}

/// The parties that tell a node's name, as [`super::super::build::actors`] finds them in order.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    /// The first that names it or somebody who speaks for it.
    first: (Mention, u32),
    /// The last that names itself.
    own: Option<(Mention, u32)>,
    /// The last that names itself with an office.
    office: Option<(Mention, u32)>,
}

impl Names {
    pub(super) fn add(&mut self, record: &Record, legend: &Legend) {
        let order = Order::of(record, legend);
        for (party, is_target) in [(record.source, false), (record.target, true)] {
            self.mention((order, is_target), party, legend);
        }
        self.latest_published = self.latest_published.max(known(record.published));
        let Some(code) = legend.codes.get(record.code as usize) else {
            return;
        };
        let valid = valid_of(record, code);
        self.latest_begin = self.latest_begin.max(valid.from.map(Day::of));
        match valid.dated_by {
            DatedBy::Text => {}
            DatedBy::Publication => self.n_by_publication += 1,
            DatedBy::Nothing => self.n_undated += 1,
        }
    }

    fn mention(&mut self, mention: Mention, number: u32, legend: &Legend) {
        let Some(party) = legend.parties.get(number as usize) else {
            return;
        };
        let at = number as usize;
        if self.first.len() <= at {
            self.first.resize(at + 1, None);
        }
        let first = self.first[at].get_or_insert(mention);
        *first = (*first).min(mention);
        let own = (party.id == party.principal).then_some((mention, number));
        let office = own.filter(|_| party.office.is_some());
        if let Some(told) = self.nodes.get_mut(&party.principal) {
            if mention < told.first.0 {
                told.first = (mention, number);
            }
            later(&mut told.own, own);
            later(&mut told.office, office);
        } else {
            let told = Told {
                first: (mention, number),
                own,
                office,
            };
            self.nodes.insert(party.principal.clone(), told);
        }
    }

    /// The nodes' ids, in order.
    pub(super) fn ids(&self) -> Vec<ActorId> {
        let mut ids: Vec<ActorId> = self.nodes.keys().cloned().collect();
        ids.sort_unstable();
        ids
    }

    pub(super) fn actors(&self, legend: &Legend) -> BTreeMap<ActorId, Actor> {
        let party = |number: u32| &legend.parties[number as usize];
        self.nodes
            .iter()
            .map(|(id, told)| {
                let mut actor = match told.own {
                    Some((_, own)) => Actor::of_party(party(own)),
                    None => Actor::of_principal(party(told.first.1)),
                };
                if let Some((_, office)) = told.office {
                    actor.office.clone_from(&party(office).office);
                }
                (id.clone(), actor)
            })
            .collect()
    }

    /// What the graph says of the whole, but for the first day.
    pub(super) fn about(&self, legend: &Legend) -> About {
        let mut parties: Vec<(Mention, &Party)> = self
            .first
            .iter()
            .zip(&legend.parties)
            .filter_map(|(first, party)| Some(((*first)?, party)))
            .collect();
        parties.sort_by_key(|(first, _)| *first);
        About {
            parties: parties
                .into_iter()
                .map(|(_, party)| party.clone())
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

fn known(day: Day) -> Option<Day> {
    (day != Day::NONE).then_some(day)
}

fn later(last: &mut Option<(Mention, u32)>, other: Option<(Mention, u32)>) {
    // The first of two on the same place stays, which only copies of a statement have.
    if let Some(other) = other
        && last.is_none_or(|last| last.0 < other.0)
    {
        *last = Some(other);
    }
}

/// A mention as it is written: day, sentence, spans, mark, whether it is the target.
type MentionRow = (i32, u64, [u64; 4], u32, bool);

/// A mention and its party.
type ToldRow = (MentionRow, u32);

/// [`Names`] as they are written.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NamesRow {
    /// By id: who names it first, who names itself last, and with an office.
    nodes: Vec<(String, [Option<ToldRow>; 3])>,
    first: Vec<Option<MentionRow>>,
    latest: [Option<i32>; 2],
    n_without: [u64; 2],
}

impl From<&Names> for NamesRow {
    fn from(names: &Names) -> Self {
        let told = |(mention, party): (Mention, u32)| (row(mention), party);
        let mut nodes: Vec<_> = names
            .nodes
            .iter()
            .map(|(id, node)| {
                let parties = [Some(node.first), node.own, node.office];
                (id.to_string(), parties.map(|party| party.map(told)))
            })
            .collect();
        nodes.sort_unstable();
        Self {
            nodes,
            first: names.first.iter().map(|first| first.map(row)).collect(),
            latest: [names.latest_published, names.latest_begin].map(|day| day.map(|day| day.0)),
            n_without: [names.n_by_publication, names.n_undated],
        }
    }
}

impl NamesRow {
    /// `None` for parties that the legend does not have.
    pub(super) fn names(self, legend: &Legend) -> Option<Names> {
        let n_parties = legend.parties.len();
        let told = |row: Option<ToldRow>| match row {
            Some((_, party)) if party as usize >= n_parties => None,
            Some((place, party)) => Some(Some((mention(place), party))),
            None => Some(None),
        };
        let mut nodes = HashMap::with_capacity(self.nodes.len());
        for (id, [first, own, office]) in self.nodes {
            let node = Told {
                first: told(first)??,
                own: told(own)?,
                office: told(office)?,
            };
            nodes.insert(ActorId::new(id), node);
        }
        Some(Names {
            nodes,
            first: self
                .first
                .into_iter()
                .map(|first| first.map(mention))
                .collect(),
            latest_published: self.latest[0].map(Day),
            latest_begin: self.latest[1].map(Day),
            n_by_publication: self.n_without[0],
            n_undated: self.n_without[1],
        })
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
