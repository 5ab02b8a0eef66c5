//! Which sense of a verb holds: its particles, and what must stand beside it.

use super::predicates::Interpreter;
use super::roles::MAX_REACH;
use crate::language::Rel;
use crate::vocabulary::relations::{Slot, VerbSense};

impl<'v> Interpreter<'v> {
    pub(super) fn verb_senses(&self, at: usize) -> Vec<&'v VerbSense> {
        let view = self.view;
        let lemma = view.word(at).lemma.to_lowercase();
        let all = view.relations.verb(&lemma, &view.word(at).lower);
        let mut with_particle: Vec<&VerbSense> = all
            .iter()
            .filter(|s| !s.particles.is_empty() && self.has_particles(at, &s.particles))
            .collect();
        let longest = with_particle
            .iter()
            .map(|s| s.particles.len())
            .max()
            .unwrap_or(0);
        with_particle.retain(|s| s.particles.len() == longest);
        // "broke off the engagement" is still no other breaking; but the "in" of "backed her in the quarrel" is no particle.
        let sure = with_particle
            .iter()
            .any(|s| self.are_close(at, &s.particles));
        with_particle.retain(|s| self.holds(at, s));
        let plain = all
            .iter()
            .filter(|s| s.particles.is_empty() && self.holds(at, s));
        let mut senses: Vec<&VerbSense> = if sure || !with_particle.is_empty() {
            with_particle
        } else {
            plain.collect()
        };
        // The sense that asks for more is the surer one; the table's order decides among equals.
        let asked = |s: &VerbSense| s.requires.iter().filter(|r| !r.absent).count();
        senses.sort_by_key(|s| std::cmp::Reverse(asked(s)));
        senses
    }

    pub(super) fn has_particles(&self, at: usize, particles: &[Box<str>]) -> bool {
        let view = self.view;
        let matches_from = |start: usize| {
            particles.iter().enumerate().all(|(offset, particle)| {
                view.tree
                    .words
                    .get(start + offset)
                    .is_some_and(|w| w.lower == **particle)
            })
        };
        if self.are_close(at, particles) {
            return true;
        }
        // "declared the diplomat persona non grata": so long an idiom is found wherever it stands.
        if particles.len() > 2 && (at + 1..view.len().min(at + MAX_REACH)).any(matches_from) {
            return true;
        }
        // "sent its envoys packing": the particle may have been read as the object's.
        let of_object = view
            .tree
            .dependents(at, Rel::Obj)
            .flat_map(|object| {
                let behind = view.tree.dependents(object, Rel::Amod);
                let behind = behind.filter(move |&amod| amod > object);
                view.tree.dependents(object, Rel::Acl).chain(behind)
            })
            .any(&matches_from);
        // "put a visit by the king off until May": right behind the whole object.
        let behind_object = view.tree.dependents(at, Rel::Obj).any(|object| {
            let next = view.tree.extent(object).1;
            let apart = (object..next).any(|inside| view.is_verb(inside));
            object > at
                && next < view.len()
                && !apart
                && !is_mere_preposition(&view.word(next).lower)
                && matches_from(next)
        });
        of_object
            || behind_object
            || view.tree.children(at).iter().any(|&child| {
                child > at
                    && matches!(
                        view.word(child).rel,
                        Rel::CompoundPrt | Rel::Advmod | Rel::Xcomp | Rel::Obl | Rel::Obj
                    )
                    && (matches_from(child)
                        || view.tree.children(child).iter().any(|&case| {
                            view.word(case).rel == Rel::Case
                                && case > at
                                && !is_mere_preposition(&view.word(case).lower)
                                && matches_from(case)
                        }))
            })
    }

    /// Whether particles stand right behind their verb.
    pub(super) fn are_close(&self, at: usize, particles: &[Box<str>]) -> bool {
        particles.iter().enumerate().all(|(offset, particle)| {
            self.view
                .tree
                .words
                .get(at + 1 + offset)
                .is_some_and(|w| w.lower == **particle)
        })
    }

    /// The nominal in a slot of a verb in one of its senses: the object of "lashed out at" stands behind the "at".
    pub(super) fn slot_of(&self, at: usize, slot: &Slot, sense: &VerbSense) -> Option<usize> {
        self.view.verb_slot(at, slot).or_else(|| {
            let last = sense.particles.last().filter(|_| *slot == Slot::Obj)?;
            self.view.prepositional(at, last)
        })
    }

    pub(super) fn holds(&self, at: usize, sense: &VerbSense) -> bool {
        sense.requires.iter().all(|requirement| {
            let there = self
                .slot_of(at, &requirement.slot, sense)
                .is_some_and(|nominal| {
                    requirement
                        .any
                        .iter()
                        .any(|class| self.any_conjunct(nominal, class))
                });
            there != requirement.absent
        })
    }

    pub(super) fn any_conjunct(&self, nominal: usize, class: &str) -> bool {
        self.view.is_a(nominal, class)
            || self
                .view
                .tree
                .dependents(nominal, Rel::Conj)
                .any(|c| self.view.is_a(c, class))
    }
}

/// "called on him [in] Baghdad": no particle, unless right behind the verb.
fn is_mere_preposition(lower: &str) -> bool {
    matches!(
        lower,
        "in" | "on"
            | "to"
            | "at"
            | "with"
            | "for"
            | "by"
            | "of"
            | "from"
            | "about"
            | "into"
            | "over"
    )
}
