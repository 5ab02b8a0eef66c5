//! Graphs for other programs: Gephi, `NetworkX`, R, Neo4j, spreadsheets.
//!
//! All forms say the same: actors, and relations with status, sign, days and the sentence behind them.

mod csv;
mod cypher;
mod gexf;
mod graphml;
mod network;
mod node_link;
mod plover;

pub use csv::{actors_csv, csv_line, relations_csv};
pub use cypher::cypher;
pub use gexf::gexf;
pub use graphml::graphml;
pub use network::Network;
pub use node_link::node_link;
pub use plover::plover;

#[cfg(test)]
mod tests;
