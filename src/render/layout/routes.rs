//! How far right each rank stands, and the curves through it.

use super::geometry::{Curve, Point, Rect, at};
use super::heights::{CLUSTER_HEAD, CLUSTER_PAD};
use super::network::{CLUSTER_SIZE, Network};
use super::ports::Ports;
use super::ranks::{LABEL_LIFT, LABEL_SAG, Place, Ranks, Way};
use super::shape::half_width;
use super::taut::taut;
use super::untangle::{Course, untangle};

/// Room for curves between two ranks: at least, per unit that the steepest of them climbs, and at most.
const LANE_LEAST: f64 = 26.0;
const LANE_PER_CLIMB: f64 = 0.26;
const LANE_MOST: f64 = 80.0;
/// Room for the bow of a relation that turns back.
const TURN_LANE: f64 = 46.0;
/// Between the bow and its words.
const TURN_TEXT_GAP: f64 = 7.0;
/// Distance between the points of a line.
pub(super) const STEP: f64 = 7.0;
/// Where a box's heading stands: its left and base line in the box, and the room kept right of it.
pub(crate) const HEADING_X: f64 = 12.0;
pub(crate) const HEADING_Y: f64 = 17.0;
pub(crate) const HEADING_GAP: f64 = 8.0;
/// What a line keeps free of actors and boxes, and of words.
const ACTOR_MARGIN: f64 = 7.0;
pub(super) const WORDS_MARGIN: f64 = 3.0;
/// Points on each piece of a curve that turns back, for the other lines to keep off.
const HALF_POINTS: usize = 12;
/// So near an actor a line climbs this much at most for each unit, so that heads side by side do not touch.
const LEVEL: f64 = 16.0;
const LEVEL_SLOPE: f64 = 0.6;
/// How far a drawn curve may stray from the line's points.
const FIT: f64 = 0.3;

/// Where each rank begins and how wide it is.
pub(super) struct Across {
    pub x: Vec<f64>,
    pub w: Vec<f64>,
}

impl Across {
    /// Widths from what stands in the ranks; lanes from how far lines climb between them.
    pub fn of(ranks: &Ranks, ports: &Ports, y: &[f64], is_boxed: &[bool]) -> Self {
        let n = ranks.units_of.len();
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

/// Everything that curves are drawn from.
pub(super) struct Scene<'a> {
    pub network: &'a Network,
    pub ranks: &'a Ranks,
    pub ports: &'a Ports,
    pub across: &'a Across,
    pub is_boxed: &'a [bool],
    /// Each item's line.
    pub y: &'a [f64],
}

impl Scene<'_> {
    /// A rank's item as an actor's box.
    pub fn actor_rect(&self, item: usize) -> Rect {
        let it = &self.ranks.items[item];
        Rect::around(
            at(self.across.centre(it.rank), self.y[item]),
            it.w,
            it.up + it.down,
        )
    }

    /// The box around a cluster's actors.
    pub fn box_rect(&self, unit: usize) -> Option<Rect> {
        let items = &self.ranks.units[unit].items;
        let inner = items
            .iter()
            .map(|&item| self.actor_rect(item))
            .reduce(Rect::union)?;
        Some(Rect {
            x: inner.x - CLUSTER_PAD,
            y: inner.y - CLUSTER_PAD - CLUSTER_HEAD,
            w: inner.w + 2.0 * CLUSTER_PAD,
            h: inner.h + 2.0 * CLUSTER_PAD + CLUSTER_HEAD,
        })
    }

    /// Where the heading of a unit's box stands, if it has one.
    fn heading_rect(&self, unit: usize) -> Option<Rect> {
        let block = self.ranks.units[unit].block?;
        let of = self.box_rect(unit).filter(|_| self.is_boxed[unit])?;
        Some(Rect {
            x: of.x + HEADING_X,
            y: of.y + HEADING_Y - CLUSTER_SIZE,
            w: self.network.blocks[block]
                .heading_w
                .min(of.w - HEADING_X - HEADING_GAP),
            h: CLUSTER_SIZE,
        })
    }

    /// Where a label's words stand, by its item.
    pub(super) fn words_rect(&self, item: usize) -> Rect {
        let it = &self.ranks.items[item];
        match it.place {
            Place::Label(link) => {
                let link = &self.network.links[link];
                let x = self.across.centre(it.rank) - link.label_w / 2.0;
                Rect {
                    x,
                    y: self.y[item] - LABEL_LIFT - link.label_h,
                    w: link.label_w,
                    h: link.label_h,
                }
            }
            Place::Turn(link) => {
                let link = &self.network.links[link];
                let x = self.across.x[it.rank] + TURN_TEXT_GAP;
                Rect {
                    x,
                    y: self.y[item] - link.label_h / 2.0,
                    w: link.label_w,
                    h: link.label_h,
                }
            }
            _ => Rect::default(),
        }
    }

    /// The curve of every way, from left to right (for a turn: from its first to its last actor), and its label's box.
    pub fn routes(&self) -> Vec<(Curve, Option<Rect>)> {
        let ways = &self.ranks.ways;
        let is_turn = |way: &&Way| matches!(self.ranks.items[way.items[1]].place, Place::Turn(_));
        let (turns, through): (Vec<&Way>, Vec<&Way>) = ways.iter().partition(is_turn);
        let turns: Vec<(Curve, Option<Rect>)> = turns.iter().map(|way| self.turn(way)).collect();
        let mut courses: Vec<Course> = through.iter().map(|way| self.course(way)).collect();
        for (curve, _) in &turns {
            courses.extend(halves(curve));
        }
        untangle(&mut courses);
        let (mut turns, mut courses) = (turns.into_iter(), courses.iter());
        let route = |way: &Way| {
            if is_turn(&way) {
                return turns.next().unwrap_or_default();
            }
            courses.next().map_or_else(Default::default, |course| {
                let curve = fit(&course.line, course.x, course.step);
                (curve, self.words(way, course))
            })
        };
        ways.iter().map(route).collect()
    }

    /// The straightest line of a way between what stands in the ranks that it passes.
    fn course(&self, way: &Way) -> Course {
        let last = way.items.len() - 1;
        let start = self.leave(
            way.items[0],
            self.ports.of(way.first_segment, true).0,
            false,
        );
        let end = self.leave(
            way.items[last],
            self.ports.of(way.first_segment + last - 1, false).0,
            true,
        );
        let n_steps = (((end.x - start.x) / STEP).ceil() as usize).max(4);
        let step = (end.x - start.x) / n_steps as f64;
        let x_at = |k: usize| start.x + step * k as f64;
        let mut bounds = vec![(f64::NEG_INFINITY, f64::INFINITY); n_steps + 1];
        for &item in &way.items {
            self.narrow(item, &mut bounds, &x_at);
        }
        for &item in &way.items {
            self.keep_off_drops(item, &mut bounds, &x_at);
        }
        for (k, bound) in bounds.iter_mut().enumerate() {
            let x = x_at(k);
            for (from_end, y) in [(x - start.x, start.y), (end.x - x, end.y)] {
                let slack = from_end * LEVEL_SLOPE;
                let level = (bound.0.max(y - slack), bound.1.min(y + slack));
                if from_end <= LEVEL && level.0 <= level.1 {
                    *bound = level;
                }
            }
        }
        Course {
            x: start.x,
            step,
            line: taut(&bounds, start.y, end.y),
            bounds,
            is_fixed: false,
        }
    }

    /// Where the words of a way stand: they sink onto the line where it sags below them.
    fn words(&self, way: &Way, course: &Course) -> Option<Rect> {
        let is_label = |item: &&usize| matches!(self.ranks.items[**item].place, Place::Label(_));
        let rect = self.words_rect(*way.items.iter().find(is_label)?);
        let is_below = |x: f64| x >= rect.x - course.step && x <= rect.right() + course.step;
        let below = course.line.iter().enumerate();
        let highest = below
            .filter(|(k, _)| is_below(course.x_at(*k)))
            .map(|(_, y)| *y)
            .fold(f64::INFINITY, f64::min);
        let sag = (highest - LABEL_LIFT - rect.bottom()).clamp(0.0, LABEL_SAG);
        Some(rect.shifted(0.0, sag))
    }

    /// Narrows a line's corridor through the rank of its `item` by what stands above and below there.
    fn narrow(&self, item: usize, bounds: &mut [(f64, f64)], x_at: &impl Fn(usize) -> f64) {
        let rank = self.ranks.items[item].rank;
        let mut is_above = true;
        let own_line = self.y[item];
        let is_line = |place: Place| matches!(place, Place::Pass(_) | Place::Label(_));
        let mut limit = |from: f64, to: f64, least: f64, most: f64| {
            for (k, bound) in bounds.iter_mut().enumerate() {
                if (from..=to).contains(&x_at(k)) {
                    *bound = (bound.0.max(least), bound.1.min(most));
                }
            }
        };
        let (rank_from, rank_to) = (
            self.across.x[rank],
            self.across.x[rank] + self.across.w[rank],
        );
        if let Some(heading) = self.heading_rect(self.ranks.items[item].unit) {
            limit(
                heading.x - HEADING_X,
                heading.right() + STEP,
                heading.bottom() + WORDS_MARGIN,
                f64::INFINITY,
            );
        }
        for other in self.ranks.items_of(rank) {
            let it = &self.ranks.items[other];
            if other == item {
                is_above = false;
                if matches!(it.place, Place::Label(_)) {
                    let words = self.words_rect(item);
                    limit(
                        words.x - STEP,
                        words.right() + STEP,
                        own_line,
                        own_line + LABEL_SAG,
                    );
                } else if matches!(it.place, Place::Pass(_)) {
                    limit(
                        rank_from,
                        rank_to,
                        own_line - it.up * 3.0,
                        own_line + it.down * 3.0,
                    );
                }
                continue;
            }
            let (rect, margin) = match it.place {
                Place::Actor(_) => {
                    let own_unit = self.ranks.items[item].unit == it.unit;
                    let boxed = (self.is_boxed[it.unit] && !own_unit)
                        .then(|| self.box_rect(it.unit))
                        .flatten();
                    (
                        boxed.unwrap_or_else(|| self.actor_rect(other)),
                        ACTOR_MARGIN,
                    )
                }
                Place::Label(_) | Place::Turn(_) => (self.words_rect(other), WORDS_MARGIN),
                Place::Pass(_) => (Rect::default(), 0.0),
            };
            if rect.w > 0.0 {
                let (from, to) = (rect.x - margin, rect.right() + margin);
                if is_above {
                    limit(from, to, rect.bottom() + margin, f64::INFINITY);
                } else {
                    limit(from, to, f64::NEG_INFINITY, rect.y - margin);
                }
            }
            // Lines keep their order within a rank: each stays on its side of the middle between them.
            if is_line(it.place) && is_line(self.ranks.items[item].place) {
                let middle = f64::midpoint(self.y[other], own_line);
                if is_above {
                    limit(rank_from, rank_to, middle + 1.5, f64::INFINITY);
                } else {
                    limit(rank_from, rank_to, f64::NEG_INFINITY, middle - 1.5);
                }
            }
        }
    }

    /// The point on an actor's outline where a line leaves it.
    pub(super) fn leave(&self, item: usize, port: f64, is_left_side: bool) -> Point {
        let it = &self.ranks.items[item];
        let half = match it.place {
            Place::Actor(actor) => {
                half_width(self.network.actors[actor].kind, it.w, it.up + it.down, port)
            }
            _ => 0.0,
        };
        let centre = self.across.centre(it.rank);
        at(
            if is_left_side {
                centre - half
            } else {
                centre + half
            },
            self.y[item] + port,
        )
    }
}

/// The two halves of a curve that turns back, each from left to right.
fn halves(curve: &Curve) -> impl Iterator<Item = Course> {
    let points = curve.points(HALF_POINTS);
    let by_x = |one: &usize, other: &usize| points[*one].x.total_cmp(&points[*other].x);
    let tip = (0..points.len()).max_by(by_x).unwrap_or(0);
    let back: Vec<Point> = points[tip..].iter().rev().copied().collect();
    [
        Course::fixed(&points[..=tip], STEP),
        Course::fixed(&back, STEP),
    ]
    .into_iter()
    .flatten()
}

/// A curve of few pieces through the points of a line: each reaches as far as it stays near all of them.
fn fit(line: &[f64], x: f64, step: f64) -> Curve {
    let last = line.len() - 1;
    let slope = |k: usize| {
        if k == 0 {
            -1.5 * line[0] + 2.0 * line[1] - 0.5 * line[2]
        } else if k == last {
            1.5 * line[last] - 2.0 * line[last - 1] + 0.5 * line[last - 2]
        } else {
            (line[k + 1] - line[k - 1]) / 2.0
        }
    };
    let is_near = |from: usize, to: usize| {
        let span = (to - from) as f64;
        let (m0, m1) = (slope(from) * span, slope(to) * span);
        (from + 1..to).all(|k| {
            let t = (k - from) as f64 / span;
            let (t2, t3) = (t * t, t * t * t);
            let y = (2.0 * t3 - 3.0 * t2 + 1.0) * line[from]
                + (t3 - 2.0 * t2 + t) * m0
                + (3.0 * t2 - 2.0 * t3) * line[to]
                + (t3 - t2) * m1;
            (y - line[k]).abs() <= FIT
        })
    };
    let mut curve = Curve::from(at(x, line[0]));
    let mut from = 0;
    while from < last {
        let mut to = from + 1;
        while to < last && is_near(from, to + 1) {
            to += 1;
        }
        let third = (to - from) as f64 / 3.0;
        let (x0, x1) = (x + step * from as f64, x + step * to as f64);
        curve.pieces.push([
            at(x0 + step * third, line[from] + slope(from) * third),
            at(x1 - step * third, line[to] - slope(to) * third),
            at(x1, line[to]),
        ]);
        from = to;
    }
    curve
}
