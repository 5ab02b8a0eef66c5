//! Who does what to whom: predicate frames, status, attribution.
//!
//! Comes in: trees, mentions and dates of a document's sentences. Goes out: [`Statement`](crate::model::Statement)s.
//! Never imported here: graph, store, render. Data: `data/relations/`, `data/lexicon/`.
//!
//! An act is found once, at the word that names it; its status is composed on the way up the tree, one governing word
//! at a time ("agreed to end aid": aid, ended, planned). See `docs/design.md`.

mod act;
mod answers;
mod arbiter;
mod circumstances;
mod clause;
mod complements;
mod context;
mod denials;
mod domestic;
mod echoes;
mod games;
mod gate;
mod gatherings;
mod judged;
mod loudest;
mod marked;
mod nouns;
mod operator_words;
mod operators;
mod parties;
mod predicates;
mod purpose;
mod reader;
mod replies;
mod roles;
mod said;
mod senses;
mod slots;
mod status;
mod uncoded;
mod verbs;
mod view;
mod weighing;
mod when;

pub use arbiter::{Arbiter, EVENTS, Features, NOTHING, Verdict};
pub use gate::Gate;
pub use loudest::loudest;
pub use marked::{MarkedPair, MarkedReading, Role, marked, marked_mention};
pub use reader::{Judges, Reader, SentenceReading, trace};
pub use uncoded::Account;
pub use weighing::{Weigher, Weighers};

/// What `cargo xtask train-arbiter` needs in order to train exactly what is read here.
pub mod training {
    pub use super::arbiter::{
        LOUDNESS, N_ROWS, Network, PLACES, Pair, SeenWord, Sequence, TrainedNetwork, VECTOR, Words,
        both, company_key, features, key, shares,
    };
    pub use super::gate::{N_PLACES, places};
    pub use super::weighing::{Candidate, MentionPair, Traits, mention_pairs, traits_again};
}
