//! The page for the browser: what it holds, and what it opens at.

use super::Arguments;
use super::subject::Subject;
use crate::cli::args::{LevelWord, day};
use crate::error::Error;
use crate::graph::{Graph, Labels, Level, Options};
use crate::model::Statement;
use crate::render::{self, Chronicle, PageLevel};

/// The page, opened at what the arguments ask for.
pub(super) fn page(
    arguments: &Arguments,
    graph: &Graph,
    subject: &Subject,
) -> Result<String, Error> {
    let levels = match subject {
        Subject::Lives(chronicle, _) => vec![PageLevel {
            name: String::new(),
            chronicle: chronicle.clone(),
        }],
        _ => levels(arguments, graph)?,
    };
    let opened = |mut level: PageLevel| {
        let chronicle = &mut level.chronicle;
        if let Subject::Drawing(drawing) = subject {
            chronicle.at = drawing.as_of.or(chronicle.at);
        }
        if let Some([from, to]) = arguments.diff.as_deref() {
            (chronicle.before, chronicle.at) = (Some(from.last()), Some(to.last()));
        }
        if let Some(last) = arguments.dates.last() {
            chronicle.at = Some(last.last());
        }
        if let Some(title) = &arguments.title {
            chronicle.drawing.title.clone_from(title);
        }
        level
    };
    let levels: Vec<PageLevel> = levels.into_iter().map(opened).collect();
    Ok(render::page(&levels))
}

/// The level that is asked for and, where parties and those they speak for differ, the other one.
fn levels(arguments: &Arguments, graph: &Graph) -> Result<Vec<PageLevel>, Error> {
    let level = |graph: &Graph, name: &str| PageLevel {
        name: name.to_owned(),
        chronicle: Chronicle::from(graph).only(|edge, life| {
            let action = life.action.parse();
            action.is_ok_and(|action| arguments.choice.admits(action, edge.sign.into()))
        }),
    };
    let options = arguments.building.options();
    let (own, other, other_level) = match options.level {
        Level::Principal => ("States", "Persons and institutions", Level::Party),
        Level::Party => ("Persons and institutions", "States", Level::Principal),
    };
    let mut levels = vec![level(graph, own)];
    let differs = |statement: &Statement| {
        let parties = [&statement.source, &statement.target];
        parties.iter().any(|party| party.id != party.principal)
    };
    if arguments.building.level != LevelWord::Bloc && graph.statements().iter().any(|s| differs(s))
    {
        let statements = graph
            .statements()
            .iter()
            .map(|statement| (**statement).clone());
        let options = Options {
            level: other_level,
            ..options
        };
        let mut graph = Graph::build(
            statements,
            options,
            graph.rules().clone(),
            Labels::embedded()?,
        );
        if let Some(known) = day(arguments.building.known) {
            graph = graph.as_known(known);
        }
        levels.push(level(&graph, other));
    }
    Ok(levels)
}
