//! Graphs for other programs: Gephi, `NetworkX`, R, Neo4j, spreadsheets, `DuckDB`, Spark, the web of data.
//!
//! All forms say the same: actors, and relations with status, sign, days and the sentence behind them.

mod csv;
mod cypher;
mod gephi;
mod gexf;
mod graphml;
mod json_ld;
mod neo4j;
mod network;
mod node_link;
#[cfg(feature = "parquet")]
mod parquet;
mod plover;
#[cfg(feature = "parquet")]
mod statements;

pub use csv::{Tables, actors_csv, csv_line, relations_csv};
pub use cypher::cypher;
pub use gephi::gephi;
pub use gexf::gexf;
pub use graphml::graphml;
pub use json_ld::json_ld;
pub use neo4j::neo4j;
pub use network::Network;
pub use node_link::node_link;
#[cfg(feature = "parquet")]
pub use parquet::{relations_parquet, statements_parquet};
pub use plover::plover;

#[cfg(test)]
mod tests;
