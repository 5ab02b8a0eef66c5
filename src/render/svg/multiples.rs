//! Small multiples: the same actors on several dates, each where it stood before.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::pen::{Pen, n};
use super::sheet::{About, LEAST_WIDTH, MARGIN, Sheet};
use super::{Style, Writer, relations_in_words};
use crate::render::bundle::{Key, bundles};
use crate::render::clean::clean_to;
use crate::render::drawing::{Drawing, DrawnActor, DrawnCluster, DrawnEdge};
use crate::render::layout::geometry::at;
use crate::render::layout::plan;
use crate::render::legend::legend;
use crate::render::view;

/// Between panels, and from a panel's heading to its picture.
const GAP: f64 = 44.0;
const HEAD: f64 = 30.0;
const HEAD_SIZE: f64 = 15.0;
/// Width of the page by its height.
const ASPECT: f64 = 1.1;

/// One of the pictures of a series.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    /// What stands above it: a date.
    pub heading: String,
    /// What it shows.
    pub drawing: Drawing,
}

/// Draws `panels` side by side over one layout, so that an actor has the same place in each.
///
/// Relations that run the same way between the same two actors with the same sign are one line, named by the
/// strongest, with the number of the others.
///
/// ```
/// use detente::render::{Panel, Style, multiples};
/// let panel = Panel { heading: "1 May 1999".into(), ..Panel::default() };
/// assert!(multiples("Spring", "", &[panel], &Style::default()).contains("1 May 1999"));
/// ```
pub fn multiples(title: &str, note: &str, panels: &[Panel], style: &Style) -> String {
    let (union, panel_of) = union(panels);
    let (union, panel_of) = match view::strongest(&union, style.max_actors, style.max_edges) {
        None => (union, panel_of),
        Some(kept) => (
            view::only(&union, &kept),
            kept.iter().map(|&edge| panel_of[edge]).collect(),
        ),
    };
    let plan = plan(&union, style.places.as_ref());
    let palette = style.theme.palette();
    let (panel_w, panel_h) = (plan.w.max(220.0), plan.h + HEAD);
    let n_columns = columns(panels.len(), panel_w, panel_h);
    let n_rows = panels.len().div_ceil(n_columns);
    let inner_w = (n_columns as f64 * (panel_w + GAP) - GAP).max(LEAST_WIDTH);

    let mut sheet = Sheet::new(palette);
    let summary = format!("{} actors on {} dates.", union.actors.len(), panels.len());
    let summary = format!("{summary} {}", union.subtitle)
        .trim_end()
        .to_owned();
    let entries = legend(&union, !plan.offices.is_empty(), palette);
    let top = sheet.heading(title, &summary, &entries, inner_w);
    let mut words = String::new();
    for (i, panel) in panels.iter().enumerate() {
        let (column, row) = (i % n_columns, i / n_columns);
        let x = MARGIN + column as f64 * (panel_w + GAP);
        let y = top + row as f64 * (panel_h + GAP);
        let edges: BTreeSet<usize> = (0..union.edges.len())
            .filter(|&edge| panel_of[edge] == i)
            .collect();
        let heading = clean_to(&panel.heading, 80);
        let _ = writeln!(
            sheet.out,
            "<path d=\"M{} {}h{}\" stroke=\"{}\" stroke-width=\"1\"/>",
            n(x),
            n(y - 6.0),
            n(panel_w),
            palette.faint
        );
        sheet.text(
            &heading,
            at(x, y + 12.0),
            Pen::new(HEAD_SIZE, palette.ink).bold(),
        );
        let shown: Vec<&DrawnEdge> = edges.iter().map(|&edge| &union.edges[edge]).collect();
        let _ = write!(words, " {heading}:{}", relations_in_words(&union, &shown));
        let mut writer = Writer::new(&union, &plan, palette);
        writer.in_force = Some(edges);
        writer.prefix = format!("date-{}-", i + 1);
        let _ = writeln!(
            sheet.out,
            "<g class=\"panel\" transform=\"translate({} {})\">",
            n(x + (panel_w - plan.w) / 2.0),
            n(y + HEAD)
        );
        writer.clusters();
        writer.edges();
        writer.actors();
        sheet.out.push_str(&writer.sheet.out);
        sheet.out.push_str("</g>\n");
    }
    let about = About {
        title,
        summary: &summary,
        words: &words,
        date: None,
        note,
    };
    let bottom = top + n_rows as f64 * (panel_h + GAP) - GAP;
    sheet.finish(&about, inner_w, bottom)
}

/// The panels as one drawing, for Graphviz: a box for each date with the actors that have relations then.
pub fn side_by_side(title: &str, note: &str, panels: &[Panel]) -> Drawing {
    let mut all = Drawing {
        title: title.to_owned(),
        note: note.to_owned(),
        ..Drawing::default()
    };
    for (i, panel) in panels.iter().enumerate() {
        let own = |id: &str| format!("{i}:{id}");
        all.weight_means.clone_from(&panel.drawing.weight_means);
        all.clusters.push(DrawnCluster {
            id: i.to_string(),
            name: panel.heading.clone(),
        });
        all.actors
            .extend(panel.drawing.actors.iter().map(|actor| DrawnActor {
                id: own(&actor.id),
                principal: None,
                cluster: Some(i.to_string()),
                ..actor.clone()
            }));
        all.edges
            .extend(panel.drawing.edges.iter().map(|edge| DrawnEdge {
                source: own(&edge.source),
                target: own(&edge.target),
                ..edge.clone()
            }));
    }
    all
}

/// The relations of all panels in one drawing, with the panel that each belongs to.
fn union(panels: &[Panel]) -> (Drawing, Vec<usize>) {
    let mut union = Drawing::default();
    let mut panel_of = Vec::new();
    let mut slots: BTreeMap<Key, usize> = BTreeMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut clusters: BTreeSet<&str> = BTreeSet::new();
    for (i, panel) in panels.iter().enumerate() {
        let drawing = &panel.drawing;
        union.weight_means.clone_from(&drawing.weight_means);
        for actor in &drawing.actors {
            if known.insert(&actor.id) {
                union.actors.push(actor.clone());
            }
        }
        for cluster in &drawing.clusters {
            if clusters.insert(&cluster.id) {
                union.clusters.push(cluster.clone());
            }
        }
        for (key, mut edge) in bundles(&drawing.edges) {
            let next = slots.len();
            edge.slot = Some(*slots.entry(key).or_insert(next));
            edge.date_label.clear();
            edge.n_sources = 1;
            union.edges.push(edge);
            panel_of.push(i);
        }
    }
    // An actor may join a box on a later date: there it is known by its group from the first.
    for panel in panels {
        for actor in &panel.drawing.actors {
            let same = union.actors.iter_mut().find(|known| known.id == actor.id);
            if let Some(known) = same
                && known.cluster.is_none()
            {
                known.cluster.clone_from(&actor.cluster);
            }
        }
    }
    (union, panel_of)
}

/// The number of columns whose page comes nearest to the wanted form.
fn columns(n_panels: usize, w: f64, h: f64) -> usize {
    let off = |n_columns: usize| {
        let n_rows = n_panels.div_ceil(n_columns);
        let aspect = (n_columns as f64 * (w + GAP)) / (n_rows as f64 * (h + GAP));
        (aspect / ASPECT).ln().abs()
    };
    (1..=n_panels)
        .min_by(|one, other| off(*one).total_cmp(&off(*other)))
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_fill_a_page() {
        assert_eq!(columns(4, 300.0, 300.0), 2);
        assert_eq!(columns(3, 200.0, 500.0), 3);
        assert_eq!(columns(0, 200.0, 400.0), 1);
    }

    #[test]
    fn parallel_relations_become_one_line() {
        let mut panel = Panel::default();
        let mut edge = DrawnEdge::new("a", "b");
        edge.label = "visit".into();
        panel.drawing.edges = vec![
            edge.clone(),
            DrawnEdge {
                weight: 3.0,
                ..edge.clone()
            },
        ];
        let other = Panel {
            drawing: Drawing {
                edges: vec![edge],
                ..Drawing::default()
            },
            ..Panel::default()
        };
        let (union, panel_of) = union(&[panel, other]);
        assert_eq!(panel_of, [0, 1]);
        assert_eq!(union.edges[0].label, "visit +1");
        assert_eq!(union.edges[0].slot, union.edges[1].slot);
    }
}
