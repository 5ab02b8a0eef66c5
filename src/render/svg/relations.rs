//! Relations: lines with their ends, and their words.

use std::fmt::Write as _;

use super::Writer;
use super::pen::{Pen, escape_words, n, path};
use crate::render::clean::{escape_xml, safe_link};
use crate::render::encoding::{self, Dash, End, Stroke};
use crate::render::layout::geometry::{Curve, Point, Rect, at};
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
            for strand in &link.strands {
                let edge = &self.drawing.edges[strand.edge_idx];
                strands.push((
                    l,
                    strand,
                    encoding::stroke(edge, picture, heaviest, self.palette),
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
                self.out,
                "<g class=\"edge\" id=\"edge-{}\">",
                strand.edge_idx
            );
            if let Some(href) = href {
                let href = escape_xml(href);
                let _ = write!(
                    self.out,
                    "<a href=\"{href}\" target=\"_blank\" rel=\"noopener noreferrer\">"
                );
            }
            let _ = writeln!(
                self.out,
                "<title>{}</title>",
                escape_words(&tooltip(self.drawing, edge))
            );
            // A wide invisible line is what a pointer meets.
            let _ = writeln!(
                self.out,
                "<path class=\"reach\" d=\"{}\" fill=\"none\" stroke=\"transparent\" stroke-width=\"12\"/>",
                path(&curve)
            );
            self.line(&curve, &stroke);
            if let Some(rect) = route.label {
                self.label(&strand.label, rect, route.is_beside, &stroke);
            }
            self.out.push_str(if href.is_some() {
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
                self.out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"8\" fill=\"{fill}\"/>",
                n(cx),
                n(cy)
            );
            let size = if hop < 10 { 10.5 } else { 8.5 };
            let pen = Pen::new(size, self.palette.ground).bold().centred();
            self.text(&hop.to_string(), at(cx, cy + size * 0.36), pen);
        }
        let pen = Pen {
            is_centred: !is_beside,
            is_struck: stroke.struck,
            ..Pen::new(LABEL_SIZE, stroke.hue.text)
        };
        for line in &label.lines {
            self.text(line, at(x, y + LABEL_SIZE * 0.92), pen);
            y += LABEL_SIZE * LEADING;
        }
        let ink = if stroke.dim {
            stroke.hue.text
        } else {
            self.palette.soft_ink
        };
        let pen = Pen {
            is_centred: !is_beside,
            ..Pen::new(DATE_SIZE, ink)
        };
        for line in &label.date {
            self.text(line, at(x, y + DATE_SIZE * 0.92), pen);
            y += DATE_SIZE * LEADING;
        }
    }

    pub(super) fn line(&mut self, curve: &Curve, stroke: &Stroke) {
        let mut shown = curve.clone();
        let head_length = 6.5 + 1.7 * stroke.width;
        let mut marks = String::new();
        for (end, is_head) in [(stroke.head, true), (stroke.tail, false)] {
            if end == End::None {
                continue;
            }
            if !is_head {
                shown = shown.reversed();
            }
            let tip = shown.end();
            let back = match end {
                End::Bar => 2.5,
                End::Hollow => head_length,
                _ => head_length - 1.0,
            };
            let direction = shown.pull_back(back);
            marks.push_str(&mark(end, tip, direction, head_length, stroke));
            if !is_head {
                shown = shown.reversed();
            }
        }
        let dash = match stroke.dash {
            Dash::Solid => "",
            Dash::Dashed => " stroke-dasharray=\"6.5 4\"",
            Dash::Dotted => " stroke-dasharray=\"0.1 5\" stroke-linecap=\"round\"",
            Dash::Mixed => " stroke-dasharray=\"8 3.5 1.5 3.5\"",
        };
        // Round dots look thinner than a line of their width.
        let width = if stroke.dash == Dash::Dotted {
            stroke.width + 0.4
        } else {
            stroke.width
        };
        let _ = writeln!(
            self.out,
            "<path class=\"line\" d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{dash}/>",
            path(&shown),
            stroke.hue.line,
            n(width)
        );
        self.out
            .push_str(&marks.replace("GROUND", self.palette.ground));
    }
}

fn mark(end: End, tip: Point, direction: Point, length: f64, stroke: &Stroke) -> String {
    let (dx, dy) = (direction.x, direction.y);
    let colour = stroke.hue.line;
    if end == End::Bar {
        let half = 5.5 + 1.2 * stroke.width;
        let middle = at(tip.x - dx * 2.5, tip.y - dy * 2.5);
        return format!(
            "<path class=\"bar\" d=\"M{} {}L{} {}\" stroke=\"{colour}\" stroke-width=\"{}\"/>\n",
            n(middle.x - dy * half),
            n(middle.y + dx * half),
            n(middle.x + dy * half),
            n(middle.y - dx * half),
            n(stroke.width + 1.0)
        );
    }
    let half = 2.6 + 0.7 * stroke.width;
    let back = at(tip.x - dx * length, tip.y - dy * length);
    // A hollow head is drawn inside its outline, so that its tip touches the actor.
    let (fill, line_w) = if end == End::Hollow {
        ("GROUND", 1.3)
    } else {
        (colour, 0.0)
    };
    let inset = if end == End::Hollow { 1.4 } else { 0.0 };
    let tip = at(tip.x - dx * inset, tip.y - dy * inset);
    let outline = if line_w > 0.0 {
        format!(" stroke=\"{colour}\" stroke-width=\"{}\"", n(line_w))
    } else {
        String::new()
    };
    format!(
        "<polygon class=\"head\" points=\"{},{} {},{} {},{}\" fill=\"{fill}\"{outline}/>\n",
        n(tip.x),
        n(tip.y),
        n(back.x - dy * half),
        n(back.y + dx * half),
        n(back.x + dy * half),
        n(back.y - dx * half)
    )
}
