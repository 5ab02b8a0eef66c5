//! Lines that cross and cross back are drawn apart.
//!
//! Every line is as straight as its corridor allows, without regard to the others. Two that keep their order from rank
//! to rank may still meet between ranks, where one climbs before the other. There both are pushed to their own sides.

use super::geometry::Point;
use super::taut::taut;

/// Between two lines that were pushed apart.
const APART: f64 = 5.0;
/// Pushing two lines apart may push one of them over a third.
const ROUNDS: usize = 4;

/// A line as heights at even steps to the right, and the corridor that it keeps to.
#[derive(Debug, Clone)]
pub(super) struct Course {
    /// Where it begins, and the length of a step.
    pub x: f64,
    pub step: f64,
    /// (least, most) height at each step.
    pub bounds: Vec<(f64, f64)>,
    pub line: Vec<f64>,
    /// Whether it stays as it is, for the others to keep off.
    pub is_fixed: bool,
}

impl Course {
    /// A curve that rises or falls to the right as it is, from its points in order.
    pub fn fixed(points: &[Point], step: f64) -> Option<Self> {
        let (first, last) = (points.first()?, points.last()?);
        let n_steps = ((last.x - first.x) / step).floor();
        if n_steps < 2.0 {
            return None;
        }
        let mut at = 0;
        let mut height = |x: f64| {
            while at + 2 < points.len() && points[at + 1].x < x {
                at += 1;
            }
            let (one, other) = (points[at], points[at + 1]);
            let share = (x - one.x) / (other.x - one.x).max(1e-6);
            one.y + (other.y - one.y) * share.clamp(0.0, 1.0)
        };
        let line: Vec<f64> = (0..=n_steps as usize)
            .map(|k| height(first.x + step * k as f64))
            .collect();
        Some(Self {
            x: first.x,
            step,
            bounds: Vec::new(),
            line,
            is_fixed: true,
        })
    }

    pub fn x_at(&self, k: usize) -> f64 {
        self.x + self.step * k as f64
    }

    /// Least and greatest height.
    fn span(&self) -> (f64, f64) {
        let wider = |(least, most): (f64, f64), y: &f64| (least.min(*y), most.max(*y));
        self.line
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), wider)
    }

    fn end(&self) -> f64 {
        self.x_at(self.line.len() - 1)
    }

    fn height(&self, x: f64) -> f64 {
        let at = ((x - self.x) / self.step).clamp(0.0, (self.line.len() - 1) as f64);
        let (k, rest) = (at.floor() as usize, at.fract());
        let next = self.line[(k + 1).min(self.line.len() - 1)];
        self.line[k] + (next - self.line[k]) * rest
    }

    /// The steps from `from` to `to`, without the ends of the line.
    fn steps(&self, from: f64, to: f64) -> std::ops::Range<usize> {
        let first = ((from - self.x) / self.step).ceil().max(1.0) as usize;
        let last = ((to - self.x) / self.step).floor().max(0.0) as usize;
        first..(last + 1).min(self.line.len() - 1).max(first)
    }

    /// Keeps the line below (or above) these heights where its corridor has room for that.
    fn push(&mut self, from: f64, to: f64, is_down: bool, height: impl Fn(f64) -> f64) {
        if self.is_fixed {
            return;
        }
        for k in self.steps(from, to) {
            let (x, (least, most)) = (self.x_at(k), self.bounds[k]);
            let limit = height(x);
            if is_down && limit <= most {
                self.bounds[k].0 = least.max(limit);
            } else if !is_down && limit >= least {
                self.bounds[k].1 = most.min(limit);
            }
        }
    }
}

/// Draws lines anew that cross another one more often than once.
pub(super) fn untangle(courses: &mut [Course]) {
    let mut was_changed = vec![true; courses.len()];
    for _ in 0..ROUNDS {
        let mut is_changed = vec![false; courses.len()];
        let span: Vec<(f64, f64)> = courses.iter().map(Course::span).collect();
        for other in 1..courses.len() {
            let (before, after) = courses.split_at_mut(other);
            for (one, course) in before.iter_mut().enumerate() {
                let may_cross = span[one].0 <= span[other].1 && span[other].0 <= span[one].1;
                if may_cross
                    && (was_changed[one] || was_changed[other])
                    && part(course, &mut after[0])
                {
                    (is_changed[one], is_changed[other]) = (true, true);
                }
            }
        }
        if is_changed.iter().all(|is_changed| !is_changed) {
            return;
        }
        let changed = courses.iter_mut().zip(&is_changed);
        for (course, _) in changed.filter(|(course, is_changed)| **is_changed && !course.is_fixed) {
            let (start, end) = (course.line[0], course.line[course.line.len() - 1]);
            course.line = taut(&course.bounds, start, end);
        }
        was_changed = is_changed;
    }
}

/// Narrows the corridors of two lines where they lie between a crossing and the crossing back.
fn part(one: &mut Course, other: &mut Course) -> bool {
    let (from, to) = (one.x.max(other.x), one.end().min(other.end()));
    if to - from < one.step || one.is_fixed && other.is_fixed {
        return false;
    }
    let mut crossings: Vec<f64> = Vec::new();
    let mut is_above: Option<bool> = None;
    let mut was_above = false;
    for k in one.steps(from, to) {
        let x = one.x_at(k);
        let above = one.line[k] < other.height(x);
        if is_above.is_some_and(|is_above| is_above != above) {
            if crossings.is_empty() {
                was_above = !above;
            }
            crossings.push(x);
        }
        is_above = Some(above);
    }
    let stretch = |i: &usize| crossings[i + 1] - crossings[*i];
    let shortest =
        (0..crossings.len().saturating_sub(1)).min_by(|i, k| stretch(i).total_cmp(&stretch(k)));
    let Some(shortest) = shortest else {
        return false;
    };
    let one_is_above = was_above == (shortest % 2 == 0);
    let (from, to) = (crossings[shortest] - one.step, crossings[shortest + 1]);
    let (old, far) = (one.clone(), other.clone());
    // The middle between the two, or the one that stays.
    let share = match (one.is_fixed, other.is_fixed) {
        (true, _) => 0.0,
        (_, true) => 1.0,
        _ => 0.5,
    };
    let between = |x: f64| old.height(x) * (1.0 - share) + far.height(x) * share;
    let side = if one_is_above { -APART } else { APART };
    one.push(from, to, !one_is_above, |x| between(x) + side * share);
    other.push(from, to, one_is_above, |x| {
        between(x) - side * (1.0 - share)
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_cross_twice_are_parted() {
        let line = |start: f64, bump: f64| {
            let mut line = vec![start; 41];
            for (k, y) in line.iter_mut().enumerate().take(25).skip(15) {
                *y += bump * (1.0 - (k as f64 - 20.0).abs() / 6.0).max(0.0);
            }
            Course {
                x: 0.0,
                step: 5.0,
                bounds: vec![(f64::NEG_INFINITY, f64::INFINITY); 41],
                line,
                is_fixed: false,
            }
        };
        let mut courses = [line(0.0, 30.0), line(10.0, 0.0)];
        untangle(&mut courses);
        let [upper, lower] = &courses;
        assert!(upper.line.iter().zip(&lower.line).all(|(a, b)| a < b));
    }
}
