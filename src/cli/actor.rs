//! Whom a word of the command line means.

use super::screen;
use crate::error::{Error, Result};
use crate::graph::{Found, Graph};
use crate::model::ActorId;
use crate::vocabulary::actors::Actors;

/// Finds the actor, among those of the input first, then in the vocabulary.
///
/// # Errors
/// When the word fits several actors or none; names that look alike are suggested.
pub(super) fn find(graph: &Graph, word: &str) -> Result<ActorId> {
    match graph.find(word) {
        Found::One { actor, through } => {
            if let Some(person) = through {
                screen::complain(&format!(
                    "note: {person} speaks for {}; --level person keeps them apart",
                    graph.name(&actor)
                ));
            }
            Ok(actor)
        }
        Found::Several(actors) => {
            let names: Vec<String> = actors
                .iter()
                .map(|actor| format!("{} ({actor})", graph.name(actor)))
                .collect();
            Err(Error::Usage(format!(
                "'{word}' may be {}; give the id",
                names.join(" or ")
            )))
        }
        Found::Nothing(alike) => in_vocabulary(graph, word, alike),
    }
}

/// An actor that the vocabulary knows by another name than the input; or, if the input does not have it at all,
/// one about whom there is nothing to find.
fn in_vocabulary(graph: &Graph, word: &str, alike: Vec<String>) -> Result<ActorId> {
    let actors = Actors::embedded();
    let known = actors.lookup(word, graph.latest());
    let meant = |id: &ActorId| graph.actors().contains_key(id);
    let in_input = known
        .iter()
        .flat_map(|candidate| [&candidate.id, &candidate.principal])
        .find(|id| meant(id));
    if let Some(id) = in_input.or(known.first().map(|candidate| &candidate.id)) {
        return Ok(id.clone());
    }
    let alike = if alike.is_empty() {
        actors.near(word)
    } else {
        alike
    };
    Err(Error::Usage(unknown(word, &alike)))
}

fn unknown(word: &str, alike: &[String]) -> String {
    match alike {
        [] => format!("no actor '{word}' in this input; `detente show` lists who is"),
        names => format!(
            "no actor '{word}' in this input; did you mean {}?",
            names.join(" or ")
        ),
    }
}
