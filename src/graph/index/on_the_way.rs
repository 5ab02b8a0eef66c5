//! Ways through what is in force, found in numbers: words are fetched for what stands on them alone.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use jiff::civil::Date;

use super::Fetch;
use super::frozen::{Answer, Frozen, Pair};
use crate::graph::graph::Graph;
use crate::graph::path::PathOptions;
use crate::graph::ways::{ALWAYS, Contact, Net};
use crate::model::ActorId;

impl<R: Read + Seek> Frozen<R> {
    /// The graph with the relations in force on a day between those who stand beside each other on the paths from one
    /// actor to another: [`crate::graph::Snapshot::paths`] finds the same paths in it as in all that is in force.
    ///
    /// Where paths are weighted by evidence, or the search is given up, it has all that is in force.
    /// Cost: twice that of [`Frozen::standings`], the search, and the words of what stands on the paths.
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
        let pairs = if options.by_evidence {
            None
        } else {
            self.pairs_on_the_way(at, ends, options, fetch)?
        };
        let Some(pairs) = pairs else {
            return self.in_force(&[at], &|_| true, fetch);
        };
        self.in_force(
            &[at],
            &|outline| pairs.contains(&in_order(outline.source, outline.target)),
            fetch,
        )
    }

    /// Who stand beside each other on the paths; `None`: the search was given up.
    fn pairs_on_the_way(
        &mut self,
        at: Option<Date>,
        ends: (&ActorId, &ActorId),
        options: &PathOptions,
        fetch: &mut Fetch<'_>,
    ) -> Answer<Option<BTreeSet<Pair>>> {
        let stands = self.standings(at, fetch)?;
        let known = self.known();
        let outlines = stands.iter().filter_map(|stand| known.outline(stand));
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
        Ok((!cut_off).then(|| pairs.collect()))
    }
}

fn in_order(one: &ActorId, other: &ActorId) -> Pair {
    (one.min(other).clone(), one.max(other).clone())
}
