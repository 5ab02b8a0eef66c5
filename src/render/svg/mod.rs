//! A drawing as SVG, with no other program installed.

mod actors;
mod axis;
mod camps;
mod lane;
mod lives;
mod matrix;
mod multiples;
mod pen;
mod relations;
mod sheet;

pub use lives::timeline;
pub use multiples::{Panel, multiples, side_by_side};

use std::collections::BTreeSet;
use std::fmt::Write as _;

use pen::{Pen, n, path};
use sheet::{About, LEAST_WIDTH, MARGIN, Sheet};

use crate::render::drawing::{Drawing, DrawnEdge};
use crate::render::hubs::gather;
use crate::render::layout::geometry::at;
use crate::render::layout::network::{CLUSTER_SIZE, heading};
use crate::render::layout::routes::{HEADING_GAP, HEADING_X, HEADING_Y};
use crate::render::layout::{Plan, plan};
use crate::render::legend::legend;
use crate::render::places::Places;
use crate::render::theme::{Palette, Theme, Tint};
use crate::render::tooltip::{describe, name};
use crate::render::view;
use crate::render::width::{Face, shorten};

/// Relations that the alternative text lists.
const MAX_DESCRIBED: usize = 60;

/// How a picture is to look.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// The colours.
    pub theme: Theme,
    /// As lines between actors, or as a matrix.
    pub view: View,
    /// Where actors stood in an earlier picture: they keep their column and their order in it.
    pub places: Option<Places>,
    /// With more actors than this, the best connected are drawn, fewer, and the subtitle says so.
    pub max_actors: usize,
    /// With more relations than this, the strongest are drawn, fewer, and the subtitle says so.
    pub max_edges: usize,
}

/// How relations are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Lines, unless a dozen actors or more have so many relations that lines could not be followed.
    #[default]
    Auto,
    /// Lines between actors.
    Graph,
    /// A row and a column for each actor, and a mark where the row's actor acts on the column's.
    Matrix,
}

impl Default for Style {
    /// Light, with at most 60 actors and 150 relations: more is not readable on one page.
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            view: View::Auto,
            places: None,
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
///     id: id.into(), name: name.into(), office: None, kind: ActorKind::State, principal: None, cluster: None, matter: None,
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
    let gathered = gather(drawing);
    let is_matrix = match style.view {
        View::Auto => view::is_dense(&gathered),
        View::Graph => false,
        View::Matrix => true,
    };
    if is_matrix {
        return matrix::matrix(drawing, style);
    }
    let drawing = view::readable(&gathered, drawing, style.max_actors, style.max_edges);
    let plan = plan(&drawing, style.places.as_ref());
    Writer::new(&drawing, &plan, style.theme.palette()).write()
}

pub(in crate::render) struct Writer<'a> {
    drawing: &'a Drawing,
    plan: &'a Plan,
    sheet: Sheet,
    /// Whether it becomes part of a page, which has its own heading and links.
    is_page: bool,
    /// The edges in force, when the plan holds those of several dates.
    in_force: Option<BTreeSet<usize>>,
    /// Stands before every id, so that several pictures can share a document.
    prefix: String,
}

impl<'a> Writer<'a> {
    pub(in crate::render) fn new(
        drawing: &'a Drawing,
        plan: &'a Plan,
        palette: &'static Palette,
    ) -> Self {
        Self {
            drawing,
            plan,
            sheet: Sheet::new(palette),
            is_page: false,
            in_force: None,
            prefix: String::new(),
        }
    }

    /// The same for a page, which has its own heading and links; `prefix` stands before every id.
    pub(in crate::render) fn write_for_page(mut self, prefix: &str) -> String {
        self.is_page = true;
        prefix.clone_into(&mut self.prefix);
        self.write()
    }

    pub(in crate::render) fn write(mut self) -> String {
        let inner_w = self.plan.w.max(LEAST_WIDTH);
        let top = self.header(inner_w);
        let dx = MARGIN + (inner_w - self.plan.w) / 2.0;
        let _ = writeln!(
            self.sheet.out,
            "<g id=\"{}graph\" transform=\"translate({} {})\">",
            self.prefix,
            n(dx),
            n(top)
        );
        self.clusters();
        self.edges();
        self.actors();
        self.sheet.out.push_str("</g>\n");
        let bottom = top + self.plan.h;
        if self.is_page {
            return self.sheet.part("Relations", inner_w, bottom);
        }
        let about = About {
            title: &self.drawing.title,
            summary: &self.plan.network.dated(&self.drawing.subtitle_line()),
            words: &self.words(),
            date: self.drawing.as_of,
            note: &self.drawing.note,
        };
        self.sheet.finish(&about, inner_w, bottom)
    }

    /// The relations in words, for readers that cannot see the picture.
    fn words(&self) -> String {
        let shown: Vec<&DrawnEdge> = self.shown().collect();
        relations_in_words(self.drawing, &shown)
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
        let entries = legend(
            self.drawing,
            !self.plan.offices.is_empty(),
            self.sheet.palette,
        );
        if self.is_page {
            let y = if entries.is_empty() {
                MARGIN
            } else {
                self.sheet.legend(&entries, MARGIN, inner_w, 1.0)
            };
            return y + 26.0;
        }
        let subtitle = self.plan.network.dated(&self.drawing.subtitle_line());
        self.sheet
            .heading(&self.drawing.title, &subtitle, &entries, inner_w)
    }

    fn tint(&self, cluster: usize) -> Tint {
        self.sheet.palette.tints[cluster % self.sheet.palette.tints.len()]
    }

    fn clusters(&mut self) {
        for (cluster, rect) in &self.plan.clusters {
            let tint = self.tint(*cluster);
            let _ = writeln!(
                self.sheet.out,
                "<rect class=\"cluster\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"14\" fill=\"{}\" stroke=\"{}\"/>",
                n(rect.x),
                n(rect.y),
                n(rect.w),
                n(rect.h),
                tint.fill,
                tint.line
            );
            let name = heading(&self.drawing.clusters[*cluster].name);
            let name = shorten(
                &name,
                CLUSTER_SIZE,
                Face::Bold,
                rect.w - HEADING_X - HEADING_GAP,
            );
            self.sheet.text(
                &name,
                at(rect.x + HEADING_X, rect.y + HEADING_Y),
                Pen::new(CLUSTER_SIZE, tint.text).bold(),
            );
        }
        for curve in &self.plan.offices {
            let _ = writeln!(
                self.sheet.out,
                "<path class=\"office\" d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\"/>",
                path(curve),
                self.sheet.palette.faint
            );
        }
    }
}

/// "Russia to NATO: severed ties (Mar 1999, ended)." for each, with the number of those that are too many.
fn relations_in_words(drawing: &Drawing, edges: &[&DrawnEdge]) -> String {
    let mut words = String::new();
    for edge in edges.iter().take(MAX_DESCRIBED) {
        let source = name(drawing, &edge.source);
        let _ = if edge.is_spoke {
            write!(words, " {source}, with others: {}.", describe(edge))
        } else {
            let joint = if edge.mutual { "and" } else { "to" };
            let target = name(drawing, &edge.target);
            write!(words, " {source} {joint} {target}: {}.", describe(edge))
        };
    }
    let left = edges.len().saturating_sub(MAX_DESCRIBED);
    if left > 0 {
        let _ = write!(words, " And {left} more.");
    }
    words
}
