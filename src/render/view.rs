//! Less than everything: what to draw when a drawing is too large for a page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::drawing::Drawing;

/// The drawing itself when it fits, else its best connected actors and the strongest relations between them,
/// with a note of what was left out.
///
/// Hops of a path, and changes before what is unchanged, come first whatever their weight.
pub(super) fn fitting(drawing: &Drawing, max_actors: usize, max_edges: usize) -> Drawing {
    let mut fitted = drawing.clone();
    if drawing.actors.len() <= max_actors && drawing.edges.len() <= max_edges {
        return fitted;
    }
    let weight = |w: f64| if w.is_finite() { w.max(0.0) } else { 0.0 };
    let rank = |edge: &super::drawing::DrawnEdge| {
        let is_news = edge
            .change
            .is_some_and(|change| change != super::drawing::EdgeChange::Unchanged);
        (edge.hop.is_some(), is_news)
    };
    let mut order: Vec<usize> = (0..drawing.edges.len()).collect();
    order.sort_by(|&a, &b| {
        let (one, other) = (&drawing.edges[a], &drawing.edges[b]);
        rank(other)
            .cmp(&rank(one))
            .then(weight(other.weight).total_cmp(&weight(one.weight)))
            .then(a.cmp(&b))
    });

    let mut strength: BTreeMap<&str, f64> = BTreeMap::new();
    for edge in &drawing.edges {
        let (is_hop, is_news) = rank(edge);
        let bonus = if is_hop {
            1e12
        } else if is_news {
            1e3
        } else {
            0.0
        };
        for id in [edge.source.as_str(), edge.target.as_str()] {
            *strength.entry(id).or_default() += weight(edge.weight).min(1e9) + bonus;
        }
    }
    let mut by_strength: Vec<usize> = (0..drawing.actors.len()).collect();
    let of = |i: usize| {
        strength
            .get(drawing.actors[i].id.as_str())
            .copied()
            .unwrap_or(0.0)
    };
    by_strength.sort_by(|&a, &b| of(b).total_cmp(&of(a)).then(a.cmp(&b)));
    let kept: BTreeSet<&str> = by_strength
        .iter()
        .take(max_actors)
        .map(|&i| drawing.actors[i].id.as_str())
        .collect();

    let mut chosen: Vec<usize> = order
        .into_iter()
        .filter(|&e| {
            kept.contains(drawing.edges[e].source.as_str())
                && kept.contains(drawing.edges[e].target.as_str())
        })
        .take(max_edges)
        .collect();
    chosen.sort_by_key(|&e| Reverse(e));
    chosen.reverse();
    let linked: BTreeSet<&str> = chosen
        .iter()
        .flat_map(|&e| {
            [
                drawing.edges[e].source.as_str(),
                drawing.edges[e].target.as_str(),
            ]
        })
        .collect();
    fitted
        .actors
        .retain(|actor| linked.contains(actor.id.as_str()));
    fitted.edges = chosen.iter().map(|&e| drawing.edges[e].clone()).collect();
    let note = format!(
        "Shown: the {} strongest of {} relations, between {} of {} actors.",
        fitted.edges.len(),
        drawing.edges.len(),
        fitted.actors.len(),
        drawing.actors.len()
    );
    fitted.note = if drawing.note.is_empty() {
        note
    } else {
        format!("{note} {}", drawing.note)
    };
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorKind;
    use crate::render::drawing::{DrawnActor, DrawnEdge};

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
            });
            let mut edge = DrawnEdge::new(&format!("A{i}"), &format!("A{}", (i + 1) % n));
            edge.weight = i as f64;
            drawing.edges.push(edge);
        }
        drawing
    }

    #[test]
    fn what_fits_is_left_alone() {
        let fitted = fitting(&ring(5), 60, 150);
        assert!(fitted.actors.len() == 5 && fitted.note.is_empty());
    }

    #[test]
    fn the_strongest_stay_and_the_note_says_so() {
        let fitted = fitting(&ring(100), 10, 150);
        assert!(fitted.actors.len() <= 10);
        assert!(fitted.edges.iter().all(|edge| edge.weight >= 88.0));
        assert!(fitted.note.starts_with("Shown: the "), "{}", fitted.note);
    }
}
