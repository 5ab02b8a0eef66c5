//! Marks: a relation in a cell of a matrix, or a sample of one.
//!
//! The shape says the sign again, for those who do not see its colour.

use super::drawing::Sign;
use super::layout::geometry::{Point, at};
use super::theme::{Hue, Palette};

/// A square for hostile, a disc for cooperative, a diamond for neither.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub sign: Sign,
    pub hue: Hue,
    /// Only its outline: intended or spoken of, not done.
    pub is_hollow: bool,
}

impl Mark {
    /// The mark as SVG, at most `half` from its middle in every direction.
    pub fn svg(&self, middle: Point, half: f64, palette: &Palette) -> String {
        let colour = self.hue.line;
        let line_w = 1.6_f64.min(half * 0.6);
        let (half, paint) = if self.is_hollow {
            let paint = format!(
                "fill=\"{}\" stroke=\"{colour}\" stroke-width=\"{}\"",
                palette.ground,
                round(line_w)
            );
            (half - line_w / 2.0, paint)
        } else {
            (half, format!("fill=\"{colour}\""))
        };
        let Point { x, y } = middle;
        match self.sign {
            Sign::Hostile => {
                let half = half * 0.9;
                format!(
                    "<rect class=\"mark\" x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\" {paint}/>\n",
                    round(x - half),
                    round(y - half),
                    side = round(2.0 * half)
                )
            }
            Sign::Cooperative => format!(
                "<circle class=\"mark\" cx=\"{}\" cy=\"{}\" r=\"{}\" {paint}/>\n",
                round(x),
                round(y),
                round(half)
            ),
            Sign::Neutral => {
                let corners = [
                    at(x, y - half),
                    at(x + half, y),
                    at(x, y + half),
                    at(x - half, y),
                ];
                let points: Vec<String> = corners
                    .iter()
                    .map(|corner| format!("{},{}", round(corner.x), round(corner.y)))
                    .collect();
                format!(
                    "<polygon class=\"mark\" points=\"{}\" {paint}/>\n",
                    points.join(" ")
                )
            }
        }
    }
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
