//! Actors: outlines by kind, and their names.

use std::fmt::Write as _;

use super::Writer;
use super::pen::{Pen, n};
use crate::model::ActorKind;
use crate::render::clean::{clean_to, escape_xml};
use crate::render::encoding::hue;
use crate::render::layout::geometry::{Rect, at};
use crate::render::layout::network::{ActorBox, HUB_SIZE, LEADING, NAME_SIZE, OFFICE_SIZE};
use crate::render::width::Face;

impl Writer<'_> {
    pub(super) fn actors(&mut self) {
        let dimmed = self.off_the_path();
        for (i, actor) in self.plan.network.actors.iter().enumerate() {
            let rect = self.plan.actors[i];
            let drawn = &self.drawing.actors[i];
            let tint = self.plan.network.tint_of[i].map(|cluster| self.tint(cluster));
            let matter = drawn.matter.map(|sign| hue(sign, self.sheet.palette));
            let (fill, line, line_w) = match (actor.is_hub, tint) {
                _ if matter.is_some() => {
                    let line = matter.map_or(self.sheet.palette.ink, |hue| hue.line);
                    (self.sheet.palette.ground, line, 1.6)
                }
                (true, tint) => {
                    let tint = tint.unwrap_or(self.sheet.palette.tints[5]);
                    (tint.strong_fill, tint.strong_line, 1.8)
                }
                // A cluster too large for a box shows its tint in its actors.
                (false, Some(tint)) if !self.is_boxed(i) => {
                    (tint.strong_fill, tint.strong_line, 1.2)
                }
                _ => (
                    self.sheet.palette.node_fill,
                    self.sheet.palette.node_line,
                    1.2,
                ),
            };
            let (fill, line, ink) = if dimmed[i] {
                (
                    self.sheet.palette.ground,
                    self.sheet.palette.faint,
                    self.sheet.palette.faint_ink,
                )
            } else {
                let ink = matter.map_or(self.sheet.palette.ink, |hue| hue.text);
                (fill, line, ink)
            };
            let _ = writeln!(
                self.sheet.out,
                "<g class=\"actor\" id=\"{}actor-{i}\" data-actor=\"{}\" data-at=\"{} {}\"><title>{}</title>",
                self.prefix,
                escape_xml(&drawn.id),
                n(rect.centre().x),
                n(rect.centre().y),
                self.actor_title(i)
            );
            let paint = format!(
                "fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"{}\"",
                n(line_w)
            );
            self.sheet.outline(drawn.kind, rect, &paint);
            self.actor_words(
                actor,
                rect,
                ink,
                if dimmed[i] {
                    self.sheet.palette.faint_ink
                } else {
                    self.sheet.palette.soft_ink
                },
            );
            self.sheet.out.push_str("</g>\n");
        }
    }

    pub(super) fn is_boxed(&self, actor: usize) -> bool {
        self.plan.network.blocks[self.plan.network.block_of[actor]]
            .cluster
            .is_some()
    }

    /// Which actors step back: those off the path, or without a relation on the panel's date.
    pub(super) fn off_the_path(&self) -> Vec<bool> {
        let network = &self.plan.network;
        let mut on = vec![false; network.actors.len()];
        let mut is_path = false;
        if let Some(in_force) = &self.in_force {
            is_path = true;
            for link in &network.links {
                let mut strands = link.strands.iter();
                if strands.any(|strand| in_force.contains(&strand.edge_idx)) {
                    on[link.source] = true;
                    on[link.target] = true;
                }
            }
        }
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

    pub(super) fn actor_title(&self, i: usize) -> String {
        let actor = &self.drawing.actors[i];
        let kind = match actor.kind {
            _ if actor.matter.is_some() => "several at once",
            ActorKind::State => "state",
            ActorKind::Organisation => "organisation",
            ActorKind::Group => "group",
            ActorKind::Institution => "institution",
            ActorKind::Person => "person",
            ActorKind::People => "people",
            ActorKind::Gathering => "meeting or pact of many",
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

    pub(super) fn actor_words(
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
            self.sheet.text(
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
            self.sheet.text(
                line,
                at(x, y + OFFICE_SIZE * 0.92),
                Pen::new(OFFICE_SIZE, soft_ink).centred(),
            );
            y += OFFICE_SIZE * LEADING;
        }
    }
}
