//! The graph: actors, relations, and the statements behind them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::actor::Actor;
use super::build::{Options, actors, in_order, relations};
use super::labels::Labels;
use super::relation::{Relation, RelationId};
use super::rules::Rules;
use super::valid::Valid;
use crate::error::Result;
use crate::model::{ActorId, Party, Statement};

/// Relations over time, ready to be asked.
///
/// The same statements give the same graph in whatever order they come.
/// Building sorts the statements and unfolds each pair of actors by itself: `n log n` in the statements.
#[derive(Debug, Clone)]
pub struct Graph {
    pub(super) actors: BTreeMap<ActorId, Actor>,
    pub(super) relations: Vec<Relation>,
    /// Positions in `relations` for each pair, the lesser id first.
    pairs: BTreeMap<(ActorId, ActorId), Vec<usize>>,
    pub(super) statements: Vec<Arc<Statement>>,
    pub(super) options: Options,
    pub(super) rules: Rules,
    pub(super) labels: Labels,
    pub(super) known: Option<Date>,
    /// Of a graph that was read in part: what its statements would tell.
    pub(super) about: Option<About>,
    /// In how many documents relations stand on a day, where not all of their statements are here.
    n_documents: BTreeMap<(RelationId, Option<Date>), usize>,
}

/// What a graph says of all its statements.
#[derive(Debug, Clone)]
pub(super) struct About {
    /// The parties, in order of their first appearance.
    pub(super) parties: Vec<Arc<Party>>,
    pub(super) latest: Option<Date>,
    pub(super) first: Option<Date>,
    pub(super) n_by_publication: usize,
    pub(super) n_undated: usize,
}

impl Graph {
    /// Builds the graph with the rules and words that come with the program.
    ///
    /// # Errors
    /// Only [`crate::error::Error::Internal`]: the embedded data does not load.
    pub fn new(statements: impl IntoIterator<Item = Statement>, options: Options) -> Result<Self> {
        let rules = Rules::embedded()?;
        let labels = Labels::embedded()?;
        Ok(Self::build(statements, options, rules, labels))
    }

    /// Builds the graph with other rules or words.
    pub fn build(
        statements: impl IntoIterator<Item = Statement>,
        options: Options,
        rules: Rules,
        labels: Labels,
    ) -> Self {
        let statements = in_order(statements.into_iter().map(Arc::new).collect());
        Self::of(statements, options, rules, labels, None)
    }

    fn of(
        statements: Vec<Arc<Statement>>,
        options: Options,
        rules: Rules,
        labels: Labels,
        known: Option<Date>,
    ) -> Self {
        let relations = relations(&statements, known, options, &rules);
        Self {
            actors: actors(&statements, options.level),
            pairs: by_pair(&relations),
            relations,
            statements,
            options,
            rules,
            labels,
            known,
            about: None,
            n_documents: BTreeMap::new(),
        }
    }

    /// A graph whose relations are elsewhere.
    pub(super) fn of_parts(
        actors: BTreeMap<ActorId, Actor>,
        about: About,
        options: Options,
        rules: Rules,
        labels: Labels,
    ) -> Self {
        Self {
            actors,
            relations: Vec::new(),
            pairs: BTreeMap::new(),
            statements: Vec::new(),
            options,
            rules,
            labels,
            known: None,
            about: Some(about),
            n_documents: BTreeMap::new(),
        }
    }

    /// The same with these relations, sorted by id, and the first day of all.
    pub(super) fn with_relations(self, relations: Vec<Relation>, first: Option<Date>) -> Self {
        let about = self.about.map(|about| About { first, ..about });
        Self {
            pairs: by_pair(&relations),
            relations,
            about,
            n_documents: BTreeMap::new(),
            ..self
        }
    }

    /// Notes in how many documents a relation stands on a day of whose statements only some are here.
    pub(super) fn note_documents(&mut self, id: RelationId, at: Option<Date>, n: usize) {
        self.n_documents.insert((id, at), n);
    }

    pub(super) fn noted_documents(&self, id: &RelationId, at: Option<Date>) -> Option<usize> {
        if self.n_documents.is_empty() {
            return None;
        }
        self.n_documents.get(&(id.clone(), at)).copied()
    }

    /// The graph as it would have been built from what was published by the day, the day included.
    ///
    /// What has no date of publication is left out, since nobody can say that it was known.
    /// A graph from [`super::Frozen`] has no statements to build from, and so none to know.
    #[must_use]
    pub fn as_known(&self, day: Date) -> Self {
        let known = self.known.map_or(day, |own| own.min(day));
        let relations = relations(&self.statements, Some(known), self.options, &self.rules);
        Self {
            actors: self.actors.clone(),
            pairs: by_pair(&relations),
            relations,
            statements: self.statements.clone(),
            options: self.options,
            rules: self.rules.clone(),
            labels: self.labels.clone(),
            known: Some(known),
            about: None,
            n_documents: BTreeMap::new(),
        }
    }

    /// All actors, by id.
    pub fn actors(&self) -> &BTreeMap<ActorId, Actor> {
        &self.actors
    }

    /// All relations, sorted by id; those asked for, in a graph from [`super::Frozen`].
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// All statements, in order of publication; none in a graph from [`super::Frozen`], whose relations have theirs.
    pub fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }

    /// The rules it was built by.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The day of the latest publication; without any, the latest day on which something is said to have begun.
    ///
    /// Questions without a date mean this day.
    pub fn latest(&self) -> Option<Date> {
        if let Some(about) = &self.about {
            return about.latest;
        }
        let published = self
            .statements
            .iter()
            .filter_map(|statement| statement.published)
            .max();
        published
            .map(|published| published.0)
            .or_else(|| {
                self.statements
                    .iter()
                    .filter_map(|statement| Valid::of(statement).from)
                    .max()
            })
            .map(|day| self.known.map_or(day, |known| known.min(day)))
    }

    /// The first day on which any relation is in force; `None` if none has a day, and in a graph from [`super::Frozen`]
    /// that was not asked for a day.
    pub fn first_day(&self) -> Option<Date> {
        if let Some(about) = &self.about {
            return about.first;
        }
        self.relations
            .iter()
            .filter_map(|relation| relation.stages.first().and_then(|stage| stage.from))
            .min()
    }

    /// Whether there is no relation at all.
    pub fn is_empty(&self) -> bool {
        match &self.about {
            Some(about) => about.parties.is_empty(),
            None => self.relations.is_empty(),
        }
    }

    /// All parties of the statements, as often as they occur or once.
    pub(super) fn parties(&self) -> impl Iterator<Item = &Party> {
        let of_statements = self
            .statements
            .iter()
            .flat_map(|statement| [&statement.source, &statement.target]);
        let known = self.about.iter().flat_map(|about| &about.parties);
        let known = known.map(|party| &**party);
        of_statements.chain(known)
    }

    /// The relations between two actors, whoever is source, in order of their beginning.
    pub fn between(&self, one: &ActorId, other: &ActorId) -> Vec<&Relation> {
        let pair = (one.min(other).clone(), one.max(other).clone());
        let positions = self.pairs.get(&pair).into_iter().flatten();
        let mut found: Vec<&Relation> =
            positions.filter_map(|&at| self.relations.get(at)).collect();
        found.sort_by_key(|relation| relation.stages.first().and_then(|stage| stage.from));
        found
    }

    /// The actor's usual name, or its id.
    pub fn name<'a>(&'a self, id: &'a ActorId) -> &'a str {
        self.actors.get(id).map_or(id.as_str(), |actor| &actor.name)
    }

    /// The entries for these actors.
    pub(super) fn some_actors<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a ActorId>,
    ) -> BTreeMap<ActorId, Actor> {
        let ids: BTreeSet<&ActorId> = ids.into_iter().collect();
        ids.into_iter()
            .filter_map(|id| Some((id.clone(), self.actors.get(id)?.clone())))
            .collect()
    }
}

fn by_pair(relations: &[Relation]) -> BTreeMap<(ActorId, ActorId), Vec<usize>> {
    let mut pairs: BTreeMap<(ActorId, ActorId), Vec<usize>> = BTreeMap::new();
    for (at, relation) in relations.iter().enumerate() {
        let (one, other) = &relation.parties;
        pairs
            .entry((one.min(other).clone(), one.max(other).clone()))
            .or_default()
            .push(at);
    }
    pairs
}
