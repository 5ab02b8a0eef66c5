//! Parallel relations as one line.

use std::collections::BTreeMap;

use super::drawing::{DrawnEdge, Sign};

/// What shares a line: source and target (in alphabetical order when both do it to each other), mutual, sign.
pub(super) type Key<'a> = (&'a str, &'a str, bool, Sign);

/// Relations that run the same way between the same two actors with the same sign as one each: the strongest, with the
/// number of the others behind its words.
pub(super) fn bundles(edges: &[DrawnEdge]) -> Vec<(Key<'_>, DrawnEdge)> {
    let mut bundles: BTreeMap<Key, Vec<&DrawnEdge>> = BTreeMap::new();
    for edge in edges {
        bundles.entry(key(edge)).or_default().push(edge);
    }
    bundles
        .into_iter()
        .map(|(key, mut bundle)| {
            bundle.sort_by(|one, other| other.weight.total_cmp(&one.weight));
            let mut edge = bundle[0].clone();
            if bundle.len() > 1 {
                // The sources are those of one of them only, and so may be the date.
                if bundle
                    .iter()
                    .any(|other| other.date_label != edge.date_label)
                {
                    edge.date_label.clear();
                }
                edge.n_sources = 1;
                edge.label = format!("{} +{}", edge.label, bundle.len() - 1);
            }
            (key, edge)
        })
        .collect()
}

fn key(edge: &DrawnEdge) -> Key<'_> {
    let (source, target) = (edge.source.as_str(), edge.target.as_str());
    if edge.mutual {
        (source.min(target), source.max(target), true, edge.sign)
    } else {
        (source, target, false, edge.sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_names_the_bundle() {
        let weak = DrawnEdge {
            label: "visit".into(),
            ..DrawnEdge::new("a", "b")
        };
        let strong = DrawnEdge {
            label: "aid".into(),
            weight: 3.0,
            ..weak.clone()
        };
        let back = DrawnEdge::new("b", "a");
        let edges = [weak, strong, back];
        let labels: Vec<String> = bundles(&edges).into_iter().map(|(_, e)| e.label).collect();
        assert_eq!(labels, ["aid +1", ""]);
    }
}
