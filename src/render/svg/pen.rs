//! Words, paths and numbers as SVG writes them.

use std::fmt::Write as _;

use crate::render::clean::escape_xml;
use crate::render::layout::geometry::Curve;
use crate::render::width::Face;

/// Where a line of text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line of text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub size: f64,
    pub face: Face,
    pub ink: &'static str,
    pub anchor: Anchor,
    pub is_struck: bool,
    /// Whether lines behind the words stop short of them.
    pub has_halo: bool,
}

impl Pen {
    pub fn new(size: f64, ink: &'static str) -> Self {
        Self {
            size,
            face: Face::Regular,
            ink,
            anchor: Anchor::Start,
            is_struck: false,
            has_halo: false,
        }
    }

    pub fn bold(self) -> Self {
        Self {
            face: Face::Bold,
            ..self
        }
    }

    pub fn ended(self) -> Self {
        Self {
            anchor: Anchor::End,
            ..self
        }
    }

    pub fn centred(self) -> Self {
        Self {
            anchor: Anchor::Middle,
            ..self
        }
    }
}

/// A curve as path data.
pub(super) fn path(curve: &Curve) -> String {
    let mut d = format!("M{} {}", n(curve.start.x), n(curve.start.y));
    for [one, two, end] in &curve.pieces {
        let _ = write!(
            d,
            "C{} {} {} {} {} {}",
            n(one.x),
            n(one.y),
            n(two.x),
            n(two.y),
            n(end.x),
            n(end.y)
        );
    }
    d
}

/// A number with at most two decimals, the same on every machine.
pub(super) fn n(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 {
        "0".to_owned()
    } else {
        format!("{rounded}")
    }
}

/// Escapes words that are clean but for line breaks of our own.
pub(super) fn escape_words(words: &str) -> String {
    words
        .split('\n')
        .map(escape_xml_keeping_spaces)
        .collect::<Vec<_>>()
        .join("\n")
}

fn escape_xml_keeping_spaces(line: &str) -> String {
    if line.starts_with(' ') {
        format!(" {}", escape_xml(line))
    } else {
        escape_xml(line)
    }
}
