//! Fewer crossings: one block at a time is taken out with all its lines and put back where these cross least.
//!
//! Sorting ranks by their neighbours never moves a block to another column, and moves a line's places one by one.
//! Here a block tries every place in every column near its neighbours. What its lines would cross there on their best
//! ways is found by shortest paths through the gaps of the ranks, with all else standing still: edge insertion into a
//! fixed embedding (Gutwenger, Mutzel and Weiskircher 2005), with gaps in place of faces.

use std::ops::Range;

use super::columns::Random;
use super::gaps::{Lanes, Reach};
use super::loom::{Loom, Slot, Standing, Thread};

/// A round that removes a smaller share of the cost than this is the last but one.
const WORTH_A_ROUND: f64 = 0.01;

impl Loom<'_> {
    /// Improves until little moves or so many rounds are over, and returns the cost: crossings and columns.
    pub fn improve(&mut self, n_rounds: usize) -> f64 {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut order: Vec<usize> = (0..self.blocks.len()).collect();
        let mut cost = self.cost();
        let mut is_idle = false;
        for round in 0..n_rounds {
            for i in (1..order.len()).rev() {
                order.swap(i, random.below(i + 1));
            }
            let before = cost;
            for &block in &order {
                cost -= self.reinsert(block, round == 0);
            }
            let has_paid = before - cost > WORTH_A_ROUND * before;
            if !has_paid && is_idle {
                break;
            }
            is_idle = !has_paid;
        }
        cost
    }

    /// Takes a block out and puts it back at the best place, unless that is worse. Returns what is saved.
    /// Blocks that cross nothing are moved in a first round only, for the sake of the page.
    fn reinsert(&mut self, block: usize, is_first: bool) -> f64 {
        let crossed = self.crossings_of(block);
        if crossed == 0 && !is_first {
            return 0.0;
        }
        let old_column = self.columns.column[block];
        let old_cost = f64::from(crossed) + self.column_cost() * self.columns.total();
        let (mut rest, mut standing, mut ranks) = std::mem::take(&mut self.spare);
        ranks.clone_from(&self.ranks);
        let kept_at = self.is_kept[block].then_some((old_column, self.gap_of(block)));
        self.take_out(block);
        self.stand(&mut rest, Some(block));
        self.put_back(block, &rest, kept_at);
        self.stand(&mut standing, None);
        std::mem::swap(&mut standing, &mut self.standing);
        let cost = f64::from(self.crossings_of(block)) + self.column_cost() * self.columns.total();
        let saved = old_cost - cost;
        if saved < -1e-9 {
            std::mem::swap(&mut ranks, &mut self.ranks);
            std::mem::swap(&mut standing, &mut self.standing);
            self.columns.move_to(block, old_column);
        }
        self.spare = (rest, standing, ranks);
        saved.max(0.0)
    }

    /// The number of items above a block in its rank.
    fn gap_of(&self, block: usize) -> usize {
        let rank = 2 * self.columns.column[block];
        let at = self.ranks[rank]
            .iter()
            .position(|slot| *slot == Slot::Block(block));
        self.gaps(rank)[at.unwrap_or(0)]
    }

    fn take_out(&mut self, block: usize) {
        let mut ranks = std::mem::take(&mut self.ranks);
        for slots in &mut ranks {
            slots.retain(|slot| match *slot {
                Slot::Block(other) => other != block,
                Slot::Thread(thread) => {
                    let Thread { source, target, .. } = self.threads[thread];
                    self.block_of(source) != block && self.block_of(target) != block
                }
            });
        }
        self.ranks = ranks;
    }

    /// Puts a block that was taken out to where its threads cross least on their best ways, given the rest;
    /// or, if it must keep its column and gap, only its threads.
    fn put_back(&mut self, block: usize, rest: &Standing, kept_at: Option<(usize, usize)>) {
        let far_ends: Vec<(usize, usize, usize)> = self.threads_of[block]
            .iter()
            .filter_map(|&t| {
                let Thread { source, target, .. } = self.threads[t];
                let is_source = self.block_of(source) == block;
                let (near, far) = if is_source {
                    (source, target)
                } else {
                    (target, source)
                };
                (self.block_of(far) != block).then_some((t, near, far))
            })
            .collect();
        let near = self.ranks_near(block, &far_ends);
        let gaps: Vec<Vec<usize>> = near.clone().map(|rank| self.gaps(rank)).collect();
        let mut lanes = std::mem::take(&mut self.lanes);
        let inner = near.start..near.end - 1;
        for (rank, lane) in near.clone().zip(&mut lanes[inner.clone()]) {
            lane.fill(
                rest.n_items[rank],
                rest.n_items[rank + 1],
                &rest.pieces[rank],
            );
        }
        let ways = Lanes {
            first: near.start,
            right_of: &lanes[inner],
            gaps: &gaps,
        };
        let reaches: Vec<Reach> = far_ends
            .iter()
            .map(|&(.., far)| Reach::of(self.rank_of(far), rest.actor[far], &ways))
            .collect();

        let (mut least, mut best) = (f64::INFINITY, (self.columns.column[block], 0));
        let mut crossed = Vec::new();
        for rank in near.clone().step_by(2) {
            crossed.clear();
            crossed.resize(rest.n_items[rank] + 1, 0);
            for (reach, (t, ..)) in reaches.iter().zip(&far_ends) {
                let weight = self.threads[*t].weight;
                for (sum, n) in crossed.iter_mut().zip(reach.crossed(rank)) {
                    *sum += weight * n;
                }
            }
            self.columns.move_to(block, rank / 2);
            let columns = self.column_cost() * self.columns.total();
            for &gap in &gaps[rank - near.start] {
                let cost = f64::from(crossed[gap]) + columns;
                if cost < least - 1e-9 {
                    (least, best) = (cost, (rank / 2, gap));
                }
            }
        }
        let (column, gap) = kept_at.unwrap_or(best);
        self.columns.move_to(block, column);

        // What comes into which gap, and what tells the order of those that share one: where they go from there.
        let mut new: Vec<Vec<(usize, Vec<usize>, Slot)>> = vec![Vec::new(); self.ranks.len()];
        new[2 * column].push((gap, Vec::new(), Slot::Block(block)));
        for (reach, &(t, own, far)) in reaches.iter().zip(&far_ends) {
            let way = reach.way(2 * column, gap, &ways);
            // Gaps are even and items odd, so that an item stands between the gaps around it.
            let mut course: Vec<usize> = way.iter().map(|(_, gap)| 2 * gap).collect();
            course.push(2 * rest.actor[far] + 1);
            course.extend(self.members[block].iter().position(|&actor| actor == own));
            for (k, (rank, gap)) in way.into_iter().enumerate() {
                new[rank].push((gap, course[k..].to_vec(), Slot::Thread(t)));
            }
        }
        for &t in &self.threads_of[block] {
            if far_ends.iter().all(|(other, ..)| *other != t) {
                let at = ways.turn(2 * column, gap);
                new[2 * column + 1].push((at, vec![2 * gap], Slot::Thread(t)));
            }
        }
        for (rank, mut new) in new
            .into_iter()
            .enumerate()
            .filter(|(_, new)| !new.is_empty())
        {
            new.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
            let old = std::mem::take(&mut self.ranks[rank]);
            let mut new = new.into_iter().peekable();
            for (i, &gap) in gaps[rank - near.start].iter().enumerate() {
                while let Some((.., slot)) = new.next_if(|(at, ..)| *at == gap) {
                    self.ranks[rank].push(slot);
                }
                self.ranks[rank].extend(old.get(i));
            }
        }
        self.lanes = lanes;
    }

    /// The ranks of the columns in which a block may come to stand: around those that it deals with.
    fn ranks_near(&self, block: usize, far_ends: &[(usize, usize, usize)]) -> Range<usize> {
        let columns = far_ends.iter().map(|&(.., far)| self.rank_of(far) / 2);
        let own = self.columns.column[block];
        let (first, last) = columns.fold((own, own), |(first, last), column| {
            (first.min(column), last.max(column))
        });
        2 * first.saturating_sub(1)..(2 * (last + 2)).min(self.ranks.len())
    }
}
