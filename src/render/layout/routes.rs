//! How far right each rank stands, and the curves through it.

use super::geometry::{Curve, Point, Rect, at};
use super::heights::{ACTOR_GAP, CLUSTER_PAD};
use super::network::Network;
use super::ports::Ports;
use super::ranks::{LABEL_LIFT, LABEL_TILT, PASS_ROOM, Place, Ranks, Way};
use super::shape::half_width;

/// Room for curves between two ranks: at least, per unit that the steepest of them climbs, and at most.
const LANE_LEAST: f64 = 30.0;
const LANE_PER_CLIMB: f64 = 0.25;
const LANE_MOST: f64 = 140.0;
/// Room for the bow of a relation that turns back.
const TURN_LANE: f64 = 46.0;
/// Between the bow and its words.
const TURN_TEXT_GAP: f64 = 7.0;
/// The steepest a line may leave an actor.
const STEEPEST: f64 = 1.0;
/// Length of a Bézier handle as a share of the piece. Below one half, a handle at twice the chord's slope
/// cannot leave the box between the piece's ends.
const HANDLE: f64 = 0.42;

/// Where each rank begins and how wide it is.
pub(super) struct Across {
    pub x: Vec<f64>,
    pub w: Vec<f64>,
}

impl Across {
    /// Widths from what stands in the ranks; lanes from how far lines climb between them.
    pub fn of(ranks: &Ranks, ports: &Ports, y: &[f64], is_boxed: &[bool]) -> Self {
        let n = ranks.ranks.len();
        let mut w = vec![0.0_f64; n];
        let mut lane = vec![0.0_f64; n];
        let mut has_turn = vec![false; n];
        for item in &ranks.items {
            let width = match item.place {
                Place::Actor(_) if is_boxed[item.unit] => item.w + 2.0 * CLUSTER_PAD,
                Place::Turn(_) => item.w + 2.0 * TURN_TEXT_GAP,
                _ => item.w,
            };
            has_turn[item.rank] |= matches!(item.place, Place::Turn(_));
            w[item.rank] = w[item.rank].max(width);
        }
        for (s, segment) in ranks.segments.iter().enumerate() {
            let (left, right) = ports.of(s, true);
            let climb = (y[segment.left] + left - y[segment.right] - right).abs();
            let rank = ranks.items[segment.left].rank;
            lane[rank] = lane[rank].max((LANE_LEAST + LANE_PER_CLIMB * climb).min(LANE_MOST));
        }
        for rank in 0..n.saturating_sub(1) {
            if has_turn[rank + 1] {
                lane[rank] = lane[rank].max(TURN_LANE);
            }
        }
        let mut x = vec![0.0; n];
        for rank in 1..n {
            x[rank] = x[rank - 1] + w[rank - 1] + lane[rank - 1];
        }
        Self { x, w }
    }

    fn centre(&self, rank: usize) -> f64 {
        self.x[rank] + self.w[rank] / 2.0
    }

    /// The right edge of the last rank that holds something.
    pub fn total(&self) -> f64 {
        self.x
            .iter()
            .zip(&self.w)
            .map(|(x, w)| x + w)
            .fold(0.0, f64::max)
    }
}

/// A rank's item as an actor's box.
pub(super) fn actor_rect(ranks: &Ranks, across: &Across, y: &[f64], item: usize) -> Rect {
    let it = &ranks.items[item];
    Rect::around(at(across.centre(it.rank), y[item]), it.w, it.up + it.down)
}

/// The course of a way from left to right (for a turn: from its first to its last actor) and its label's box.
pub(super) fn route(
    network: &Network,
    ranks: &Ranks,
    ports: &Ports,
    across: &Across,
    y: &[f64],
    way: &Way,
) -> (Curve, Option<Rect>) {
    let label = &network.links[way.link].label;
    if let Place::Turn(_) = ranks.items[way.items[1]].place {
        return turn(network, ranks, ports, across, y, way);
    }
    let last = way.items.len() - 1;
    let first_port = ports.of(way.first_segment, true).0;
    let last_port = ports.of(way.first_segment + last - 1, false).0;

    // The straight stretches through the ranks between, as (from x, to x, y at the middle, slope).
    let mut stretches: Vec<(f64, f64, f64, f64)> = Vec::with_capacity(last + 1);
    let (start_edge, start) = leave(ranks, network, across, y, way.items[0], first_port, false);
    let (end_edge, end) = leave(ranks, network, across, y, way.items[last], last_port, true);
    stretches.push((start.x, start_edge, start.y, 0.0));
    for &item in &way.items[1..last] {
        let rank = ranks.items[item].rank;
        stretches.push((
            across.x[rank],
            across.x[rank] + across.w[rank],
            y[item],
            0.0,
        ));
    }
    stretches.push((end_edge, end.x, end.y, 0.0));

    let chord =
        |a: (f64, f64, f64, f64), b: (f64, f64, f64, f64)| (b.2 - a.2) / (b.0 - a.1).max(1.0);
    for i in 1..last {
        let (before, after) = (
            chord(stretches[i - 1], stretches[i]),
            chord(stretches[i], stretches[i + 1]),
        );
        let slope = if before * after > 0.0 {
            2.0 * before * after / (before + after)
        } else {
            0.0
        };
        let item = &ranks.items[way.items[i]];
        let tilt = if matches!(item.place, Place::Label(_)) {
            LABEL_TILT
        } else {
            PASS_ROOM - 2.0
        };
        let steepest = tilt / (across.w[item.rank] / 2.0).max(2.0);
        stretches[i].3 = slope.clamp(-steepest, steepest);
    }
    stretches[0].3 = exit_slope(
        ranks,
        way.items[0],
        first_port,
        stretches[0],
        chord(stretches[0], stretches[1]),
    );
    let back = chord(stretches[last - 1], stretches[last]);
    stretches[last].3 = exit_slope(ranks, way.items[last], last_port, stretches[last], back);

    let mut curve = Curve::from(at(stretches[0].0, stretches[0].2));
    let mut label_rect = None;
    for (i, &(from, to, middle, slope)) in stretches.iter().enumerate() {
        // The end stretches pivot on the port, the others on their middle.
        let pivot = match i {
            0 => from,
            _ if i == last => to,
            _ => f64::midpoint(from, to),
        };
        let y_from = middle + slope * (from - pivot);
        let y_to = middle + slope * (to - pivot);
        if i > 0 {
            let (start, before) = (curve.end(), stretches[i - 1].3);
            let handle = (from - start.x) * HANDLE;
            // A stretch that was tilted may come to stand above what it should rise to; then level handles are safe.
            let climb = (y_from - start.y).abs();
            let limit = |slope: f64| {
                if climb < 0.5 {
                    slope
                } else {
                    slope.clamp(-climb / handle, climb / handle)
                }
            };
            curve.pieces.push([
                at(start.x + handle, start.y + handle * limit(before)),
                at(from - handle, y_from - handle * limit(slope)),
                at(from, y_from),
            ]);
        }
        curve.line_to(at(to, y_to));
        if i > 0 && i < last && matches!(ranks.items[way.items[i]].place, Place::Label(_)) {
            let lift = LABEL_LIFT + slope.abs() * label.w / 2.0;
            label_rect = Some(Rect {
                x: pivot - label.w / 2.0,
                y: middle - lift - label.h,
                w: label.w,
                h: label.h,
            });
        }
    }
    (curve, label_rect)
}

/// The edge of an actor's column on the side a line leaves, and the point on its outline.
fn leave(
    ranks: &Ranks,
    network: &Network,
    across: &Across,
    y: &[f64],
    item: usize,
    port: f64,
    is_left_side: bool,
) -> (f64, Point) {
    let it = &ranks.items[item];
    let half = match it.place {
        Place::Actor(actor) => half_width(network.actors[actor].kind, it.w, it.up + it.down, port),
        _ => 0.0,
    };
    let centre = across.centre(it.rank);
    let edge = if is_left_side {
        across.x[it.rank]
    } else {
        across.x[it.rank] + across.w[it.rank]
    };
    (
        edge,
        at(
            if is_left_side {
                centre - half
            } else {
                centre + half
            },
            y[item] + port,
        ),
    )
}

/// The slope at which a line leaves an actor: towards where it goes, as far as its neighbours in the column allow.
fn exit_slope(
    ranks: &Ranks,
    item: usize,
    port: f64,
    stretch: (f64, f64, f64, f64),
    chord: f64,
) -> f64 {
    let run = (stretch.1 - stretch.0).abs();
    let it = &ranks.items[item];
    let room = (it.up - port.abs()).max(0.0) + ACTOR_GAP * 0.4;
    let most = if run < 1.0 {
        STEEPEST
    } else {
        (room / run).min(STEEPEST)
    };
    (chord * 1.1).clamp(-most, most)
}

/// A relation within a column: out to the right, around, and back.
fn turn(
    network: &Network,
    ranks: &Ranks,
    ports: &Ports,
    across: &Across,
    y: &[f64],
    way: &Way,
) -> (Curve, Option<Rect>) {
    let label = &network.links[way.link].label;
    let (first, middle, last) = (way.items[0], way.items[1], way.items[2]);
    let mut first_port = ports.of(way.first_segment, true).0;
    let mut last_port = ports.of(way.first_segment + 1, true).0;
    if first == last && first_port > last_port {
        std::mem::swap(&mut first_port, &mut last_port);
    }
    let (edge, start) = leave(ranks, network, across, y, first, first_port, false);
    let (_, end) = leave(ranks, network, across, y, last, last_port, false);
    let rank = ranks.items[middle].rank;
    let apex = at(across.x[rank], y[middle]);
    let mut curve = Curve::from(start);
    if first == last {
        let swing = 16.0;
        let reach = apex.x - edge;
        curve.pieces.push([
            at(edge + reach * 0.5, start.y - swing),
            at(apex.x, apex.y - swing),
            apex,
        ]);
        curve.pieces.push([
            at(apex.x, apex.y + swing),
            at(edge + reach * 0.5, end.y + swing),
            end,
        ]);
    } else {
        for (point, is_out) in [(start, true), (end, false)] {
            let bend = at(edge, point.y);
            let side = [
                at(edge + (apex.x - edge) * 0.55, point.y),
                at(apex.x, apex.y + (point.y - apex.y) * 0.45),
            ];
            if is_out {
                curve.line_to(bend);
                curve.pieces.push([side[0], side[1], apex]);
            } else {
                curve.pieces.push([side[1], side[0], bend]);
                curve.line_to(point);
            }
        }
    }
    let rect = (label.h > 0.0).then(|| Rect {
        x: apex.x + TURN_TEXT_GAP,
        y: apex.y - label.h / 2.0,
        w: label.w,
        h: label.h,
    });
    (curve, rect)
}
