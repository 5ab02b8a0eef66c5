//! Less than everything: what to draw when a drawing is too large for a page.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::bundles;
use super::drawing::{Drawing, DrawnEdge, EdgeChange, Picture};

/// Actors and lines of a drawing that had to be cut down: what can be read on a page of the usual width.
const READABLE_ACTORS: usize = 40;
const READABLE_LINES: usize = 80;

/// The drawing itself when it fits, else what can be read of it as lines, and a subtitle that says so.
///
/// Of a graph, parallel relations share a line, and relations inside one actor are left out; then come the best
/// connected actors and the strongest lines between them. Hops of a path, and changes before what is unchanged, come
/// first whatever their weight.
/// `counted` is the drawing before its meetings were gathered: the subtitle counts its actors and relations.
pub(super) fn readable(
    drawing: &Drawing,
    counted: &Drawing,
    max_actors: usize,
    max_edges: usize,
) -> Drawing {
    if drawing.actors.len() <= max_actors && drawing.edges.len() <= max_edges {
        return drawing.clone();
    }
    let mut cut = drawing.clone();
    if drawing.picture() == Picture::Graph {
        if drawing.edges.iter().any(|edge| edge.source != edge.target) {
            cut.edges.retain(|edge| edge.source != edge.target);
        }
        cut.edges = bundles(&cut.edges)
            .into_iter()
            .map(|(_, edge)| edge)
            .collect();
    }
    let (max_actors, max_lines) = (
        max_actors.min(READABLE_ACTORS),
        max_edges.min(READABLE_LINES),
    );
    let kept =
        strongest(&cut, max_actors, max_lines).unwrap_or_else(|| (0..cut.edges.len()).collect());
    let mut fitted = only(&cut, &kept);
    fitted.subtitle = told(counted, &fitted, true);
    fitted
}

/// The drawing itself when it has no more actors, else the best connected and all relations between them.
pub(super) fn best_connected(drawing: &Drawing, max_actors: usize) -> Drawing {
    match strongest(drawing, max_actors, usize::MAX) {
        None => drawing.clone(),
        Some(kept) => only(drawing, &kept),
    }
}

/// From so many actors on, and with so many linked pairs for each, lines cross too often to be followed.
const DENSE_FROM: usize = 12;
const DENSE_PAIRS: usize = 2;

/// Whether a matrix shows the drawing better than lines do.
///
/// Paths, diffs and drawings with the people of a state in a box are always drawn as lines.
pub(super) fn is_dense(drawing: &Drawing) -> bool {
    let n = drawing.actors.len();
    let pairs: BTreeSet<(&str, &str)> = drawing
        .edges
        .iter()
        .map(|edge| (edge.source.as_str(), edge.target.as_str()))
        .filter(|(source, target)| source != target)
        .map(|(source, target)| (source.min(target), source.max(target)))
        .collect();
    drawing.picture() == Picture::Graph
        && drawing.clusters.is_empty()
        && n >= DENSE_FROM
        && pairs.len() >= DENSE_PAIRS * n
}

/// The relations to keep, in order, when not all fit.
pub(super) fn strongest(
    drawing: &Drawing,
    max_actors: usize,
    max_edges: usize,
) -> Option<Vec<usize>> {
    if drawing.actors.len() <= max_actors && drawing.edges.len() <= max_edges {
        return None;
    }
    let mut order: Vec<usize> = (0..drawing.edges.len()).collect();
    order.sort_by(|&a, &b| {
        let (one, other) = (&drawing.edges[a], &drawing.edges[b]);
        precedence(other)
            .cmp(&precedence(one))
            .then(weight(other).total_cmp(&weight(one)))
            .then(a.cmp(&b))
    });
    let mut strength: BTreeMap<&str, f64> = BTreeMap::new();
    for edge in &drawing.edges {
        // Whoever stands on a path outranks all others, whoever has news the merely strong.
        let bonus = match precedence(edge) {
            (true, _) => 1e12,
            (false, true) => 1e3,
            (false, false) => 0.0,
        };
        for id in [edge.source.as_str(), edge.target.as_str()] {
            *strength.entry(id).or_default() += weight(edge).min(1e9) + bonus;
        }
    }
    let of = |i: usize| {
        strength
            .get(drawing.actors[i].id.as_str())
            .copied()
            .unwrap_or(0.0)
    };
    let mut by_strength: Vec<usize> = (0..drawing.actors.len()).collect();
    by_strength.sort_by(|&a, &b| of(b).total_cmp(&of(a)).then(a.cmp(&b)));
    let kept: BTreeSet<&str> = by_strength
        .iter()
        .take(max_actors)
        .map(|&i| drawing.actors[i].id.as_str())
        .collect();
    let is_kept = |edge: &DrawnEdge| {
        kept.contains(edge.source.as_str()) && kept.contains(edge.target.as_str())
    };
    let mut chosen: Vec<usize> = order
        .into_iter()
        .filter(|&e| is_kept(&drawing.edges[e]))
        .take(max_edges)
        .collect();
    chosen.sort_unstable();
    Some(chosen)
}

/// The drawing with these relations and their actors, and a note.
pub(super) fn only(drawing: &Drawing, kept: &[usize]) -> Drawing {
    let mut fitted = drawing.clone();
    fitted.edges = kept.iter().map(|&e| drawing.edges[e].clone()).collect();
    let linked: BTreeSet<&str> = fitted
        .edges
        .iter()
        .flat_map(|edge| [edge.source.as_str(), edge.target.as_str()])
        .collect();
    fitted.actors = drawing
        .actors
        .iter()
        .filter(|actor| linked.contains(actor.id.as_str()))
        .cloned()
        .collect();
    fitted.subtitle = told(drawing, &fitted, false);
    fitted
}

/// "The 80 strongest lines for 907 relations, between 40 of 188 actors. State on 2 June 2018."
fn told(all: &Drawing, shown: &Drawing, is_bundled: bool) -> String {
    let (n, n_all) = (shown.edges.len(), all.edges.len());
    let relations = if is_bundled {
        let inside = all.edges.iter().any(|edge| edge.source == edge.target)
            && shown.edges.iter().all(|edge| edge.source != edge.target);
        let inside = if inside { ", none inside an actor" } else { "" };
        format!("The {n} strongest lines for {n_all} relations{inside}")
    } else {
        format!("The {n} strongest of {n_all} relations")
    };
    all.dated(&format!(
        "{relations}, between {} of {} actors.",
        shown.n_actors(),
        all.n_actors()
    ))
}

/// Hops first, then what changed.
fn precedence(edge: &DrawnEdge) -> (bool, bool) {
    let is_news = edge
        .change
        .is_some_and(|change| change != EdgeChange::Unchanged);
    (edge.hop.is_some(), is_news)
}

fn weight(edge: &DrawnEdge) -> f64 {
    if edge.weight.is_finite() {
        edge.weight.max(0.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::DrawnActor;
    use super::*;
    use crate::model::ActorKind;

    fn ring(n: usize) -> Drawing {
        let mut drawing = Drawing::default();
        for i in 0..n {
            drawing.actors.push(DrawnActor {
                id: format!("A{i}"),
                name: format!("Actor {i}"),
                office: None,
                kind: ActorKind::State,
                principal: None,
                cluster: None,
                matter: None,
            });
            let mut edge = DrawnEdge::new(&format!("A{i}"), &format!("A{}", (i + 1) % n));
            edge.weight = i as f64;
            drawing.edges.push(edge);
        }
        drawing
    }

    #[test]
    fn what_fits_is_left_alone() {
        let fitted = readable(&ring(5), &ring(5), 60, 150);
        assert!(fitted.actors.len() == 5 && fitted.subtitle.is_empty());
    }

    #[test]
    fn the_strongest_stay_and_the_subtitle_says_so() {
        let fitted = best_connected(&ring(100), 10);
        assert!(fitted.actors.len() <= 10);
        assert!(fitted.edges.iter().all(|edge| edge.weight >= 88.0));
        assert!(
            fitted.subtitle.ends_with("of 100 actors."),
            "{}",
            fitted.subtitle
        );
    }

    #[test]
    fn a_crowd_is_cut_down_to_lines_between_actors() {
        let mut drawing = ring(100);
        for i in 0..100 {
            let id = format!("A{i}");
            drawing.edges.push(DrawnEdge::new(&id, &id));
        }
        let cut = readable(&drawing, &drawing, 60, 150);
        assert!(cut.actors.len() <= READABLE_ACTORS && cut.edges.len() <= READABLE_LINES);
        assert!(cut.edges.iter().all(|edge| edge.source != edge.target));
        assert!(
            cut.subtitle.contains("for 200 relations, none inside"),
            "{}",
            cut.subtitle
        );
    }
}
