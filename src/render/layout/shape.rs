//! Outlines of actors: where a line meets them.

use crate::model::ActorKind;

/// Radius of a box's corners.
pub(crate) const CORNER: f64 = 12.0;

/// How much an octagon's corners take away, sideways and upwards.
pub(crate) fn octagon_cut(w: f64, h: f64) -> (f64, f64) {
    ((w * 0.25).min(26.0), (h * 0.28).min(16.0))
}

/// Half the width of the outline at `dy` from its middle.
pub(crate) fn half_width(kind: ActorKind, w: f64, h: f64, dy: f64) -> f64 {
    let (half_w, half_h) = (w / 2.0, h / 2.0);
    let dy = dy.abs().min(half_h);
    match kind {
        ActorKind::Person => half_w * (1.0 - (dy / half_h).powi(2)).max(0.0).sqrt(),
        ActorKind::State | ActorKind::People | ActorKind::Gathering => {
            let corner = CORNER.min(half_h);
            let into = dy - (half_h - corner);
            if into <= 0.0 {
                half_w
            } else {
                half_w - corner + (corner * corner - into * into).max(0.0).sqrt()
            }
        }
        _ => {
            let (cut_x, cut_y) = octagon_cut(w, h);
            let into = dy - (half_h - cut_y);
            if into <= 0.0 {
                half_w
            } else {
                half_w - cut_x * into / cut_y
            }
        }
    }
}
