//! The stages of all relations, laid out in time.

use jiff::civil::Date;

use super::graph::Graph;
use super::relation::Closing;
use super::snapshot::Standing;

/// A stretch of time in which a relation stands under one status.
#[derive(Debug, Clone, PartialEq)]
pub struct Spell {
    /// The relation under that status, with all statements behind it.
    pub standing: Standing,
    /// First day; `None` reaches back without a known beginning.
    pub from: Option<Date>,
    /// Last day, included; `None`: it still stands so.
    pub to: Option<Date>,
    /// Why it ended, when it did.
    pub closing: Option<Closing>,
}

impl Graph {
    /// Every relation under each of its statuses, sorted by relation, then in order of time. With a day, only what is
    /// in force then, as in [`Graph::snapshot`].
    ///
    /// Stages that held on no day, since another report of the same day took their place, are left out.
    pub fn spells(&self, at: Option<Date>) -> Vec<Spell> {
        let mut spells = Vec::new();
        for relation in &self.relations {
            for stage in &relation.stages {
                let over_undated = stage.closing.is_some() && stage.until.is_none();
                let never = stage.from.is_some() && stage.from == stage.until;
                if over_undated || never || at.is_some_and(|day| !stage.in_force(day)) {
                    continue;
                }
                if let Some(standing) = self.standing_in(relation, stage, at) {
                    spells.push(Spell {
                        standing,
                        from: stage.from,
                        to: stage.until.and_then(|until| until.yesterday().ok()),
                        closing: stage.closing,
                    });
                }
            }
        }
        spells
    }
}
