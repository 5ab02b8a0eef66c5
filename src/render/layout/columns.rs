//! Which column a block stands in.
//!
//! Relations between actors are no hierarchy: arrowheads show the direction, so columns need not follow it.
//! They are chosen so that most relations join neighbouring columns, sources stand left of targets where it costs
//! nothing, and the page comes out about as wide as a screen. Found by annealing over a small cost
//! (the network simplex of Graphviz optimises edge length alone and makes a tower of a star).

/// Estimated width of a column of actors, and of a column of labels with the room for curves beside it.
const ACTOR_PITCH: f64 = 150.0;
const LABEL_PITCH: f64 = 190.0;
/// Estimated height of a label in its column.
const LABEL_HEIGHT: f64 = 38.0;

/// Cost of a relation inside one column (drawn as a bow), of running right to left, and of each column in use.
const SAME: f64 = 5.0;
const BACK: f64 = 0.3;
const WIDTH: f64 = 2.5;

/// A block to be placed: its estimated height.
pub(super) struct Sized {
    pub h: f64,
}

/// A relation between two different blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tie {
    pub source: usize,
    pub target: usize,
    pub mutual: bool,
}

/// Moves that a search tries for each block, and in all. Columns are improved later, with the crossings in view.
const STEPS: usize = 30;
const MOST_STEPS: usize = 3_000;

/// How a search is steered: its random start, the cost of a skipped column, the page's width by its height.
const SEARCHES: [(u64, f64, f64); 8] = [
    (1, 2.0, 1.0),
    (2, 2.0, 1.0),
    (3, 1.0, 1.0),
    (4, 1.0, 1.3),
    (5, 0.6, 1.1),
    (6, 2.0, 1.3),
    (7, 1.4, 1.6),
    (8, 0.6, 1.4),
];

/// Some good column numbers for each block, from 0, without empty columns; at most `n_searches`, all different.
///
/// Which of them crosses least shows only when the ranks are ordered.
pub(super) fn candidates(blocks: &[Sized], ties: &[Tie], n_searches: usize) -> Vec<Vec<usize>> {
    let n = blocks.len();
    if n <= 1 {
        return vec![vec![0; n]];
    }
    let n_columns = ((n as f64).sqrt() * 1.5).ceil() as usize + 1;
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (seed, skip, aspect) in SEARCHES.into_iter().take(n_searches) {
        let mut search = Columns::steered(blocks, ties, n_columns, skip, aspect);
        search.start(seed);
        search.anneal(seed);
        let column = compact(search.column);
        if !found.contains(&column) {
            found.push(column);
        }
    }
    found
}

pub(super) fn compact(mut column: Vec<usize>) -> Vec<usize> {
    let mut used: Vec<usize> = column.clone();
    used.sort_unstable();
    used.dedup();
    for c in &mut column {
        *c = used.partition_point(|u| u < c);
    }
    column
}

pub(super) struct Columns<'a> {
    blocks: &'a [Sized],
    ties: &'a [Tie],
    ties_of: Vec<Vec<usize>>,
    pub column: Vec<usize>,
    /// Cost of the ties, and the heights that columns and the gaps right of them come to.
    tie_cost: f64,
    column_h: Vec<f64>,
    gap_h: Vec<f64>,
    /// How many there may be.
    width: usize,
    page_h: f64,
    crowding: f64,
    skip: f64,
}

impl<'a> Columns<'a> {
    /// Counts the cost of columns by the usual measure; no block stands anywhere yet.
    pub fn new(blocks: &'a [Sized], ties: &'a [Tie], n_columns: usize) -> Self {
        let (_, skip, aspect) = SEARCHES[0];
        Self::steered(blocks, ties, n_columns, skip, aspect)
    }

    fn steered(
        blocks: &'a [Sized],
        ties: &'a [Tie],
        n_columns: usize,
        skip: f64,
        aspect: f64,
    ) -> Self {
        let mut ties_of = vec![Vec::new(); blocks.len()];
        for (i, tie) in ties.iter().enumerate() {
            ties_of[tie.source].push(i);
            ties_of[tie.target].push(i);
        }
        let actors: f64 = blocks.iter().map(|block| block.h).sum();
        let labels = ties.len() as f64 * LABEL_HEIGHT * 1.2;
        let highest = blocks.iter().map(|block| block.h).fold(0.0, f64::max);
        let area = actors * ACTOR_PITCH + labels * LABEL_PITCH;
        Self {
            blocks,
            ties,
            ties_of,
            column: Vec::new(),
            tie_cost: 0.0,
            column_h: vec![0.0; n_columns],
            gap_h: vec![0.0; n_columns],
            width: n_columns,
            page_h: (area / aspect).sqrt().max(highest).max(240.0),
            crowding: 2.0 + 0.12 * ties.len() as f64,
            skip,
        }
    }

    pub fn place(&mut self, column: Vec<usize>) {
        self.column = column;
        self.recount();
    }

    /// Breadth first from the block with the most ties, alternating the side, or at random for later seeds.
    fn start(&mut self, seed: u64) {
        let n = self.blocks.len();
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let middle = self.width / 2;
        self.column = vec![usize::MAX; n];
        let mut by_ties: Vec<usize> = (0..n).collect();
        by_ties.sort_by_key(|&b| (std::cmp::Reverse(self.ties_of[b].len()), b));
        for &first in &by_ties {
            if self.column[first] != usize::MAX {
                continue;
            }
            self.column[first] = middle;
            let mut queue = std::collections::VecDeque::from([first]);
            while let Some(block) = queue.pop_front() {
                for &t in &self.ties_of[block] {
                    let tie = self.ties[t];
                    let (other, right) = if tie.source == block {
                        (tie.target, true)
                    } else {
                        (tie.source, false)
                    };
                    if self.column[other] == usize::MAX {
                        let right = if seed == 1 {
                            right
                        } else {
                            random.below(2) == 0
                        };
                        let next = if right {
                            self.column[block] + 1
                        } else {
                            self.column[block].saturating_sub(1)
                        };
                        self.column[other] = next.min(self.width - 1);
                        queue.push_back(other);
                    }
                }
            }
        }
    }

    fn anneal(&mut self, seed: u64) {
        let mut random = Random(seed.wrapping_mul(0xd134_2543_de82_ef95) | 1);
        let n = self.blocks.len();
        let steps = (n * STEPS).min(MOST_STEPS);
        self.recount();
        let mut cost = self.total();
        let (mut best, mut best_column) = (cost, self.column.clone());
        for step in 0..steps {
            let heat = 3.0 * (1.0 - step as f64 / steps as f64).powi(2);
            let block = random.below(n);
            let before = self.column[block];
            let swap_with = (random.below(3) == 0)
                .then(|| random.below(n))
                .filter(|other| *other != block);
            let to = match swap_with {
                Some(other) => self.column[other],
                None => random.below(self.width),
            };
            if to == before {
                continue;
            }
            self.move_to(block, to);
            if let Some(other) = swap_with {
                self.move_to(other, before);
            }
            let new_cost = self.total();
            if new_cost <= cost || random.unit() < ((cost - new_cost) / heat.max(1e-6)).exp() {
                cost = new_cost;
                if cost < best - 1e-9 {
                    best = cost;
                    best_column.clone_from(&self.column);
                }
            } else {
                self.move_to(block, before);
                if let Some(other) = swap_with {
                    self.move_to(other, to);
                }
            }
        }
        self.column = best_column;
    }

    pub fn move_to(&mut self, block: usize, column: usize) {
        let h = self.blocks[block].h;
        self.column_h[self.column[block]] -= h;
        for i in 0..self.ties_of[block].len() {
            self.count(self.ties_of[block][i], -1.0);
        }
        self.column[block] = column;
        self.column_h[column] += h;
        for i in 0..self.ties_of[block].len() {
            self.count(self.ties_of[block][i], 1.0);
        }
    }

    /// Adds a tie's cost and heights, or takes them away.
    fn count(&mut self, tie: usize, sign: f64) {
        let tie = self.ties[tie];
        let (from, to) = (self.column[tie.source], self.column[tie.target]);
        let span = from.abs_diff(to);
        if span == 0 {
            self.tie_cost += sign * SAME;
            self.gap_h[from] += sign * LABEL_HEIGHT;
            return;
        }
        self.tie_cost += sign * self.skip * (span - 1) as f64;
        if from > to && !tie.mutual {
            self.tie_cost += sign * BACK;
        }
        let left = from.min(to);
        // The label takes its height in one gap, the bare line little in the others.
        for gap in &mut self.gap_h[left..left + span] {
            *gap += sign * (LABEL_HEIGHT + 12.0 * (span - 1) as f64) / span as f64;
        }
        for passed in &mut self.column_h[left + 1..left + span] {
            *passed += sign * 16.0;
        }
    }

    fn recount(&mut self) {
        self.tie_cost = 0.0;
        self.column_h.fill(0.0);
        self.gap_h.fill(0.0);
        for (block, &column) in self.blocks.iter().zip(&self.column) {
            self.column_h[column] += block.h;
        }
        for tie in 0..self.ties.len() {
            self.count(tie, 1.0);
        }
    }

    pub fn total(&self) -> f64 {
        let crowded: f64 = self
            .column_h
            .iter()
            .chain(&self.gap_h)
            .map(|h| (h / self.page_h - 1.0).max(0.0))
            .map(|over| over * over + 0.5 * over)
            .sum();
        // Ends of the stretch of columns in use: every column in between costs width.
        let used = |h: &&f64| **h > 1e-6;
        let unused = self.column_h.iter().take_while(|h| !used(h)).count()
            + self.column_h.iter().rev().take_while(|h| !used(h)).count();
        let n_used = self.width.saturating_sub(unused);
        self.tie_cost + self.crowding * crowded + WIDTH * n_used as f64
    }
}

/// A small generator (xorshift64*, Vigna 2016): the same numbers on every machine.
pub(super) struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0, below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() >> 33) as usize % n.max(1)
    }

    /// From 0, below 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn star(n_leaves: usize) -> (Vec<Sized>, Vec<Tie>) {
        let blocks = (0..=n_leaves).map(|_| Sized { h: 60.0 }).collect();
        let ties = (1..=n_leaves)
            .map(|leaf| Tie {
                source: 0,
                target: leaf,
                mutual: false,
            })
            .collect();
        (blocks, ties)
    }

    #[test]
    fn two_actors_stand_left_and_right() {
        let (blocks, ties) = star(1);
        assert_eq!(candidates(&blocks, &ties, 1)[0], [0, 1]);
    }

    #[test]
    fn a_big_star_has_leaves_on_both_sides() {
        let (blocks, ties) = star(24);
        let column = &candidates(&blocks, &ties, 1)[0];
        let left = column[1..].iter().filter(|c| **c < column[0]).count();
        assert!((4..=20).contains(&left), "{left} of 24 on the left");
    }

    #[test]
    fn columns_are_numbered_without_gaps() {
        assert_eq!(compact(vec![7, 3, 3, 9]), [1, 0, 0, 2]);
    }
}
