//! Columns of actors and columns of labels in turn, and the pieces that relations consist of between them.
//!
//! Even ranks hold actors, odd ranks hold labels. A relation passes through every rank between its ends and takes
//! a place there, so that no line can cross a foreign actor or label: whatever stands in a rank keeps its distance.

use super::network::Network;

/// What takes a place in a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// An actor by index.
    Actor(usize),
    /// A relation that passes; index among the links.
    Pass(usize),
    /// A relation's label, with the line below it.
    Label(usize),
    /// The label of a relation that turns back to the column it comes from.
    Turn(usize),
}

impl Place {
    /// The actor that stands here.
    pub fn actor(self) -> Option<usize> {
        match self {
            Self::Actor(actor) => Some(actor),
            _ => None,
        }
    }

    /// The link that passes here.
    pub fn link(self) -> Option<usize> {
        match self {
            Self::Actor(_) => None,
            Self::Pass(link) | Self::Label(link) | Self::Turn(link) => Some(link),
        }
    }
}

/// An item of a rank: its place, and how far it reaches above and below its line.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub place: Place,
    pub rank: usize,
    pub unit: usize,
    pub up: f64,
    pub down: f64,
    pub w: f64,
    /// How far down an actor stood in an earlier picture whose order is kept.
    pub old_y: Option<f64>,
}

/// A piece of a relation between neighbouring ranks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub left: usize,
    pub right: usize,
}

/// Items that move as one: a block's actors, or a single passing line or label.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub items: Vec<usize>,
    /// The block, for actors.
    pub block: Option<usize>,
}

/// The items that a link runs through, from left to right; a turn starts and ends at actors of one rank.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub link: usize,
    pub items: Vec<usize>,
    /// Its first segment; the others follow.
    pub first_segment: usize,
}

/// All ranks of a component.
#[derive(Debug, Clone)]
pub(super) struct Ranks {
    pub items: Vec<Item>,
    pub units: Vec<Unit>,
    pub segments: Vec<Segment>,
    /// Units of each rank from top to bottom.
    pub units_of: Vec<Vec<usize>>,
    pub ways: Vec<Way>,
    /// Segments by their left and by their right item.
    pub rightward: Vec<Vec<usize>>,
    pub leftward: Vec<Vec<usize>>,
}

/// Free room around a passing line.
pub(super) const PASS_ROOM: f64 = 7.0;
/// Between a label's last line and its line.
pub(super) const LABEL_LIFT: f64 = 3.0;
/// How far the line below a label may sag where nothing stands in its way, and the room kept for that.
pub(super) const LABEL_SAG: f64 = 22.0;
const SAG_ROOM: f64 = 10.0;
/// Half the height that a loop needs at least.
pub(super) const TURN_ROOM: f64 = 17.0;

impl Ranks {
    /// Builds the ranks for the blocks of one component, given each block's column.
    pub fn build(
        network: &Network,
        blocks: &[usize],
        column_of: &[usize],
        links: &[usize],
    ) -> Self {
        let n_columns = blocks
            .iter()
            .map(|&block| column_of[block] + 1)
            .max()
            .unwrap_or(0);
        let mut this = Self {
            items: Vec::new(),
            units: Vec::new(),
            segments: Vec::new(),
            units_of: vec![Vec::new(); 2 * n_columns],
            ways: Vec::new(),
            rightward: Vec::new(),
            leftward: Vec::new(),
        };
        let mut item_of = vec![usize::MAX; network.actors.len()];
        for &block in blocks {
            let rank = 2 * column_of[block];
            let unit = this.units.len();
            this.units.push(Unit {
                items: Vec::new(),
                block: Some(block),
            });
            this.units_of[rank].push(unit);
            for &actor in &network.blocks[block].members {
                let half = network.actors[actor].h / 2.0;
                item_of[actor] = this.items.len();
                this.units[unit].items.push(this.items.len());
                this.items.push(Item {
                    place: Place::Actor(actor),
                    rank,
                    unit,
                    up: half,
                    down: half,
                    w: network.actors[actor].w,
                    old_y: None,
                });
            }
        }
        let column = |actor: usize| column_of[network.block_of[actor]];
        let mut load = vec![0.0; 2 * n_columns];
        let mut by_span: Vec<usize> = links.to_vec();
        by_span.sort_by_key(|&l| {
            (
                column(network.links[l].source).abs_diff(column(network.links[l].target)),
                l,
            )
        });
        for l in by_span {
            let link = &network.links[l];
            let (from, to) = (column(link.source), column(link.target));
            let (left, right) = if from <= to {
                (link.source, link.target)
            } else {
                (link.target, link.source)
            };
            let (first, last) = (from.min(to), from.max(to));
            if first == last {
                let rank = 2 * first + 1;
                load[rank] += link.label_h + 10.0;
                let half = (link.label_h / 2.0 + 4.0).max(TURN_ROOM);
                let turn = this.add(Place::Turn(l), rank, half, half, link.label_w);
                this.way(l, vec![item_of[link.source], turn, item_of[link.target]]);
                continue;
            }
            let label_rank = (first..last)
                .map(|gap| 2 * gap + 1)
                .min_by(|a, b| {
                    let middle = (first + last) as f64;
                    let cost = |r: usize| load[r] + 6.0 * (r as f64 - middle).abs();
                    cost(*a).total_cmp(&cost(*b))
                })
                .unwrap_or(2 * first + 1);
            let mut way = vec![item_of[left]];
            for (rank, load) in load
                .iter_mut()
                .enumerate()
                .take(2 * last)
                .skip(2 * first + 1)
            {
                let item = if rank == label_rank && link.label_h > 0.0 {
                    *load += link.label_h + 14.0;
                    let up = link.label_h + LABEL_LIFT;
                    this.add(Place::Label(l), rank, up, SAG_ROOM, link.label_w)
                } else {
                    *load += 2.0 * PASS_ROOM;
                    this.add(Place::Pass(l), rank, PASS_ROOM, PASS_ROOM, 0.0)
                };
                way.push(item);
            }
            way.push(item_of[right]);
            this.way(l, way);
        }
        this.ways.sort_by_key(|way| way.link);
        this.index();
        this
    }

    fn add(&mut self, place: Place, rank: usize, up: f64, down: f64, w: f64) -> usize {
        let (item, unit) = (self.items.len(), self.units.len());
        self.items.push(Item {
            place,
            rank,
            unit,
            up,
            down,
            w,
            old_y: None,
        });
        self.units.push(Unit {
            items: vec![item],
            block: None,
        });
        self.units_of[rank].push(unit);
        item
    }

    fn way(&mut self, link: usize, items: Vec<usize>) {
        let first_segment = self.segments.len();
        for pair in items.windows(2) {
            let (mut left, mut right) = (pair[0], pair[1]);
            if self.items[left].rank > self.items[right].rank {
                (left, right) = (right, left);
            }
            self.segments.push(Segment { left, right });
        }
        self.ways.push(Way {
            link,
            items,
            first_segment,
        });
    }

    fn index(&mut self) {
        self.rightward = vec![Vec::new(); self.items.len()];
        self.leftward = vec![Vec::new(); self.items.len()];
        for (s, segment) in self.segments.iter().enumerate() {
            self.rightward[segment.left].push(s);
            self.leftward[segment.right].push(s);
        }
    }

    /// Orders actors as they stood in an earlier picture, by actor; [`super::order`] then leaves that order alone.
    pub fn keep(&mut self, y: &[Option<f64>]) {
        for item in &mut self.items {
            if let Place::Actor(actor) = item.place {
                item.old_y = y[actor];
            }
        }
        for rank in 0..self.units_of.len() {
            self.restore(rank);
        }
    }

    /// How far down a unit stood: its highest actor.
    pub fn old_y(&self, unit: usize) -> Option<f64> {
        let members = self.units[unit].items.iter();
        members
            .filter_map(|&item| self.items[item].old_y)
            .reduce(f64::min)
    }

    /// Puts those with an old place back into their order, among the places that they hold.
    pub fn restore(&mut self, rank: usize) {
        let mut units = std::mem::take(&mut self.units_of[rank]);
        sort_kept(&mut units, |unit| self.old_y(unit));
        for &unit in &units {
            let mut items = std::mem::take(&mut self.units[unit].items);
            sort_kept(&mut items, |item| self.items[item].old_y);
            self.units[unit].items = items;
        }
        self.units_of[rank] = units;
    }

    /// The items of a rank from top to bottom.
    pub fn items_of(&self, rank: usize) -> impl Iterator<Item = usize> + '_ {
        self.units_of[rank]
            .iter()
            .flat_map(|&unit| self.units[unit].items.iter().copied())
    }

    /// Each item's place in its rank, from the top.
    pub fn positions(&self) -> Vec<usize> {
        let mut position = vec![0; self.items.len()];
        for rank in 0..self.units_of.len() {
            for (i, item) in self.items_of(rank).enumerate() {
                position[item] = i;
            }
        }
        position
    }
}

/// Sorts those that have a key, each into one of the places that these hold; the others stay.
fn sort_kept(order: &mut [usize], key: impl Fn(usize) -> Option<f64>) {
    let places: Vec<usize> = (0..order.len())
        .filter(|&at| key(order[at]).is_some())
        .collect();
    let mut kept: Vec<usize> = places.iter().map(|&at| order[at]).collect();
    kept.sort_by(|&one, &other| {
        let (one, other) = (key(one), key(other));
        one.unwrap_or(0.0).total_cmp(&other.unwrap_or(0.0))
    });
    for (at, unit) in places.into_iter().zip(kept) {
        order[at] = unit;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_with_a_key_are_sorted_among_their_places() {
        let mut order = [5, 0, 3, 1];
        sort_kept(&mut order, |unit| (unit != 0).then_some(unit as f64));
        assert_eq!(order, [1, 0, 3, 5]);
    }
}
