//! Relations that turn back to the column they come from: bows between two of its actors, and drops at one.

use super::geometry::{Curve, Rect, at};
use super::ranks::{Place, TURN_ROOM, Way};
use super::routes::{STEP, Scene, WORDS_MARGIN};

/// Points of a drop's halves at which other lines look where it is.
const DROP_POINTS: usize = 10;

/// What a line that passes a drop keeps free between it and the next thing; with less it would bend sharply.
const LEAST_ROOM: f64 = 12.0;

impl Scene<'_> {
    /// Narrows a line's corridor by the drops in the rank of its `item`, but for those that leave too little room:
    /// to cross them does less harm than a kink.
    pub(super) fn keep_off_drops(
        &self,
        item: usize,
        bounds: &mut [(f64, f64)],
        x_at: &impl Fn(usize) -> f64,
    ) {
        let mut is_above = true;
        for other in self.ranks.items_of(self.ranks.items[item].rank) {
            if other == item {
                is_above = false;
                continue;
            }
            let Some(drop) = self.drop_at(other) else {
                continue;
            };
            let mut narrowed = bounds.to_vec();
            for (x, upper, lower) in drop {
                for (k, bound) in narrowed.iter_mut().enumerate() {
                    if (x_at(k) - x).abs() > STEP {
                        continue;
                    }
                    if is_above {
                        bound.0 = bound.0.max(lower + WORDS_MARGIN);
                    } else {
                        bound.1 = bound.1.min(upper - WORDS_MARGIN);
                    }
                }
            }
            let has_room = narrowed
                .iter()
                .zip(&*bounds)
                .all(|(new, old)| new == old || new.1 - new.0 >= LEAST_ROOM);
            if has_room {
                bounds.copy_from_slice(&narrowed);
            }
        }
    }

    /// Heights of the drop whose words stand at `item`: how far right, upper and lower edge. `None` for all else.
    fn drop_at(&self, item: usize) -> Option<Vec<(f64, f64, f64)>> {
        if !matches!(self.ranks.items[item].place, Place::Turn(_)) {
            return None;
        }
        let is_own = |way: &&Way| way.items[1] == item && way.items[0] == way.items[2];
        let (curve, _) = self.turn(self.ranks.ways.iter().find(is_own)?);
        let points = curve.points(DROP_POINTS);
        let tip = points
            .iter()
            .max_by(|one, other| one.x.total_cmp(&other.x))?
            .y;
        Some(
            points
                .iter()
                .map(|point| (point.x, point.y.min(tip), point.y.max(tip)))
                .collect(),
        )
    }

    /// A relation within a column: out to the right, around, and back.
    pub(super) fn turn(&self, way: &Way) -> (Curve, Option<Rect>) {
        let (first, middle, last) = (way.items[0], way.items[1], way.items[2]);
        let mut first_port = self.ports.of(way.first_segment, true).0;
        let mut last_port = self.ports.of(way.first_segment + 1, true).0;
        if first == last && first_port > last_port {
            std::mem::swap(&mut first_port, &mut last_port);
        }
        let start = self.leave(first, first_port, false);
        let end = self.leave(last, last_port, false);
        let rank = self.ranks.items[first].rank;
        let edge = self.across.x[rank] + self.across.w[rank];
        let words = self.words_rect(middle);
        let apex_x = self.across.x[rank + 1];
        // The bow turns beside its words, also where these had to stand above or below its ends.
        let is_loop = first == last;
        let (top, bottom) = (start.y.min(end.y), start.y.max(end.y));
        let wanted = if words.h > 0.0 {
            words.centre().y
        } else {
            f64::midpoint(top, bottom)
        };
        let apex = at(apex_x, wanted);
        let mut curve = Curve::from(start);
        for (point, is_out) in [(start, true), (end, false)] {
            // A bow has one end above the other; a loop without height leaves above.
            let is_level = bottom - top < 0.01;
            let is_upper = if is_level {
                is_out
            } else {
                point.y <= f64::midpoint(top, bottom)
            };
            let side = if is_upper { -1.0 } else { 1.0 };
            let (near, far, bend) = if is_loop {
                // A drop: as high as it can be in the room kept for it, with its tip at the actor.
                let reach = apex.x - point.x;
                let swell = (reach * 0.32).clamp(12.0, TURN_ROOM - 1.0);
                (
                    at(point.x + reach * 0.4, apex.y + side * swell * 1.15),
                    at(apex.x, apex.y + side * swell),
                    point,
                )
            } else {
                let swing = ((apex.y - point.y).abs() * 0.55).max(12.0);
                (
                    at(edge + (apex.x - edge) * 0.7, point.y),
                    at(apex.x, apex.y + side * swing),
                    at(edge, point.y),
                )
            };
            if is_out {
                curve.line_to(bend);
                curve.pieces.push([near, far, apex]);
            } else {
                curve.pieces.push([far, near, bend]);
                curve.line_to(point);
            }
        }
        (curve, (words.h > 0.0).then_some(words))
    }
}
