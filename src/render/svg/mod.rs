//! A drawing as SVG, with no other program installed.

mod actors;
mod pen;
mod relations;

use std::fmt::Write as _;

use pen::{Pen, escape_words, n, path};

use crate::render::clean::{clean, clean_to, escape_xml};
use crate::render::drawing::{Drawing, DrawnEdge};
use crate::render::encoding::Stroke;
use crate::render::layout::geometry::{Curve, at};
use crate::render::layout::network::LEADING;
use crate::render::layout::{Plan, plan};
use crate::render::legend::{Entry, legend};
use crate::render::theme::{Palette, Theme, Tint};
use crate::render::tooltip::{describe, name};
use crate::render::view;
use crate::render::width::{Face, shorten, text_width, wrap};

const FONTS: &str = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', Arimo, sans-serif";
const TITLE_SIZE: f64 = 20.0;
const SUBTITLE_SIZE: f64 = 11.5;
const LEGEND_SIZE: f64 = 10.5;
const CLUSTER_SIZE: f64 = 10.0;
const NOTE_SIZE: f64 = 9.5;
/// Free room at the page's edge.
const MARGIN: f64 = 30.0;
/// A page this wide has headings of the sizes above; on wider ones they grow.
const HEADING_WIDTH: f64 = 1000.0;
/// The narrowest page, so that the heading and legend have room.
const LEAST_WIDTH: f64 = 560.0;
/// Relations that the alternative text lists.
const MAX_DESCRIBED: usize = 60;

/// How a picture is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The colours.
    pub theme: Theme,
    /// With more actors than this, the best connected are drawn and the note says so.
    pub max_actors: usize,
    /// With more relations than this, the strongest are drawn and the note says so.
    pub max_edges: usize,
}

impl Default for Style {
    /// Light, with at most 60 actors and 150 relations: more is not readable on one page.
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            max_actors: 60,
            max_edges: 150,
        }
    }
}

/// Draws `drawing` as a self-contained SVG document.
///
/// The same drawing and style give the same bytes. Text from outside is cleaned and escaped; nothing in it can run.
/// Each relation carries its sentence, document and date as a tooltip.
///
/// ```
/// use detente::model::ActorKind;
/// use detente::render::{Drawing, DrawnActor, DrawnEdge, Style, svg};
/// let actor = |id: &str, name: &str| DrawnActor {
///     id: id.into(), name: name.into(), office: None, kind: ActorKind::State, principal: None, cluster: None,
/// };
/// let drawing = Drawing {
///     title: "France & Germany".into(),
///     actors: vec![actor("FRA", "France"), actor("DEU", "Germany")],
///     edges: vec![DrawnEdge::new("FRA", "DEU")],
///     ..Drawing::default()
/// };
/// let picture = svg(&drawing, &Style::default());
/// assert!(picture.starts_with("<svg ") && picture.contains("France &amp; Germany"));
/// ```
pub fn svg(drawing: &Drawing, style: &Style) -> String {
    let drawing = view::fitting(drawing, style.max_actors, style.max_edges);
    let plan = plan(&drawing);
    Writer::new(&drawing, &plan, style.theme.palette(), false).write()
}

pub(in crate::render) struct Writer<'a> {
    drawing: &'a Drawing,
    plan: &'a Plan,
    palette: &'static Palette,
    /// Whether it becomes part of a page, which has its own heading and links.
    is_page: bool,
    out: String,
}

impl<'a> Writer<'a> {
    pub(in crate::render) fn new(
        drawing: &'a Drawing,
        plan: &'a Plan,
        palette: &'static Palette,
        is_page: bool,
    ) -> Self {
        Self {
            drawing,
            plan,
            palette,
            is_page,
            out: String::with_capacity(32_768),
        }
    }

    pub(in crate::render) fn write(mut self) -> String {
        let inner_w = self.plan.w.max(LEAST_WIDTH);
        let width = inner_w + 2.0 * MARGIN;
        let mut header = String::new();
        std::mem::swap(&mut header, &mut self.out);
        let top = self.header(inner_w);
        std::mem::swap(&mut header, &mut self.out);

        let (dx, dy) = (MARGIN + (inner_w - self.plan.w) / 2.0, top);
        let mut height = top + self.plan.h + MARGIN;
        let note = if self.drawing.note.is_empty() || self.is_page {
            Vec::new()
        } else {
            wrap(
                &clean(&self.drawing.note),
                NOTE_SIZE,
                Face::Regular,
                inner_w,
                3,
            )
        };
        let note_y = height - MARGIN + 24.0;
        if !note.is_empty() {
            height += 12.0 + note.len() as f64 * NOTE_SIZE * LEADING;
        }

        let (w, h) = (n(width), n(height));
        let _ = writeln!(
            self.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
             font-family=\"{FONTS}\" {}>",
            if self.is_page {
                "role=\"group\" aria-label=\"Relations\""
            } else {
                "role=\"img\" aria-labelledby=\"title desc\""
            }
        );
        if !self.is_page {
            self.describe();
        }
        let _ = writeln!(
            self.out,
            "<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>",
            self.palette.ground
        );
        self.out.push_str(&header);
        let _ = writeln!(
            self.out,
            "<g id=\"graph\" transform=\"translate({} {})\">",
            n(dx),
            n(dy)
        );
        self.clusters();
        self.edges();
        self.actors();
        self.out.push_str("</g>\n");
        for (i, line) in note.iter().enumerate() {
            let y = note_y + i as f64 * NOTE_SIZE * LEADING;
            self.text(
                line,
                at(MARGIN, y),
                Pen::new(NOTE_SIZE, self.palette.soft_ink),
            );
        }
        self.out.push_str("</svg>\n");
        self.out
    }

    /// Title, description and metadata for readers that cannot see the picture, and for catalogues.
    fn describe(&mut self) {
        let title = escape_xml(&clean_to(&self.drawing.title, 300));
        let title = if title.is_empty() {
            "Relations".to_owned()
        } else {
            title
        };
        let subtitle = escape_xml(&self.drawing.subtitle_line());
        let _ = writeln!(self.out, "<title id=\"title\">{title}</title>");
        let mut words = String::new();
        for edge in self.shown().take(MAX_DESCRIBED) {
            let joint = if edge.mutual { "and" } else { "to" };
            let _ = write!(
                words,
                " {} {joint} {}: {}.",
                name(self.drawing, &edge.source),
                name(self.drawing, &edge.target),
                describe(edge)
            );
        }
        let left = self.plan.network.links.len().saturating_sub(MAX_DESCRIBED);
        if left > 0 {
            let _ = write!(words, " And {left} more.");
        }
        let _ = writeln!(
            self.out,
            "<desc id=\"desc\">{subtitle}{}</desc>",
            escape_words(&words)
        );
        let date = self
            .drawing
            .as_of
            .map(|day| format!("<dc:date>{day}</dc:date>"))
            .unwrap_or_default();
        let _ = writeln!(
            self.out,
            "<metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><rdf:Description rdf:about=\"\">\
             <dc:title>{title}</dc:title>{date}<dc:creator>Détente</dc:creator><dc:format>image/svg+xml</dc:format>\
             </rdf:Description></rdf:RDF></metadata>"
        );
    }

    /// The relations drawn, in the drawing's order.
    fn shown(&self) -> impl Iterator<Item = &'a DrawnEdge> + use<'a> {
        let drawing = self.drawing;
        let strands = self
            .plan
            .network
            .links
            .iter()
            .flat_map(|link| &link.strands);
        strands.map(|strand| &drawing.edges[strand.edge_idx])
    }

    /// Heading, line below it and legend. Returns where the graph may begin.
    fn header(&mut self, inner_w: f64) -> f64 {
        // A wide page is shown smaller; its heading must still be read.
        let scale = (inner_w / HEADING_WIDTH).clamp(1.0, 2.0);
        let mut y = MARGIN;
        let title = clean(&self.drawing.title);
        let size = TITLE_SIZE * scale;
        if !title.is_empty() && !self.is_page {
            for line in wrap(&title, size, Face::Bold, inner_w, 2) {
                y += size * 0.95;
                self.text(
                    &line,
                    at(MARGIN, y),
                    Pen::new(size, self.palette.ink).bold(),
                );
                y += size * 0.25;
            }
        }
        let size = SUBTITLE_SIZE * scale;
        let subtitle = if self.is_page {
            String::new()
        } else {
            self.drawing.subtitle_line()
        };
        for line in wrap(&clean(&subtitle), size, Face::Regular, inner_w, 2) {
            if line.is_empty() {
                continue;
            }
            y += size * 1.25;
            self.text(&line, at(MARGIN, y), Pen::new(size, self.palette.soft_ink));
        }
        let entries = legend(self.drawing, !self.plan.offices.is_empty(), self.palette);
        if !entries.is_empty() {
            y += if self.is_page { 0.0 } else { 24.0 * scale };
            y = self.legend(&entries, y, inner_w, scale);
        }
        y + 26.0
    }

    fn legend(&mut self, entries: &[Entry], mut y: f64, inner_w: f64, scale: f64) -> f64 {
        let (sample_w, gap, space) = (30.0 * scale, 7.0 * scale, 22.0 * scale);
        let size = LEGEND_SIZE * scale;
        let mut x = MARGIN;
        self.out.push_str("<g id=\"legend\">\n");
        for entry in entries {
            let words_x = if entry.sample.is_some() {
                sample_w + gap
            } else {
                0.0
            };
            let words_w = text_width(&entry.words, size, Face::Regular);
            if x > MARGIN && x + words_x + words_w > MARGIN + inner_w {
                x = MARGIN;
                y += size * 1.9;
            }
            if let Some(stroke) = &entry.sample {
                let mut curve = Curve::from(at(x, y - size * 0.34));
                curve.line_to(at(x + sample_w, y - size * 0.34));
                let stroke = Stroke {
                    width: stroke.width * scale.sqrt(),
                    ..stroke.clone()
                };
                self.line(&curve, &stroke);
            }
            self.text(
                &entry.words,
                at(x + words_x, y),
                Pen::new(size, self.palette.neutral.text),
            );
            x += words_x + words_w + space;
        }
        self.out.push_str("</g>\n");
        y
    }

    fn tint(&self, cluster: usize) -> Tint {
        self.palette.tints[cluster % self.palette.tints.len()]
    }

    fn clusters(&mut self) {
        for (cluster, rect) in &self.plan.clusters {
            let tint = self.tint(*cluster);
            let _ = writeln!(
                self.out,
                "<rect class=\"cluster\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"14\" fill=\"{}\" stroke=\"{}\"/>",
                n(rect.x),
                n(rect.y),
                n(rect.w),
                n(rect.h),
                tint.fill,
                tint.line
            );
            let name = clean_to(&self.drawing.clusters[*cluster].name, 80).to_uppercase();
            let name = shorten(&name, CLUSTER_SIZE, Face::Bold, rect.w - 20.0);
            self.text(
                &name,
                at(rect.x + 12.0, rect.y + 17.0),
                Pen::new(CLUSTER_SIZE, tint.text).bold(),
            );
        }
        for curve in &self.plan.offices {
            let _ = writeln!(
                self.out,
                "<path class=\"office\" d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\"/>",
                path(curve),
                self.palette.faint
            );
        }
    }
}
