//! Meetings of many as one matter that all of them share.
//!
//! A summit of twenty is 190 pairs who met. As lines they hide everything else; as one hub with twenty spokes they are
//! what the report said.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::drawing::{Drawing, DrawnActor, DrawnEdge, EdgeChange, Sign};
use crate::model::{ActorKind, Status};

/// From so many on, spokes are fewer than lines between all pairs.
const LEAST: usize = 4;

/// What pairs of one meeting have in common.
type Key<'a> = (&'a str, &'a str, &'a str, Sign, Status, Option<EdgeChange>);

/// The drawing with every mutual relation of one report that joins each with each of four actors or more drawn as a
/// hub. Its subtitle still counts actors and relations. Hops of a path, and relations that share a place with others,
/// stay as they are.
pub(super) fn gather(drawing: &Drawing) -> Cow<'_, Drawing> {
    let mut pairs: BTreeMap<Key, BTreeMap<(&str, &str), usize>> = BTreeMap::new();
    for (i, edge) in drawing.edges.iter().enumerate() {
        let (source, target) = (edge.source.as_str(), edge.target.as_str());
        if edge.mutual && source != target && edge.hop.is_none() && edge.slot.is_none() {
            let ends = (source.min(target), source.max(target));
            pairs.entry(key(edge)).or_default().entry(ends).or_insert(i);
        }
    }
    let mut gathered: BTreeSet<usize> = BTreeSet::new();
    let mut hubs: Vec<(Vec<String>, DrawnEdge)> = Vec::new();
    for mut pairs in pairs.into_values() {
        while let Some(members) = all_with_all(&pairs) {
            let own: BTreeMap<(&str, &str), usize> = pairs
                .iter()
                .filter(|((one, other), _)| members.contains(one) && members.contains(other))
                .map(|(ends, i)| (*ends, *i))
                .collect();
            pairs.retain(|ends, _| !own.contains_key(ends));
            gathered.extend(own.values());
            let weightiest = own.values().map(|&i| &drawing.edges[i]);
            let Some(leading) = weightiest.max_by(|a, b| a.weight.total_cmp(&b.weight)) else {
                break;
            };
            let members = members.iter().map(|member| (*member).to_owned()).collect();
            hubs.push((members, leading.clone()));
        }
    }
    if hubs.is_empty() {
        return Cow::Borrowed(drawing);
    }
    let mut drawn = drawing.clone();
    drawn.subtitle = drawing.subtitle_line();
    let mut i = 0;
    drawn.edges.retain(|_| {
        i += 1;
        !gathered.contains(&(i - 1))
    });
    for (members, leading) in hubs {
        let (hub, spokes) = hub(&members, &leading);
        drawn.actors.push(hub);
        drawn.edges.extend(spokes);
    }
    Cow::Owned(drawn)
}

fn key(edge: &DrawnEdge) -> Key<'_> {
    (
        &edge.tooltip.document,
        &edge.label,
        &edge.date_label,
        edge.sign,
        edge.status,
        edge.change,
    )
}

/// Actors of whom each is joined with each, as many as a search finds that begins with the best connected.
fn all_with_all<'a>(pairs: &BTreeMap<(&'a str, &'a str), usize>) -> Option<BTreeSet<&'a str>> {
    let mut degree: BTreeMap<&str, usize> = BTreeMap::new();
    for (one, other) in pairs.keys() {
        *degree.entry(one).or_default() += 1;
        *degree.entry(other).or_default() += 1;
    }
    let mut order: Vec<(&str, usize)> = degree.into_iter().collect();
    order.sort_by_key(|&(actor, n)| (std::cmp::Reverse(n), actor));
    let mut members: BTreeSet<&str> = BTreeSet::new();
    for (actor, _) in order {
        let knows = |other: &&str| pairs.contains_key(&(actor.min(other), actor.max(other)));
        if members.iter().all(knows) {
            members.insert(actor);
        }
    }
    (members.len() >= LEAST).then_some(members)
}

/// The hub of a meeting, and a spoke to each who took part.
fn hub(members: &[String], leading: &DrawnEdge) -> (DrawnActor, Vec<DrawnEdge>) {
    let id = format!(
        "{} {} {}",
        leading.tooltip.document,
        leading.label,
        members.join(" ")
    );
    let date = match leading.n_sources {
        0 | 1 => leading.date_label.clone(),
        n => format!("{} · {n} sources", leading.date_label),
    };
    let spokes = members.iter().map(|member| DrawnEdge {
        source: member.clone(),
        target: id.clone(),
        mutual: false,
        is_spoke: true,
        ..leading.clone()
    });
    let spokes = spokes.collect();
    let hub = DrawnActor {
        id,
        name: leading.label.clone(),
        office: Some(date).filter(|date| !date.is_empty()),
        kind: ActorKind::State,
        principal: None,
        cluster: None,
        matter: Some(leading.sign),
    };
    (hub, spokes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summit(members: &[&str]) -> Drawing {
        let mut drawing = Drawing::default();
        for (i, one) in members.iter().enumerate() {
            drawing.actors.push(DrawnActor {
                id: (*one).into(),
                name: (*one).into(),
                office: None,
                kind: ActorKind::State,
                principal: None,
                cluster: None,
                matter: None,
            });
            for other in &members[i + 1..] {
                drawing.edges.push(DrawnEdge {
                    label: "met".into(),
                    mutual: true,
                    ..DrawnEdge::new(one, other)
                });
            }
        }
        drawing
    }

    #[test]
    fn four_who_met_are_a_hub_and_three_are_not() {
        let drawing = summit(&["a", "b", "c", "d"]);
        let gathered = gather(&drawing);
        assert_eq!((gathered.actors.len(), gathered.edges.len()), (5, 4));
        assert_eq!(gathered.subtitle, "4 actors, 6 relations.");
        assert!(gathered.edges.iter().all(|edge| edge.is_spoke));
        assert_eq!(gather(&summit(&["a", "b", "c"])).edges.len(), 3);
    }

    #[test]
    fn another_report_is_another_meeting() {
        let mut drawing = summit(&["a", "b", "c", "d"]);
        drawing.edges[0].tooltip.document = "another".into();
        assert_eq!(gather(&drawing).edges.len(), 6);
    }
}
