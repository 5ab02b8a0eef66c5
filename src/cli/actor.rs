//! Whom a word of the command line means.

use std::path::PathBuf;

use super::{Failure, input, screen};
use crate::error::Error;
use crate::graph::{Found, Graph};
use crate::model::ActorId;

/// Finds the actor, among those of the input first, then in the vocabulary with the user's own files on top.
///
/// # Errors
/// When the word fits several actors or none; names that look alike are suggested. As [`input::actors`].
pub(super) fn find(graph: &Graph, word: &str, overlays: &[PathBuf]) -> Result<ActorId, Failure> {
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
            ))
            .into())
        }
        Found::Nothing(alike) => in_vocabulary(graph, word, alike, overlays),
    }
}

/// An actor that the vocabulary knows by another name than the input; or, if the input does not have it at all,
/// one about whom there is nothing to find.
fn in_vocabulary(
    graph: &Graph,
    word: &str,
    alike: Vec<String>,
    overlays: &[PathBuf],
) -> Result<ActorId, Failure> {
    let actors = input::actors(overlays)?;
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
    Err(Error::Usage(unknown(word, &alike)).into())
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
