//! Measuring against annotated text.
//!
//! Comes in: the corpus of `data/corpus/`, gold files of the user. Goes out: precision, recall, F1.
//! Never imported here: graph, store, render.

mod corpus;
mod errors;
mod gold;
mod sentences;
mod tally;

pub use corpus::{AnnotatedSentence, AnnotatedStatement, Bracket, CorpusError, held_out, parse};
pub use errors::ErrorKind;
pub use gold::{Figures, Gold, GoldError, Mistake, Report, Told, told};
pub use sentences::{Comparison, compare, read};
pub use tally::{Tally, Totals};
