//! A drawing as SVG, with no other program installed.

use std::fmt::Write as _;

use crate::model::ActorKind;

use super::clean::{clean, clean_to, escape_xml, safe_link};
use super::drawing::{Drawing, DrawnEdge};
use super::encoding::{self, Dash, End, Stroke};
use super::layout::geometry::{Curve, Point, Rect, at};
use super::layout::network::{
    ActorBox, BADGE_ROOM, DATE_SIZE, HUB_SIZE, LABEL_SIZE, LEADING, LabelBox, NAME_SIZE,
    OFFICE_SIZE, Strand,
};
use super::layout::shape::{CORNER, octagon_cut};
use super::layout::{Plan, plan};
use super::legend::{Entry, legend};
use super::theme::{Palette, Theme, Tint};
use super::tooltip::{describe, name, tooltip};
use super::view;
use super::width::{Face, is_measured, shorten, text_width, wrap};

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

pub(super) struct Writer<'a> {
    drawing: &'a Drawing,
    plan: &'a Plan,
    palette: &'static Palette,
    /// Whether it becomes part of a page, which has its own heading and links.
    is_page: bool,
    out: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
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

    pub(super) fn write(mut self) -> String {
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

    fn edges(&mut self) {
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

    fn label(&mut self, label: &LabelBox, rect: Rect, is_beside: bool, stroke: &Stroke) {
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

    fn line(&mut self, curve: &Curve, stroke: &Stroke) {
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

    fn actors(&mut self) {
        let dimmed = self.off_the_path();
        for (i, actor) in self.plan.network.actors.iter().enumerate() {
            let rect = self.plan.actors[i];
            let drawn = &self.drawing.actors[i];
            let tint = self.plan.network.tint_of[i].map(|cluster| self.tint(cluster));
            let (fill, line, line_w) = match (actor.is_hub, tint) {
                (true, tint) => {
                    let tint = tint.unwrap_or(self.palette.tints[5]);
                    (tint.strong_fill, tint.strong_line, 1.8)
                }
                // A cluster too large for a box shows its tint in its actors.
                (false, Some(tint)) if !self.is_boxed(i) => {
                    (tint.strong_fill, tint.strong_line, 1.2)
                }
                _ => (self.palette.node_fill, self.palette.node_line, 1.2),
            };
            let (fill, line, ink) = if dimmed[i] {
                (
                    self.palette.ground,
                    self.palette.faint,
                    self.palette.faint_ink,
                )
            } else {
                (fill, line, self.palette.ink)
            };
            let _ = writeln!(
                self.out,
                "<g class=\"actor\" id=\"actor-{i}\"><title>{}</title>",
                self.actor_title(i)
            );
            let paint = format!(
                "fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"{}\"",
                n(line_w)
            );
            self.outline(drawn.kind, rect, &paint);
            self.actor_words(
                actor,
                rect,
                ink,
                if dimmed[i] {
                    self.palette.faint_ink
                } else {
                    self.palette.soft_ink
                },
            );
            self.out.push_str("</g>\n");
        }
    }

    fn is_boxed(&self, actor: usize) -> bool {
        self.plan.network.blocks[self.plan.network.block_of[actor]]
            .cluster
            .is_some()
    }

    fn off_the_path(&self) -> Vec<bool> {
        let network = &self.plan.network;
        let mut on = vec![false; network.actors.len()];
        let mut is_path = false;
        for link in &network.links {
            if link
                .strands
                .iter()
                .any(|strand| self.drawing.edges[strand.edge_idx].hop.is_some())
            {
                is_path = true;
                on[link.source] = true;
                on[link.target] = true;
            }
        }
        on.iter().map(|on| is_path && !on).collect()
    }

    fn actor_title(&self, i: usize) -> String {
        let actor = &self.drawing.actors[i];
        let kind = match actor.kind {
            ActorKind::State => "state",
            ActorKind::Organisation => "organisation",
            ActorKind::Group => "group",
            ActorKind::Institution => "institution",
            ActorKind::Person => "person",
            ActorKind::People => "people",
        };
        let office = actor
            .office
            .as_deref()
            .filter(|office| !office.is_empty())
            .map(|o| format!(", {o}"));
        escape_xml(&format!(
            "{} ({kind}){}",
            clean_to(&actor.name, 300),
            office.unwrap_or_default()
        ))
    }

    fn outline(&mut self, kind: ActorKind, rect: Rect, paint: &str) {
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
            ActorKind::State | ActorKind::People => writeln!(
                self.out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" {paint}/>",
                n(rect.x),
                n(rect.y),
                n(rect.w),
                n(rect.h),
                n(CORNER.min(rect.h / 2.0))
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

    fn actor_words(
        &mut self,
        actor: &ActorBox,
        rect: Rect,
        ink: &'static str,
        soft_ink: &'static str,
    ) {
        let (size, face) = if actor.is_hub {
            (HUB_SIZE, Face::Bold)
        } else {
            (NAME_SIZE, Face::Regular)
        };
        let words_h = actor.lines.len() as f64 * size * LEADING
            + actor.office.len() as f64 * OFFICE_SIZE * LEADING;
        let x = rect.centre().x;
        let mut y = rect.centre().y - words_h / 2.0;
        for line in &actor.lines {
            self.text(
                line,
                at(x, y + size * 0.92),
                Pen {
                    face,
                    ..Pen::new(size, ink).centred()
                },
            );
            y += size * LEADING;
        }
        for line in &actor.office {
            self.text(
                line,
                at(x, y + OFFICE_SIZE * 0.92),
                Pen::new(OFFICE_SIZE, soft_ink).centred(),
            );
            y += OFFICE_SIZE * LEADING;
        }
    }

    /// Writes a line of text with its base line at `at`.
    fn text(&mut self, text: &str, at: Point, pen: Pen) {
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
struct Pen {
    size: f64,
    face: Face,
    ink: &'static str,
    is_centred: bool,
    is_struck: bool,
}

impl Pen {
    fn new(size: f64, ink: &'static str) -> Self {
        Self {
            size,
            face: Face::Regular,
            ink,
            is_centred: false,
            is_struck: false,
        }
    }

    fn bold(self) -> Self {
        Self {
            face: Face::Bold,
            ..self
        }
    }

    fn centred(self) -> Self {
        Self {
            is_centred: true,
            ..self
        }
    }
}

/// Escapes words that are clean but for line breaks of our own.
fn escape_words(words: &str) -> String {
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

fn path(curve: &Curve) -> String {
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
fn n(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 {
        "0".to_owned()
    } else {
        format!("{rounded}")
    }
}
