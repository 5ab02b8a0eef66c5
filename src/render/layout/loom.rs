//! Columns and orders of one part of the drawing in a form that is cheap to change: what stands in each rank, and the
//! threads that run through it. All lines between the same two actors are one thread.

use std::collections::BTreeMap;

use super::columns::{Columns, Sized, Tie, compact};
use super::gaps::{Lane, Piece};
use super::network::Network;
use super::ranks::{Place, Ranks};

/// Crossings that a unit of the columns' cost weighs: with more, pages get narrower and lines cross more often.
const COLUMN_COST: f64 = 0.15;
/// With more lines than this it weighs more, by this power of how many times more: in crowds lines cross by the hundred,
/// and a page so wide that its words cannot be read is worse than some crossings more.
const USUAL_LINKS: f64 = 60.0;
const CROWD_COST: f64 = 1.5;
/// Columns left and right of the page that a block may open.
const SPARE: usize = 1;

/// The lines between two actors, which run side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thread {
    pub source: usize,
    pub target: usize,
    pub weight: u32,
}

/// What stands in a rank: a block in an even one, a thread in any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Block(usize),
    Thread(usize),
}

/// Where everything stands: places from the top of the rank, and the pieces of threads between ranks.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    pub actor: Vec<usize>,
    /// By thread and rank.
    pub thread: Vec<usize>,
    pub n_items: Vec<usize>,
    /// By the rank on the left.
    pub pieces: Vec<Vec<Piece>>,
}

/// Columns and orders of one part of the drawing, being improved.
pub(super) struct Loom<'a> {
    network: &'a Network,
    pub blocks: &'a [usize],
    links: &'a [usize],
    /// Place among `blocks` of each block of the network.
    local: Vec<usize>,
    /// Actors of each block from top to bottom.
    pub members: Vec<Vec<usize>>,
    pub threads: Vec<Thread>,
    pub threads_of: Vec<Vec<usize>>,
    thread_of_link: Vec<usize>,
    pub columns: Columns<'a>,
    /// Blocks that stay where they are, while their lines move.
    pub is_kept: Vec<bool>,
    pub ranks: Vec<Vec<Slot>>,
    pub standing: Standing,
    pub lanes: Vec<Lane>,
    /// Room that is used again at every step.
    pub spare: (Standing, Standing, Vec<Vec<Slot>>),
}

impl<'a> Loom<'a> {
    /// Takes over columns and orders from ranks. `sizes` and `ties` are those of the same blocks.
    pub fn of(
        network: &'a Network,
        (blocks, links): (&'a [usize], &'a [usize]),
        (sizes, ties): (&'a [Sized], &'a [Tie]),
        ranks: &Ranks,
    ) -> Self {
        let n_columns = ranks.units_of.len() / 2 + 2 * SPARE;
        let mut local = vec![usize::MAX; network.blocks.len()];
        for (i, &block) in blocks.iter().enumerate() {
            local[block] = i;
        }
        let mut this = Self {
            network,
            blocks,
            links,
            local,
            members: vec![Vec::new(); blocks.len()],
            threads: Vec::new(),
            threads_of: vec![Vec::new(); blocks.len()],
            thread_of_link: vec![usize::MAX; network.links.len()],
            columns: Columns::new(sizes, ties, n_columns),
            is_kept: vec![false; blocks.len()],
            ranks: vec![Vec::new(); 2 * n_columns],
            standing: Standing::default(),
            lanes: Vec::new(),
            spare: Default::default(),
        };
        this.thread();
        let mut column_of = vec![0; blocks.len()];
        for (rank, units) in ranks.units_of.iter().enumerate() {
            for &unit in units {
                let slot = this.slot(ranks, unit);
                let slots = &mut this.ranks[rank + 2 * SPARE];
                if slots.contains(&slot) {
                    continue;
                }
                slots.push(slot);
                if let Slot::Block(block) = slot {
                    column_of[block] = rank / 2 + SPARE;
                    this.is_kept[block] = ranks.old_y(unit).is_some();
                    let items = ranks.units[unit].items.iter();
                    this.members[block] = items
                        .filter_map(|&item| ranks.items[item].place.actor())
                        .collect();
                }
            }
        }
        this.columns.place(column_of);
        this.lanes.resize_with(this.ranks.len() - 1, Lane::default);
        let mut standing = Standing::default();
        this.stand(&mut standing, None);
        this.standing = standing;
        this
    }

    /// Joins links between the same two actors.
    fn thread(&mut self) {
        let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for &l in self.links {
            let link = &self.network.links[l];
            let ends = (link.source.min(link.target), link.source.max(link.target));
            let t = *known.entry(ends).or_insert(self.threads.len());
            if t == self.threads.len() {
                self.threads.push(Thread {
                    source: ends.0,
                    target: ends.1,
                    weight: 0,
                });
                let (one, other) = (self.block_of(ends.0), self.block_of(ends.1));
                self.threads_of[one].push(t);
                if one != other {
                    self.threads_of[other].push(t);
                }
            }
            self.threads[t].weight += 1;
            self.thread_of_link[l] = t;
        }
    }

    fn slot(&self, ranks: &Ranks, unit: usize) -> Slot {
        let unit = &ranks.units[unit];
        match (unit.block, ranks.items[unit.items[0]].place.link()) {
            (Some(block), _) => Slot::Block(self.local[block]),
            (None, link) => Slot::Thread(link.map_or(usize::MAX, |link| self.thread_of_link[link])),
        }
    }

    /// Crossings that a unit of the columns' cost weighs here.
    pub(super) fn column_cost(&self) -> f64 {
        let crowd = (self.links.len() as f64 / USUAL_LINKS).max(1.0);
        COLUMN_COST * crowd.powf(CROWD_COST)
    }

    pub(super) fn block_of(&self, actor: usize) -> usize {
        self.local[self.network.block_of[actor]]
    }

    pub(super) fn rank_of(&self, actor: usize) -> usize {
        2 * self.columns.column[self.block_of(actor)]
    }

    pub(super) fn cost(&self) -> f64 {
        let mut crossings = 0;
        for pieces in &self.standing.pieces {
            for (i, piece) in pieces.iter().enumerate() {
                crossings += pieces[i + 1..]
                    .iter()
                    .map(|other| piece.crossings(*other))
                    .sum::<u32>();
            }
        }
        f64::from(crossings) + self.column_cost() * self.columns.total()
    }

    /// Crossings of a block's threads, with each other and with the rest.
    pub(super) fn crossings_of(&self, block: usize) -> u32 {
        let mut own: Vec<(usize, Piece)> = Vec::new();
        for &t in &self.threads_of[block] {
            self.pieces_of(&self.standing, t, |rank, piece| own.push((rank, piece)));
        }
        let mut n = 0;
        for (i, &(rank, piece)) in own.iter().enumerate() {
            let all = self.standing.pieces[rank].iter();
            n += all.map(|other| piece.crossings(*other)).sum::<u32>();
            // Those among themselves were counted from both sides.
            let others = own[i + 1..].iter().filter(|(other, _)| *other == rank);
            n -= others
                .map(|(_, other)| piece.crossings(*other))
                .sum::<u32>();
        }
        n
    }

    /// Finds the place of all that stands in the ranks, and the pieces of all threads but one block's.
    pub(super) fn stand(&self, standing: &mut Standing, without: Option<usize>) {
        let n_ranks = self.ranks.len();
        standing.actor.resize(self.network.actors.len(), 0);
        standing.thread.resize(self.threads.len() * n_ranks, 0);
        standing.n_items.resize(n_ranks, 0);
        for (rank, slots) in self.ranks.iter().enumerate() {
            let mut at = 0;
            for slot in slots {
                match *slot {
                    Slot::Block(block) => {
                        for &actor in &self.members[block] {
                            standing.actor[actor] = at;
                            at += 1;
                        }
                    }
                    Slot::Thread(thread) => {
                        standing.thread[thread * n_ranks + rank] = at;
                        at += 1;
                    }
                }
            }
            standing.n_items[rank] = at;
        }
        let mut pieces = std::mem::take(&mut standing.pieces);
        pieces.resize_with(n_ranks, Vec::new);
        for pieces in &mut pieces {
            pieces.clear();
        }
        for (t, thread) in self.threads.iter().enumerate() {
            let ends = [thread.source, thread.target];
            if without.is_none_or(|block| ends.iter().all(|&end| self.block_of(end) != block)) {
                self.pieces_of(standing, t, |rank, piece| pieces[rank].push(piece));
            }
        }
        standing.pieces = pieces;
    }

    /// Tells the pieces of a thread, each with the rank on its left.
    fn pieces_of(&self, standing: &Standing, t: usize, mut tell: impl FnMut(usize, Piece)) {
        let Thread {
            source,
            target,
            weight,
        } = self.threads[t];
        let at = |rank: usize| standing.thread[t * self.ranks.len() + rank];
        let (from, to) = (self.rank_of(source), self.rank_of(target));
        if from == to {
            for end in [source, target] {
                let piece = Piece {
                    left: standing.actor[end],
                    right: at(from + 1),
                    weight,
                };
                tell(from, piece);
            }
            return;
        }
        let (first, last) = (from.min(to), from.max(to));
        let (start, end) = if from < to {
            (source, target)
        } else {
            (target, source)
        };
        let mut left = standing.actor[start];
        for rank in first..last {
            let right = if rank + 1 == last {
                standing.actor[end]
            } else {
                at(rank + 1)
            };
            tell(
                rank,
                Piece {
                    left,
                    right,
                    weight,
                },
            );
            left = right;
        }
    }

    /// Gaps between what stands in a rank.
    pub(super) fn gaps(&self, rank: usize) -> Vec<usize> {
        let mut gaps = vec![0];
        let mut at = 0;
        for slot in &self.ranks[rank] {
            at += match *slot {
                Slot::Block(block) => self.members[block].len(),
                Slot::Thread(_) => 1,
            };
            gaps.push(at);
        }
        gaps
    }

    /// The ranks as they are now, without empty columns.
    pub fn ranks(&self) -> Ranks {
        let mut used = self.columns.column.clone();
        used.sort_unstable();
        used.dedup();
        let mut column_of = vec![0; self.network.blocks.len()];
        for (&block, column) in self.blocks.iter().zip(compact(self.columns.column.clone())) {
            column_of[block] = column;
        }
        let mut ranks = Ranks::build(self.network, self.blocks, &column_of, self.links);
        for rank in 0..ranks.units_of.len() {
            let slots = &self.ranks[2 * used[rank / 2] + rank % 2];
            let mut units = std::mem::take(&mut ranks.units_of[rank]);
            units.sort_by_cached_key(|&unit| {
                let slot = self.slot(&ranks, unit);
                slots.iter().position(|other| *other == slot)
            });
            ranks.units_of[rank] = units;
        }
        for unit in &mut ranks.units {
            let Some(block) = unit.block else { continue };
            let members = &self.members[self.local[block]];
            let items = &ranks.items;
            unit.items.sort_by_cached_key(|&item| {
                members
                    .iter()
                    .position(|&actor| items[item].place == Place::Actor(actor))
            });
        }
        ranks
    }
}
