//! Relations: lines with their ends, and their words.

use std::fmt::Write as _;

use super::Writer;
use super::pen::{Anchor, Pen, escape_words, n, path};
use crate::render::clean::{escape_xml, safe_link};
use crate::render::encoding::{self, Stroke};
use crate::render::layout::geometry::{Rect, at};
use crate::render::layout::network::{
    BADGE_ROOM, DATE_SIZE, LABEL_SIZE, LEADING, LabelBox, Strand,
};
use crate::render::tooltip::tooltip;

impl Writer<'_> {
    pub(super) fn edges(&mut self) {
        let picture = self.drawing.picture();
        let weights = self.drawing.edges.iter().map(|edge| edge.weight);
        let heaviest = weights
            .filter(|weight| weight.is_finite())
            .fold(0.0, f64::max);
        let mut strands: Vec<(usize, &Strand, Stroke)> = Vec::new();
        for (l, link) in self.plan.network.links.iter().enumerate() {
            let is_on = |strand: &&Strand| {
                let in_force = self.in_force.as_ref();
                in_force.is_none_or(|edges| edges.contains(&strand.edge_idx))
            };
            for strand in link.strands.iter().filter(is_on) {
                let edge = &self.drawing.edges[strand.edge_idx];
                strands.push((
                    l,
                    strand,
                    encoding::stroke(edge, picture, heaviest, self.sheet.palette),
                ));
            }
        }
        // What steps back is drawn first.
        strands.sort_by_key(|(_, _, stroke)| !stroke.dim);
        for (l, strand, stroke) in strands {
            let route = &self.plan.routes[l];
            let edge = &self.drawing.edges[strand.edge_idx];
            let curve = if strand.is_reversed {
                route.curve.reversed()
            } else {
                route.curve.clone()
            };
            let href = edge
                .tooltip
                .link
                .as_deref()
                .and_then(safe_link)
                .filter(|_| !self.is_page);
            let _ = write!(
                self.sheet.out,
                "<g class=\"edge\" id=\"{}edge-{}\">",
                self.prefix, strand.edge_idx
            );
            if let Some(href) = href {
                let href = escape_xml(href);
                let _ = write!(
                    self.sheet.out,
                    "<a href=\"{href}\" target=\"_blank\" rel=\"noopener noreferrer\">"
                );
            }
            let _ = writeln!(
                self.sheet.out,
                "<title>{}</title>",
                escape_words(&tooltip(self.drawing, edge))
            );
            // A wide invisible line is what a pointer meets.
            let _ = writeln!(
                self.sheet.out,
                "<path class=\"reach\" d=\"{}\" fill=\"none\" stroke=\"transparent\" stroke-width=\"12\"/>",
                path(&curve)
            );
            self.sheet.line(&curve, &stroke);
            if let Some(rect) = route.label {
                self.label(&strand.label, rect, route.is_beside, &stroke);
            }
            self.sheet.out.push_str(if href.is_some() {
                "</a></g>\n"
            } else {
                "</g>\n"
            });
        }
    }

    pub(super) fn label(&mut self, label: &LabelBox, rect: Rect, is_beside: bool, stroke: &Stroke) {
        let badge = if label.badge.is_some() {
            BADGE_ROOM
        } else {
            0.0
        };
        let x = rect.x
            + badge
            + if is_beside {
                0.0
            } else {
                (rect.w - badge) / 2.0
            };
        let words_h = label.lines.len() as f64 * LABEL_SIZE * LEADING
            + label.date.len() as f64 * DATE_SIZE * LEADING;
        // Shorter words than the place has room for stand next to the line.
        let mut y = if is_beside {
            rect.y + (rect.h - words_h) / 2.0
        } else {
            rect.bottom() - words_h - (label.h - words_h) / 2.0
        };
        if let Some(hop) = label.badge {
            let (cx, cy) = (rect.x + 8.5, y + words_h / 2.0);
            let fill = stroke.hue.line;
            let _ = writeln!(
                self.sheet.out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"8\" fill=\"{fill}\"/>",
                n(cx),
                n(cy)
            );
            let size = if hop < 10 { 10.5 } else { 8.5 };
            let pen = Pen::new(size, self.sheet.palette.ground).bold().centred();
            self.sheet
                .text(&hop.to_string(), at(cx, cy + size * 0.36), pen);
        }
        let anchor = if is_beside {
            Anchor::Start
        } else {
            Anchor::Middle
        };
        let pen = Pen {
            anchor,
            is_struck: stroke.struck,
            ..Pen::new(LABEL_SIZE, stroke.hue.text)
        };
        for line in &label.lines {
            self.sheet.text(line, at(x, y + LABEL_SIZE * 0.92), pen);
            y += LABEL_SIZE * LEADING;
        }
        let ink = if stroke.dim {
            stroke.hue.text
        } else {
            self.sheet.palette.soft_ink
        };
        let pen = Pen {
            anchor,
            ..Pen::new(DATE_SIZE, ink)
        };
        for line in &label.date {
            self.sheet.text(line, at(x, y + DATE_SIZE * 0.92), pen);
            y += DATE_SIZE * LEADING;
        }
    }
}
