//! The drawing as numbers: who is linked with whom, how much room names and words take, who stands together.

use std::collections::BTreeMap;

use crate::model::ActorKind;
use crate::render::clean::clean_to;
use crate::render::drawing::{Drawing, EdgeChange, Picture};
use crate::render::width::{Face, text_width, wrap};

/// Font sizes in user units, as in the pictures that were judged readable at 1,400 px.
pub(crate) const NAME_SIZE: f64 = 13.0;
pub(crate) const HUB_SIZE: f64 = 16.0;
pub(crate) const OFFICE_SIZE: f64 = 9.5;
pub(crate) const LABEL_SIZE: f64 = 10.5;
pub(crate) const DATE_SIZE: f64 = 9.0;
pub(crate) const CLUSTER_SIZE: f64 = 10.0;
/// Distance between base lines as a share of the font size.
pub(crate) const LEADING: f64 = 1.18;

/// Names are broken beyond this width, offices and labels likewise; what does not fit three lines is cut.
const NAME_WIDTH: f64 = 128.0;
const OFFICE_WIDTH: f64 = 124.0;
const LABEL_WIDTH: f64 = 136.0;
/// Letters of a name or label that are looked at at all.
const MAX_CHARS: usize = 160;

/// From so many relations on, a date that all have is told once.
const MANY: usize = 8;

/// A cluster with more members than this is shown by tint alone, since a column of so many would be a tower.
const MAX_STACK: usize = 12;

/// An actor with its words set and measured.
#[derive(Debug, Clone)]
pub(crate) struct ActorBox {
    pub lines: Vec<String>,
    pub office: Vec<String>,
    pub kind: ActorKind,
    /// Whether it is one of the best connected, set larger.
    pub is_hub: bool,
    pub w: f64,
    pub h: f64,
}

/// The words of a relation, set and measured.
#[derive(Debug, Clone, Default)]
pub(crate) struct LabelBox {
    pub lines: Vec<String>,
    pub date: Vec<String>,
    /// Whether a numbered badge stands before the words; `w` holds its room.
    pub badge: Option<usize>,
    pub w: f64,
    pub h: f64,
}

/// Room that a badge takes before the words, and its height.
pub(crate) const BADGE_ROOM: f64 = 21.0;
const BADGE_HEIGHT: f64 = 17.0;

/// A relation between two actors by index.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub source: usize,
    pub target: usize,
    pub mutual: bool,
    /// Room for the words of every strand.
    pub label_w: f64,
    pub label_h: f64,
    /// The relations that share the line, one unless they have a slot.
    pub strands: Vec<Strand>,
}

/// A relation on a link.
#[derive(Debug, Clone)]
pub(crate) struct Strand {
    /// Index in the drawing's edges.
    pub edge_idx: usize,
    /// Whether it runs from the link's target to its source.
    pub is_reversed: bool,
    pub label: LabelBox,
}

/// Actors that stand in one stack: a cluster, or a single actor.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub members: Vec<usize>,
    /// Index among the drawing's clusters, when a box is drawn.
    pub cluster: Option<usize>,
    /// Width of the box's heading, unless the box is too narrow for it.
    pub heading_w: f64,
}

/// The drawing as numbers.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub actors: Vec<ActorBox>,
    /// The cluster whose tint an actor wears.
    pub tint_of: Vec<Option<usize>>,
    pub links: Vec<Link>,
    pub blocks: Vec<Block>,
    pub block_of: Vec<usize>,
    /// Pairs (office holder, the actor it speaks for).
    pub offices: Vec<(usize, usize)>,
    /// The date of all relations, which is then told once and not on every line.
    pub common_date: Option<String>,
}

impl Network {
    /// Words about the picture with the date that all relations have.
    pub fn dated(&self, words: &str) -> String {
        match &self.common_date {
            Some(date) => format!("{words} All dated {date}."),
            None => words.to_owned(),
        }
    }

    /// Resolves ids, measures words, forms blocks.
    pub fn of(drawing: &Drawing) -> Self {
        let index = drawing.index();
        let picture = drawing.picture();
        let common_date = common_date(drawing);
        let mut links: Vec<Link> = Vec::new();
        let mut link_of_slot: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
        for (edge_idx, edge) in drawing.edges.iter().enumerate() {
            let (Some(&source), Some(&target)) = (
                index.get(edge.source.as_str()),
                index.get(edge.target.as_str()),
            ) else {
                continue;
            };
            let prefix = match (picture, edge.change) {
                (Picture::Diff, Some(EdgeChange::Added)) => "+ ",
                (Picture::Diff, Some(EdgeChange::Removed)) => "− ",
                (Picture::Diff, Some(EdgeChange::Changed)) => "~ ",
                _ => "",
            };
            let own_date = if common_date.is_some() {
                ""
            } else {
                edge.date_label.as_str()
            };
            let date = match edge.n_sources {
                0 | 1 => own_date.to_owned(),
                n if own_date.is_empty() => format!("{n} sources"),
                n => format!("{own_date} · {n} sources"),
            };
            let mut label = if edge.is_spoke {
                LabelBox::default()
            } else {
                label_box(prefix, &edge.label, &date)
            };
            if let Some(hop) = edge.hop {
                label.badge = Some(hop);
                label.w += BADGE_ROOM;
                label.h = label.h.max(BADGE_HEIGHT);
            }
            let ends = (source.min(target), source.max(target));
            let shared = edge
                .slot
                .and_then(|slot| link_of_slot.get(&(slot, ends.0, ends.1)).copied());
            if let Some(l) = shared {
                let link = &mut links[l];
                link.mutual &= edge.mutual;
                link.label_w = link.label_w.max(label.w);
                link.label_h = link.label_h.max(label.h);
                let is_reversed = link.source != source;
                link.strands.push(Strand {
                    edge_idx,
                    is_reversed,
                    label,
                });
                continue;
            }
            if let Some(slot) = edge.slot {
                link_of_slot.insert((slot, ends.0, ends.1), links.len());
            }
            links.push(Link {
                source,
                target,
                mutual: edge.mutual,
                label_w: label.w,
                label_h: label.h,
                strands: vec![Strand {
                    edge_idx,
                    is_reversed: false,
                    label,
                }],
            });
        }
        let mut degree = vec![0_usize; drawing.actors.len()];
        for link in &links {
            degree[link.source] += 1;
            degree[link.target] += 1;
        }
        for (degree, actor) in degree.iter_mut().zip(&drawing.actors) {
            if actor.matter.is_some() {
                *degree = 0;
            }
        }
        let hubs = hubs(&degree);
        let actors = drawing
            .actors
            .iter()
            .enumerate()
            .map(|(i, actor)| {
                actor_box(
                    &actor.name,
                    actor.office.as_deref(),
                    actor.kind,
                    hubs.contains(&i),
                )
            })
            .collect();

        let cluster_index: BTreeMap<&str, usize> = drawing
            .clusters
            .iter()
            .enumerate()
            .rev()
            .map(|(i, cluster)| (cluster.id.as_str(), i))
            .collect();
        let cluster_of: Vec<Option<usize>> = drawing
            .actors
            .iter()
            .map(|actor| {
                actor
                    .cluster
                    .as_deref()
                    .and_then(|id| cluster_index.get(id).copied())
            })
            .collect();
        let (mut blocks, block_of) = blocks(&cluster_of);
        for block in &mut blocks {
            if let Some(cluster) = block.cluster {
                let heading = heading(&drawing.clusters[cluster].name);
                block.heading_w = text_width(&heading, CLUSTER_SIZE, Face::Bold);
            }
        }
        let tint_of = cluster_of
            .iter()
            .map(|cluster| {
                cluster.filter(|c| {
                    cluster_of
                        .iter()
                        .filter(|other| **other == Some(*c))
                        .count()
                        > 1
                })
            })
            .collect();
        let offices = drawing
            .actors
            .iter()
            .enumerate()
            .filter(|(_, actor)| actor.kind == ActorKind::Person)
            .filter_map(|(i, actor)| Some((i, *index.get(actor.principal.as_deref()?)?)))
            .filter(|(holder, principal)| {
                holder != principal && block_of[*holder] == block_of[*principal]
            })
            .collect();
        Self {
            actors,
            tint_of,
            links,
            blocks,
            block_of,
            offices,
            common_date,
        }
    }
}

/// The date that all relations of a graph have, if there are some.
fn common_date(drawing: &Drawing) -> Option<String> {
    let first = drawing.edges.first()?.date_label.as_str();
    let is_common = drawing.edges.len() >= MANY
        && !first.is_empty()
        && drawing.picture() == Picture::Graph
        && drawing.edges.iter().all(|edge| edge.date_label == first);
    is_common.then(|| clean_to(first, MAX_CHARS))
}

/// A cluster's name as it stands in its box.
pub(crate) fn heading(name: &str) -> String {
    clean_to(name, 80).to_uppercase()
}

fn blocks(cluster_of: &[Option<usize>]) -> (Vec<Block>, Vec<usize>) {
    let mut members_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, cluster) in cluster_of.iter().enumerate() {
        if let Some(cluster) = cluster {
            members_of.entry(*cluster).or_default().push(i);
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut block_of = vec![usize::MAX; cluster_of.len()];
    for (i, cluster) in cluster_of.iter().enumerate() {
        if block_of[i] != usize::MAX {
            continue;
        }
        let stack = cluster
            .and_then(|cluster| Some((cluster, members_of.get(&cluster)?)))
            .filter(|(_, members)| (2..=MAX_STACK).contains(&members.len()));
        let block = match stack {
            Some((cluster, members)) => Block {
                members: members.clone(),
                cluster: Some(cluster),
                heading_w: 0.0,
            },
            None => Block {
                members: vec![i],
                cluster: None,
                heading_w: 0.0,
            },
        };
        for &member in &block.members {
            block_of[member] = blocks.len();
        }
        blocks.push(block);
    }
    (blocks, block_of)
}

/// The one or two best connected actors, where they stand out from the rest.
fn hubs(degree: &[usize]) -> Vec<usize> {
    let mut by_degree: Vec<usize> = (0..degree.len()).collect();
    by_degree.sort_by_key(|&i| (std::cmp::Reverse(degree[i]), i));
    if degree.len() < 4 {
        return Vec::new();
    }
    let most = degree[by_degree[0]];
    by_degree
        .into_iter()
        .take(2)
        .filter(|&i| degree[i] >= 4 && degree[i] * 5 >= most * 3)
        .collect()
}

fn actor_box(name: &str, office: Option<&str>, kind: ActorKind, is_hub: bool) -> ActorBox {
    let (size, face) = if is_hub {
        (HUB_SIZE, Face::Bold)
    } else {
        (NAME_SIZE, Face::Regular)
    };
    let lines = wrap(&clean_to(name, MAX_CHARS), size, face, NAME_WIDTH, 3);
    let office = office
        .map(|office| clean_to(office, MAX_CHARS))
        .filter(|office| !office.is_empty())
        .map(|office| wrap(&office, OFFICE_SIZE, Face::Regular, OFFICE_WIDTH, 2))
        .unwrap_or_default();
    let text_w = widest(&lines, size, face).max(widest(&office, OFFICE_SIZE, Face::Regular));
    let text_h = lines.len() as f64 * size * LEADING + office.len() as f64 * OFFICE_SIZE * LEADING;
    // An ellipse around a box must be wider and higher than the box by the root of two at most;
    // since text is widest in the middle, less is enough.
    let (w, h) = match kind {
        ActorKind::Person => (text_w * 1.24 + 26.0, text_h * 1.22 + 16.0),
        ActorKind::State | ActorKind::People | ActorKind::Gathering => {
            (text_w + 28.0, text_h + 18.0)
        }
        _ => (text_w + 46.0, text_h + 22.0),
    };
    ActorBox {
        lines,
        office,
        kind,
        is_hub,
        w: w.max(58.0),
        h: h.max(34.0),
    }
}

fn label_box(prefix: &str, label: &str, date: &str) -> LabelBox {
    let words = clean_to(label, MAX_CHARS);
    let lines = if words.is_empty() {
        Vec::new()
    } else {
        wrap(
            &format!("{prefix}{words}"),
            LABEL_SIZE,
            Face::Regular,
            LABEL_WIDTH,
            3,
        )
    };
    let date = clean_to(date, MAX_CHARS);
    let date = if date.is_empty() {
        Vec::new()
    } else {
        wrap(&date, DATE_SIZE, Face::Regular, LABEL_WIDTH + 24.0, 2)
    };
    LabelBox {
        w: widest(&lines, LABEL_SIZE, Face::Regular).max(widest(&date, DATE_SIZE, Face::Regular)),
        h: lines.len() as f64 * LABEL_SIZE * LEADING + date.len() as f64 * DATE_SIZE * LEADING,
        lines,
        date,
        badge: None,
    }
}

fn widest(lines: &[String], size: f64, face: Face) -> f64 {
    lines
        .iter()
        .map(|line| text_width(line, size, face))
        .fold(0.0, f64::max)
}
