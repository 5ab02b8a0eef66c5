//! Where everything stands.
//!
//! Comes in: a drawing. Goes out: a [`Plan`] in user units: boxes of actors and clusters, curves, boxes of labels.
//! Never imported here: how things are written (SVG, DOT). No data.
//!
//! The way: words are measured (`network`), blocks get columns (`columns`), relations get places in every rank they
//! pass (`ranks`), ranks are ordered (`order`), both are improved (`arrange`, `reinsert`, `gaps`), lines spread over the actors' sides (`ports`), items get heights
//! (`heights`), ranks get widths and relations their curves (`routes`). Unconnected parts are laid out apart and packed.
//! Since every label has a place of its own, nothing can overlap, at any size.

mod arrange;
mod columns;
mod drops;
mod gaps;
pub(crate) mod geometry;
mod heights;
mod kept;
mod loom;
pub(crate) mod network;
mod order;
mod ports;
mod ranks;
mod reinsert;
pub(crate) mod routes;
pub(crate) mod shape;
mod taut;
mod untangle;

use arrange::arrange;
use geometry::{Curve, Rect, at};
use kept::Kept;
use network::Network;
use ports::Ports;
use ranks::Place;
use routes::{Across, Scene};

use super::drawing::Drawing;
use super::places::Places;

/// Between unconnected parts.
const PART_GAP: f64 = 44.0;
/// Width of a page by its height.
const ASPECT: f64 = 1.6;

/// Where everything stands, in user units, with the top left corner at 0, 0.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub w: f64,
    pub h: f64,
    /// The drawing as numbers, with its words set.
    pub network: Network,
    /// By actor.
    pub actors: Vec<Rect>,
    /// Boxes, with the cluster's index in the drawing.
    pub clusters: Vec<(usize, Rect)>,
    /// By link, from source to target.
    pub routes: Vec<Route>,
    /// Lines from office holders to those they speak for.
    pub offices: Vec<Curve>,
    /// How many pairs of lines cross.
    pub n_crossings: usize,
}

/// A relation's course and where its words stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Route {
    pub curve: Curve,
    pub label: Option<Rect>,
    /// Whether the words stand beside the line rather than above it.
    pub is_beside: bool,
}

/// Lays a drawing out; who has a place in `places` keeps its column and its order in it.
pub(crate) fn plan(drawing: &Drawing, places: Option<&Places>) -> Plan {
    let network = Network::of(drawing);
    let n_actors = network.actors.len();
    let mut plan = Plan {
        w: 0.0,
        h: 0.0,
        actors: vec![Rect::default(); n_actors],
        clusters: Vec::new(),
        routes: vec![Route::default(); network.links.len()],
        offices: Vec::new(),
        n_crossings: 0,
        network,
    };
    let kept = places.and_then(|places| Kept::of(places, drawing, &plan.network));
    let mut parts: Vec<Part> = match &kept {
        // What keeps its place is one part, however it hangs together now.
        Some(kept) => {
            let all: Vec<usize> = (0..plan.network.blocks.len()).collect();
            vec![lay_out(&plan.network, &all, Some(kept))]
        }
        None => components(&plan.network)
            .iter()
            .map(|blocks| lay_out(&plan.network, blocks, None))
            .collect(),
    };
    pack(&mut parts);
    for part in parts {
        plan.w = plan.w.max(part.x + part.w);
        plan.h = plan.h.max(part.y + part.h);
        plan.n_crossings += part.n_crossings;
        let (dx, dy) = (part.x, part.y);
        for (actor, rect) in part.actors {
            plan.actors[actor] = rect.shifted(dx, dy);
        }
        plan.clusters.extend(
            part.clusters
                .into_iter()
                .map(|(cluster, rect)| (cluster, rect.shifted(dx, dy))),
        );
        for (link, mut route) in part.routes {
            route.curve.shift(dx, dy);
            route.label = route.label.map(|rect| rect.shifted(dx, dy));
            plan.routes[link] = route;
        }
        plan.offices
            .extend(part.offices.into_iter().map(|mut curve| {
                curve.shift(dx, dy);
                curve
            }));
    }
    plan
}

/// A connected part, laid out by itself.
#[derive(Default)]
struct Part {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
    actors: Vec<(usize, Rect)>,
    clusters: Vec<(usize, Rect)>,
    routes: Vec<(usize, Route)>,
    offices: Vec<Curve>,
    n_crossings: usize,
}

impl Part {
    /// Moves everything so that it just fits its width and height.
    fn trim(&mut self) {
        let boxes = self
            .actors
            .iter()
            .map(|(_, rect)| *rect)
            .chain(self.clusters.iter().map(|(_, rect)| *rect));
        let labels = self.routes.iter().filter_map(|(_, route)| route.label);
        let curves = self
            .routes
            .iter()
            .flat_map(|(_, route)| route.curve.points(8))
            .map(|point| Rect::around(point, 4.0, 4.0));
        let Some(all) = boxes.chain(labels).chain(curves).reduce(Rect::union) else {
            return;
        };
        let (dx, dy) = (-all.x, -all.y);
        for (_, rect) in self.actors.iter_mut().chain(&mut self.clusters) {
            *rect = rect.shifted(dx, dy);
        }
        for (_, route) in &mut self.routes {
            route.curve.shift(dx, dy);
            route.label = route.label.map(|rect| rect.shifted(dx, dy));
        }
        for office in &mut self.offices {
            office.shift(dx, dy);
        }
        (self.w, self.h) = (all.w, all.h);
    }
}

/// The block that stands for all that hang together with `block`; shortens the way there.
fn find(root: &mut [usize], mut block: usize) -> usize {
    while root[block] != block {
        root[block] = root[root[block]];
        block = root[block];
    }
    block
}

/// Blocks that hang together, in order of their first block.
fn components(network: &Network) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..network.blocks.len()).collect();
    for link in &network.links {
        let one = find(&mut root, network.block_of[link.source]);
        let other = find(&mut root, network.block_of[link.target]);
        root[one.max(other)] = one.min(other);
    }
    let mut parts: std::collections::BTreeMap<usize, Vec<usize>> =
        std::collections::BTreeMap::new();
    for block in 0..network.blocks.len() {
        parts.entry(find(&mut root, block)).or_default().push(block);
    }
    parts.into_values().collect()
}

fn lay_out(network: &Network, blocks: &[usize], kept: Option<&Kept>) -> Part {
    let links: Vec<usize> = (0..network.links.len())
        .filter(|&l| blocks.contains(&network.block_of[network.links[l].source]))
        .collect();
    let (mut ranks, n_crossings) = arrange(network, blocks, &links, kept);
    let ports = Ports::spread(&mut ranks, network);
    let cluster_of_unit: Vec<Option<usize>> = ranks
        .units
        .iter()
        .map(|unit| unit.block.and_then(|block| network.blocks[block].cluster))
        .collect();
    let is_boxed: Vec<bool> = cluster_of_unit.iter().map(Option::is_some).collect();
    let y = heights::heights(&ranks, &ports, &is_boxed);
    let across = Across::of(&ranks, &ports, &y, &is_boxed);
    let scene = Scene {
        network,
        ranks: &ranks,
        ports: &ports,
        across: &across,
        is_boxed: &is_boxed,
        y: &y,
    };

    let mut part = Part {
        w: across.total(),
        n_crossings,
        ..Part::default()
    };
    for (item, it) in ranks.items.iter().enumerate() {
        if let Place::Actor(actor) = it.place {
            part.actors.push((actor, scene.actor_rect(item)));
        }
    }
    for (unit, cluster) in cluster_of_unit.iter().enumerate() {
        let Some(cluster) = cluster else { continue };
        part.clusters
            .extend(scene.box_rect(unit).map(|rect| (*cluster, rect)));
        part.offices
            .extend(offices(&scene, &ranks.units[unit].items));
    }
    for (way, (curve, label)) in ranks.ways.iter().zip(scene.routes()) {
        let link = &network.links[way.link];
        let first = ranks.items[way.items[0]].place;
        let curve = if first == Place::Actor(link.source) {
            curve
        } else {
            curve.reversed()
        };
        let is_beside = matches!(ranks.items[way.items[1]].place, Place::Turn(_));
        part.routes.push((
            way.link,
            Route {
                curve,
                label,
                is_beside,
            },
        ));
    }
    part.trim();
    part
}

/// Lines from office holders to those they speak for: straight between neighbours, else in a bow on the left.
fn offices(scene: &Scene, items: &[usize]) -> Vec<Curve> {
    let place = |actor: usize| {
        items
            .iter()
            .position(|&item| scene.ranks.items[item].place == Place::Actor(actor))
    };
    let rect = |i: usize| scene.actor_rect(items[i]);
    let mut curves = Vec::new();
    for &(holder, principal) in &scene.network.offices {
        let (Some(holder), Some(principal)) = (place(holder), place(principal)) else {
            continue;
        };
        let (upper, lower) = (holder.min(principal), holder.max(principal));
        let (above, below) = (rect(upper), rect(lower));
        if lower == upper + 1 {
            let mut curve = Curve::from(at(above.centre().x, above.bottom()));
            curve.line_to(at(below.centre().x, below.y));
            curves.push(curve);
        } else {
            let left = (upper..=lower)
                .map(|i| rect(i).x)
                .fold(f64::INFINITY, f64::min)
                - 11.0;
            let mut curve = Curve::from(at(above.x, above.centre().y));
            let (from, to) = (above.centre().y, below.centre().y);
            let turn = 14.0_f64.min((to - from) / 2.0);
            curve
                .pieces
                .push([at(left, from), at(left, from), at(left, from + turn)]);
            curve.line_to(at(left, to - turn));
            curve
                .pieces
                .push([at(left, to), at(left, to), at(below.x, to)]);
            curves.push(curve);
        }
    }
    curves
}

/// Puts parts on shelves, the largest first.
fn pack(parts: &mut [Part]) {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| {
        (parts[b].h * parts[b].w)
            .total_cmp(&(parts[a].h * parts[a].w))
            .then(a.cmp(&b))
    });
    let area: f64 = parts
        .iter()
        .map(|part| (part.w + PART_GAP) * (part.h + PART_GAP))
        .sum();
    let widest = parts.iter().map(|part| part.w).fold(0.0, f64::max);
    let shelf_w = widest.max((area * ASPECT).sqrt());
    let (mut x, mut y, mut shelf_h) = (0.0, 0.0, 0.0_f64);
    for i in order {
        if x > 0.0 && x + parts[i].w > shelf_w {
            y += shelf_h + PART_GAP;
            (x, shelf_h) = (0.0, 0.0);
        }
        (parts[i].x, parts[i].y) = (x, y);
        x += parts[i].w + PART_GAP;
        shelf_h = shelf_h.max(parts[i].h);
    }
}
