//! Détente reads what the news says about states, organisations and the people who speak for them,
//! and keeps it as a graph of dated, typed, sourced relations.

pub mod cli;
pub mod error;
pub mod graph;
pub mod interchange;
pub mod language;
pub mod mentions;
pub mod model;
pub mod pipeline;
pub mod render;
pub mod score;
pub mod statements;
pub mod store;
pub mod text;
pub mod vocabulary;
