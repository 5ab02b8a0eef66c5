//! Columns and order taken over from an earlier picture.

use super::network::Network;
use crate::render::drawing::Drawing;
use crate::render::places::Places;

/// Columns whose middles are nearer than this were one.
const SAME_COLUMN: f64 = 20.0;

/// What stays: a column for each block, and how far down known actors stood.
pub(super) struct Kept {
    pub column_of: Vec<usize>,
    pub y: Vec<Option<f64>>,
}

impl Kept {
    /// `None` when no actor of the drawing has an earlier place. New actors come to the column right of most of those
    /// they deal with, or left of them in the last one.
    pub fn of(places: &Places, drawing: &Drawing, network: &Network) -> Option<Self> {
        let place = |actor: usize| places.get(&drawing.actors[actor].id);
        let mut middles: Vec<f64> = (0..network.actors.len())
            .filter_map(|actor| Some(place(actor)?.x))
            .collect();
        middles.sort_by(f64::total_cmp);
        middles.dedup_by(|other, one| *other - *one < SAME_COLUMN);
        let last = middles.len().checked_sub(1)?;
        let nearest = |x: f64| {
            let upto = middles.partition_point(|middle| *middle <= x + SAME_COLUMN);
            upto.saturating_sub(1)
        };
        let mut column_of: Vec<Option<usize>> = network
            .blocks
            .iter()
            .map(|block| {
                let known = block.members.iter().find_map(|&actor| place(actor))?;
                Some(nearest(known.x))
            })
            .collect();
        for block in 0..column_of.len() {
            if column_of[block].is_some() {
                continue;
            }
            let mut near: Vec<usize> = network
                .links
                .iter()
                .map(|link| (network.block_of[link.source], network.block_of[link.target]))
                .filter_map(
                    |(source, target)| match (source == block, target == block) {
                        (true, false) => column_of[target],
                        (false, true) => column_of[source],
                        _ => None,
                    },
                )
                .collect();
            near.sort_unstable();
            let beside = near.get(near.len() / 2).copied().unwrap_or(0);
            column_of[block] = Some(if beside < last {
                beside + 1
            } else {
                beside.saturating_sub(1)
            });
        }
        Some(Self {
            column_of: column_of
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect(),
            y: (0..network.actors.len())
                .map(|actor| Some(place(actor)?.y))
                .collect(),
        })
    }
}
