//! What a line crosses on its way through the ranks, by the gaps that it passes between whatever stands there.
//!
//! A gap is numbered by the items above it: 0 is above the first, the number of items below the last.

/// Farther than any way.
const NOWHERE: u32 = u32::MAX / 4;

/// A piece of a line between two neighbouring ranks: places of its ends, and how many lines it stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub left: usize,
    pub right: usize,
    pub weight: u32,
}

impl Piece {
    /// Crossings of the two, each line counted.
    pub fn crossings(self, other: Self) -> u32 {
        let cross = self.left < other.left && self.right > other.right
            || self.left > other.left && self.right < other.right;
        if cross { self.weight * other.weight } else { 0 }
    }
}

/// What a line between two neighbouring ranks crosses, for each gap on the left and each on the right.
#[derive(Debug, Default)]
pub(super) struct Lane {
    n_left: usize,
    n_right: usize,
    /// Row by row: lines from above the left gap to below the right one, the other way round, and both.
    falling: Vec<u32>,
    rising: Vec<u32>,
    both: Vec<u32>,
    weights: Vec<u32>,
}

impl Lane {
    /// Counts anew. Cost: the product of the two ranks' items.
    pub fn fill(&mut self, n_left: usize, n_right: usize, pieces: &[Piece]) {
        let row = n_right + 1;
        (self.n_left, self.n_right) = (n_left, n_right);
        for (table, len) in [
            (&mut self.weights, n_left * row),
            (&mut self.falling, (n_left + 1) * row),
            (&mut self.rising, (n_left + 1) * row),
        ] {
            table.clear();
            table.resize(len, 0);
        }
        for piece in pieces {
            self.weights[piece.left * row + piece.right] += piece.weight;
        }
        for left in 0..n_left {
            let weights = &self.weights[left * row..(left + 1) * row];
            let (done, next) = self.falling.split_at_mut((left + 1) * row);
            let mut sum = 0;
            for right in (0..n_right).rev() {
                sum += weights[right];
                next[right] = done[left * row + right] + sum;
            }
        }
        for left in (0..n_left).rev() {
            let weights = &self.weights[left * row..(left + 1) * row];
            let (next, done) = self.rising.split_at_mut((left + 1) * row);
            let mut sum = 0;
            for right in 0..n_right {
                sum += weights[right];
                next[left * row + right + 1] = done[right + 1] + sum;
            }
        }
        self.both.clear();
        let sums = self.falling.iter().zip(&self.rising);
        self.both
            .extend(sums.map(|(falling, rising)| falling + rising));
    }

    /// From a left gap to every right gap.
    fn row(&self, left: usize) -> &[u32] {
        let row = self.n_right + 1;
        &self.both[left * row..(left + 1) * row]
    }

    /// From a left item to every right gap.
    fn off_left(&self, item: usize) -> Vec<u32> {
        let row = self.n_right + 1;
        let falling = &self.falling[item * row..(item + 1) * row];
        let rising = &self.rising[(item + 1) * row..(item + 2) * row];
        falling.iter().zip(rising).map(|(f, r)| f + r).collect()
    }

    /// From a right item to every left gap.
    fn off_right(&self, item: usize) -> Vec<u32> {
        let row = self.n_right + 1;
        (0..=self.n_left)
            .map(|gap| self.falling[gap * row + item + 1] + self.rising[gap * row + item])
            .collect()
    }

    /// How far a line between two gaps is from level, as places go.
    fn skew(&self, left: usize, right: usize) -> usize {
        (left * (self.n_right + 1)).abs_diff(right * (self.n_left + 1))
    }
}

/// The lanes right of some neighbouring ranks, and the gaps of each rank that lines may pass.
pub(super) struct Lanes<'a> {
    /// The first rank; the others follow, with one lane fewer than there are ranks.
    pub first: usize,
    pub right_of: &'a [Lane],
    pub gaps: &'a [Vec<usize>],
}

impl Lanes<'_> {
    /// The lane right of a rank.
    fn right_of(&self, rank: usize) -> &Lane {
        &self.right_of[rank - self.first]
    }

    fn gaps_of(&self, rank: usize) -> &[usize] {
        &self.gaps[rank - self.first]
    }

    /// The same with no way through what is no gap.
    fn open(&self, rank: usize, so_far: &[u32]) -> Vec<u32> {
        let mut open = vec![NOWHERE; so_far.len()];
        for &gap in self.gaps_of(rank) {
            open[gap] = so_far[gap];
        }
        open
    }

    /// Where a line that turns back beside the gap of a rank does so with least crossings.
    pub fn turn(&self, rank: usize, gap: usize) -> usize {
        let lane = self.right_of(rank);
        let crossed = |at: &usize| (lane.row(gap)[*at], lane.skew(gap, *at));
        (0..=lane.n_right).min_by_key(crossed).unwrap_or(0)
    }
}

/// The least of the sums; written so that it is computed many at a time.
fn least(so_far: &[u32], more: &[u32]) -> u32 {
    let sums = so_far.iter().zip(more).map(|(one, other)| one + other);
    sums.fold(NOWHERE, |least, sum| if sum < least { sum } else { least })
}

/// What a line from one actor crosses at least on its way to each gap of each rank.
pub(super) struct Reach {
    rank: usize,
    first: usize,
    /// By rank from the first and by gap. For the actor's own rank: by way of the rank right of it.
    crossed: Vec<Vec<u32>>,
}

impl Reach {
    /// From the item at a place of a rank. Cost: that of the lanes.
    pub fn of(rank: usize, item: usize, lanes: &Lanes) -> Self {
        let n_ranks = lanes.right_of.len() + 1;
        let last = lanes.first + n_ranks - 1;
        let mut crossed: Vec<Vec<u32>> = vec![Vec::new(); n_ranks];
        let beside = lanes.right_of(rank).off_left(item);
        // Rightwards.
        let mut so_far = beside.clone();
        for r in rank + 1..last {
            let lane = lanes.right_of(r);
            let mut next = vec![NOWHERE; lane.n_right + 1];
            for &gap in lanes.gaps_of(r) {
                let upto = so_far[gap];
                for (least, more) in next.iter_mut().zip(lane.row(gap)) {
                    *least = (*least).min(upto + more);
                }
            }
            crossed[r - lanes.first] = std::mem::replace(&mut so_far, next);
        }
        crossed[last - lanes.first] = so_far;
        // Leftwards.
        if rank > lanes.first {
            let mut so_far = lanes.right_of(rank - 1).off_right(item);
            for r in (lanes.first + 1..rank).rev() {
                let lane = lanes.right_of(r - 1);
                let open = lanes.open(r, &so_far);
                let next = (0..=lane.n_left).map(|left| least(&open, lane.row(left)));
                crossed[r - lanes.first] = std::mem::replace(&mut so_far, next.collect());
            }
            crossed[0] = so_far;
        }
        // Out to the right, and back.
        let lane = lanes.right_of(rank);
        let back = (0..=lane.n_left).map(|left| least(&beside, lane.row(left)));
        crossed[rank - lanes.first] = back.collect();
        Self {
            rank,
            first: lanes.first,
            crossed,
        }
    }

    /// What is crossed on the way to each gap of a rank.
    pub fn crossed(&self, rank: usize) -> &[u32] {
        &self.crossed[rank - self.first]
    }

    /// The rank and gap of every step from beside the gap of a rank to beside the actor; of ways that cross equally
    /// much, the more level one.
    pub fn way(&self, from: usize, gap: usize, lanes: &Lanes) -> Vec<(usize, usize)> {
        if from == self.rank {
            let beside = self.crossed(from + 1);
            let lane = lanes.right_of(from);
            let least = |at: &usize| (beside[*at] + lane.row(gap)[*at], lane.skew(gap, *at));
            let at = (0..=lane.n_right).min_by_key(least).unwrap_or(0);
            return vec![(from + 1, at)];
        }
        let mut way = Vec::new();
        let (mut rank, mut gap) = (from, gap);
        while rank.abs_diff(self.rank) > 1 {
            let next = if rank > self.rank { rank - 1 } else { rank + 1 };
            let lane = lanes.right_of(rank.min(next));
            let so_far = self.crossed(next);
            let least = |at: &usize| {
                let (left, right) = if next < rank { (*at, gap) } else { (gap, *at) };
                (so_far[*at] + lane.row(left)[right], lane.skew(left, right))
            };
            gap = lanes
                .gaps_of(next)
                .iter()
                .copied()
                .min_by_key(least)
                .unwrap_or(0);
            rank = next;
            way.push((rank, gap));
        }
        way
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(left: usize, right: usize) -> Piece {
        Piece {
            left,
            right,
            weight: 1,
        }
    }

    #[test]
    fn a_lane_counts_what_its_gaps_are_apart() {
        let mut lane = Lane::default();
        lane.fill(2, 2, &[piece(0, 1), piece(1, 0)]);
        assert_eq!(lane.row(0), [0, 1, 2]);
        assert_eq!(lane.row(1), [1, 2, 1]);
        assert_eq!(lane.off_left(0), [0, 1, 1]);
        assert_eq!(lane.off_right(0), [0, 1, 1]);
    }

    #[test]
    fn the_way_goes_round_what_can_be_passed() {
        // Four ranks; a line falls across the first lane, none crosses the second.
        let mut lanes = [Lane::default(), Lane::default(), Lane::default()];
        lanes[0].fill(2, 1, &[piece(0, 0)]);
        lanes[1].fill(1, 1, &[]);
        lanes[2].fill(1, 0, &[]);
        let gaps = [vec![0, 1, 2], vec![0, 1], vec![0, 1], vec![0]];
        let lanes = Lanes {
            first: 0,
            right_of: &lanes,
            gaps: &gaps,
        };
        let reach = Reach::of(2, 0, &lanes);
        assert_eq!(reach.crossed(0), [0, 0, 0]);
        assert_eq!(reach.way(0, 0, &lanes), [(1, 0)]);
        assert_eq!(reach.way(0, 2, &lanes), [(1, 1)]);
    }
}
