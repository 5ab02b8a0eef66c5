//! Words, paths and numbers as SVG writes them.

use std::fmt::Write as _;

use super::Writer;
use crate::render::clean::escape_xml;
use crate::render::layout::geometry::{Curve, Point};
use crate::render::width::{Face, is_measured, text_width};

impl Writer<'_> {
    /// Writes a line of text with its base line at `at`.
    pub(super) fn text(&mut self, text: &str, at: Point, pen: Pen) {
        let Pen {
            size,
            face,
            ink,
            is_centred,
            is_struck,
        } = pen;
        let weight = if face == Face::Bold {
            " font-weight=\"bold\""
        } else {
            ""
        };
        // Where the width is an estimate, the text is fitted to it, so that no script can break the layout.
        let fit = if is_measured(text) {
            String::new()
        } else {
            let width = n(text_width(text, size, face));
            format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
        };
        let anchor = if is_centred {
            " text-anchor=\"middle\""
        } else {
            ""
        };
        // The mark before a matter is not struck with it.
        let (mark, words) = match text.split_at_checked(4) {
            Some((mark @ "− ", words)) if is_struck => (mark, words),
            _ => ("", text),
        };
        let words = if is_struck {
            format!(
                "<tspan text-decoration=\"line-through\">{}</tspan>",
                escape_xml(words)
            )
        } else {
            escape_xml(words)
        };
        let _ = writeln!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight} fill=\"{ink}\"{anchor}{fit}>{mark}{words}</text>",
            n(at.x),
            n(at.y),
            n(size)
        );
    }
}

/// How a line of text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub size: f64,
    pub face: Face,
    pub ink: &'static str,
    pub is_centred: bool,
    pub is_struck: bool,
}

impl Pen {
    pub fn new(size: f64, ink: &'static str) -> Self {
        Self {
            size,
            face: Face::Regular,
            ink,
            is_centred: false,
            is_struck: false,
        }
    }

    pub fn bold(self) -> Self {
        Self {
            face: Face::Bold,
            ..self
        }
    }

    pub fn centred(self) -> Self {
        Self {
            is_centred: true,
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
