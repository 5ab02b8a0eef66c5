//! The legend: one entry for each thing that occurs in the picture, none for what does not.

use crate::model::{ActorKind, Status};

use super::drawing::{Drawing, DrawnEdge, EdgeChange, Picture, Sign};
use super::encoding::{Dash, End, Stroke, dash, stroke};
use super::mark::Mark;
use super::theme::{Hue, Palette};

/// A sample line with its meaning; words alone when there is nothing to sample.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub sample: Sample,
    pub words: String,
}

/// What stands before an entry's words.
#[derive(Debug, Clone)]
pub(super) enum Sample {
    None,
    Line(Stroke),
    Mark(Mark),
    /// The outline of an actor.
    Outline(ActorKind),
}

/// The entries for a drawing, in a fixed order. `has_offices` tells whether lines to office holders are drawn.
pub(super) fn legend(drawing: &Drawing, has_offices: bool, palette: &Palette) -> Vec<Entry> {
    let edges = &drawing.edges;
    let mut entries = Vec::new();
    let mut add = |sample: Stroke, words: &str| {
        entries.push(Entry {
            sample: Sample::Line(sample),
            words: words.to_owned(),
        });
    };
    let picture = drawing.picture();
    let shown = |edge: &&DrawnEdge| picture != Picture::Path || edge.hop.is_some();
    match picture {
        Picture::Graph | Picture::Path => {
            let signs = [
                (Sign::Hostile, palette.hostile, "hostile"),
                (Sign::Cooperative, palette.cooperative, "cooperative"),
                (Sign::Neutral, palette.neutral, "neither"),
            ];
            for (sign, hue, words) in signs {
                if edges.iter().filter(shown).any(|edge| edge.sign == sign) {
                    add(plain(hue), words);
                }
            }
            for (style, statuses) in [
                (Dash::Dashed, &[Status::Planned, Status::Proposed][..]),
                (Dash::Dotted, &[Status::Postponed, Status::Denied][..]),
                (
                    Dash::Mixed,
                    &[Status::Demanded, Status::Threatened, Status::Possible][..],
                ),
            ] {
                let found: Vec<&str> = statuses
                    .iter()
                    .filter(|status| {
                        edges
                            .iter()
                            .filter(shown)
                            .any(|edge| edge.status == **status)
                    })
                    .map(|status| status.as_str())
                    .collect();
                if !found.is_empty() {
                    let sample = Stroke {
                        dash: style,
                        head: End::Hollow,
                        ..plain(palette.neutral)
                    };
                    add(sample, &list(&found));
                }
            }
        }
        Picture::Diff => {
            let changes = [
                (EdgeChange::Added, "+ added"),
                (EdgeChange::Removed, "− removed"),
                (EdgeChange::Changed, "~ changed (old → new)"),
                (EdgeChange::Unchanged, "unchanged"),
            ];
            for (change, words) in changes {
                let is = |edge: &&DrawnEdge| edge.change.unwrap_or(EdgeChange::Unchanged) == change;
                if let Some(edge) = edges.iter().find(is) {
                    let one = DrawnEdge {
                        mutual: false,
                        broken: false,
                        ..edge.clone()
                    };
                    add(stroke(&one, picture, 1.0, palette), words);
                }
            }
        }
    }
    for (is_there, head, tail, words) in [
        (
            edges.iter().filter(shown).any(|edge| edge.broken),
            End::Bar,
            End::None,
            "broken off",
        ),
        (
            edges.iter().filter(shown).any(|edge| edge.mutual),
            End::Filled,
            End::Filled,
            "mutual",
        ),
    ] {
        if is_there {
            let hue = palette.neutral;
            add(
                Stroke {
                    head,
                    tail,
                    ..plain(hue)
                },
                words,
            );
        }
    }
    if edges.iter().any(|edge| !shown(&edge)) {
        add(plain(palette.unchanged), "not on the path");
    }
    if has_offices {
        let line = Stroke {
            head: End::None,
            width: 1.2,
            ..plain(Hue {
                line: palette.faint,
                text: palette.soft_ink,
            })
        };
        add(line, "holds office");
    }
    entries.extend(outlines(drawing));
    if drawing.actors.iter().any(|actor| actor.matter.is_some()) {
        entries.push(Entry {
            sample: Sample::None,
            words: "box in a line's colour: all with all".to_owned(),
        });
    }
    let weights = || edges.iter().map(|edge| edge.weight);
    let differ = weights().any(|weight| (weight - edges[0].weight).abs() > 1e-9);
    if picture == Picture::Graph && differ && !drawing.weight_means.is_empty() {
        entries.push(Entry {
            sample: Sample::None,
            words: format!("wider: more {}", drawing.weight_means),
        });
    }
    entries
}

/// What the outlines of actors mean, when there is more than one.
fn outlines(drawing: &Drawing) -> Vec<Entry> {
    use ActorKind::{Group, Institution, Organisation, People, Person, State};
    let outlines = [
        &[(State, "state"), (People, "people")][..],
        &[
            (Organisation, "organisation"),
            (Group, "group"),
            (Institution, "institution"),
        ],
        &[(Person, "person")],
    ];
    let actors = || drawing.actors.iter().filter(|actor| actor.matter.is_none());
    let is_drawn = |kind: ActorKind| actors().any(|actor| actor.kind == kind);
    let entries: Vec<Entry> = outlines
        .iter()
        .filter_map(|kinds| {
            let found = kinds.iter().filter(|(kind, _)| is_drawn(*kind));
            let (kinds, words): (Vec<ActorKind>, Vec<&str>) = found.copied().unzip();
            Some(Entry {
                sample: Sample::Outline(*kinds.first()?),
                words: list(&words),
            })
        })
        .collect();
    if entries.len() > 1 {
        entries
    } else {
        Vec::new()
    }
}

/// A solid line with a filled head.
fn plain(hue: Hue) -> Stroke {
    Stroke {
        hue,
        width: 2.0,
        dash: dash(Status::Done),
        head: End::Filled,
        tail: End::None,
        struck: false,
        prefix: "",
        dim: false,
    }
}

/// "a", "a or b", "a, b or c".
fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::Theme;

    fn words(drawing: &Drawing) -> Vec<String> {
        legend(drawing, false, Theme::Light.palette())
            .into_iter()
            .map(|entry| entry.words)
            .collect()
    }

    #[test]
    fn names_only_what_occurs() {
        let mut edge = DrawnEdge::new("a", "b");
        edge.sign = Sign::Hostile;
        edge.broken = true;
        let drawing = Drawing {
            edges: vec![edge.clone()],
            ..Drawing::default()
        };
        assert_eq!(words(&drawing), ["hostile", "broken off"]);
        edge.status = Status::Threatened;
        edge.broken = false;
        let drawing = Drawing {
            edges: vec![edge],
            ..Drawing::default()
        };
        assert_eq!(words(&drawing), ["hostile", "threatened"]);
    }

    #[test]
    fn explains_a_diff() {
        let mut edge = DrawnEdge::new("a", "b");
        edge.change = Some(EdgeChange::Removed);
        let drawing = Drawing {
            edges: vec![edge],
            ..Drawing::default()
        };
        assert_eq!(words(&drawing), ["− removed"]);
    }

    #[test]
    fn an_empty_drawing_has_no_legend() {
        assert!(words(&Drawing::default()).is_empty());
    }
}
