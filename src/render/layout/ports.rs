//! Where on an actor's side each line begins, so that lines fan out instead of meeting in a point.

use crate::model::ActorKind;

use super::network::Network;
use super::ranks::{Place, Ranks};

/// Between two lines on the same side: an arrowhead's width and some air.
const PORT_PITCH: f64 = 11.0;

/// Offsets from the actor's middle, for the left and the right end of each segment.
#[derive(Debug, Clone)]
pub(super) struct Ports {
    offsets: Vec<(f64, f64)>,
}

impl Ports {
    /// (own, far) offsets of segment `s` seen from its left or right end.
    pub fn of(&self, s: usize, from_left: bool) -> (f64, f64) {
        let (left, right) = self.offsets[s];
        if from_left {
            (left, right)
        } else {
            (right, left)
        }
    }

    /// Spreads the lines of every actor over its sides in the order of what they lead to.
    /// An actor with more lines than fit grows.
    pub fn spread(ranks: &mut Ranks, network: &Network) -> Self {
        let position = ranks.positions();
        let mut offsets = vec![(0.0, 0.0); ranks.segments.len()];
        for item in 0..ranks.items.len() {
            let Place::Actor(actor) = ranks.items[item].place else {
                continue;
            };
            let usable = usable_share(network.actors[actor].kind);
            let most = ranks.leftward[item].len().max(ranks.rightward[item].len());
            let needed = (most.saturating_sub(1)) as f64 * PORT_PITCH / usable;
            let half = (needed / 2.0).max(ranks.items[item].up);
            (ranks.items[item].up, ranks.items[item].down) = (half, half);
            for is_left_side in [true, false] {
                let mut side = if is_left_side {
                    ranks.leftward[item].clone()
                } else {
                    ranks.rightward[item].clone()
                };
                let far = |s: usize| {
                    let segment = ranks.segments[s];
                    position[if is_left_side {
                        segment.left
                    } else {
                        segment.right
                    }]
                };
                side.sort_by_key(|&s| (far(s), s));
                let count = side.len();
                let pitch = if count > 1 {
                    (2.0 * half * usable / (count - 1) as f64).min(PORT_PITCH * 1.4)
                } else {
                    0.0
                };
                for (i, s) in side.into_iter().enumerate() {
                    let offset = (i as f64 - (count as f64 - 1.0) / 2.0) * pitch;
                    if is_left_side {
                        offsets[s].1 = offset;
                    } else {
                        offsets[s].0 = offset;
                    }
                }
            }
        }
        Self { offsets }
    }
}

/// The part of a side that lines may use: the flat part of a box, the steep part of an ellipse.
fn usable_share(kind: ActorKind) -> f64 {
    match kind {
        ActorKind::Person => 0.62,
        _ => 0.74,
    }
}
