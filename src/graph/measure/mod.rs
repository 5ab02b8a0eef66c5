//! Measures of the field over the graph: series of dyads, balance, centrality, blocs, likeness of positions.
//!
//! Comes in: a graph, or a snapshot of it. Goes out: figures. `docs/measures.md` gives the formula and the source of each.
//! Never imported here: what the graph may not import.

mod balance;
mod blocs;
mod centrality;
mod positions;
mod series;
mod ties;

pub use balance::{Balance, Triad};
pub use blocs::{Bloc, Blocs};
pub use centrality::Centrality;
pub use positions::Likeness;
pub use series::{Dyad, Every, Series, SeriesOptions, TooManyRows};
pub use ties::{Tie, Ties, Weight};
