//! The life of a relation in words again.

use std::collections::HashMap;
use std::sync::Arc;

use super::life_row::{ActRow, LifeRow, StageRow};
use crate::graph::build::identity;
use crate::graph::claim::Lane;
use crate::graph::relation::{Occurrence, Relation, RelationId, Stage};
use crate::graph::rules::Rules;
use crate::model::{ActorId, Legend, Statement};

impl LifeRow {
    /// The id of the relation between the two. `None`: the row is not under this legend.
    pub(super) fn id(
        &self,
        pair: (&ActorId, &ActorId),
        (legend, rules): (&Legend, &Rules),
    ) -> Option<RelationId> {
        let matter = legend.codes.get(self.matter as usize)?;
        let family = rules.family(matter.action, &matter.kind);
        let begins = self.first.date();
        let mut id = identity(pair, self.lane, (matter.action, family), begins);
        if self.rest > 0 {
            id.push_str(&format!(".{}", self.rest));
        }
        Some(RelationId::new(&id))
    }

    /// The relation, with its statements by their keys. `None`: one is missing, or the row makes no sense.
    pub(super) fn relation(
        &self,
        pair: (&ActorId, &ActorId),
        (legend, rules): (&Legend, &Rules),
        statements: &HashMap<u32, Arc<Statement>>,
    ) -> Option<Relation> {
        let (first, second) = pair;
        let statement = |key: u32| statements.get(&key).map(Arc::clone);
        let code = |act: &ActRow| legend.codes.get(act.code as usize);
        let matter = legend.codes.get(self.matter as usize)?;
        let family = rules.family(matter.action, &matter.kind);
        let occurrence = |(nth, act): (u32, &ActRow)| {
            let code = code(act)?;
            let (source, target) = if act.forward { pair } else { (second, first) };
            let keys = self.keys_of(nth).iter();
            Some(Occurrence {
                status: code.status,
                source: source.clone(),
                target: target.clone(),
                mutual: code.mutual,
                valid: act.valid(),
                begins: act.begins.date(),
                due: match act.due {
                    Some((first, last)) => Some((first.date()?, last.date()?)),
                    None => None,
                },
                statements: keys.map(|&key| statement(key)).collect::<Option<_>>()?,
            })
        };
        let stage = |(nth, stage): (usize, &StageRow)| {
            let own = self.acts_of(nth);
            Some(Stage {
                status: code(self.acts.get(*own.first()? as usize)?)?.status,
                from: stage.from.date(),
                until: stage.until.date(),
                closing: stage.closing,
                occurrences: usizes(own),
                ended_by: match stage.ended_by {
                    Some(key) => Some(statement(key)?),
                    None => None,
                },
            })
        };
        let acts = (0..).zip(&self.acts);
        let stages = self.stages.iter().enumerate();
        Some(Relation {
            id: self.id(pair, (legend, rules))?,
            parties: match self.lane {
                Lane::Forward | Lane::Both => (first.clone(), second.clone()),
                Lane::Backward => (second.clone(), first.clone()),
            },
            action: matter.action,
            family: family.to_owned(),
            occurrences: acts.map(occurrence).collect::<Option<_>>()?,
            stages: stages.map(stage).collect::<Option<_>>()?,
            asides: usizes(&self.asides),
        })
    }
}

fn usizes(positions: &[u32]) -> Vec<usize> {
    positions
        .iter()
        .map(|&position| position as usize)
        .collect()
}
