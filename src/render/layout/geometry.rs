//! Points, boxes and curves, in user units, y downwards.

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A point.
pub const fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Point {
    /// Moved by `(dx, dy)`.
    pub fn shifted(self, dx: f64, dy: f64) -> Self {
        at(self.x + dx, self.y + dy)
    }

    /// The distance to `other`.
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// An upright box.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// The box of this size around a centre.
    pub fn around(centre: Point, w: f64, h: f64) -> Self {
        Self {
            x: centre.x - w / 2.0,
            y: centre.y - h / 2.0,
            w,
            h,
        }
    }

    /// Its middle.
    pub fn centre(&self) -> Point {
        at(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Moved by `(dx, dy)`.
    pub fn shifted(self, dx: f64, dy: f64) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
            ..self
        }
    }

    /// The smallest box around both.
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self {
            x,
            y,
            w: self.right().max(other.right()) - x,
            h: self.bottom().max(other.bottom()) - y,
        }
    }
}

/// A curve of cubic Bézier pieces.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve {
    /// Where it begins.
    pub start: Point,
    /// Two control points and the end of each piece.
    pub pieces: Vec<[Point; 3]>,
}

impl Curve {
    /// A curve that has only begun.
    pub fn from(start: Point) -> Self {
        Self {
            start,
            pieces: Vec::new(),
        }
    }

    /// Where it ends so far.
    pub fn end(&self) -> Point {
        self.pieces.last().map_or(self.start, |piece| piece[2])
    }

    /// Goes straight to `end`.
    pub fn line_to(&mut self, end: Point) {
        let start = self.end();
        if start.distance(end) > 0.01 {
            let third = |t: f64| {
                at(
                    start.x + (end.x - start.x) * t,
                    start.y + (end.y - start.y) * t,
                )
            };
            self.pieces.push([third(1.0 / 3.0), third(2.0 / 3.0), end]);
        }
    }

    /// The same way walked from the other end.
    pub fn reversed(&self) -> Self {
        let mut back = Self::from(self.end());
        for (i, piece) in self.pieces.iter().enumerate().rev() {
            let before = if i == 0 {
                self.start
            } else {
                self.pieces[i - 1][2]
            };
            back.pieces.push([piece[1], piece[0], before]);
        }
        back
    }

    /// Moved by `(dx, dy)`.
    pub fn shift(&mut self, dx: f64, dy: f64) {
        self.start = self.start.shifted(dx, dy);
        for point in self.pieces.iter_mut().flatten() {
            *point = point.shifted(dx, dy);
        }
    }

    /// `n` points on each piece, in order, with both ends.
    pub fn points(&self, n: usize) -> Vec<Point> {
        let mut points = vec![self.start];
        let mut from = self.start;
        for piece in &self.pieces {
            for step in 1..=n {
                points.push(bezier(from, piece, step as f64 / n as f64));
            }
            from = piece[2];
        }
        points
    }

    /// Shortens the curve by `length` at its end, along itself, and returns the direction it had there.
    pub fn pull_back(&mut self, length: f64) -> Point {
        let tip = self.end();
        let Some(last) = self.pieces.len().checked_sub(1) else {
            return at(1.0, 0.0);
        };
        let from = if last == 0 {
            self.start
        } else {
            self.pieces[last - 1][2]
        };
        let piece = self.pieces[last];
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..24 {
            let middle = f64::midpoint(low, high);
            if bezier(from, &piece, middle).distance(tip) > length {
                low = middle;
            } else {
                high = middle;
            }
        }
        let cut = bezier(from, &piece, low);
        let span = cut.distance(tip).max(1e-6);
        let direction = at((tip.x - cut.x) / span, (tip.y - cut.y) / span);
        // De Casteljau: the part of the piece before the cut.
        let mix = |a: Point, b: Point| at(a.x + (b.x - a.x) * low, a.y + (b.y - a.y) * low);
        let (ab, bc) = (mix(from, piece[0]), mix(piece[0], piece[1]));
        self.pieces[last] = [ab, mix(ab, bc), cut];
        direction
    }
}

fn bezier(from: Point, piece: &[Point; 3], t: f64) -> Point {
    let rest = 1.0 - t;
    let share = [
        rest * rest * rest,
        3.0 * rest * rest * t,
        3.0 * rest * t * t,
        t * t * t,
    ];
    let points = [from, piece[0], piece[1], piece[2]];
    let sum = |of: fn(&Point) -> f64| {
        points
            .iter()
            .zip(share)
            .map(|(point, share)| of(point) * share)
            .sum()
    };
    at(sum(|point| point.x), sum(|point| point.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pulling_back_shortens_along_the_line() {
        let mut curve = Curve::from(at(0.0, 0.0));
        curve.line_to(at(100.0, 0.0));
        let direction = curve.pull_back(10.0);
        assert!((curve.end().x - 90.0).abs() < 0.01 && (direction.x - 1.0).abs() < 1e-6);
    }

    #[test]
    fn reversing_twice_changes_nothing() {
        let mut curve = Curve::from(at(0.0, 0.0));
        curve
            .pieces
            .push([at(1.0, 2.0), at(3.0, 4.0), at(5.0, 6.0)]);
        curve.line_to(at(9.0, 9.0));
        assert_eq!(curve.reversed().reversed(), curve);
    }
}
