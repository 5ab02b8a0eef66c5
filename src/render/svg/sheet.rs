//! The paper that every picture stands on: heading, legend, note, words and lines, metadata.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::pen::{Anchor, Pen, escape_words, n, path};
use crate::model::ActorKind;
use crate::render::clean::{clean, clean_to, escape_xml};
use crate::render::encoding::{Dash, End, Stroke};
use crate::render::layout::geometry::{Curve, Point, Rect, at};
use crate::render::layout::network::LEADING;
use crate::render::layout::shape::{CORNER, octagon_cut};
use crate::render::legend::{Entry, Sample};
use crate::render::theme::Palette;
use crate::render::width::{Face, is_measured, text_width, wrap};

const FONTS: &str = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', Arimo, sans-serif";
const TITLE_SIZE: f64 = 20.0;
const SUBTITLE_SIZE: f64 = 11.5;
const LEGEND_SIZE: f64 = 10.5;
/// Room for a face that is wider than the measured one, as one that many machines have alone.
pub(super) const WIDER: f64 = 1.15;
/// Width of an actor's outline in the legend.
const OUTLINE_W: f64 = 20.0;
const NOTE_SIZE: f64 = 9.5;
/// Free room at the page's edge.
pub(super) const MARGIN: f64 = 30.0;
/// A page this wide has headings of the sizes above; on wider ones they grow.
const HEADING_WIDTH: f64 = 1000.0;
/// The narrowest page, so that the heading and legend have room.
pub(super) const LEAST_WIDTH: f64 = 560.0;

/// A wide page is shown smaller; its heading and its note must still be read.
fn scale_of(inner_w: f64) -> f64 {
    (inner_w / HEADING_WIDTH).clamp(1.0, 2.0)
}

/// What is said about a picture beside it.
pub(super) struct About<'a> {
    pub title: &'a str,
    pub summary: &'a str,
    /// What it shows, for readers that cannot see it; clean.
    pub words: &'a str,
    pub date: Option<Date>,
    /// The line of sources.
    pub note: &'a str,
}

/// A picture in the making: its elements so far.
pub(super) struct Sheet {
    pub palette: &'static Palette,
    pub out: String,
}

impl Sheet {
    pub fn new(palette: &'static Palette) -> Self {
        Self {
            palette,
            out: String::with_capacity(32_768),
        }
    }

    /// Heading, line below it and legend. Returns where the picture may begin.
    pub fn heading(&mut self, title: &str, subtitle: &str, entries: &[Entry], inner_w: f64) -> f64 {
        let scale = scale_of(inner_w);
        let mut y = MARGIN;
        let title = clean(title);
        let size = TITLE_SIZE * scale;
        if !title.is_empty() {
            for line in wrap(&title, size, Face::Bold, inner_w, 2) {
                y += size * 0.95;
                let pen = Pen::new(size, self.palette.ink).bold();
                self.text(&line, at(MARGIN, y), pen);
                y += size * 0.25;
            }
        }
        let size = SUBTITLE_SIZE * scale;
        for line in wrap(&clean(subtitle), size, Face::Regular, inner_w, 2) {
            if line.is_empty() {
                continue;
            }
            y += size * 1.25;
            self.text(&line, at(MARGIN, y), Pen::new(size, self.palette.soft_ink));
        }
        if !entries.is_empty() {
            y = self.legend(entries, y + 24.0 * scale, inner_w, scale);
        }
        y + 26.0
    }

    /// Samples with their words, in rows. Returns the last row's base line.
    pub fn legend(&mut self, entries: &[Entry], mut y: f64, inner_w: f64, scale: f64) -> f64 {
        let (gap, space) = (7.0 * scale, 18.0 * scale);
        let size = LEGEND_SIZE * scale;
        let mut x = MARGIN;
        self.out.push_str("<g class=\"legend\">\n");
        for entry in entries {
            let sample_w = match entry.sample {
                Sample::None => 0.0,
                Sample::Line(_) => 30.0 * scale + gap,
                Sample::Mark(_) => 10.0 * scale + gap,
                Sample::Outline(_) => OUTLINE_W * scale + gap,
            };
            let words_w = WIDER * text_width(&entry.words, size, Face::Regular);
            if x > MARGIN && x + sample_w + words_w > MARGIN + inner_w {
                x = MARGIN;
                y += size * 1.9;
            }
            let middle = y - size * 0.34;
            match &entry.sample {
                Sample::None => {}
                Sample::Line(stroke) => {
                    let mut curve = Curve::from(at(x, middle));
                    curve.line_to(at(x + sample_w - gap, middle));
                    let stroke = Stroke {
                        width: stroke.width * scale.sqrt(),
                        ..stroke.clone()
                    };
                    self.line(&curve, &stroke);
                }
                Sample::Mark(mark) => {
                    let half = (sample_w - gap) / 2.0;
                    self.out
                        .push_str(&mark.svg(at(x + half, middle), half, self.palette));
                }
                Sample::Outline(kind) => {
                    let w = sample_w - gap;
                    let rect = Rect::around(at(x + w / 2.0, middle), w, w * 0.55);
                    let paint = format!(
                        "fill=\"{}\" stroke=\"{}\" stroke-width=\"1.2\"",
                        self.palette.node_fill, self.palette.node_line
                    );
                    self.outline(*kind, rect, &paint);
                }
            }
            let pen = Pen::new(size, self.palette.neutral.text);
            self.text(&entry.words, at(x + sample_w, y), pen);
            x += sample_w + words_w + space;
        }
        self.out.push_str("</g>\n");
        y
    }

    /// An actor of this kind, without its name.
    pub fn outline(&mut self, kind: ActorKind, rect: Rect, paint: &str) {
        let centre = rect.centre();
        let _ = match kind {
            ActorKind::Person => writeln!(
                self.out,
                "<ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\" {paint}/>",
                n(centre.x),
                n(centre.y),
                n(rect.w / 2.0),
                n(rect.h / 2.0)
            ),
            ActorKind::State | ActorKind::People | ActorKind::Gathering => writeln!(
                self.out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" {paint}/>",
                n(rect.x),
                n(rect.y),
                n(rect.w),
                n(rect.h),
                n(CORNER.min(rect.h * 0.4))
            ),
            _ => {
                let (cut_x, cut_y) = octagon_cut(rect.w, rect.h);
                let (l, r, t, b) = (rect.x, rect.right(), rect.y, rect.bottom());
                let corners = [
                    (l + cut_x, t),
                    (r - cut_x, t),
                    (r, t + cut_y),
                    (r, b - cut_y),
                    (r - cut_x, b),
                    (l + cut_x, b),
                    (l, b - cut_y),
                    (l, t + cut_y),
                ];
                let points: Vec<String> = corners
                    .iter()
                    .map(|(x, y)| format!("{},{}", n(*x), n(*y)))
                    .collect();
                writeln!(
                    self.out,
                    "<polygon points=\"{}\" {paint}/>",
                    points.join(" ")
                )
            }
        };
    }

    /// Writes a line of text with its base line at `at`.
    pub fn text(&mut self, text: &str, at: Point, pen: Pen) {
        let Pen {
            size,
            face,
            ink,
            anchor,
            is_struck,
            has_halo,
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
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let halo = if has_halo {
            format!(
                " paint-order=\"stroke\" stroke=\"{}\" stroke-width=\"3\" stroke-linejoin=\"round\"",
                self.palette.ground
            )
        } else {
            String::new()
        };
        // The mark before a matter is not struck with it.
        let (mark, words) = match text.split_at_checked(4) {
            Some((mark @ "− ", words)) if is_struck => (mark, words),
            _ => ("", text),
        };
        let words = escape_xml(words);
        let words = match (is_struck, has_halo) {
            (false, _) => words,
            (true, false) => format!("<tspan text-decoration=\"line-through\">{words}</tspan>"),
            // The line has the paint of the element that orders it: a halo of its own would cover the words.
            (true, true) => format!(
                "<tspan text-decoration=\"line-through\" stroke=\"none\"><tspan stroke=\"{}\">{words}</tspan></tspan>",
                self.palette.ground
            ),
        };
        let _ = writeln!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight} fill=\"{ink}\"{halo}{anchor}{fit}>{mark}{words}</text>",
            n(at.x),
            n(at.y),
            n(size)
        );
    }

    /// A line with its ends.
    pub fn line(&mut self, curve: &Curve, stroke: &Stroke) {
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

    /// The finished document: what was drawn down to `bottom`, with its note, metadata and alternative text.
    pub fn finish(mut self, about: &About, inner_w: f64, bottom: f64) -> String {
        let mut height = bottom + MARGIN;
        if !about.note.is_empty() {
            let size = NOTE_SIZE * scale_of(inner_w);
            let mut y = bottom + 16.0 + size;
            for line in wrap(&clean(about.note), size, Face::Regular, inner_w, 3) {
                self.text(&line, at(MARGIN, y), Pen::new(size, self.palette.soft_ink));
                y += size * LEADING;
                height += size * LEADING;
            }
            height += 12.0;
        }
        let attributes = "role=\"img\" aria-labelledby=\"title desc\"";
        let mut document = self.opening(attributes, &describe(about), inner_w, height);
        document.push_str(&self.out);
        document.push_str("</svg>\n");
        document
    }

    /// The picture as a part of a page that has its own heading, named for screen readers.
    pub fn part(self, label: &str, inner_w: f64, bottom: f64) -> String {
        let attributes = format!("role=\"group\" aria-label=\"{label}\"");
        let mut part = self.opening(&attributes, "", inner_w, bottom + MARGIN);
        part.push_str(&self.out);
        part.push_str("</svg>\n");
        part
    }

    fn opening(&self, attributes: &str, about: &str, inner_w: f64, height: f64) -> String {
        let (w, h) = (n(inner_w + 2.0 * MARGIN), n(height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
             font-family=\"{FONTS}\" {attributes}>\n{about}<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>\n",
            self.palette.ground
        )
    }
}

/// Title, description and metadata for readers that cannot see the picture, and for catalogues.
fn describe(about: &About) -> String {
    let title = escape_xml(&clean_to(about.title, 300));
    let title = if title.is_empty() {
        "Relations".to_owned()
    } else {
        title
    };
    let summary = escape_xml(about.summary);
    let date = about
        .date
        .map(|day| format!("<dc:date>{day}</dc:date>"))
        .unwrap_or_default();
    format!(
        "<title id=\"title\">{title}</title>\n<desc id=\"desc\">{summary}{}</desc>\n\
         <metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><rdf:Description rdf:about=\"\">\
         <dc:title>{title}</dc:title>{date}<dc:creator>Détente</dc:creator><dc:format>image/svg+xml</dc:format>\
         </rdf:Description></rdf:RDF></metadata>\n",
        escape_words(about.words)
    )
}

fn mark(end: End, tip: Point, direction: Point, length: f64, stroke: &Stroke) -> String {
    let (dx, dy) = (direction.x, direction.y);
    let colour = stroke.hue.line;
    if end == End::Bar {
        let half = 3.0 + stroke.width;
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
