//! Ways through what is in force, found in numbers: words are fetched for what stands on them alone.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use jiff::civil::Date;

use super::Fetch;
use super::frozen::{Answer, Frozen, Pair};
use super::in_words::Lives;
use super::standing::Keep;
use crate::graph::graph::Graph;
use crate::graph::path::PathOptions;
use crate::graph::ways::{ALWAYS, Contact, Net};
use crate::model::ActorId;

impl<R: Read + Seek> Frozen<R> {
    /// The graph with the relations in force on a day between those who stand beside each other on the paths from one
    /// actor to another: [`crate::graph::Snapshot::paths`] finds the same paths in it as in all that is in force.
    ///
    /// Where paths are weighted by evidence, or the search is given up, it has all that is in force.
    /// Cost: as [`Frozen::lives_in_force`], the search, and the words of what stands on the paths.
    ///
    /// # Errors
    /// As [`Frozen::in_force`].
    pub fn on_the_way(
        &mut self,
        at: Option<Date>,
        ends: (&ActorId, &ActorId),
        options: &PathOptions,
        fetch: &mut Fetch<'_>,
    ) -> Answer<Graph> {
        let mut lives = self.lives_in_force(&[at], Keep::all(), fetch)?;
        if !options.by_evidence
            && let Some(pairs) = self.pairs_on_the_way(&lives, ends, options)
        {
            lives.keep(|numbers| {
                let known = self.known();
                let pair = known.node(numbers.0).zip(known.node(numbers.1));
                pair.is_some_and(|(one, other)| pairs.contains(&in_order(one, other)))
            });
        }
        self.whole(lives, fetch)
    }

    /// Who stand beside each other on the paths; `None`: the search was given up.
    fn pairs_on_the_way(
        &self,
        lives: &Lives,
        ends: (&ActorId, &ActorId),
        options: &PathOptions,
    ) -> Option<BTreeSet<Pair>> {
        let known = self.known();
        let outlines = lives.stands().filter_map(|stand| known.outline(stand));
        let admitted = outlines
            .filter(|outline| options.admits_as(outline.action, outline.status, outline.sign));
        let contacts = admitted.enumerate().map(|(number, outline)| Contact {
            source: outline.source,
            target: outline.target,
            both_ways: outline.mutual || !options.directed,
            days: ALWAYS,
            documents: BTreeSet::new(),
            number,
        });
        let net = Net::new(contacts.collect(), false);
        let (ways, cut_off) = options.search(&net, ends, Date::MIN, options.n_paths);
        let steps = ways.iter().flat_map(|way| way.nodes.windows(2));
        let pairs = steps.map(|step| in_order(net.graph[step[0]], net.graph[step[1]]));
        (!cut_off).then(|| pairs.collect())
    }
}

fn in_order(one: &ActorId, other: &ActorId) -> Pair {
    (one.min(other).clone(), one.max(other).clone())
}
