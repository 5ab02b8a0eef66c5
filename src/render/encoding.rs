//! How a relation looks: one table for SVG and DOT.

use crate::model::Status;

use super::drawing::{DrawnEdge, EdgeChange, Picture, Sign};
use super::theme::{Hue, Palette};

/// Width of the thinnest and of the widest line, in user units.
const THIN: f64 = 1.6;
const WIDE: f64 = 3.6;

/// A line's dash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dash {
    /// It is or was so.
    Solid,
    /// Intended.
    Dashed,
    /// Put off or said not to be.
    Dotted,
    /// Asked for, threatened, thought of.
    Mixed,
}

/// What a line ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    None,
    Filled,
    Hollow,
    Bar,
}

/// Everything about a line but its course.
#[derive(Debug, Clone)]
pub(super) struct Stroke {
    pub hue: Hue,
    pub width: f64,
    pub dash: Dash,
    pub head: End,
    pub tail: End,
    /// Whether the words are struck through.
    pub struck: bool,
    /// What stands before the words: "+ ".
    pub prefix: &'static str,
    /// Whether it steps back behind others.
    pub dim: bool,
}

/// The dash for a status. Solid is what happened or stands, dashed what is intended, dotted what was put off or denied,
/// dash-dot what somebody asks for, threatens or thinks possible.
pub(super) fn dash(status: Status) -> Dash {
    match status {
        Status::Done | Status::Underway | Status::Ended | Status::Refused => Dash::Solid,
        Status::Planned | Status::Proposed => Dash::Dashed,
        Status::Postponed | Status::Denied => Dash::Dotted,
        Status::Demanded | Status::Threatened | Status::Possible => Dash::Mixed,
    }
}

/// The look of `edge` in a `picture` whose strongest relation weighs `max_weight`.
pub(super) fn stroke(
    edge: &DrawnEdge,
    picture: Picture,
    max_weight: f64,
    palette: &Palette,
) -> Stroke {
    let dash = dash(edge.status);
    let end = match dash {
        _ if edge.broken => End::Bar,
        Dash::Solid => End::Filled,
        _ => End::Hollow,
    };
    let mut stroke = Stroke {
        hue: hue(edge.sign, palette),
        width: width(edge.weight, max_weight),
        dash,
        head: end,
        tail: if edge.mutual { end } else { End::None },
        // Words that say themselves that a matter was put off are not struck as well.
        struck: edge.status == Status::Postponed && !edge.label.contains(edge.status.as_str()),
        prefix: "",
        dim: false,
    };
    match picture {
        Picture::Graph => {}
        Picture::Path => {
            stroke.dim = edge.hop.is_none();
            if stroke.dim {
                stroke.hue = palette.unchanged;
                stroke.width = 1.2;
            } else {
                stroke.width = stroke.width.max(2.4);
            }
        }
        Picture::Diff => {
            let change = edge.change.unwrap_or(EdgeChange::Unchanged);
            let (hue, prefix) = match change {
                EdgeChange::Added => (palette.added, "+ "),
                EdgeChange::Removed => (palette.removed, "− "),
                EdgeChange::Changed => (palette.changed, "~ "),
                EdgeChange::Unchanged => (palette.unchanged, ""),
            };
            stroke.hue = hue;
            stroke.prefix = prefix;
            stroke.dim = change == EdgeChange::Unchanged;
            stroke.struck = change == EdgeChange::Removed;
            stroke.width = if stroke.dim { 1.2 } else { 2.4 };
            // In a diff the dash says what became of a relation; its status stands in the words.
            let is_removed = change == EdgeChange::Removed;
            stroke.dash = if is_removed {
                Dash::Dashed
            } else {
                Dash::Solid
            };
            stroke.head = if edge.broken { End::Bar } else { End::Filled };
            stroke.tail = if edge.mutual { stroke.head } else { End::None };
        }
    }
    if edge.is_spoke {
        (stroke.head, stroke.tail) = (End::None, End::None);
    }
    stroke
}

/// The colours of a sign.
pub(super) fn hue(sign: Sign, palette: &Palette) -> Hue {
    match sign {
        Sign::Hostile => palette.hostile,
        Sign::Cooperative => palette.cooperative,
        Sign::Neutral => palette.neutral,
    }
}

/// Width on a logarithmic scale, since counts of reports are skewed: ten times as many look twice as strong.
fn width(weight: f64, max_weight: f64) -> f64 {
    if !(weight.is_finite() && max_weight.is_finite()) || max_weight <= 1.0 {
        return THIN + 0.2;
    }
    let share = weight.clamp(0.0, max_weight).ln_1p() / max_weight.ln_1p();
    THIN + (WIDE - THIN) * share * share
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::Theme;

    fn look(change: impl Fn(&mut DrawnEdge), picture: Picture) -> Stroke {
        let mut edge = DrawnEdge::new("RUS", "NATO");
        change(&mut edge);
        stroke(&edge, picture, 1.0, Theme::Light.palette())
    }

    #[test]
    fn broken_off_ends_in_a_bar() {
        let stroke = look(
            |edge| {
                edge.broken = true;
                edge.sign = Sign::Hostile;
            },
            Picture::Graph,
        );
        assert_eq!(
            (stroke.head, stroke.tail, stroke.hue.line),
            (End::Bar, End::None, "#D55E00")
        );
    }

    #[test]
    fn what_is_planned_is_dashed_with_open_heads() {
        let stroke = look(
            |edge| {
                edge.status = Status::Planned;
                edge.mutual = true;
            },
            Picture::Graph,
        );
        assert_eq!(
            (stroke.dash, stroke.head, stroke.tail),
            (Dash::Dashed, End::Hollow, End::Hollow)
        );
    }

    #[test]
    fn what_is_removed_is_struck() {
        let stroke = look(
            |edge| edge.change = Some(EdgeChange::Removed),
            Picture::Diff,
        );
        assert!(stroke.struck && stroke.dash == Dash::Dashed);
        assert_eq!(stroke.prefix, "− ");
    }

    #[test]
    fn width_grows_with_weight_and_survives_nonsense() {
        assert!(width(1.0, 100.0) < width(50.0, 100.0));
        assert!(width(f64::NAN, 100.0).is_finite() && width(1e300, 2.0) <= WIDE);
    }
}
