//! Columns and order of a connected part: several beginnings, the best of them improved.

use super::columns::{Sized, Tie, candidates};
use super::heights::{ACTOR_GAP, CLUSTER_HEAD, CLUSTER_PAD};
use super::kept::Kept;
use super::loom::Loom;
use super::network::Network;
use super::order;
use super::ranks::Ranks;

/// What is spent on a part with so many lines at most: beginnings that are tried, and improved in one round; how many
/// of the best of them are improved further; and the rounds for that.
///
/// Small parts can be drawn without any crossing and cost little; more rounds lower the crossings of large ones by a few
/// in a hundred, and cost time in proportion.
const EFFORTS: [(usize, [usize; 3]); 5] = [
    (60, [8, 4, 6]),
    (100, [6, 3, 5]),
    (250, [3, 1, 3]),
    (600, [2, 1, 4]),
    (usize::MAX, [1, 1, 0]),
];

/// Ranks of the blocks of one part, ordered, and how many pairs of lines cross in them.
pub(super) fn arrange(
    network: &Network,
    blocks: &[usize],
    links: &[usize],
    kept: Option<&Kept>,
) -> (Ranks, usize) {
    let (sized, ties) = (sizes(network, blocks), ties(network, blocks, links));
    let fits = |(most, _): &&(usize, [usize; 3])| links.len() <= *most;
    let [n_tried, n_finished, n_rounds] = EFFORTS
        .iter()
        .find(fits)
        .map_or([1, 1, 0], |(_, effort)| *effort);
    let loom = |mut ranks: Ranks| {
        order::order(&mut ranks, network);
        Loom::of(network, (blocks, links), (&sized, &ties), &ranks)
    };
    let mut looms: Vec<(f64, Loom)> = match kept {
        Some(kept) => {
            let mut ranks = Ranks::build(network, blocks, &kept.column_of, links);
            ranks.keep(&kept.y);
            vec![(0.0, loom(ranks))]
        }
        None => candidates(&sized, &ties, n_tried)
            .into_iter()
            .map(|columns| {
                let mut column_of = vec![0; network.blocks.len()];
                for (&block, column) in blocks.iter().zip(columns) {
                    column_of[block] = column;
                }
                let mut loom = loom(Ranks::build(network, blocks, &column_of, links));
                (loom.improve(1), loom)
            })
            .collect(),
    };
    looms.sort_by(|one, other| one.0.total_cmp(&other.0));
    looms.truncate(n_finished);
    let mut best: Option<(f64, Loom)> = None;
    for (_, mut loom) in looms {
        let cost = loom.improve(n_rounds);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, loom));
        }
    }
    let mut ranks = best.map_or_else(
        || Ranks::build(network, &[], &[], &[]),
        |(_, loom)| loom.ranks(),
    );
    if let Some(kept) = kept {
        ranks.keep(&kept.y);
    }
    order::exchange(&mut ranks, network);
    let n_crossings = order::crossings(&ranks);
    (ranks, n_crossings)
}

fn sizes(network: &Network, blocks: &[usize]) -> Vec<Sized> {
    let height = |&block: &usize| {
        let members = &network.blocks[block].members;
        let actors = members
            .iter()
            .map(|&actor| network.actors[actor].h + ACTOR_GAP);
        let is_boxed = network.blocks[block].cluster.is_some();
        let frame = if is_boxed {
            2.0 * CLUSTER_PAD + CLUSTER_HEAD
        } else {
            0.0
        };
        Sized {
            h: actors.sum::<f64>() + frame,
        }
    };
    blocks.iter().map(height).collect()
}

fn ties(network: &Network, blocks: &[usize], links: &[usize]) -> Vec<Tie> {
    let mut local = vec![usize::MAX; network.blocks.len()];
    for (i, &block) in blocks.iter().enumerate() {
        local[block] = i;
    }
    let ties = links.iter().map(|&l| &network.links[l]).map(|link| Tie {
        source: local[network.block_of[link.source]],
        target: local[network.block_of[link.target]],
        mutual: link.mutual,
    });
    ties.filter(|tie| tie.source != tie.target).collect()
}
